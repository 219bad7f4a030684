//! Where each table of a model lies in its file.

use core::ops::Range;

/// Where each section lies in the file, in bytes.
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
}

impl Sections {
    /// Returns each known section's id and place, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Range<usize>)> {
        [
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
        ]
        .into_iter()
        .map(|(id, range)| (id, range.clone()))
    }
}
