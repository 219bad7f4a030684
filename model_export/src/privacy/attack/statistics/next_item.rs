//! What the next-item table says of a candidate.

use super::view::{View, mean};

/// Share of own directed pairs that are in the table.
pub(super) fn share(view: &View<'_>) -> f64 {
    mean(view.log_weights.iter().map(|weight| (1.0, published(*weight))))
}

/// The same, pairs of rare items weighing more.
pub(super) fn share_rare(view: &View<'_>) -> f64 {
    let pairs = view.candidate.pairs.iter().zip(&view.log_weights);
    mean(pairs.map(|(&((from, to), _), weight)| ((view.rarity(from) * view.rarity(to)).sqrt(), published(*weight))))
}

/// Share of the pairs that followed each other at once.
pub(super) fn share_adjacent(view: &View<'_>) -> f64 {
    let pairs = view.candidate.pairs.iter().zip(&view.log_weights).filter(|((_, adjacent), _)| *adjacent);
    mean(pairs.map(|(_, weight)| (1.0, published(*weight))))
}

/// Mean logarithm of the weights of own pairs; one that is not there counts as the least weight.
pub(super) fn log_weight(view: &View<'_>) -> f64 {
    mean(view.log_weights.iter().map(|weight| (1.0, weight.unwrap_or(view.reader.least_log_weight))))
}

/// The same over those in the table alone.
pub(super) fn log_weight_published(view: &View<'_>) -> f64 {
    mean(view.log_weights.iter().flatten().map(|&weight| (1.0, weight)))
}

fn published(weight: Option<f64>) -> f64 {
    f64::from(u8::from(weight.is_some()))
}
