//! Gathering: acts of all sources become interactions of visitors, in the one canonical order.
//!
//! Refused here: order lines and events again (their sources judged them). What is left out here is left out by rule:
//! duplicates, robots, and what a very busy customer did first.

use etalage::session::EventKind;
use rayon::prelude::*;

use super::config::{KeepOrDrop, Rules};
use super::intern::Canonical;
use super::sources::behaviour::Behaviour;
use super::sources::orders::OrderLine;
use super::sources::returns::Settled;
use super::table::Place;
use super::{Error, Interaction, Reason, Source, VisitorKind};

/// The number that stands for no customer at all.
pub(super) const NOBODY: u32 = u32::MAX;

/// One event or one line of an order while it is read, in 32 bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    at_ms: i64,
    visitor: u32,
    session: u32,
    item: u32,
    quantity: u32,
    line: u32,
    file: u16,
    kind: EventKind,
    is_order: bool,
}

const _: () = assert!(size_of::<Act>() == 32 && size_of::<Interaction>() == 32);

impl Act {
    /// An event of a session whose owner is not known yet.
    pub(super) fn event(at_ms: i64, session: u32, item: u32, kind: EventKind, place: Place) -> Self {
        let Place { file, line } = place;
        Self { at_ms, visitor: NOBODY, session, item, quantity: 1, line, file, kind, is_order: false }
    }

    pub(super) fn at_ms(&self) -> i64 {
        self.at_ms
    }

    pub(super) fn session(&self) -> u32 {
        self.session
    }

    pub(super) fn set_session(&mut self, number: u32) {
        self.session = number;
    }

    pub(super) fn item(&self) -> u32 {
        self.item
    }

    pub(super) fn set_item(&mut self, number: u32) {
        self.item = number;
    }

    pub(super) fn place(&self) -> Place {
        Place { file: self.file, line: self.line }
    }

    /// The canonical order of interactions, then the place, so that no two acts are equal.
    fn rank(&self) -> (u32, i64, u32, EventKind, u32, u32, bool, Place) {
        (self.visitor, self.at_ms, self.item, self.kind, self.session, self.quantity, self.is_order, self.place())
    }
}

/// The interactions of a lake and who they are of.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) visitors: Vec<VisitorKind>,
    pub(super) customer_ids: Vec<Option<Box<str>>>,
    pub(super) interactions: Vec<Interaction>,
}

/// Joins what behaviour and orders say. O(n log n).
///
/// # Errors
/// When there are more visitors than can be numbered.
pub(super) fn gather(
    customers: Canonical,
    behaviour: &mut Option<Behaviour>,
    orders: &mut Option<Settled>,
    rules: &Rules,
) -> Result<Gathered, Error> {
    let n_customers = customers.ids.len();
    let session_numbers =
        behaviour.as_mut().map(|behaviour| std::mem::take(&mut behaviour.session_ids).canonical().number);
    let session_numbers = session_numbers.unwrap_or_default();
    let n_sessions = session_numbers.len() + orders.as_ref().map_or(0, |orders| orders.n_orders);
    if n_customers + n_sessions >= NOBODY as usize {
        let limit = u64::from(NOBODY);
        return Err(Error::TooMany { source_name: Source::Behaviour, what: "customers and sessions", limit });
    }

    let mut acts = Vec::new();
    if let Some(behaviour) = behaviour {
        acts = identify(behaviour, &customers, &session_numbers);
    }
    if let Some(orders) = orders {
        let first_order = session_numbers.len() as u32;
        acts.extend(
            std::mem::take(&mut orders.sales).iter().map(|sale| purchase(sale, n_customers as u32, first_order)),
        );
    }
    let mut withdraw = |act: &Act, reason: Reason| {
        let ledger = match (act.is_order, &mut *behaviour, &mut *orders) {
            (false, Some(behaviour), _) => &mut behaviour.ledger,
            (true, _, Some(orders)) => &mut orders.ledger,
            // An act comes from a source that is there.
            _ => return,
        };
        ledger.withdraw(reason, act.place());
    };

    acts.par_sort_unstable_by_key(Act::rank);
    if rules.duplicates == KeepOrDrop::Drop {
        drop_duplicates(&mut acts, &mut withdraw);
    }
    drop_robots(&mut acts, n_customers as u32, n_sessions, rules.max_events_per_session, &mut withdraw);
    cap_customers(&mut acts, n_customers as u32, rules.max_events_per_customer, &mut withdraw);
    Ok(interactions(acts, customers, n_sessions))
}

/// Gives each event its visitor and its canonical session.
fn identify(behaviour: &mut Behaviour, customers: &Canonical, session_numbers: &[u32]) -> Vec<Act> {
    let n_customers = customers.ids.len() as u32;
    let mut acts = std::mem::take(&mut behaviour.acts);
    for act in &mut acts {
        let owner = behaviour.owners[act.session as usize];
        act.session = session_numbers[act.session as usize];
        act.visitor = if owner == NOBODY { n_customers + act.session } else { customers.number[owner as usize] };
    }
    acts
}

fn purchase(sale: &OrderLine, n_customers: u32, first_order: u32) -> Act {
    let Place { file, line } = sale.place;
    let session = first_order + sale.order;
    let visitor = if sale.customer == NOBODY { n_customers + session } else { sale.customer };
    let (at_ms, item, quantity) = (sale.at_ms, sale.item, sale.quantity);
    Act { at_ms, visitor, session, item, quantity, line, file, kind: EventKind::Purchase, is_order: true }
}

/// Leaves out events that say exactly what another says; order lines were settled by price and quantity before.
fn drop_duplicates(acts: &mut Vec<Act>, withdraw: &mut dyn FnMut(&Act, Reason)) {
    let content = |act: &Act| (act.visitor, act.at_ms, act.item, act.kind, act.session);
    acts.dedup_by(|later, first| {
        let same = !later.is_order && !first.is_order && content(later) == content(first);
        if same {
            withdraw(later, Reason::Duplicate);
        }
        same
    });
}

/// Leaves out sessions and guests' orders with more than `max` events. An order of a known customer may be long.
fn drop_robots(
    acts: &mut Vec<Act>,
    n_customers: u32,
    n_sessions: usize,
    max: usize,
    withdraw: &mut dyn FnMut(&Act, Reason),
) {
    let counts = |act: &Act| !act.is_order || act.visitor >= n_customers;
    let mut n_events = vec![0_usize; n_sessions];
    for act in acts.iter().filter(|act| counts(act)) {
        n_events[act.session as usize] += 1;
    }
    acts.retain(|act| {
        let robot = n_events[act.session as usize] > max;
        if robot {
            withdraw(act, if act.is_order { Reason::LargeOrder } else { Reason::RobotSession });
        }
        !robot
    });
}

/// Leaves each customer the latest `max` acts.
fn cap_customers(acts: &mut Vec<Act>, n_customers: u32, max: usize, withdraw: &mut dyn FnMut(&Act, Reason)) {
    let (mut visitor, mut later) = (NOBODY, 0);
    acts.reverse();
    acts.retain(|act| {
        later = if act.visitor == visitor { later + 1 } else { 0 };
        visitor = act.visitor;
        let over = act.visitor < n_customers && later >= max;
        if over {
            withdraw(act, Reason::OverCustomerCap);
        }
        !over
    });
    acts.reverse();
}

/// Numbers the visitors and sessions that are left without gaps.
fn interactions(acts: Vec<Act>, mut customers: Canonical, n_sessions: usize) -> Gathered {
    let mut session_numbers = vec![0_u32; n_sessions];
    for act in &acts {
        session_numbers[act.session as usize] = 1;
    }
    let mut next = 0;
    for number in &mut session_numbers {
        next += std::mem::replace(number, next);
    }
    let (mut visitors, mut customer_ids) = (Vec::new(), Vec::new());
    let mut last = NOBODY;
    let interaction = |act: Act| {
        if act.visitor != last {
            last = act.visitor;
            let id = customers.ids.get_mut(act.visitor as usize).map(std::mem::take);
            visitors.push(if id.is_some() { VisitorKind::Customer } else { VisitorKind::AnonymousSession });
            customer_ids.push(id);
        }
        Interaction {
            visitor: visitors.len() as u32 - 1,
            item: act.item,
            session: session_numbers[act.session as usize],
            kind: act.kind,
            at_ms: act.at_ms,
            quantity: act.quantity,
        }
    };
    let interactions = acts.into_iter().map(interaction).collect();
    Gathered { visitors, customer_ids, interactions }
}
