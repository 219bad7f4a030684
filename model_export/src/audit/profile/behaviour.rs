//! Behaviour: events, their sessions, robots among them, and purchases for the comparison with the orders.

use etalage::session::EventKind;

use super::ids::{Ids, hash_of};
use super::orders::{Purchase, purchase, time};
use super::{Catalogue, Customers, Days, Fault, Profile};
use crate::lake::config::Table;
use crate::lake::{BehaviourField as F, Error, Lake, Source, allows};

const IMPRESSION: &str = "view_item_list";
const DAY_S: u32 = 86_400;
/// A session whose last event is within so many seconds of the end of the data may go on after it.
const STILL_OPEN_S: u32 = 1_800;
const NOBODY: u32 = u32::MAX;

/// What was found.
#[derive(Debug)]
pub(in crate::audit) struct Behaviour {
    pub(in crate::audit) profile: Profile,
    pub(in crate::audit) sessions: u64,
    /// Sessions in which somebody did two things or more; being shown a list is nothing done.
    pub(in crate::audit) with_two_events: u64,
    pub(in crate::audit) with_customer: u64,
    pub(in crate::audit) events: u64,
    pub(in crate::audit) impressions: u64,
    pub(super) purchases: Vec<Purchase>,
    pub(super) purchase_days: Days,
}

/// One session.
#[derive(Debug, Clone, Copy)]
struct Session {
    rows: u32,
    acts: u32,
    customer: u32,
    shared: bool,
    first: u32,
    last: u32,
}

/// Parts sessions where nothing happens for `gap` seconds, as `lake/sources/visits.rs` does; returns the visits, and the visit and
/// second of each event.
fn visits(when: Vec<(u32, u32)>, are_acts: &[bool], sessions: &[Session], gap: u32) -> (Vec<Session>, Vec<(u32, u32)>) {
    let mut events: Vec<((u32, u32), bool)> = when.into_iter().zip(are_acts.iter().copied()).collect();
    events.sort_unstable();
    let (mut visits, mut parted): (Vec<Session>, Vec<(u32, u32)>) = (Vec::new(), Vec::with_capacity(events.len()));
    let mut last: Option<(u32, u32)> = None;
    for ((session, second), is_act) in events {
        if !last.is_some_and(|(same, before)| same == session && second - before <= gap) {
            visits.push(Session { rows: 0, acts: 0, first: u32::MAX, last: 0, ..sessions[session as usize] });
        }
        last = Some((session, second));
        parted.push((visits.len() as u32 - 1, second));
        if let Some(visit) = visits.last_mut() {
            visit.rows += 1;
            visit.acts += u32::from(is_act);
        }
    }
    (visits, parted)
}

impl Behaviour {
    /// Reads the source; `known` are the catalogue and the customers, where the lake has them.
    pub(super) fn look(
        lake: &Lake,
        table: &Table<F>,
        (catalogue, customers): (Option<&Catalogue>, Option<&Customers>),
        with_orders: bool,
        progress: &mut dyn FnMut(Source, u64),
    ) -> Result<Self, Error> {
        let rules = &lake.settings().rules;
        let mut ids = Ids::default();
        let mut people = Ids::default();
        let mut sessions: Vec<Session> = Vec::new();
        // The session and the second of each event: which times are usual is known at the end alone.
        let mut when: Vec<(u32, u32)> = Vec::new();
        // Which of them are acts, where visits have to be made of them.
        let mut are_acts: Vec<bool> = Vec::new();
        let gap = rules.session_gap_minutes;
        let (mut purchases, mut purchase_days) = (Vec::new(), Days::default());
        let (mut impressions, mut events) = (0, 0);
        let mut profile = Profile::look(lake, table, Some("at"), progress, |profile, row| {
            profile.filter(row);
            let name = row.text(F::Event);
            profile.note(Fault::MissingEvent, name.is_none());
            let kind = name.filter(|name| *name != IMPRESSION).map(EventKind::from_ga4);
            profile.note(Fault::UnknownEvent, matches!(kind, Some(Err(_))));
            let kind = kind.and_then(Result::ok);
            impressions += u64::from(name == Some(IMPRESSION));
            events += u64::from(kind.is_some());
            let customer = row.text(F::CustomerId).map(|id| rules.customer_ids().of(id));
            let customer = customer.as_deref();
            let unknown = customers.zip(customer).is_some_and(|(known, id)| !known.has(id));
            profile.note(Fault::UnknownCustomer, unknown);
            if row.has(F::AllowedPurposes) {
                profile.consent.count(allows(row.text(F::AllowedPurposes)));
            }
            let at_ms = time(profile, row.timestamp(F::At));
            let item = row.text(F::ItemId);
            let is_known = item.is_some_and(|item| catalogue.is_none_or(|catalogue| catalogue.has(item)));
            profile.note(Fault::MissingItemId, item.is_none());
            profile.note(Fault::UnknownItem, item.is_some() && !is_known);
            // Where the files have no sessions, the visits of a customer are parted at the end.
            let whose = row.text(F::SessionId).or(customer.filter(|_| gap.is_some() && !row.has(F::SessionId)));
            let Some(session) = whose else { return profile.note(Fault::MissingId, true) };
            let (number, is_new) = ids.number(hash_of(session.as_bytes()));
            if is_new {
                sessions.push(Session { rows: 0, acts: 0, customer: NOBODY, shared: false, first: u32::MAX, last: 0 });
            }
            let session = &mut sessions[number as usize];
            session.rows += 1;
            session.acts += u32::from(kind.is_some());
            if let Some(id) = customer {
                let person = people.number(hash_of(id.as_bytes())).0;
                session.shared |= session.customer != NOBODY && session.customer != person;
                session.customer = person;
            }
            let Some(at_ms) = at_ms else { return };
            if let Ok(second) = u32::try_from(at_ms.div_euclid(1_000)) {
                when.push((number, second));
                are_acts.extend(gap.map(|_| kind.is_some()));
            }
            if with_orders
                && kind == Some(EventKind::Purchase)
                && is_known
                && let Some(item) = item
            {
                let hash = hash_of(rules.item_ids().of(item).as_bytes());
                purchases.push(purchase(customer, hash, at_ms));
                purchase_days.add_ms(at_ms);
            }
        })?;
        if let Some(minutes) = gap {
            (sessions, when) = visits(when, &are_acts, &sessions, minutes * 60);
        }
        if let Some((first, last)) = profile.days().and_then(Days::period) {
            let usual = first.max(0) as u32 * DAY_S..(last.max(0) as u32 + 1).saturating_mul(DAY_S);
            let mut end = 0;
            for (session, second) in when.into_iter().filter(|(_, second)| usual.contains(second)) {
                let session = &mut sessions[session as usize];
                session.first = session.first.min(second);
                session.last = session.last.max(second);
                end = end.max(second);
            }
            let long = sessions.iter().filter(|session| session.last.saturating_sub(session.first) > DAY_S).count();
            let open = sessions.iter().filter(|session| session.last > 0 && session.last + STILL_OPEN_S > end).count();
            profile.sheet.tally.add(Fault::LongSession, long as u64);
            profile.sheet.tally.add(Fault::OpenSession, open as u64);
        }
        let most = rules.max_events_per_session as u32;
        let robots = sessions.iter().filter(|session| session.acts > most).map(|session| u64::from(session.rows)).sum();
        profile.sheet.tally.add(Fault::Robot, robots);
        let count = |holds: fn(&Session) -> bool| sessions.iter().filter(|session| holds(session)).count() as u64;
        profile.sheet.tally.add(Fault::SharedSession, count(|session| session.shared));
        Ok(Self {
            sessions: sessions.len() as u64,
            with_two_events: count(|session| session.acts >= 2),
            with_customer: count(|session| session.customer != NOBODY),
            profile,
            events,
            impressions,
            purchases,
            purchase_days,
        })
    }
}
