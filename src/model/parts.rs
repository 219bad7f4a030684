//! A model before it is a file: what the exporter fills in.

use alloc::string::String;
use alloc::vec::Vec;

use super::{FeatureTable, ItemFlags, Meta, NextItemTable, QuantizedFactors};

/// One item of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The public id.
    pub id: String,
    /// The number of its category in [`ModelParts::categories`], or [`super::NONE`].
    pub category: u16,
    /// The number of its brand in [`ModelParts::brands`], or [`super::NONE`].
    pub brand: u16,
    /// Its price band within its category, below [`super::PRICE_BANDS`]; `None` without a price.
    pub price_band: Option<u8>,
    /// Private label, learned.
    pub flags: ItemFlags,
    /// The popularity prior in [0, 1].
    pub popularity: f32,
}

/// The tables of a model, which [`crate::format::encode`] checks and writes.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelParts {
    /// The metadata; its counts must agree with the tables.
    pub meta: Meta,
    /// The items, strictly ascending in byte order of their ids.
    pub items: Vec<Item>,
    /// The item factors, one row an item.
    pub factors: QuantizedFactors,
    /// The segment centroids, row-major `(n_segments, n_factors)`.
    pub centroids: Vec<f32>,
    /// Category paths, without repeats.
    pub categories: Vec<String>,
    /// Brand names, without repeats.
    pub brands: Vec<String>,
    /// The next-item table; the default is none.
    pub next_items: NextItemTable,
    /// The public features; the default is none.
    pub features: FeatureTable,
}
