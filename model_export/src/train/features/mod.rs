//! Public features of items: what the catalogue shows to everybody, as sparse vectors.
//!
//! ```text
//! words   a name -> its words, stemmed     family   an id -> what it has in common with its variants
//! ```
//!
//! Each item has the words of its name, every level of its category path, its brand, its code family and its price band.
//! A feature weighs its group's weight times ln(items / items that have it), the inverse document frequency of Spärck
//! Jones (1972). A feature that only one item has says nothing of another item and is left out.
//!
//! Invariants: features depend on the catalogue alone, never on a customer; the same catalogue gives the same features
//! in the same order.

mod family;
mod words;

use std::collections::BTreeMap;

use etalage::model::{FeatureTable, MAX_ITEM_FEATURES};
use serde::Serialize;

pub use words::Language;

use super::TrainError;
use super::attributes::{Attributes, with_parents};
use crate::lake::Item;

/// The most different features of a catalogue: their places are written in two bytes.
const MAX_FEATURES: usize = 65_535;

/// The most words of one name that count: those with the greatest weight.
const MAX_WORDS: usize = 24;

/// The groups of features, each with a weight of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// A brand.
    Brand,
    /// A category path, or one of its parents.
    Category,
    /// What the ids of variants have in common.
    Family,
    /// A price band.
    PriceBand,
    /// A word of the name.
    Word,
}

/// The weight of each [`Group`], in its order.
pub type GroupWeights = [f32; Group::ALL.len()];

impl Group {
    /// Every group, in the order of the letters.
    pub const ALL: [Self; 5] = [Self::Brand, Self::Category, Self::Family, Self::PriceBand, Self::Word];

    /// Returns the letter that its labels begin with: see `docs/format.md`.
    pub const fn letter(self) -> char {
        match self {
            Self::Brand => 'b',
            Self::Category => 'c',
            Self::Family => 'f',
            Self::PriceBand => 'p',
            Self::Word => 'w',
        }
    }
}

/// The features of a catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// The group and the text of each feature `(n_features)`.
    pub names: Vec<(Group, String)>,
    /// ln(items / items that have it) of each feature `(n_features)`.
    pub idf: Vec<f32>,
    /// The features of each item, ascending `(n_items)`.
    pub rows: Vec<Vec<u32>>,
}

impl Features {
    /// Finds the features of `items`. O(items · features of an item · log features).
    pub fn of(items: &[Item], attributes: &Attributes, language: Option<Language>) -> Self {
        let stems = language.map(Language::stemmer);
        let mut vocabulary = words::Vocabulary::default();
        let families = family::Families::of(items.iter().map(|item| item.id.as_ref()));
        let mut keys: Vec<Vec<(Group, String)>> = Vec::with_capacity(items.len());
        for (item, band) in items.iter().zip(&attributes.price_band) {
            let mut row: Vec<(Group, String)> = Vec::new();
            // An item without a name is called by its id, which says nothing in words.
            if item.name != *item.id {
                row.extend(vocabulary.add(&item.name, stems.as_ref()).map(|word| (Group::Word, word)));
            }
            let paths = item.category.as_deref().into_iter().flat_map(with_parents);
            row.extend(paths.map(|path| (Group::Category, path.to_owned())));
            row.extend(item.brand.iter().map(|brand| (Group::Brand, brand.clone())));
            row.extend(families.of_id(&item.id).map(|family| (Group::Family, family)));
            row.extend(band.iter().map(|band| (Group::PriceBand, band.to_string())));
            row.sort_unstable();
            row.dedup();
            keys.push(row);
        }
        Self::number(&keys, &vocabulary)
    }

    /// Numbers the features that two items or more have, by group and text.
    fn number(keys: &[Vec<(Group, String)>], vocabulary: &words::Vocabulary) -> Self {
        let n_items = keys.len();
        let mut frequencies: BTreeMap<&(Group, String), u32> = BTreeMap::new();
        for key in keys.iter().flatten() {
            *frequencies.entry(key).or_default() += 1;
        }
        let mut kept: Vec<(&(Group, String), u32)> = frequencies.into_iter().filter(|&(_, n)| n > 1).collect();
        if kept.len() > MAX_FEATURES {
            // Stable: of equals the first in order stay.
            kept.sort_by_key(|&(_, n)| core::cmp::Reverse(n));
            kept.truncate(MAX_FEATURES);
            kept.sort_unstable();
        }
        let idf: Vec<f32> = kept.iter().map(|&(_, n)| (n_items as f64 / f64::from(n)).ln() as f32).collect();
        let places: BTreeMap<&(Group, String), u32> = kept.iter().map(|&(key, _)| key).zip(0..).collect();
        let of_item = |row: &Vec<(Group, String)>| {
            let mut found: Vec<u32> = row.iter().filter_map(|key| places.get(key).copied()).collect();
            let is_word = |place: u32| kept[place as usize].0.0 == Group::Word;
            let mut words: Vec<u32> = found.iter().copied().filter(|&place| is_word(place)).collect();
            words.sort_by(|&a, &b| idf[b as usize].total_cmp(&idf[a as usize]).then(a.cmp(&b)));
            let left_out = words.split_off(words.len().min(MAX_WORDS));
            found.retain(|place| !left_out.contains(place));
            found.truncate(MAX_ITEM_FEATURES);
            found
        };
        let rows = keys.iter().map(of_item).collect();
        let name = |&((group, key), _): &(&(Group, String), u32)| match group {
            Group::Word => (*group, vocabulary.spelling(key).to_owned()),
            _ => (*group, key.clone()),
        };
        let names = kept.iter().map(name).collect();
        Self { names, idf, rows }
    }

    /// Returns the number of different features.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether the catalogue has no feature.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Returns the weight of each feature: its idf times the weight of its group.
    pub fn weights(&self, groups: &GroupWeights) -> Vec<f32> {
        let weight = |((group, _), idf): (&(Group, String), &f32)| idf * groups[*group as usize];
        self.names.iter().zip(&self.idf).map(weight).collect()
    }

    /// Returns the features that have a weight, in the order of the model file's table.
    pub fn kept(&self, groups: &GroupWeights) -> impl Iterator<Item = usize> {
        self.weights(groups).into_iter().enumerate().filter(|(_, weight)| *weight > 0.0).map(|(feature, _)| feature)
    }

    /// Returns the share that each group has in the squared length of the items' vectors, on average; together 1, or 0
    /// where no item has a feature.
    pub fn shares(&self, groups: &GroupWeights) -> [f64; Group::ALL.len()] {
        let weights = self.weights(groups);
        let (mut shares, mut n) = ([0.0; Group::ALL.len()], 0.0);
        for row in &self.rows {
            let square = |&feature: &u32| f64::from(weights[feature as usize]).powi(2);
            let total: f64 = row.iter().map(square).sum();
            if total > 0.0 {
                n += 1.0;
                for feature in row {
                    shares[self.names[*feature as usize].0 as usize] += square(feature) / total;
                }
            }
        }
        shares.map(|share| if n > 0.0 { share / n } else { 0.0 })
    }

    /// Makes the table of a model file. Features of groups without weight are left out.
    ///
    /// # Errors
    /// None in practice: rows are short enough.
    pub fn table(&self, groups: &GroupWeights) -> Result<FeatureTable, TrainError> {
        let weights = self.weights(groups);
        let mut place = vec![None; self.len()];
        let (mut labels, mut kept) = (Vec::new(), Vec::new());
        for (feature, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            let (group, text) = &self.names[feature];
            place[feature] = Some(labels.len() as u32);
            labels.push(format!("{}{text}", group.letter()));
            kept.push(weight);
        }
        let only = |row: &Vec<u32>| row.iter().filter_map(|&feature| place[feature as usize]).collect();
        let rows: Vec<Vec<u32>> = self.rows.iter().map(only).collect();
        Ok(FeatureTable::new(labels, kept, &rows)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, name: &str, category: &str, brand: Option<&str>) -> Item {
        Item {
            id: id.into(),
            name: name.to_owned(),
            price: None,
            category: Some(category.to_owned()),
            brand: brand.map(str::to_owned),
            private_label: false,
        }
    }

    #[test]
    fn worked_example() {
        let items = [
            item("85099B", "Red HEART lanterns", "Home > Light", Some("Amber")),
            item("85099C", "Blue heart lantern", "Home > Light", Some("Amber")),
            item("21000", "Teapot", "Home > Kitchen", None),
            item("21777", "21777", "Home > Kitchen", None),
        ];
        let attributes = Attributes::of(&items).expect("few names");
        let features = Features::of(&items, &attributes, Some(Language::English));
        let named = |row: &[u32]| -> Vec<String> {
            row.iter()
                .map(|&f| format!("{}{}", features.names[f as usize].0.letter(), features.names[f as usize].1))
                .collect()
        };
        // Red, blue and teapot are said once; the id that stands for a name has no word.
        assert_eq!(
            named(&features.rows[0]),
            ["bAmber", "cHome", "cHome > Light", "f850", "f8509", "f85099", "wheart", "wlantern"]
        );
        assert_eq!(features.rows[0], features.rows[1]);
        assert_eq!(named(&features.rows[3]), ["cHome", "cHome > Kitchen"]);
        let idf = |name: &str| features.idf[features.names.iter().position(|(_, text)| text == name).expect("there")];
        assert_eq!(idf("Home"), 0.0, "what all items have tells none apart");
        assert!((idf("lantern") - 2.0_f32.ln()).abs() < 1e-6);
        let table = features.table(&[1.0, 1.0, 0.0, 1.0, 2.0]).expect("valid");
        assert!(!table.labels.iter().any(|label| label.starts_with('f') || label == "cHome"));
        let lantern = table.labels.iter().position(|label| label == "wlantern").expect("there");
        assert!((table.weights[lantern] - 2.0 * 2.0_f32.ln()).abs() < 1e-6);
    }
}
