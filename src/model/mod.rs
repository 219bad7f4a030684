//! What a model is: item factors, their Gram matrix, segments, popularity and attributes, validated and read in place.
//!
//! The room refuses half-valid models: a [`Model`] exists only after every byte was checked and every value found to
//! have a meaning.

mod attributes;
mod factors;
mod meta;
mod parts;
mod sections;
mod tables;

pub(crate) use attributes::ITEM_BYTES;
pub use attributes::{Attributes, ItemFlags, NONE, PRICE_BANDS};
pub use factors::{ItemFactors, QuantizedFactors};
pub use meta::{FoldInParams, MAX_FACTORS, MAX_SEGMENTS, Meta, Mix, SegmentMeta, SessionParams, Thresholds};
pub use parts::{Item, ModelParts};
pub use sections::Sections;
pub use tables::{F32s, Strings, U16s};

use core::ops::Range;

use crate::Error;

/// The dense index of an item: its place among the model's item ids in byte order.
pub type ItemIx = u32;

/// A model file, checked whole and read in place: the tables stay in the bytes that came in.
#[derive(Debug)]
pub struct Model {
    bytes: Vec<u8>,
    sections: Sections,
    meta: Meta,
}

impl Model {
    /// Puts a file and what was found in it together; the reader of the format alone calls it.
    pub(crate) fn from_checked(bytes: Vec<u8>, sections: Sections, meta: Meta) -> Self {
        Self { bytes, sections, meta }
    }

    /// Returns the metadata.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Returns the file as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Gives the file back.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Returns where each section lies in the file.
    pub fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Returns the number of items.
    pub fn n_items(&self) -> usize {
        self.meta.n_items as usize
    }

    /// Returns the length of an item's vector.
    pub fn n_factors(&self) -> usize {
        usize::from(self.meta.n_factors)
    }

    /// Returns the item with this public id. O(log items).
    ///
    /// # Errors
    /// [`Error::UnknownItem`] when the model was trained without it.
    pub fn item(&self, id: &str) -> Result<ItemIx, Error> {
        self.ids().search(id).ok_or_else(|| Error::UnknownItem { id: id.chars().take(64).collect() })
    }

    /// Returns the item's public id, or `None` past the last item.
    pub fn item_id(&self, item: ItemIx) -> Option<&str> {
        self.ids().get(item as usize)
    }

    /// Returns the item ids in byte order.
    pub fn ids(&self) -> Strings<'_> {
        Strings::new(self.section(&self.sections.ids))
    }

    /// Returns the item factors, `(n_items, n_factors)`.
    pub fn factors(&self) -> ItemFactors<'_> {
        ItemFactors::new(
            self.n_factors(),
            self.section(&self.sections.factors),
            F32s::new(self.section(&self.sections.scales)),
        )
    }

    /// Returns the lower triangle of `YᵀY`, row by row: entry (r, c) with c ≤ r at `r (r + 1) / 2 + c`.
    pub fn gram(&self) -> F32s<'_> {
        F32s::new(self.section(&self.sections.gram))
    }

    /// Returns the segment centroids, `(n_segments, n_factors)`.
    pub fn centroids(&self) -> F32s<'_> {
        F32s::new(self.section(&self.sections.centroids))
    }

    /// Returns the popularity prior of each item, in 65,535ths.
    pub fn popularity(&self) -> U16s<'_> {
        U16s::new(self.section(&self.sections.popularity))
    }

    /// Returns the attributes of each item.
    pub fn attributes(&self) -> Attributes<'_> {
        Attributes::new(self.section(&self.sections.attributes))
    }

    /// Returns the category paths, such as `Entertainment > Console games`.
    pub fn categories(&self) -> Strings<'_> {
        Strings::new(self.section(&self.sections.categories))
    }

    /// Returns the brand names.
    pub fn brands(&self) -> Strings<'_> {
        Strings::new(self.section(&self.sections.brands))
    }

    fn section(&self, range: &Range<usize>) -> &[u8] {
        &self.bytes[range.clone()]
    }
}
