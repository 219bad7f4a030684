//! The model card: what a model was trained on, what protects the customers, what an attack found, and what it is for.
//!
//! It is published beside the model, so it holds nothing exact about customers: numbers are rounded to one digit, and
//! what was left out is named without a count. The form follows Mitchell et al., "Model cards for model reporting" (2019).

use etalage::Model;
use serde::Serialize;

use super::attack::{Bounds, Figures, Report};
use super::gate;
use crate::train::manifest::{Manifest, moment};
use crate::train::public::Privacy;

/// A model card.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The shop's name.
    pub name: String,
    /// SHA-256 of the model file that the card speaks of.
    pub sha256: String,
    /// The version of the program that made it.
    pub version: &'static str,
    /// First and last day of the training data, as the file says them.
    pub trained: [String; 2],
    /// Customers whose data were used, rounded to one digit.
    pub about_customers: u64,
    /// Items of the file.
    pub n_items: usize,
    /// The tier.
    pub tier: &'static str,
    /// Why a model is unchecked; empty otherwise.
    pub reason: String,
    /// What was spent on statistics with noise; none in the other tiers.
    pub privacy: Option<Privacy>,
    /// The greatest AUC that any attack can have, which follows from the noise; none without noise.
    pub greatest_auc: Option<f64>,
    /// Why rows were left out before training, without counts.
    pub left_out: Vec<String>,
    /// What the membership attack found; none where it was not run.
    pub attack: Option<CardAttack>,
}

/// What an attack found, as the card says it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardAttack {
    /// Models that were trained for it.
    pub models: usize,
    /// All statistics jointly, against all customers.
    pub all: Figures,
    /// The same against the 5 % most exposed.
    pub exposed: Figures,
    /// The control with membership drawn anew: .5 is chance.
    pub control_auc: f64,
    /// What a gate compares.
    pub bounds: Bounds,
    /// Whether every bound of the gate holds.
    pub passes: bool,
}

impl Card {
    /// Makes the card of `model`, as `manifest` and the attack say it.
    pub fn new(model: &Model, manifest: &Manifest, attack: Option<&Report>) -> Self {
        let (meta, privacy) = (model.meta(), manifest.privacy.clone());
        let mut left_out: Vec<String> =
            manifest.rows.iter().flat_map(|rows| rows.not_kept.iter().map(|(reason, _)| reason.clone())).collect();
        left_out.sort_unstable();
        left_out.dedup();
        Self {
            name: meta.name.clone(),
            sha256: manifest.sha256.clone(),
            version: env!("CARGO_PKG_VERSION"),
            trained: [moment(meta.trained_from_ms), moment(meta.trained_until_ms)],
            about_customers: one_digit(manifest.visitors.customers as u64),
            n_items: model.n_items(),
            tier: meta.protection.tier.name(),
            reason: meta.protection.reason.clone(),
            greatest_auc: privacy.as_ref().map(|privacy| super::accountant::greatest_auc(privacy.mu)),
            privacy,
            left_out,
            attack: attack.map(|report| CardAttack {
                models: report.models,
                all: report.joint.all,
                exposed: report.joint.exposed,
                control_auc: report.control.all.auc.mean,
                bounds: report.bounds(),
                passes: gate::failures(report).is_empty(),
            }),
        }
    }
}

/// Rounds to one digit.
fn one_digit(number: u64) -> u64 {
    let unit = 10_u64.pow(number.max(1).ilog10());
    (number + unit / 2) / unit * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_are_told_by_one_digit() {
        assert_eq!([0, 7, 1_431, 3_956, 23_998].map(one_digit), [0, 7, 1_000, 4_000, 20_000]);
    }
}
