//! Visits that a draft of the model is not trained on, so that the mix of the score can be fitted on them.
//!
//! A visit is a run of one visitor's interactions without a gap of `VISIT_GAP_MS`: an order belongs to the visit
//! that led to it, though sources number them apart. What is held out is each chosen visitor's last visit whole: the
//! past predicts the future, never the other way round.

use crate::lake::{Dataset, Interaction};

use super::interest::by_visitor;

/// Six hours, in ms: whoever comes back later comes for something new.
pub(crate) const VISIT_GAP_MS: i64 = 6 * 3_600_000;

/// How long a device remembers under the longest consent, in ms: 30 days.
const PROFILE_MS: i64 = 30 * 86_400_000;

/// The most visits held out: enough for a figure, few enough to be scored hundreds of times.
const MAX_VISITS: usize = 1000;

/// The fewest distinct items of a visit: one to see and one to be found.
const MIN_ITEMS: usize = 2;

/// Interactions split into what a draft is trained on and what it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdout {
    /// All other interactions, in the dataset's order.
    pub kept: Vec<Interaction>,
    /// The last visits held out.
    pub visits: Vec<HeldOut>,
}

/// A visit held out, and what the visitor's device may remember of the time before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldOut {
    /// The visitor's interactions of the 30 days before the visit, in the order of time.
    pub profile: Vec<Interaction>,
    /// The visit, in the order of time.
    pub visit: Vec<Interaction>,
}

impl Holdout {
    /// Splits the dataset: at most 1,000 last visits of visitors taken at equal distances, each with at least two
    /// distinct items and never more than of every other visitor.
    pub fn of(dataset: &Dataset) -> Self {
        let visitors = by_visitor(&dataset.interactions);
        let last_visits: Vec<&[Interaction]> = visitors.iter().map(|events| last_visit(events)).collect();
        let suitable: Vec<usize> =
            (0..visitors.len()).filter(|&visitor| distinct_items(last_visits[visitor]) >= MIN_ITEMS).collect();
        let wanted = MAX_VISITS.min(visitors.len() / 2).min(suitable.len());
        let chosen: Vec<usize> = (0..wanted).map(|n| suitable[n * suitable.len() / wanted]).collect();
        let mut kept = Vec::with_capacity(dataset.interactions.len());
        for (visitor, events) in visitors.iter().enumerate() {
            let held_out = if chosen.binary_search(&visitor).is_ok() { last_visits[visitor].len() } else { 0 };
            kept.extend_from_slice(&events[..events.len() - held_out]);
        }
        let of_visitor = |visitor: usize| {
            let (before, visit) = visitors[visitor].split_at(visitors[visitor].len() - last_visits[visitor].len());
            let since = visit[0].at_ms.saturating_sub(PROFILE_MS);
            HeldOut { profile: before.iter().copied().filter(|e| e.at_ms >= since).collect(), visit: visit.to_vec() }
        };
        Self { kept, visits: chosen.into_iter().map(of_visitor).collect() }
    }
}

/// Returns the visits of one visitor, in the order of time.
pub(super) fn visits(events: &[Interaction]) -> impl Iterator<Item = &[Interaction]> {
    events.chunk_by(|a, b| b.at_ms.saturating_sub(a.at_ms) < VISIT_GAP_MS)
}

fn last_visit(events: &[Interaction]) -> &[Interaction] {
    visits(events).last().unwrap_or_default()
}

fn distinct_items(events: &[Interaction]) -> usize {
    let mut items: Vec<u32> = events.iter().map(|event| event.item).collect();
    items.sort_unstable();
    items.dedup();
    items.len()
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;

    #[test]
    fn an_order_belongs_to_the_visit_that_led_to_it() {
        let event = |item, session, at_ms| Interaction {
            visitor: 0,
            item,
            session,
            kind: EventKind::ViewItem,
            at_ms,
            quantity: 1,
        };
        let events = [event(1, 0, 0), event(2, 5, VISIT_GAP_MS), event(2, 9, VISIT_GAP_MS + 60_000)];
        assert_eq!(last_visit(&events), &events[1..]);
        assert_eq!(last_visit(&events[..1]), &events[..1]);
        assert_eq!(visits(&events).count(), 2);
        assert_eq!(distinct_items(&events), 2);
    }
}
