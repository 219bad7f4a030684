//! The words of a name: split by the rules of Unicode, in small letters without accents, and stemmed where the language
//! is known.

use std::collections::{BTreeMap, HashMap};

use icu_normalizer::DecomposingNormalizerBorrowed;
use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// The languages of which words are brought to their stem (Snowball), by their ISO 639-1 codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum Language {
    /// Danish.
    #[serde(rename = "da")]
    Danish,
    /// German.
    #[serde(rename = "de")]
    German,
    /// English.
    #[serde(rename = "en")]
    English,
    /// Spanish.
    #[serde(rename = "es")]
    Spanish,
    /// French.
    #[serde(rename = "fr")]
    French,
    /// Italian.
    #[serde(rename = "it")]
    Italian,
    /// Dutch.
    #[serde(rename = "nl")]
    Dutch,
    /// Portuguese.
    #[serde(rename = "pt")]
    Portuguese,
    /// Swedish.
    #[serde(rename = "sv")]
    Swedish,
}

impl Language {
    /// Returns what brings a word of the language to its stem.
    pub(super) fn stemmer(self) -> Stemmer {
        Stemmer::create(match self {
            Self::Danish => Algorithm::Danish,
            Self::German => Algorithm::German,
            Self::English => Algorithm::English,
            Self::Spanish => Algorithm::Spanish,
            Self::French => Algorithm::French,
            Self::Italian => Algorithm::Italian,
            Self::Dutch => Algorithm::Dutch,
            Self::Portuguese => Algorithm::Portuguese,
            Self::Swedish => Algorithm::Swedish,
        })
    }
}

/// The stems met so far, and how their words are spelled.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashMap<String, BTreeMap<String, u32>>);

impl Vocabulary {
    /// Returns the stems of the words of `name`, each once.
    pub(super) fn add(&mut self, name: &str, stemmer: Option<&Stemmer>) -> impl Iterator<Item = String> {
        let mut stems: Vec<String> = Vec::new();
        for word in name.unicode_words() {
            let word = word.to_lowercase();
            // A single letter or digit says nothing; neither does a number that is not joined to a unit.
            if word.chars().count() < 2 || word.chars().all(|c| c.is_ascii_digit()) {
                continue;
            }
            let stem = match stemmer {
                Some(stemmer) => stemmer.stem(&word).into_owned(),
                None => word.clone(),
            };
            let stem = without_accents(&stem);
            *self.0.entry(stem.clone()).or_default().entry(word).or_default() += 1;
            stems.push(stem);
        }
        stems.sort_unstable();
        stems.dedup();
        stems.into_iter()
    }

    /// Returns the most frequent spelling of a stem, of equals the first in order of letters; the stem itself when it was
    /// never added.
    pub(super) fn spelling<'a>(&'a self, stem: &'a str) -> &'a str {
        let spellings = self.0.get(stem).into_iter().flatten();
        spellings.max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or(stem, |(word, _)| word)
    }
}

fn without_accents(word: &str) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(word);
    // Combining marks of Latin, Greek and Cyrillic letters; other scripts keep theirs.
    decomposed.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(name: &str, language: Option<Language>) -> Vec<String> {
        Vocabulary::default().add(name, language.map(Language::stemmer).as_ref()).collect()
    }

    #[test]
    fn names_become_words() {
        assert_eq!(stems("SET/6 T-LIGHT HOLDERS 500ml", None), ["500ml", "holders", "light", "set"]);
        assert_eq!(stems("Wooden hearts, a heart", Some(Language::English)), ["heart", "wooden"]);
        assert_eq!(stems("Écharpe d'été", Some(Language::French)), ["d'et", "echarp"]);
        assert_eq!(stems("赤い 茶碗", None).len(), stems("赤い茶碗", None).len());
        assert!(stems("7 9 a", None).is_empty());
    }

    #[test]
    fn a_stem_is_spelled_as_most_names_spell_it() {
        let (mut vocabulary, stemmer) = (Vocabulary::default(), Language::English.stemmer());
        for name in ["Candles", "candle", "CANDLES"] {
            assert_eq!(vocabulary.add(name, Some(&stemmer)).collect::<Vec<_>>(), ["candl"]);
        }
        assert_eq!(vocabulary.spelling("candl"), "candles");
        assert_eq!(vocabulary.spelling("never"), "never");
    }
}
