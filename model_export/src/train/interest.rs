//! From interactions to confidences, and from customers to thresholds: who was interested in what, and how many.
//!
//! The weighing of events is the core's own ([`etalage::session::evidence`]), with the half-life of the training
//! window in place of the session's. The room never counts a customer twice for an item, and takes from one visitor
//! no more than a fixed number of items.

use etalage::model::SessionParams;
use etalage::session::{Event, Evidence, evidence};
use rayon::prelude::*;

use super::confidences::{Confidences, EntryError};
use crate::lake::{Dataset, Interaction, VisitorKind};

/// How many distinct customers each item has, and when they were last interested.
#[derive(Debug, Clone, PartialEq)]
pub struct Audience {
    /// Distinct customers of each item, `n_items` long.
    pub customers: Vec<u32>,
    /// The same, each customer weighing 2^(−age / half-life) by the age of the last interaction.
    pub recent: Vec<f64>,
    /// What was counted.
    pub counted: VisitorKind,
}

/// Returns the slices of `interactions` that belong to one visitor each, in order.
pub fn by_visitor(interactions: &[Interaction]) -> Vec<&[Interaction]> {
    interactions.chunk_by(|a, b| a.visitor == b.visitor).collect()
}

/// Returns who counts as a customer: sessions without a name only in a lake that names nobody at all, where a session is the
/// nearest thing to a person.
pub fn counted(dataset: &Dataset) -> VisitorKind {
    let named = dataset.visitors.contains(&VisitorKind::Customer);
    if named { VisitorKind::Customer } else { VisitorKind::AnonymousSession }
}

impl Audience {
    /// Counts the distinct customers of each item. Anonymous sessions count only in a lake that names no customer at
    /// all: there a session is the nearest thing to a person.
    pub fn of(dataset: &Dataset, interactions: &[Interaction], half_life_days: f32) -> Self {
        let counted = counted(dataset);
        let half_life_ms = f64::from(half_life_days) * 86_400_000.0;
        let mut audience =
            Self { customers: vec![0; dataset.items.len()], recent: vec![0.0; dataset.items.len()], counted };
        for visits in by_visitor(interactions) {
            if dataset.visitors[visits[0].visitor as usize] != counted {
                continue;
            }
            let mut last: Vec<(u32, i64)> = visits.iter().map(|event| (event.item, event.at_ms)).collect();
            last.sort_unstable();
            for of_item in last.chunk_by(|a, b| a.0 == b.0) {
                let (item, at_ms) = of_item[of_item.len() - 1];
                let age_ms = dataset.window.1.saturating_sub(at_ms).max(0) as f64;
                audience.customers[item as usize] += 1;
                audience.recent[item as usize] += (-age_ms / half_life_ms).exp2();
            }
        }
        audience
    }
}

/// Returns the confidences of `interactions`, shape `(n_visitors, n_items)`; items that `learned` leaves out have none.
///
/// # Errors
/// None in practice: the entries come out sorted and positive; the matrix checks them all the same.
pub fn confidences(
    dataset: &Dataset,
    interactions: &[Interaction],
    learned: &[bool],
    weighing: &SessionParams,
    max_visitor_items: usize,
) -> Result<Confidences, EntryError> {
    let rows: Vec<(u32, Vec<Evidence>)> = by_visitor(interactions)
        .into_par_iter()
        .map(|visits| {
            let events: Vec<Event> = visits
                .iter()
                .filter(|event| learned[event.item as usize])
                .map(|event| Event { at_ms: event.at_ms, item: event.item, kind: event.kind })
                .collect();
            (visits[0].visitor, strongest(evidence(&events, weighing), max_visitor_items))
        })
        .collect();
    let entries = rows.iter().flat_map(|(visitor, row)| row.iter().map(|e| (*visitor, e.item, e.confidence as f32)));
    // Evidence that decayed below the smallest f32 is no evidence.
    Confidences::from_sorted(dataset.visitors.len(), dataset.items.len(), entries.filter(|entry| entry.2 > 0.0))
}

/// Keeps the `most` pieces of evidence with the greatest confidence, of equals the lower items, in order of items.
fn strongest(mut row: Vec<Evidence>, most: usize) -> Vec<Evidence> {
    if row.len() > most {
        row.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.item.cmp(&b.item)));
        row.truncate(most);
        row.sort_by_key(|evidence| evidence.item);
    }
    row
}
