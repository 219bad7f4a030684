//! The manifest that is served beside a model: what a browser, an auditor or a cache needs to know of the file.
//!
//! It follows from the served files alone. Exact numbers of customers, rows, objections and erasures, the settings of the
//! run, and the fingerprint of the data, on which a guess about a customer could be tested, are in the private manifest.

use etalage::format::FORMAT_VERSION;
use etalage::model::Model;
use etalage::session::EventKind;
use serde::Serialize;

use super::manifest::{Manifest, SectionSize, SegmentSize, ThresholdsInForce, moment, sha256};

/// What lies in `shop.manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicManifest {
    /// The shop's name.
    pub name: String,
    /// SHA-256 of the model file, in lower-case hexadecimal.
    pub sha256: String,
    /// Length of the model file in bytes.
    pub bytes: usize,
    /// SHA-256 of the public catalogue beside it.
    pub catalogue_sha256: String,
    /// Format version of the model file.
    pub format_version: u16,
    /// First and last day of the training data, as the file says them.
    pub trained_from: String,
    /// See `trained_from`.
    pub trained_until: String,
    /// Items of the file.
    pub n_items: usize,
    /// What protects the customers.
    pub protection: PublicProtection,
    /// Names and sizes of the segments, as the file says them.
    pub segments: Vec<SegmentSize>,
    /// The privacy thresholds in force.
    pub thresholds: ThresholdsInForce,
    /// How a session becomes evidence, as the file says it.
    pub session: PublicSession,
    /// The sections of the file.
    pub sections: Vec<SectionSize>,
}

/// How a session becomes evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicSession {
    /// The weight of each kind of event, in the order of the format.
    pub event_weights: [f32; EventKind::COUNT],
    /// Age in hours at which an event counts half.
    pub half_life_hours: f64,
}

/// What protects the customers, as the file says it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublicProtection {
    /// `public`, `learned` or `unchecked`.
    pub tier: &'static str,
    /// Why a model is unchecked; empty otherwise.
    pub reason: String,
    /// Epsilon of the statistics with noise; 0 where no noise was added.
    pub epsilon: f32,
    /// Delta.
    pub delta: f32,
}

impl PublicManifest {
    /// Describes `model` and the `catalogue` beside it; `manifest` is the private one.
    pub fn new(model: &Model, catalogue: &[u8], manifest: &Manifest) -> Self {
        let meta = model.meta();
        Self {
            name: meta.name.clone(),
            sha256: sha256(model.bytes()),
            bytes: model.bytes().len(),
            catalogue_sha256: sha256(catalogue),
            format_version: FORMAT_VERSION,
            trained_from: moment(meta.trained_from_ms),
            trained_until: moment(meta.trained_until_ms),
            n_items: model.n_items(),
            protection: PublicProtection {
                tier: meta.protection.tier.name(),
                reason: meta.protection.reason.clone(),
                epsilon: meta.protection.epsilon,
                delta: meta.protection.delta,
            },
            segments: manifest.segments.clone(),
            thresholds: manifest.thresholds.clone(),
            session: PublicSession {
                event_weights: meta.session.event_weights,
                half_life_hours: meta.session.half_life_ms as f64 / 3_600_000.0,
            },
            sections: manifest.sections.clone(),
        }
    }
}

/// What lies in `shop.private.json`: the manifest of the operator, and the secret of the noise. Never publish it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PrivateManifest<'a> {
    /// 64 hexadecimal digits from which the noise was drawn: whoever has them can take it away.
    pub secret: String,
    /// All that is known of the run.
    #[serde(flatten)]
    pub manifest: &'a Manifest,
}
