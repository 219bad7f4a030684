//! One session, from arrival to checkout: what is listed, looked at, put in the cart, and taken to the till.
//!
//! A session sees the shop as it opened that day and changes nothing; whether the stock still suffices is settled later, in
//! the order of arrival. It refuses to buy what was not put in the cart, and to put in the cart what was not looked at.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Geometric, LogNormal, Poisson};

use super::calendar::{DAY_MS, HOURS, midnight_ms};
use super::catalogue::Catalogue;
use super::customers::{Customer, Taste};
use super::demand::DayPlan;
use super::marketing::Target;
use super::schedule::Visit;
use super::shelf::Shelf;
use super::stream::{Stream, Streams, cumulate, pick};
use super::taxonomy::Taxonomy;

/// Share of sessions whose visitor is not logged in.
const ANONYMOUS_SHARE: f64 = 0.40;
/// Interests in a session: 1 + Poisson(this).
const MORE_INTERESTS: f64 = 0.9;
/// Share of sessions that begin on the home page's listing.
const HOME_SHARE: f64 = 0.20;
/// Share of the subscribers' sessions that follow the newsletter, on the day it is sent and the two days after.
const FOLLOW_NEWSLETTER: [f64; 3] = [0.30, 0.15, 0.08];
/// Share of interests in a consumable leaf that go straight to the customer's staple.
const STAPLE_SHARE: f64 = 0.35;
/// Of the other interests: a category listing, a search, else straight to an item.
const ENTRY: (f64, f64) = (0.50, 0.25);
/// Longest listing, and the chance to stop scrolling after each item.
const LISTING: (usize, f64) = (12, 0.22);
/// Chance to click an item in first place that is liked neither more nor less than usual.
const CLICK: f64 = 0.42;
/// Attention falls with position as position^-this.
const POSITION_BIAS: f64 = 0.45;
/// Chance to look at a similar item after one.
const SIMILAR: f64 = 0.30;
/// Chance to put a neutral item in the cart once looked at.
const CART: f64 = 0.085;
/// How much a discount adds to that chance: 1 + this × discount × (0.5 + price sensitivity).
const DISCOUNT_APPEAL: f64 = 3.0;
/// Chance to put an item on the wish list, to look at its companion once in the cart, to take it out again.
const WISH: f64 = 0.04;
const COMPANION: f64 = 0.25;
const TAKE_OUT: f64 = 0.10;
/// Chance that a cart is bought, logged in and not.
const CHECKOUT: (f64, f64) = (0.55, 0.30);
/// Chance of one unit more, and one more again: of consumables, of anything else.
const MORE_UNITS: (f64, f64) = (0.40, 0.07);
/// Median seconds between two steps, and the standard deviation of their logarithm.
const DWELL: (f64, f64) = (22.0, 0.9);

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

/// A session under way.
struct Walk<'a> {
    shop: Shop<'a>,
    taste: Taste,
    rng: ChaCha8Rng,
    clock: i64,
    steps: Vec<Step>,
    cart: Vec<Line>,
}

impl Walk<'_> {
    fn wander(&mut self, customer: &Customer) {
        if self.rng.random_bool(HOME_SHARE) {
            self.look_at_home();
        }
        let more = Poisson::new(MORE_INTERESTS).map_or(0.0, |poisson| poisson.sample(&mut self.rng)) as usize;
        for nth in 0..=more {
            let from_newsletter = if nth == 0 { self.newsletter_leaf(customer) } else { None };
            let Some(leaf) = from_newsletter.or_else(|| self.draw_leaf()) else { return };
            // Demand that has gone elsewhere since the period's best day.
            if self.rng.random_bool(self.shop.plan.kept[leaf]) {
                self.pursue(leaf, from_newsletter.is_some());
            }
        }
    }

    /// Draws the leaf of an interest: the customer's taste × the day's pull.
    fn draw_leaf(&mut self) -> Option<usize> {
        let weights = cumulate(self.taste.leaves.iter().zip(&self.shop.plan.pull).map(|(taste, pull)| taste * pull));
        pick(&mut self.rng, &weights)
    }

    fn newsletter_leaf(&mut self, customer: &Customer) -> Option<usize> {
        let (target, age) = self.shop.plan.newsletter?;
        let follows = FOLLOW_NEWSLETTER.get(age).copied().unwrap_or(0.0);
        if !customer.reads_newsletters() || !self.rng.random_bool(follows) {
            return None;
        }
        match target {
            Target::Leaf(leaf) => Some(leaf),
            Target::Item(item) => Some(self.shop.catalogue.items[item as usize].leaf),
            Target::Department(department) => {
                let leaves = self.shop.taxonomy.leaves.iter().zip(&self.taste.leaves);
                let weights = leaves.map(|(leaf, taste)| if leaf.department == department { *taste } else { 0.0 });
                pick(&mut self.rng, &cumulate(weights))
            }
            Target::Shop => None,
        }
    }

    /// Follows one interest: a listing, a search, the staple, or straight to an item.
    fn pursue(&mut self, leaf: usize, from_newsletter: bool) {
        let kind = &self.shop.taxonomy.leaves[leaf];
        if !from_newsletter && kind.consumable && self.rng.random_bool(STAPLE_SHARE) {
            let shop = (self.shop.taxonomy, self.shop.catalogue);
            if let Some(item) = self.taste.staple(self.shop.streams, shop, leaf, self.shop.day) {
                self.look_at(item, None);
                return;
            }
        }
        let entry = self.rng.random::<f64>();
        if from_newsletter {
            self.browse("newsletter", leaf);
        } else if entry < ENTRY.0 {
            self.browse("category", leaf);
        } else if entry < ENTRY.0 + ENTRY.1 {
            self.browse("search", leaf);
        } else if let Some(item) = self.best_of(leaf, 3) {
            self.look_at(item, None);
        }
    }

    /// Reads a listing from the top and clicks what it likes.
    fn browse(&mut self, list: &'static str, leaf: usize) {
        let listed = self.shop.shelf.listing(&mut self.rng, self.shop.catalogue, leaf, LISTING.0);
        let places = self.impressions(list, listed);
        for (item, position) in places {
            if self.rng.random_bool(self.click_chance(item, position, 1.0)) {
                self.look_at(item, Some((list, position)));
            }
        }
    }

    /// Reads the home page: the shop's favourites of any leaf, clicked as far as the leaf interests the visitor.
    fn look_at_home(&mut self) {
        let leaves =
            cumulate(self.shop.taxonomy.leaves.iter().zip(&self.shop.plan.kept).map(|(leaf, kept)| leaf.weight * kept));
        let mut listed = Vec::new();
        for _ in 0..LISTING.0 {
            let leaf = pick(&mut self.rng, &leaves).unwrap_or(0);
            match self.shop.shelf.draw(&mut self.rng, self.shop.catalogue, leaf) {
                Some(item) if !listed.contains(&item) => listed.push(item),
                _ => {}
            }
        }
        for (item, position) in self.impressions("home", listed) {
            let leaf = self.shop.catalogue.items[item as usize].leaf;
            let interest = (self.taste.leaves[leaf] / self.shop.taxonomy.leaves[leaf].weight / 3.0).min(1.0);
            if self.rng.random_bool(self.click_chance(item, position, interest)) {
                self.step(Event::SelectItem, item, Some(("home", position)));
                self.look_at(item, Some(("home", position)));
            }
        }
    }

    /// Logs the part of a listing that is scrolled into view and returns it with positions.
    fn impressions(&mut self, list: &'static str, listed: Vec<u32>) -> Vec<(u32, u16)> {
        self.pause();
        let depth = 1 + Geometric::new(LISTING.1).map_or(0, |geometric| geometric.sample(&mut self.rng)) as usize;
        let seen: Vec<(u32, u16)> = listed.into_iter().take(depth).zip(1..).collect();
        for &(item, position) in &seen {
            self.steps.push(Step {
                at_ms: self.clock,
                event: Event::ViewItemList,
                item,
                place: Some((list, position)),
            });
        }
        seen
    }

    fn click_chance(&self, item: u32, position: u16, interest: f64) -> f64 {
        (CLICK * f64::from(position).powf(-POSITION_BIAS) * self.liking(item) * interest).min(0.95)
    }

    /// Looks at an item, and at what that leads to.
    fn look_at(&mut self, item: u32, place: Place) {
        self.view(item, place);
        if self.rng.random_bool(SIMILAR) {
            let leaf = self.shop.catalogue.items[item as usize].leaf;
            if let Some(similar) = self.best_of(leaf, 3).filter(|&similar| similar != item) {
                let position = self.rng.random_range(1..=4);
                self.view(similar, Some(("similar", position)));
            }
        }
    }

    /// Views one item and perhaps puts it in the cart, which may lead to its companion.
    fn view(&mut self, item: u32, place: Place) {
        let mut next = Some((item, place));
        while let Some((item, place)) = next.take() {
            self.step(Event::ViewItem, item, place);
            if self.rng.random_bool(WISH) {
                self.step(Event::AddToWishlist, item, None);
            }
            if self.put_in_cart(item) && self.rng.random_bool(COMPANION) {
                let companion = self.shop.catalogue.items[item as usize].companion;
                let on_sale = self.shop.catalogue.items[companion as usize].available_from <= self.shop.day as i32;
                let new = companion != item && self.cart.iter().all(|line| line.item != companion);
                next = (on_sale && new).then_some((companion, Some(("bought together", 1))));
            }
        }
    }

    fn put_in_cart(&mut self, item: u32) -> bool {
        let discount = self.discount(item);
        let appeal = 1.0 + DISCOUNT_APPEAL * discount * (0.5 + self.taste.price_sensitivity);
        let chance = CART * self.liking(item) * appeal * self.shop.plan.conversion;
        let in_stock = self.shop.stock[item as usize] > 0;
        let new = self.cart.iter().all(|line| line.item != item);
        if !in_stock || !new || !self.rng.random_bool(chance.min(0.8)) {
            return false;
        }
        self.step(Event::AddToCart, item, None);
        if self.rng.random_bool(TAKE_OUT) {
            self.step(Event::RemoveFromCart, item, None);
            return false;
        }
        let product = &self.shop.catalogue.items[item as usize];
        let more = if self.shop.taxonomy.leaves[product.leaf].consumable { MORE_UNITS.0 } else { MORE_UNITS.1 };
        let mut units = 1;
        while units < 6 && self.rng.random_bool(more) {
            units += 1;
        }
        self.cart.push(Line { item, units, price_cents: product.price_after(discount) });
        true
    }

    /// Draws a few items of a leaf and keeps the one liked best.
    fn best_of(&mut self, leaf: usize, n: usize) -> Option<u32> {
        let drawn: Vec<u32> =
            (0..n).filter_map(|_| self.shop.shelf.draw(&mut self.rng, self.shop.catalogue, leaf)).collect();
        drawn.into_iter().max_by(|&a, &b| self.liking(a).total_cmp(&self.liking(b)))
    }

    fn discount(&self, item: u32) -> f64 {
        self.shop.plan.discount(self.shop.catalogue.items[item as usize].leaf, item)
    }

    fn liking(&self, item: u32) -> f64 {
        self.taste.liking(self.shop.taxonomy, &self.shop.catalogue.items[item as usize], self.discount(item))
    }

    fn step(&mut self, event: Event, item: u32, place: Place) {
        self.pause();
        self.steps.push(Step { at_ms: self.clock, event, item, place });
    }

    fn pause(&mut self) {
        let seconds = LogNormal::new(DWELL.0.ln(), DWELL.1).map_or(DWELL.0, |dwell| dwell.sample(&mut self.rng));
        self.clock += seconds.clamp(2.0, 600.0) as i64 * 1_000;
    }

    fn finish(mut self, visit: Visit, anonymous: bool) -> Option<Session> {
        if self.steps.is_empty() {
            return None;
        }
        let chance = if anonymous { CHECKOUT.1 } else { CHECKOUT.0 } * self.shop.plan.conversion;
        if !self.rng.random_bool(chance.min(0.9)) {
            self.cart.clear();
        }
        self.pause();
        // A session belongs to the day whose stock it saw: one that would pass midnight began earlier.
        let late = (self.clock - (midnight_ms(self.shop.day) + DAY_MS - 1_000)).max(0);
        self.steps.iter_mut().for_each(|step| step.at_ms -= late);
        Some(Session { visit, anonymous, steps: self.steps, checkout: self.cart, checkout_ms: self.clock - late })
    }
}
