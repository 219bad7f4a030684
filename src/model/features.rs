//! Public features of items: the words of a name, the levels of a category, the brand, the code family, the price band.
//!
//! Features come from what the catalogue shows to everybody, so no customer is behind them. An item's vector is sparse:
//! entry w is the weight of feature w, divided by the length of the item's vector. The dot product of two items is
//! then their cosine.

use alloc::string::String;
use alloc::vec::Vec;

use super::rows::{Rows, Turned};
use super::{F32s, ItemIx};
use crate::Error;
use crate::rank::sqrt;

/// The most features of one item.
pub const MAX_ITEM_FEATURES: usize = 255;

/// The features of every item, `n_items` rows of different lengths; in a model without features every row is empty.
#[derive(Debug, Clone, Copy)]
pub struct Features<'a> {
    rows: Rows<'a>,
    weights: F32s<'a>,
    lengths: &'a [f32],
    items: &'a Turned,
}

impl<'a> Features<'a> {
    pub(crate) fn new(rows: Rows<'a>, weights: F32s<'a>, lengths: &'a [f32], items: &'a Turned) -> Self {
        Self { rows, weights, lengths, items }
    }

    /// Returns the places of the features.
    pub(crate) fn rows(self) -> Rows<'a> {
        self.rows
    }

    /// Returns the number of different features.
    pub fn len(self) -> usize {
        self.weights.len()
    }

    /// Whether the model has no feature.
    pub fn is_empty(self) -> bool {
        self.weights.is_empty()
    }

    /// Returns the weights of all features.
    pub(crate) fn weights(self) -> F32s<'a> {
        self.weights
    }

    /// Returns the weight of a feature.
    ///
    /// # Panics
    /// Past the last feature, as a slice does.
    pub fn weight(self, feature: u32) -> f32 {
        self.weights.get(feature as usize)
    }

    /// Returns the features of an item, ascending.
    pub fn row(self, item: ItemIx) -> impl Iterator<Item = u32> + 'a {
        self.rows.row(item).iter().copied()
    }

    /// Returns the items that have a feature, ascending.
    pub(crate) fn items(self, feature: usize) -> &'a [ItemIx] {
        self.items.items(feature)
    }

    /// Returns 1 / |vector| of an item, 0 for an item without features.
    pub fn inverse_length(self, item: ItemIx) -> f32 {
        self.lengths.get(item as usize).copied().unwrap_or(0.0)
    }

    /// Returns [`inverse_length`](Self::inverse_length) of every item. O(entries).
    pub(crate) fn inverse_lengths(self) -> Vec<f32> {
        let mut lengths = Vec::with_capacity(self.rows.len());
        for item in 0..self.rows.len() {
            let mut sum = 0.0_f64;
            for feature in self.row(item as ItemIx) {
                let weight = f64::from(self.weight(feature));
                sum += weight * weight;
            }
            lengths.push(if sum > 0.0 { (1.0 / sqrt(sum)) as f32 } else { 0.0 });
        }
        lengths
    }
}

/// Features on their way into a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FeatureTable {
    /// The name of each feature: a letter for its kind (see `docs/format.md`), then its text.
    pub labels: Vec<String>,
    /// The weight of each feature.
    pub weights: Vec<f32>,
    pub(crate) counts: Vec<u8>,
    pub(crate) places: Vec<u32>,
}

impl FeatureTable {
    /// Makes a table from one row for each item: its features, ascending.
    ///
    /// # Errors
    /// `bad_value` when a row has more than [`MAX_ITEM_FEATURES`], or the labels and the weights differ in number;
    /// `encode` checks the rest.
    pub fn new(labels: Vec<String>, weights: Vec<f32>, rows: &[Vec<u32>]) -> Result<Self, Error> {
        if labels.len() != weights.len() {
            return Err(Error::value("FEAW", 0, "one weight for each label", weights.len() as f64));
        }
        if labels.is_empty() {
            return Ok(Self::default());
        }
        let mut table = Self { labels, weights, ..Self::default() };
        for (item, row) in rows.iter().enumerate() {
            let count = u8::try_from(row.len())
                .map_err(|_| Error::value("FEAN", item, "at most 255 features", row.len() as f64))?;
            table.counts.push(count);
            table.places.extend(row);
        }
        Ok(table)
    }

    /// Returns the features of each item, as [`new`](Self::new) takes them.
    pub fn rows(&self) -> Vec<Vec<u32>> {
        let mut places = self.places.iter().copied();
        self.counts.iter().map(|&count| places.by_ref().take(usize::from(count)).collect()).collect()
    }

    /// Returns the number of entries: pairs of an item and one of its features.
    pub fn n_entries(&self) -> usize {
        self.places.len()
    }
}
