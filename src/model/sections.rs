//! Where each table of a model lies in its file.

use alloc::vec::Vec;
use core::ops::Range;

/// The number of sections that a reader knows.
pub(crate) const N_SECTIONS: usize = 14;

/// Where each section lies in the file, in bytes; empty where the file has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sections {
    pub(crate) meta: Range<usize>,
    pub(crate) ids: Range<usize>,
    pub(crate) factors: Range<usize>,
    pub(crate) scales: Range<usize>,
    pub(crate) gram: Range<usize>,
    pub(crate) centroids: Range<usize>,
    pub(crate) popularity: Range<usize>,
    pub(crate) attributes: Range<usize>,
    pub(crate) categories: Range<usize>,
    pub(crate) brands: Range<usize>,
    pub(crate) next_counts: Range<usize>,
    pub(crate) next_items: Range<usize>,
    pub(crate) next_weights: Range<usize>,
    pub(crate) next_codebook: Range<usize>,
}

impl Sections {
    /// Returns each known section's id and place, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Range<usize>)> {
        let all: [(&'static str, &Range<usize>); N_SECTIONS] = [
            ("META", &self.meta),
            ("ITID", &self.ids),
            ("FACT", &self.factors),
            ("SCAL", &self.scales),
            ("GRAM", &self.gram),
            ("SEGM", &self.centroids),
            ("POPU", &self.popularity),
            ("ATTR", &self.attributes),
            ("CATS", &self.categories),
            ("BRND", &self.brands),
            ("NXTN", &self.next_counts),
            ("NXTI", &self.next_items),
            ("NXTW", &self.next_weights),
            ("NXTC", &self.next_codebook),
        ];
        all.into_iter().map(|(id, range)| (id, range.clone()))
    }
}

/// A text of the file: where its bytes lie, and where each string begins among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// One more than there are strings; the last one is the length of the text.
    pub(crate) starts: Vec<u32>,
    pub(crate) range: Range<usize>,
}

/// What is made once when a file is read, so that its tables can be used where they lie.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) ids: Text,
    pub(crate) categories: Text,
    pub(crate) brands: Text,
    /// Where the successors of each item begin; one more than there are items, or empty without a next-item table.
    pub(crate) next_starts: Vec<u32>,
    /// The int8 rows of a file that holds four bits an entry.
    pub(crate) unpacked: Option<Vec<u8>>,
}
