//! Visits: where the files have no sessions, the events of one customer (or one cookie) parted where nothing happens for a
//! while.
//!
//! Invariants: the visits do not depend on the order in which the events were read.

use crate::lake::Error;
use crate::lake::gather::{Act, NOBODY};
use crate::lake::intern::Interner;
use crate::lake::schema::BehaviourField as F;

/// Of fewer customers nothing is suspected.
const FEW: usize = 20;

/// Gives each event the session of its visit: events of one session that follow each other within `minutes`. Returns the ids of
/// the new sessions, and their owners. O(n log n).
///
/// # Errors
/// When there are more sessions than can be numbered.
pub(super) fn part(
    acts: &mut [Act],
    ids: &Interner,
    owners: &[u32],
    minutes: u32,
) -> Result<(Interner, Vec<u32>), Error> {
    let mut names = vec![""; owners.len()];
    for (id, number) in ids.each() {
        names[number as usize] = id;
    }
    let mut order: Vec<u32> = (0..acts.len() as u32).collect();
    order.sort_unstable_by_key(|at| {
        let act = &acts[*at as usize];
        (act.session(), act.at_ms(), act.place())
    });
    let gap_ms = i64::from(minutes) * 60_000;
    let (mut visits, mut visit_owners) = (Interner::default(), Vec::new());
    let mut last: Option<(u32, i64, u32)> = None;
    for at in order {
        let act = &mut acts[at as usize];
        let (session, at_ms) = (act.session(), act.at_ms());
        let visit = match last {
            Some((same, before_ms, visit)) if same == session && at_ms - before_ms <= gap_ms => visit,
            _ => {
                // No id of a file has this character: it is trimmed text of one cell.
                let id = format!("{}\u{1f}{at_ms:020}", names[session as usize]);
                let visit = visits.intern(&id).ok_or_else(|| Error::too_many(F::SessionId))?;
                visit_owners.push(owners[session as usize]);
                visit
            }
        };
        last = Some((session, at_ms, visit));
        act.set_session(visit);
    }
    Ok((visits, visit_owners))
}

/// Tells whether nearly each customer has one session, and these last long: then they are no visits. O(sessions log sessions), and
/// a look at each event where there are as few sessions.
pub(super) fn are_customers(acts: &[Act], owners: &[u32]) -> bool {
    const DAY_MS: i64 = 86_400_000;
    let mut customers: Vec<u32> = owners.iter().copied().filter(|owner| *owner != NOBODY).collect();
    let n_sessions = customers.len();
    customers.sort_unstable();
    customers.dedup();
    if customers.len() < FEW || n_sessions * 10 > customers.len() * 11 {
        return false;
    }
    let mut spans: Vec<Option<(i64, i64)>> = vec![None; owners.len()];
    for act in acts.iter().filter(|act| owners[act.session() as usize] != NOBODY) {
        let span = &mut spans[act.session() as usize];
        let (first, last) = span.unwrap_or((act.at_ms(), act.at_ms()));
        *span = Some((first.min(act.at_ms()), last.max(act.at_ms())));
    }
    let n_long = spans.iter().flatten().filter(|(first, last)| last - first > DAY_MS).count();
    n_long * 10 > n_sessions
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;
    use crate::lake::table::Place;

    const MINUTE: i64 = 60_000;

    fn act(session: u32, minute: i64, line: u32) -> Act {
        Act::event(1_700_000_000_000 + minute * MINUTE, session, 0, EventKind::ViewItem, Place { file: 0, line })
    }

    #[test]
    fn a_visit_ends_where_nothing_happens_for_so_long() -> Result<(), Error> {
        let mut ids = Interner::default();
        for id in ["ann", "bob"] {
            assert!(ids.intern(id).is_some());
        }
        let mut acts = [act(0, 90, 2), act(0, 0, 3), act(1, 5, 4), act(0, 30, 5), act(0, 61, 6), act(1, 36, 7)];
        let (visits, owners) = part(&mut acts, &ids, &[7, 8], 30)?;
        let of = |at: usize| acts[at].session();
        assert_eq!((of(1), of(0)), (of(3), of(4)), "0 and 30 are one, 61 and 90 another");
        assert!(of(1) != of(0) && of(2) != of(5));
        assert_eq!((visits.len(), owners), (4, vec![7, 7, 8, 8]));
        Ok(())
    }

    #[test]
    fn sessions_that_are_customers_are_suspected_when_they_last_days() {
        let days = |n: i64| n * 24 * 60;
        let lasting: Vec<Act> = (0..30).flat_map(|n| [act(n, 0, n), act(n, days(3), n + 100)]).collect();
        let owners: Vec<u32> = (0..30).collect();
        assert!(are_customers(&lasting, &owners));
        let short: Vec<Act> = (0..30).flat_map(|n| [act(n, 0, n), act(n, 20, n + 100)]).collect();
        assert!(!are_customers(&short, &owners), "a log of one day");
        assert!(!are_customers(&lasting, &[1; 30]), "one customer with thirty sessions");
        assert!(!are_customers(&lasting, &[NOBODY; 30]));
    }
}
