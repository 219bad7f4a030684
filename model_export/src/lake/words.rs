//! Words and phrases in names: whole ones, whatever their capitals, accents and punctuation.
//!
//! Refused here: parts of words. `sex` is not in "unisex" or "Essex"; who wants the beginning of a word says `word*`.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Words and phrases to look for. A trailing `*` takes every word that begins so; `*` alone is in every text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// Makes a list ready.
    pub(super) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self(words.into_iter().map(wanted).collect())
    }

    /// Tells whether a text that is [`spaced`] has one of them. O(words · text).
    pub(super) fn are_in(&self, spaced: &str) -> bool {
        self.0.iter().any(|word| spaced.contains(word.as_str()))
    }
}

/// Returns what to look for in a spaced text: ` WORD `, ` WORD` for `WORD*`, and nothing (always there) for `*`.
fn wanted(word: &str) -> String {
    match word.strip_suffix('*') {
        None => spaced(word),
        Some("") => String::new(),
        Some(start) => spaced(start).trim_end().to_owned(),
    }
}

/// Returns the text in capitals without accents, each run of anything but letters and digits as one space, with a space
/// at both ends.
pub(super) fn spaced(text: &str) -> String {
    let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let letters: String = plain.chars().filter(|letter| !is_accent(*letter)).collect();
    let mut spaced = String::with_capacity(letters.len() + 2);
    spaced.push(' ');
    for word in letters.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        spaced.extend(word.chars().flat_map(char::to_uppercase));
        spaced.push(' ');
    }
    spaced
}

/// Tells whether a letter of a decomposed text is the accent of the one before.
fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_and_phrases_are_found_whatever_their_capitals_accents_and_punctuation() {
        let words = Words::new(["santé mentale", "sex", "gewerkschaft*"]);
        let found = |text: &str| words.are_in(&spaced(text));
        assert!(found("Santé/Mentale") && found("SANTE MENTALE") && found("Bien-être & sante\u{301} mentale"));
        assert!(found("Gewerkschaftsbücher") && found("sex + more"));
        assert!(!found("Unisex") && !found("Essex") && !found("santé") && !found(""));
        assert!(Words::new(["*"]).are_in(&spaced("")));
    }
}
