//! From a lake's interactions to the rows of its next-item table.
//!
//! A visit is a run of one visitor's interactions without a gap of `VISIT_GAP_MS`, as in [`super::holdout`]: what was
//! looked at and what was bought stand in one row, in order of time. Items that are not learned are left out, so that
//! no pair tells of an item that few customers had.

use super::TrainError;
use super::holdout::visits;
use super::interest::{Audience, by_visitor};
use super::next_item::{ANONYMOUS, Params, Rows, Sessions};
use crate::lake::{Dataset, Interaction};

/// Learns the successors of every item `(n_items)`; an interaction counts half after `half_life_days`.
///
/// # Errors
/// When a hyper-parameter is out of range.
pub(super) fn successors(
    dataset: &Dataset,
    interactions: &[Interaction],
    learned: &[bool],
    audience: &Audience,
    (params, half_life_days): (&Params, f32),
) -> Result<Rows, TrainError> {
    let half_life_ms = f64::from(half_life_days) * 86_400_000.0;
    let mut sessions = Sessions::default();
    for events in by_visitor(interactions) {
        let visitor = events[0].visitor;
        let counts = dataset.visitors[visitor as usize] == audience.counted;
        for visit in visits(events) {
            let age_ms = dataset.window.1.saturating_sub(visit[visit.len() - 1].at_ms).max(0) as f64;
            let items = visit.iter().map(|event| event.item).filter(|&item| learned[item as usize]);
            let weight = (-age_ms / half_life_ms).exp2() as f32;
            sessions.push(if counts { visitor } else { ANONYMOUS }, weight, items);
        }
    }
    Ok(params.clone().check()?.fit(&sessions, dataset.items.len()))
}
