//! The statistics of one published set and one candidate's own history, as a table of names.
//!
//! A section that is new in the file needs one new row here. Invariants: a statistic reads what anybody can download, and
//! the candidate's history, and nothing else.

mod factors;
mod items;
mod manifest;
mod next_item;
mod popularity;
mod segments;
mod view;

use serde::Serialize;

pub(super) use view::{Reader, View};

/// What is published, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Item factors and their Gram matrix.
    Factors,
    /// The next-item table.
    NextItem,
    /// The popularity prior and the order of the catalogue.
    Popularity,
    /// Sizes and centroids of segments.
    Segments,
    /// Which ids are published, and which count as learned.
    Ids,
    /// Prices and price bands.
    Prices,
    /// Categories, brands and whatever else describes an item.
    Attributes,
    /// The public manifest.
    Manifest,
}

impl Group {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 8] = [
        Self::Factors,
        Self::NextItem,
        Self::Popularity,
        Self::Segments,
        Self::Ids,
        Self::Prices,
        Self::Attributes,
        Self::Manifest,
    ];

    /// Returns the group's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Factors => "factors",
            Self::NextItem => "next-item table",
            Self::Popularity => "popularity",
            Self::Segments => "segments",
            Self::Ids => "ids and flags",
            Self::Prices => "prices",
            Self::Attributes => "words and attributes",
            Self::Manifest => "manifest",
        }
    }
}

/// One number that an attacker computes of a published set and a candidate.
#[derive(Debug, Clone, Copy)]
pub struct Statistic {
    /// Its name in reports.
    pub name: &'static str,
    /// What it reads.
    pub group: Group,
    pub(super) of: fn(&View<'_>) -> f64,
}

const fn row(group: Group, name: &'static str, of: fn(&View<'_>) -> f64) -> Statistic {
    Statistic { name, group, of }
}

/// Every statistic, in the order of reports.
pub const STATISTICS: &[Statistic] = &[
    row(Group::Factors, "leave-one-out score", factors::left_out),
    row(Group::Factors, "leave-one-out score of rare items", factors::left_out_rare),
    row(Group::Factors, "fitted score", factors::fitted),
    row(Group::Factors, "fitted score of rare items", factors::fitted_rare),
    row(Group::Factors, "cosine among own items", factors::cohesion),
    row(Group::Factors, "log length of own vectors", factors::log_length),
    row(Group::NextItem, "share of own pairs", next_item::share),
    row(Group::NextItem, "share of own rare pairs", next_item::share_rare),
    row(Group::NextItem, "share of own adjacent pairs", next_item::share_adjacent),
    row(Group::NextItem, "log weight of own pairs", next_item::log_weight),
    row(Group::NextItem, "log weight of own published pairs", next_item::log_weight_published),
    row(Group::Popularity, "mean popularity", popularity::mean_of_own),
    row(Group::Popularity, "popularity above the mean", popularity::above_mean),
    row(Group::Popularity, "counts times own vector", popularity::inner_product),
    row(Group::Popularity, "steeper counts times own vector", popularity::inner_product_steep),
    row(Group::Popularity, "popularity times own vector", popularity::inner_product_log),
    row(Group::Popularity, "counts of rare items", popularity::inner_product_rare),
    row(Group::Popularity, "popularity of rare items", popularity::mean_rare),
    row(Group::Popularity, "share of own items above zero", popularity::share_above_zero),
    row(Group::Popularity, "share of own items above a quarter", popularity::share_above_quarter),
    row(Group::Popularity, "log place in the catalogue", popularity::log_place),
    row(Group::Popularity, "log place of rare items", popularity::log_place_rare),
    row(Group::Segments, "log size of the nearest segment", segments::log_size),
    row(Group::Segments, "cosine to the nearest segment", segments::cosine_to_nearest),
    row(Group::Ids, "share of own items published", items::share_published),
    row(Group::Ids, "own items all published", items::all_published),
    row(Group::Ids, "share of rare items published", items::share_published_rare),
    row(Group::Ids, "share of own items learned", items::share_learned),
    row(Group::Ids, "share of rare items learned", items::share_learned_rare),
    row(Group::Prices, "share of last prices equal", items::share_prices),
    row(Group::Prices, "share of last prices of rare items equal", items::share_prices_rare),
    row(Group::Prices, "mean price band", items::price_band),
    row(Group::Attributes, "share of own items with a category", items::share_category),
    row(Group::Manifest, "customers", manifest::customers),
    row(Group::Manifest, "interactions", manifest::interactions),
    row(Group::Manifest, "items learned", manifest::learned),
];
