//! Behaviour: what visitors did on the site, one 32-byte row per event.
//!
//! A session belongs to the one customer that any of its rows names, however late they signed in. Refused here, before
//! anything is computed of them: a session that names a customer who may not be learned from, its rows before the
//! sign-in included, one of which a row does not allow it, and one that names two.

use etalage::session::EventKind;

use crate::lake::config::Table;
use crate::lake::error::ContentError;
use crate::lake::gather::{Act, NOBODY};
use crate::lake::intern::Interner;
use crate::lake::schema::BehaviourField as F;
use crate::lake::table::{Ledger, Place, Reading, Row, Stop};
use crate::lake::{Error, Reason};

use super::catalogue::ItemIndex;
use super::customers::{Customers, Refusal, allows};
use super::derived::Descriptions;
use super::visits;
use super::window::Window;

/// GA4's name for "shown in a list": counted, and not something that a visitor did.
const IMPRESSION: &str = "view_item_list";

/// The last millisecond of a day.
const LAST_STEP: i64 = 86_399_999;

/// What the source yields.
#[derive(Debug)]
pub(in crate::lake) struct Behaviour {
    /// What was done; the session is a number of arrival.
    pub(in crate::lake) acts: Vec<Act>,
    pub(in crate::lake) session_ids: Interner,
    /// The customer of each session, by numbers of arrival; [`NOBODY`] when unknown.
    pub(in crate::lake) owners: Vec<u32>,
    pub(in crate::lake) ledger: Ledger,
    /// What the row of each event says of its item, by place; empty where a catalogue or orders say it.
    said: Vec<(Place, Said)>,
}

/// What an event says of its item.
#[derive(Debug, Clone, Copy)]
pub(in crate::lake) struct Said {
    /// The number of the saying.
    pub(in crate::lake) saying: u32,
    pub(in crate::lake) price: Option<f64>,
}

/// Whose a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// No row names a customer.
    Nobody,
    /// Every row that names a customer names this one.
    Customer(u32),
    /// Rows name two customers.
    Several,
    /// A row names a customer who may not be learned from, or says itself that it may not.
    Refused(Refusal),
}

impl Owner {
    /// Returns whose the session is after one more row of it named a customer.
    fn and(self, named: Result<u32, Refusal>) -> Self {
        match (self, named) {
            (Self::Refused(one), Err(other)) => Self::Refused(one.min(other)),
            (Self::Refused(refusal), Ok(_)) | (_, Err(refusal)) => Self::Refused(refusal),
            (Self::Nobody, Ok(customer)) => Self::Customer(customer),
            (Self::Customer(known), Ok(customer)) if known == customer => self,
            (Self::Customer(_) | Self::Several, Ok(_)) => Self::Several,
        }
    }

    /// Returns the customer, [`NOBODY`] when unknown.
    ///
    /// # Errors
    /// Why nothing of the session may be learned from.
    fn customer(self) -> Result<u32, Reason> {
        match self {
            Self::Nobody => Ok(NOBODY),
            Self::Customer(customer) => Ok(customer),
            Self::Several => Err(Reason::SharedSession),
            Self::Refused(refusal) => Err(refusal.into()),
        }
    }
}

/// Reads the source. With `purchases_elsewhere`, purchases are counted and set aside. `descriptions`, when given, learns
/// what the rows say of their items, and `items` takes new ones.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    customers: &mut Customers,
    items: &mut ItemIndex,
    mut descriptions: Option<&mut Descriptions>,
    purchases_elsewhere: bool,
) -> Result<Behaviour, Error> {
    let window = Window::of(reading.rules);
    let mut session_ids = Interner::default();
    let mut owners: Vec<Owner> = Vec::new();
    let (mut acts, mut said) = (Vec::new(), Vec::new());
    let gap = reading.rules.session_gap_minutes;
    let (mut ledger, lacking) = reading.read_with(table, &mut |row, _| {
        // Without a session the visits of a customer are one until they are parted.
        let whose = match row.text(F::SessionId) {
            None if gap.is_some() && !row.has(F::SessionId) => row.id(F::CustomerId),
            named => named.ok_or(Reason::MissingId),
        };
        if !row.has(F::SessionId) && gap.is_none() {
            return Err(Error::from(ContentError::NoSession { found: row.columns().to_vec() }).into());
        }
        let session = session_ids.intern(whose?).ok_or_else(|| Error::too_many(F::SessionId))?;
        if owners.len() == session as usize {
            owners.push(Owner::Nobody);
        }
        let mut names = |named: Result<u32, Refusal>| {
            let owner = &mut owners[session as usize];
            *owner = owner.and(named);
            named.map(drop).map_err(Reason::from)
        };
        if let Some(id) = row.text(F::CustomerId) {
            names(customers.admit(id)?)?;
        }
        if row.has(F::AllowedPurposes) && !allows(row.text(F::AllowedPurposes)) {
            names(Err(Refusal::NoPurpose))?;
        }
        let described = descriptions.as_deref_mut();
        acts.push(act(row, session, (items, described.is_some()), window, purchases_elsewhere)?);
        if let Some(descriptions) = described {
            let texts = [F::ItemName, F::ItemCategory, F::ItemBrand].map(|field| row.text(field));
            // A price that is none says nothing; the event stands.
            let price = row.number(F::ItemPrice).ok().flatten();
            said.push((row.place(), Said { saying: descriptions.number_of(texts), price }));
        }
        Ok(())
    })?;
    acts.retain(|act| match owners[act.session() as usize].customer() {
        Ok(_) => true,
        Err(reason) => {
            ledger.withdraw(reason, act.place());
            false
        }
    });
    let mut owners: Vec<u32> = owners.into_iter().map(|owner| owner.customer().unwrap_or(NOBODY)).collect();
    let usual = Window::usual(acts.iter().map(Act::at_ms).collect(), reading.rules);
    usual.keep_usual(&mut acts, |act| (act.at_ms(), act.place()), reading, &mut ledger)?;
    if let Some(minutes) = gap {
        (session_ids, owners) = visits::part(&mut acts, &session_ids, &owners, minutes)?;
    } else if visits::are_customers(&acts, &owners) {
        let advice = "set session_gap_minutes = 30 in [rules]: visits then end where nothing happens for so long";
        ledger.note(Reason::SessionsAreCustomers, Place { file: 0, line: 0 }, Some(advice.to_owned()));
        ledger.advise(Reason::RobotSession, advice.to_owned());
    }
    debug_assert!(gap.is_some() || !lacking.has(F::SessionId), "a row without a session stops the reading");
    Ok(Behaviour { acts, session_ids, owners, ledger, said })
}

impl Behaviour {
    /// Returns the time of the newest event.
    pub(in crate::lake) fn newest_ms(&self) -> Option<i64> {
        self.acts.iter().map(Act::at_ms).max()
    }

    /// Leaves out the events that are past retention.
    pub(in crate::lake) fn retain(&mut self, window: Window) {
        let when_and_where = |act: &Act| (act.at_ms(), act.place());
        window.keep(&mut self.acts, when_and_where, &Reason::PastRetention, &mut self.ledger);
    }

    /// Returns what the events that are left say: the item, the number of the saying, and the price.
    pub(in crate::lake) fn sayings(&self) -> Vec<(u32, u32, Option<f64>)> {
        let said = |act: &Act| {
            // Rows are read in the order of their places.
            let at = self.said.binary_search_by_key(&act.place(), |(place, _)| *place).ok()?;
            let Said { saying, price } = self.said[at].1;
            Some((act.item(), saying, price))
        };
        self.acts.iter().filter_map(said).collect()
    }

    /// Gives each event its item's final number, and leaves out those whose item is none after all.
    pub(in crate::lake) fn renumber(&mut self, numbers: &[Result<u32, Reason>]) {
        let ledger = &mut self.ledger;
        self.acts.retain_mut(|act| match &numbers[act.item() as usize] {
            Ok(number) => {
                act.set_item(*number);
                true
            }
            Err(reason) => {
                ledger.withdraw(reason.clone(), act.place());
                false
            }
        });
    }
}

fn act(
    row: &Row<'_, F>,
    session: u32,
    (items, takes_new): (&mut ItemIndex, bool),
    window: Window,
    elsewhere: bool,
) -> Result<Act, Stop> {
    row.filter()?;
    let name = row.text(F::Event).ok_or(Reason::MissingEvent)?;
    let kind = match name {
        IMPRESSION => None,
        name => Some(EventKind::from_ga4(name).map_err(|_| Reason::UnknownEvent)?),
    };
    let item = row.id(F::ItemId)?;
    let sequence = row.whole(F::Sequence).ok().flatten().unwrap_or(0);
    // A step of the sequence counts a millisecond, within its day.
    let at_ms = row.timestamp(F::At)? + sequence.clamp(0, LAST_STEP);
    window.check(at_ms)?;
    let known = if takes_new { Ok(NOBODY) } else { items.get(item) }?;
    match kind {
        None => Err(Reason::Impression.into()),
        Some(EventKind::Purchase) if elsewhere => Err(Reason::PurchaseInOrders.into()),
        Some(kind) => {
            let item = if takes_new { items.take(item)? } else { known };
            Ok(Act::event(at_ms, session, item, kind, row.place()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sessions_owner_does_not_depend_on_the_order_of_its_rows() {
        let of = |named: &[Result<u32, Refusal>]| named.iter().fold(Owner::Nobody, |owner, named| owner.and(*named));
        let (ann, bob, gone) = (Ok(1), Ok(2), Err(Refusal::Suppressed));
        assert_eq!(of(&[ann, ann]), Owner::Customer(1));
        assert_eq!(of(&[ann, bob, ann]), Owner::Several);
        for rows in [[ann, gone, bob], [gone, ann, bob], [ann, bob, gone]] {
            assert_eq!(of(&rows), Owner::Refused(Refusal::Suppressed));
        }
        assert_eq!(of(&[Err(Refusal::Unknown), gone]), Owner::Refused(Refusal::Suppressed));
    }
}
