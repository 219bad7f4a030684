//! What is asked: at certain moments of a visit, which items are still to come?
//!
//! Two readings of "what the browser knows". In the *session* reading a visitor begins every visit unknown, as under the
//! consent grades `page` and `memory`. In the *returning* reading the device remembers the days before, as under
//! `persistent`; visits of which it remembers nothing are not asked about. Refused here: an answer that was seen already
//! in this visit. What was bought on an earlier one may come again.

use etalage::ItemIx;
use etalage::session::{Event, MAX_EVENTS};

use super::split::TestVisit;

/// After how many events of the visit a question is asked, as long as a new item is to come.
const ASK_AFTER: [usize; 7] = [0, 1, 2, 5, 10, 20, 40];

/// The names of the strata by events seen; the last takes all of `ASK_AFTER` from 10.
pub const STRATA: [&str; 5] = ["0", "1", "2", "5", "10+"];

/// What the browser knows when a visit begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// Nothing.
    Session,
    /// What the device remembers.
    Returning,
}

/// One moment of one visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The visitor's number.
    pub visitor: u32,
    /// The place in [`STRATA`].
    pub stratum: usize,
    /// What the browser knows, in canonical order: at most the events that a session holds.
    pub known: Vec<Event>,
    /// The item touched last, if any is known.
    pub last: Option<ItemIx>,
    /// The items touched in this visit so far, in order of first touch.
    pub seen: Vec<ItemIx>,
    /// The new items still to come, ascending.
    pub to_come: Vec<ItemIx>,
    /// The first of them to come.
    pub next: ItemIx,
}

/// Returns the questions about a visit.
pub fn questions(visit: &TestVisit, reading: Reading) -> Vec<Question> {
    let profile: &[Event] = match reading {
        Reading::Session => &[],
        Reading::Returning if visit.profile.is_empty() => return Vec::new(),
        Reading::Returning => &visit.profile,
    };
    ASK_AFTER.iter().filter_map(|&n_events| question(visit, profile, n_events)).collect()
}

fn question(visit: &TestVisit, profile: &[Event], n_events: usize) -> Option<Question> {
    let (so_far, later) = visit.events.split_at_checked(n_events)?;
    let seen = first_touches(so_far, &[]);
    let mut to_come = first_touches(later, &seen);
    let next = *to_come.first()?;
    to_come.sort_unstable();
    let last = so_far.last().or(profile.last()).map(|event| event.item);
    let mut known = [profile, so_far].concat();
    known.sort_unstable();
    let known = known.split_off(known.len().saturating_sub(MAX_EVENTS));
    let stratum = ASK_AFTER.iter().position(|&after| after == n_events)?.min(STRATA.len() - 1);
    Some(Question { visitor: visit.visitor, stratum, known, last, seen, to_come, next })
}

/// Returns the items of `events` without those of `but`, each once, in order.
fn first_touches(events: &[Event], but: &[ItemIx]) -> Vec<ItemIx> {
    let mut items = Vec::new();
    for event in events {
        if !items.contains(&event.item) && !but.contains(&event.item) {
            items.push(event.item);
        }
    }
    items
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;

    #[test]
    fn a_question_knows_what_was_and_asks_what_is_new() {
        let event = |item, at_ms| Event { at_ms, item, kind: EventKind::ViewItem };
        let visit = TestVisit {
            visitor: 3,
            events: vec![event(7, 100), event(7, 101), event(5, 102), event(7, 103), event(2, 104)],
            profile: vec![event(2, 1), event(9, 2)],
        };
        let asked = questions(&visit, Reading::Session);
        assert_eq!(asked.iter().map(|q| (q.stratum, q.seen.len())).collect::<Vec<_>>(), [(0, 0), (1, 1), (2, 1)]);
        assert_eq!((asked[0].last, asked[0].next, &*asked[0].to_come), (None, 7, &[2, 5, 7][..]));
        assert_eq!((asked[2].last, asked[2].next, &*asked[2].to_come), (Some(7), 5, &[2, 5][..]));
        // Item 2 was bought before this visit, and may come again.
        let returning = questions(&visit, Reading::Returning);
        assert_eq!((returning[0].last, returning[0].known.len()), (Some(9), 2));
        assert_eq!(returning[0].to_come, [2, 5, 7]);
        assert!(questions(&TestVisit { profile: Vec::new(), ..visit }, Reading::Returning).is_empty());
    }
}
