//! The gate: no model of a checked tier is written that the membership attack can use.
//!
//! The bounds are this project's: an AUC of .55 says that a guess is right hardly more often than a coin. They are no proof of
//! anonymity; the accountant's epsilon is what holds against attacks that nobody tried.

use serde::Serialize;

use super::attack::{self, LakeTrainer, Options, Report};
use crate::lake::Lake;
use crate::train::{Params, Stages};

/// The greatest upper end of the AUC's interval.
pub const MAX_AUC: f64 = 0.55;
/// The greatest upper end of the share of members found at 0.1 % false alarms.
pub const MAX_TPR: f64 = 0.005;
/// The greatest share of members found at 1 % false alarms among the 5 % most exposed; its mean, since so few are exposed
/// that the interval of a small lake is wider than the bound.
pub const MAX_EXPOSED_TPR: f64 = 0.03;
/// The greatest gap between owners in training and owners held out of the share of a published list that they have.
pub const MAX_BASKET_GAP: f64 = 0.02;
/// How far the control may be from chance.
pub const MAX_CONTROL: f64 = 0.02;

/// What an attack found beyond a bound.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failure {
    /// What was measured.
    pub what: &'static str,
    /// What it may be at most.
    pub most: f64,
    /// What it is.
    pub found: f64,
}

/// Returns what is beyond its bound; nothing when the model may be published.
pub fn failures(report: &Report) -> Vec<Failure> {
    let bounds = report.bounds();
    [
        ("AUC, upper end of its 95 % interval", MAX_AUC, bounds.auc),
        ("members found at 0.1 % false alarms, upper end", MAX_TPR, bounds.tpr_at_01_percent),
        (
            "members found at 1 % false alarms among the 5 % most exposed",
            MAX_EXPOSED_TPR,
            report.joint.exposed.tpr_at_1_percent.mean,
        ),
        ("gap of baskets between members and others", MAX_BASKET_GAP, bounds.basket_gap),
        ("outsiders excluded for certain", 0.0, bounds.excluded_for_certain as f64),
        ("the control's distance from chance (the attack itself is broken)", MAX_CONTROL, bounds.control_off_chance),
    ]
    .into_iter()
    .filter(|(_, most, found)| found.is_nan() || found > most)
    .map(|(what, most, found)| Failure { what, most, found })
    .collect()
}

/// Says what is beyond its bound.
pub fn in_words(failures: &[Failure]) -> String {
    let said = |failure: &Failure| format!("{}: {:.4}, at most {:.4}", failure.what, failure.found, failure.most);
    failures.iter().map(said).collect::<Vec<_>>().join("; ")
}

/// Attacks what training on `lake` with `params` publishes, with `shadows` models and without canaries.
///
/// # Errors
/// Those of reading, training and of the attack.
pub fn attack(lake: &Lake, params: &Params, shadows: usize, stages: &mut Stages) -> anyhow::Result<Report> {
    let (dataset, paid) = stages.run("reading the lake", None, |_| lake.read_with_prices(&mut |_, _| {}))?;
    let population = attack::population(&dataset, &paid, params);
    drop((dataset, paid));
    let trainer = LakeTrainer { lake, params, item_ids: &population.item_ids };
    let options = Options {
        lake: lake.name().to_owned(),
        n_models: shadows,
        n_targets: None,
        seed: 1,
        n_resamples: 200,
        regularization: (f64::from(params.regularization), f64::from(params.regularization_exponent)),
        n_canary_pairs: 0,
        n_erasures: 0,
        work: None,
    };
    stages.run("attacking the model", None, |_| attack::run(&population, &|release| trainer.publish(release), &options))
}
