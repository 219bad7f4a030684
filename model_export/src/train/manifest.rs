//! The manifest: what a person or a program should know of a model file without decoding it.
//!
//! It may be published beside the model, so it holds counts and settings alone: no path, no row, nobody's identifier,
//! and nothing that differs from run to run.

use etalage::format::FORMAT_VERSION;
use etalage::model::Model;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::fit::Fitted;
use super::inputs::{Inputs, RulesInForce, SourceRows};
use super::{MixFigures, Params};
use crate::lake::{Dataset, VisitorKind};

/// What lies in `shop.manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// The shop's name.
    pub name: String,
    /// SHA-256 of the model file, in lower-case hexadecimal.
    pub sha256: String,
    /// Length of the model file in bytes.
    pub bytes: usize,
    /// SHA-256 of the public catalogue beside it.
    pub catalogue_sha256: String,
    /// What the files were made from, as one number: see [`Inputs`].
    pub fingerprint: String,
    /// Format version of the model file.
    pub format_version: u16,
    /// First and last moment of the training data, RFC 3339.
    pub trained_from: String,
    /// See `trained_from`.
    pub trained_until: String,
    /// How many items, and how they came by their vectors.
    pub items: ItemCounts,
    /// How many visitors training read.
    pub visitors: VisitorCounts,
    /// Names and sizes of the segments.
    pub segments: Vec<SegmentSize>,
    /// The privacy thresholds in force, and what they count.
    pub thresholds: ThresholdsInForce,
    /// What the run was told.
    pub hyper_parameters: Params,
    /// What the run fitted on held-out visits.
    pub fitted: FittedMix,
    /// How well it answers on them.
    pub figures: Option<MixFigures>,
    /// The sections of the file.
    pub sections: Vec<SectionSize>,
    /// What the lake's rules say about what may be learned from, and what they left out.
    pub rules: RulesInForce,
    /// Rows of each source.
    pub rows: Vec<SourceRows>,
}

/// How many items a model has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemCounts {
    /// All of them.
    pub total: usize,
    /// Those learned from enough customers.
    pub learned: usize,
    /// Those whose vector was made from the items of their category.
    pub from_category: usize,
    /// Those that have no vector: too few customers, and no learned item in their category.
    pub without_vector: usize,
}

/// How many visitors training read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitorCounts {
    /// Customers.
    pub customers: usize,
    /// Sessions of nobody known.
    pub anonymous_sessions: usize,
    /// What they did, after the lake's filters.
    pub interactions: usize,
}

/// The name and the size of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentSize {
    /// Its name.
    pub name: String,
    /// Its customers.
    pub customers: u32,
}

/// The privacy thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThresholdsInForce {
    /// Distinct customers below which nothing is learned of an item.
    pub item_customers: u32,
    /// Customers below which there is no segment.
    pub segment_customers: u32,
    /// Customers below which a pair of items is not in the next-item table.
    pub pair_customers: u32,
    /// Whether `customers` or, in a lake that names none, `anonymous_sessions` were counted.
    pub counted: &'static str,
}

/// What was fitted on held-out visits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FittedMix {
    /// Weight of the factor score.
    pub factors: f32,
    /// Weight of the popularity prior.
    pub popularity: f32,
    /// Weight of the next-item table and of repeats.
    pub next_item: f32,
    /// Weight of the session's share in an item's category.
    pub category: f32,
    /// Weight of the session's share of its brand.
    pub brand: f32,
    /// Weight of the session's share in its price band.
    pub price_band: f32,
    /// How fast an item of the session asks with less weight.
    pub step_decay: f32,
    /// Weight of what comes after the successors.
    pub second_hop: f32,
    /// The repeat term of an item of the session.
    pub repeat: f32,
    /// What each earlier event adds to it.
    pub revisit: f32,
    /// The repeat term after one more event.
    pub repeat_decay: f32,
    /// Where the logarithm of the next-item share begins to bend.
    pub floor: f32,
    /// Age in hours at which an event counts half in the browser.
    pub session_half_life_hours: f64,
    /// The most confidence that one item gathers in a session.
    pub session_confidence_cap: f32,
    /// λ of the fold-in.
    pub regularization: f32,
    /// κ, the pull of the segments.
    pub prior_strength: f32,
    /// γ, how fast the segments sharpen.
    pub segment_concentration: f32,
}

/// A section of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionSize {
    /// Its four letters.
    pub id: &'static str,
    /// Its length.
    pub bytes: usize,
}

/// What a run was told beside its data: what it is made from, its hyper-parameters, and the bytes of the catalogue.
pub type Told<'a> = (&'a Inputs, &'a Params, &'a [u8]);

impl Manifest {
    /// Describes `model`, which was made from `fitted` on `dataset`; `catalogue` is the file beside it.
    pub fn new(model: &Model, fitted: &Fitted, dataset: &Dataset, (inputs, params, catalogue): Told<'_>) -> Self {
        let meta = model.meta();
        let learned = |item: u32| model.attributes().flags(item).learned;
        let items = 0..model.n_items() as u32;
        let customers = dataset.visitors.iter().filter(|&&kind| kind == VisitorKind::Customer).count();
        let total = model.n_items();
        let n_learned = items.clone().filter(|&item| learned(item)).count();
        let without_vector = items.filter(|&item| !learned(item) && model.factors().scale(item) <= 0.0).count();
        Self {
            name: meta.name.clone(),
            sha256: sha256(model.bytes()),
            bytes: model.bytes().len(),
            catalogue_sha256: sha256(catalogue),
            fingerprint: inputs.fingerprint.clone(),
            format_version: FORMAT_VERSION,
            trained_from: moment(meta.trained_from_ms),
            trained_until: moment(meta.trained_until_ms),
            items: ItemCounts {
                total,
                learned: n_learned,
                from_category: total - n_learned - without_vector,
                without_vector,
            },
            visitors: VisitorCounts {
                customers,
                anonymous_sessions: dataset.visitors.len() - customers,
                interactions: dataset.interactions.len(),
            },
            segments: meta
                .segments
                .iter()
                .map(|segment| SegmentSize { name: segment.name.clone(), customers: segment.n_customers })
                .collect(),
            thresholds: ThresholdsInForce {
                item_customers: meta.thresholds.item_customers,
                segment_customers: meta.thresholds.segment_customers,
                pair_customers: meta.thresholds.pair_customers,
                counted: match fitted.counted {
                    VisitorKind::Customer => "customers",
                    VisitorKind::AnonymousSession => "anonymous_sessions",
                },
            },
            hyper_parameters: params.clone(),
            fitted: FittedMix {
                factors: meta.mix.factors,
                popularity: meta.mix.popularity,
                next_item: meta.mix.next_item,
                category: meta.mix.category,
                brand: meta.mix.brand,
                price_band: meta.mix.price_band,
                step_decay: meta.next_item.step_decay,
                second_hop: meta.next_item.second_hop,
                repeat: meta.next_item.repeat,
                revisit: meta.next_item.revisit,
                repeat_decay: meta.next_item.repeat_decay,
                floor: meta.next_item.floor,
                session_half_life_hours: meta.session.half_life_ms as f64 / 3_600_000.0,
                session_confidence_cap: meta.session.confidence_cap,
                regularization: meta.fold_in.regularization,
                prior_strength: meta.fold_in.prior_strength,
                segment_concentration: meta.fold_in.segment_concentration,
            },
            figures: fitted.figures.clone(),
            sections: model.sections().iter().map(|(id, place)| SectionSize { id, bytes: place.len() }).collect(),
            rules: inputs.rules.clone(),
            rows: inputs.rows.clone(),
        }
    }
}

/// Returns the SHA-256 of `bytes` in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// Returns bytes in lower-case hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Returns a moment in ms since the Unix epoch as RFC 3339, or the number itself where no calendar reaches.
pub fn moment(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |moment| moment.to_string())
}
