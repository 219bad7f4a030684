//! From events to evidence: one confidence per item, after decay.

use alloc::vec::Vec;

use super::{Event, EventKind};
use crate::ItemIx;
use crate::model::SessionParams;
use crate::rank::sort;

/// How sure the session makes us that the visitor likes an item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// The item.
    pub item: ItemIx,
    /// The confidence c ≥ 0 of Hu, Koren and Volinsky (2008), in units of one fresh product view.
    pub confidence: f64,
}

/// Sums the events of each item into one confidence, in ascending order of items.
///
/// `c = min(cap, max(0, Σ weight(kind) · 2^(-(newest - at) / half_life)))`; an item whose sum is not above 0 (taken
/// out of the cart again, say) is left out. O(n log n) in the number of events.
#[inline(never)]
pub fn evidence(events: &[Event], params: &SessionParams) -> Vec<Evidence> {
    let newest = events.last().map_or(0, |event| event.at_ms);
    let half_life = params.half_life_ms as f64;
    // By item and then in canonical order: each sum has the same bits whatever the order of telling.
    let mut places: Vec<u64> = (0_u64..).zip(events).map(|(n, event)| u64::from(event.item) << 32 | n).collect();
    sort(&mut places);
    let of_item = |group: &[u64]| {
        let events = group.iter().map(|place| events[*place as u32 as usize]);
        let sum: f64 = events
            .map(|event| {
                let age_ms = newest.saturating_sub(event.at_ms) as f64;
                weight(params, event.kind) * decay(age_ms, half_life)
            })
            .sum();
        Evidence { item: (group[0] >> 32) as ItemIx, confidence: sum.min(f64::from(params.confidence_cap)) }
    };
    places.chunk_by(|a, b| a >> 32 == b >> 32).map(of_item).filter(|evidence| evidence.confidence > 0.0).collect()
}

/// Returns `2^(-age / half_life)`, by the one exponential that the crate needs anyway.
pub(crate) fn decay(age_ms: f64, half_life_ms: f64) -> f64 {
    libm::exp(-core::f64::consts::LN_2 * (age_ms / half_life_ms))
}

fn weight(params: &SessionParams, kind: EventKind) -> f64 {
    f64::from(params.event_weights[kind as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params() -> SessionParams {
        SessionParams {
            event_weights: [1.0, 0.5, 2.0, 3.0, -3.0, 4.0],
            half_life_ms: 1000,
            confidence_cap: 5.0,
            personal_evidence: 3.0,
        }
    }

    fn event(item: u32, kind: EventKind, at_ms: i64) -> Event {
        Event { at_ms, item, kind }
    }

    #[test]
    fn worked_example() {
        // Item 7 viewed one half-life before the newest event, item 3 put in the cart last: c = 1 · 2^-1 and 3.
        let events = [event(7, EventKind::ViewItem, 0), event(3, EventKind::AddToCart, 1000)];
        let found = evidence(&events, &params());
        assert_eq!(found, [Evidence { item: 3, confidence: 3.0 }, Evidence { item: 7, confidence: 0.5 }]);
    }

    #[test]
    fn taken_out_of_the_cart_is_no_evidence_and_many_views_are_capped() {
        let mut events = vec![event(1, EventKind::AddToCart, 0), event(1, EventKind::RemoveFromCart, 0)];
        events.extend((0..9).map(|_| event(2, EventKind::ViewItem, 0)));
        assert_eq!(evidence(&events, &params()), [Evidence { item: 2, confidence: 5.0 }]);
    }
}
