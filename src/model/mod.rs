//! What a model is: item factors, their Gram matrix, segments, popularity and attributes, validated and read in place.
//!
//! The room refuses half-valid models: a [`Model`] exists only after every byte was checked and every value found to
//! have a meaning.

use alloc::vec::Vec;

mod attributes;
mod factors;
mod features;
mod meta;
mod next_items;
mod parts;
mod rows;
pub(crate) mod sections;
mod tables;

pub use attributes::{Attributes, ItemFlags, NONE, PRICE_BANDS};
pub(crate) use attributes::{ITEM_BYTES, UNKNOWN};
pub(crate) use factors::unpack;
pub use factors::{ItemFactors, QuantizedFactors};
pub use features::{FeatureTable, Features, MAX_ITEM_FEATURES};
pub use meta::{
    FoldInParams, MAX_FACTORS, MAX_SEGMENTS, Meta, Mix, NextItemParams, Protection, SegmentMeta, SessionParams,
    Thresholds, Tier,
};
pub(crate) use meta::{N_NUMBERS, SINCE, in_range};
pub use next_items::{CODEBOOK, MAX_SUCCESSORS, NextItemTable, NextItems};
pub use parts::{Item, ModelParts};
pub(crate) use rows::{Rows, Turned, index_bytes, read_places};
pub use sections::Sections;
use sections::{
    ATTRIBUTES, CENTROIDS, FACTORS, FEATURE_WEIGHTS, GRAM, NEXT_CODEBOOK, NEXT_WEIGHTS, POPULARITY, SCALES,
};
pub(crate) use sections::{Index, N_SECTIONS, Text};
pub use tables::{F32s, Strings, U16s};

use crate::Error;

/// The dense index of an item: its place among the model's item ids in byte order.
pub type ItemIx = u32;

/// A model file, checked whole and read in place: the tables stay in the bytes that came in.
#[derive(Debug)]
pub struct Model {
    bytes: Vec<u8>,
    sections: Sections,
    pub(crate) index: Index,
    pub(crate) meta: Meta,
}

impl Model {
    /// Begins with a file whose sections were found; the reader of the format alone calls it, and goes on.
    pub(crate) fn unread(bytes: Vec<u8>, sections: Sections) -> Self {
        Self { bytes, sections, index: Index::default(), meta: Meta::NOTHING }
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
    /// `unknown_item` when the model was trained without it.
    pub fn item(&self, id: &str) -> Result<ItemIx, Error> {
        self.find(id).ok_or_else(|| Error::unknown_item(id))
    }

    /// Returns the item with this public id, or `None`. O(log items).
    pub fn find(&self, id: &str) -> Option<ItemIx> {
        self.ids().search(id.as_bytes())
    }

    /// Returns the item's public id, or `None` past the last item.
    pub fn item_id(&self, item: ItemIx) -> Option<&str> {
        self.ids().get(item as usize)
    }

    /// Returns the item ids in byte order.
    pub fn ids(&self) -> Strings<'_> {
        self.text(&self.index.ids)
    }

    /// Returns the item factors, `(n_items, n_factors)`.
    pub fn factors(&self) -> ItemFactors<'_> {
        ItemFactors::new(
            self.n_factors(),
            self.index.unpacked.as_deref().unwrap_or(self.section(FACTORS)),
            F32s::new(self.section(SCALES)),
        )
    }

    /// Returns the lower triangle of `YᵀY`, row by row: entry (r, c) with c ≤ r at `r (r + 1) / 2 + c`.
    pub fn gram(&self) -> F32s<'_> {
        F32s::new(self.section(GRAM))
    }

    /// Returns the segment centroids, `(n_segments, n_factors)`.
    pub fn centroids(&self) -> F32s<'_> {
        F32s::new(self.section(CENTROIDS))
    }

    /// Returns the popularity prior of each item, in 65,535ths.
    pub fn popularity(&self) -> U16s<'_> {
        U16s::new(self.section(POPULARITY))
    }

    /// Returns the attributes of each item; nothing is known of any in a file without them.
    pub fn attributes(&self) -> Attributes<'_> {
        Attributes::new(self.section(ATTRIBUTES))
    }

    /// Returns the category paths, such as `Entertainment > Console games`.
    pub fn categories(&self) -> Strings<'_> {
        self.text(&self.index.categories)
    }

    /// Returns the brand names.
    pub fn brands(&self) -> Strings<'_> {
        self.text(&self.index.brands)
    }

    /// Returns the next-item table, empty in a model without one.
    pub fn next_items(&self) -> NextItems<'_> {
        NextItems::new(
            Rows::new(&self.index.next_starts, &self.index.next_items),
            self.section(NEXT_WEIGHTS),
            F32s::new(self.section(NEXT_CODEBOOK)),
        )
    }

    /// Returns the public features of each item, empty in a model without them.
    pub fn features(&self) -> Features<'_> {
        Features::new(
            Rows::new(&self.index.feature_starts, &self.index.feature_places),
            F32s::new(self.section(FEATURE_WEIGHTS)),
            &self.index.feature_lengths,
            &self.index.feature_items,
        )
    }

    /// Returns the names of the features: a letter for the kind, then the text.
    pub fn feature_labels(&self) -> Strings<'_> {
        self.text(&self.index.features)
    }

    pub(crate) fn text<'a>(&'a self, text: &'a Text) -> Strings<'a> {
        Strings::new(&text.starts, &self.bytes[text.range.clone()])
    }

    /// Returns the bytes of a section.
    pub(crate) fn section(&self, place: usize) -> &[u8] {
        &self.bytes[self.sections.0[place].clone()]
    }
}
