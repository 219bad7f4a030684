//! Where each table of a model lies in its file.

use alloc::vec::Vec;
use core::ops::Range;

use super::Turned;

/// The sections that a reader knows, in the order of the file.
pub(crate) static NAMES: [&str; N_SECTIONS] = [
    "META", "ITID", "FACT", "SCAL", "GRAM", "SEGM", "POPU", "ATTR", "CATS", "BRND", "NXTN", "NXTI", "NXTW", "NXTC",
    "FEAT", "FEAW", "FEAN", "FEAI",
];

/// The number of sections that a reader knows.
pub(crate) const N_SECTIONS: usize = 18;

// The places of the sections among these.
pub(crate) const META: usize = 0;
pub(crate) const IDS: usize = 1;
pub(crate) const FACTORS: usize = 2;
pub(crate) const SCALES: usize = 3;
pub(crate) const GRAM: usize = 4;
pub(crate) const CENTROIDS: usize = 5;
pub(crate) const POPULARITY: usize = 6;
pub(crate) const ATTRIBUTES: usize = 7;
pub(crate) const CATEGORIES: usize = 8;
pub(crate) const BRANDS: usize = 9;
pub(crate) const NEXT_COUNTS: usize = 10;
pub(crate) const NEXT_ITEMS: usize = 11;
pub(crate) const NEXT_WEIGHTS: usize = 12;
pub(crate) const NEXT_CODEBOOK: usize = 13;
pub(crate) const FEATURES: usize = 14;
pub(crate) const FEATURE_WEIGHTS: usize = 15;
pub(crate) const FEATURE_COUNTS: usize = 16;
pub(crate) const FEATURE_PLACES: usize = 17;

/// Where each section lies in the file, in bytes; empty where the file has none.
///
/// A list rather than fields: what is done with each is then done in a loop, in the shipped module too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sections(pub(crate) [Range<usize>; N_SECTIONS]);

impl Sections {
    /// Returns each known section's id and place, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Range<usize>)> {
        NAMES.into_iter().zip(self.0.iter().cloned())
    }
}

/// A text of the file: where its bytes lie, and where each string begins among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Text {
    /// One more than there are strings; the last one is the length of the text.
    pub(crate) starts: Vec<u32>,
    pub(crate) range: Range<usize>,
}

/// What is made once when a file is read, so that its tables can be used where they lie.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) ids: Text,
    pub(crate) categories: Text,
    pub(crate) brands: Text,
    /// Where the successors of each item begin; one more than there are items, or empty without a next-item table.
    pub(crate) next_starts: Vec<u32>,
    /// The successors of all items in turn.
    pub(crate) next_items: Vec<u32>,
    pub(crate) features: Text,
    /// Where the features of each item begin; one more than there are items, or empty without features.
    pub(crate) feature_starts: Vec<u32>,
    /// The features of all items in turn.
    pub(crate) feature_places: Vec<u32>,
    /// 1 / |feature vector| of each item.
    pub(crate) feature_lengths: Vec<f32>,
    /// The items of each feature.
    pub(crate) feature_items: Turned,
    /// The int8 rows of a file that holds four bits an entry.
    pub(crate) unpacked: Option<Vec<u8>>,
}
