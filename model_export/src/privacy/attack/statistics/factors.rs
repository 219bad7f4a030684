//! What item factors say of a candidate.

use super::super::fold::dot;
use super::view::{View, mean};

/// Mean score of own items, each folded in without itself.
pub(super) fn left_out(view: &View<'_>) -> f64 {
    mean(view.fold.left_out.iter().map(|&score| (1.0, score)))
}

/// The same, rare items weighing more.
pub(super) fn left_out_rare(view: &View<'_>) -> f64 {
    mean(rarities(view).zip(view.fold.left_out.iter().copied()))
}

/// Mean score of own items.
pub(super) fn fitted(view: &View<'_>) -> f64 {
    mean(view.fold.fitted.iter().map(|&score| (1.0, score)))
}

/// The same, rare items weighing more.
pub(super) fn fitted_rare(view: &View<'_>) -> f64 {
    mean(rarities(view).zip(view.fold.fitted.iter().copied()))
}

/// Mean cosine of two different own items.
pub(super) fn cohesion(view: &View<'_>) -> f64 {
    let mut sum: Vec<f64> = Vec::new();
    let mut n = 0.0;
    for &(item, _) in &view.own {
        let vector = view.reader.space.vector(item);
        let length = dot(vector, vector).sqrt();
        if length > 0.0 {
            sum.resize(vector.len(), 0.0);
            sum.iter_mut().zip(vector).for_each(|(slot, v)| *slot += v / length);
            n += 1.0;
        }
    }
    if n > 1.0 { (dot(&sum, &sum) - n) / (n * (n - 1.0)) } else { 0.0 }
}

/// Mean logarithm of the length of own items' vectors.
pub(super) fn log_length(view: &View<'_>) -> f64 {
    let lengths = view.own.iter().map(|&(item, _)| {
        let vector = view.reader.space.vector(item);
        dot(vector, vector)
    });
    mean(lengths.filter(|&squared| squared > 0.0).map(|squared| (1.0, 0.5 * squared.ln())))
}

/// The weights of the items folded in: those that are learned and have confidence.
fn rarities<'a>(view: &'a View<'_>) -> impl Iterator<Item = f64> + 'a {
    view.evidence.iter().map(|&item| view.rarity(item))
}
