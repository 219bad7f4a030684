//! One session, from arrival to the till: what is listed, looked at, put in the cart, and taken to the checkout.
//!
//! [`walk`] follows the visitor from interest to interest through listings, [`cart`] from a looked-at item to the till. A
//! session sees the shop as it opened that day and changes nothing; whether the stock still suffices is settled later, in
//! the order of arrival. The room refuses to buy what was not put in the cart, and to put in the cart what was not looked at.

mod cart;
mod walk;

use rand::RngExt;

use self::walk::Walk;
use super::calendar::{HOURS, midnight_ms};
use super::catalogue::Catalogue;
use super::customers::{Customer, Taste};
use super::demand::DayPlan;
use super::schedule::Visit;
use super::shelf::Shelf;
use super::stream::{Stream, Streams, cumulate, pick};
use super::taxonomy::Taxonomy;

/// Share of sessions whose visitor is not logged in.
const ANONYMOUS_SHARE: f64 = 0.40;

/// A GA4 event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    ViewItemList,
    SelectItem,
    ViewItem,
    AddToWishlist,
    AddToCart,
    RemoveFromCart,
    Purchase,
}

impl Event {
    /// Returns GA4's name of the event.
    pub(super) fn ga4(self) -> &'static str {
        match self {
            Self::ViewItemList => "view_item_list",
            Self::SelectItem => "select_item",
            Self::ViewItem => "view_item",
            Self::AddToWishlist => "add_to_wishlist",
            Self::AddToCart => "add_to_cart",
            Self::RemoveFromCart => "remove_from_cart",
            Self::Purchase => "purchase",
        }
    }
}

/// A listing by name and the 1-based position of the item in it.
pub(super) type Place = Option<(&'static str, u16)>;

/// One row of behaviour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Milliseconds since 1970-01-01, a whole second.
    pub(super) at_ms: i64,
    pub(super) event: Event,
    pub(super) item: u32,
    pub(super) place: Place,
}

/// An item in a cart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) item: u32,
    pub(super) units: u32,
    pub(super) price_cents: u32,
}

/// A session that left at least one row.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) visit: Visit,
    /// Whether the visitor was not logged in.
    pub(super) anonymous: bool,
    pub(super) steps: Vec<Step>,
    /// What is taken to the till, and when; empty when nothing is.
    pub(super) checkout: Vec<Line>,
    pub(super) checkout_ms: i64,
}

/// The shop as it opens on a day: what all of the day's sessions share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shop<'a> {
    pub(super) streams: &'a Streams,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) catalogue: &'a Catalogue,
    pub(super) day: usize,
    pub(super) plan: &'a DayPlan,
    pub(super) shelf: &'a Shelf,
    /// Units at opening.
    pub(super) stock: &'a [i32],
}

impl Shop<'_> {
    /// Plays a visit; `None` when it leaves no row, because the visitor went elsewhere.
    pub(super) fn play(&self, visit: Visit, customer: &Customer) -> Option<Session> {
        let mut rng = self.streams.open(Stream::Session, visit.number);
        let taste = Taste::draw(self.streams, self.taxonomy, visit.customer, customer);
        let anonymous = rng.random_bool(ANONYMOUS_SHARE);
        let hour = pick(&mut rng, &cumulate(HOURS)).unwrap_or(0) as i64;
        let clock = midnight_ms(self.day) + (hour * 3_600 + rng.random_range(0..3_600)) * 1_000;
        let mut walk = Walk { shop: *self, taste, rng, clock, steps: Vec::new(), cart: Vec::new() };
        walk.wander(customer);
        walk.finish(visit, anonymous)
    }
}
