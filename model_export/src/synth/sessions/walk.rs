//! The visitor's way through the shop: which interests a session has, and how each leads to items.
//!
//! It refuses to show a listing in the order of the visitor's taste: a listing is the shop's, the choice the visitor's.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Geometric, LogNormal, Poisson};

use super::{Event, Line, Place, Shop, Step};
use crate::synth::customers::{Customer, Taste};
use crate::synth::marketing::Target;
use crate::synth::stream::{cumulate, pick};

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
const LISTING: (usize, f64) = (12, 0.25);
/// Chance to click an item in first place that is liked neither more nor less than usual.
const CLICK: f64 = 0.42;
/// Attention falls with position as position^-this.
const POSITION_BIAS: f64 = 0.45;
/// Median seconds between two steps, and the standard deviation of their logarithm.
const DWELL: (f64, f64) = (22.0, 0.9);

/// A session under way.
pub(super) struct Walk<'a> {
    pub(super) shop: Shop<'a>,
    pub(super) taste: Taste,
    pub(super) rng: ChaCha8Rng,
    pub(super) clock: i64,
    pub(super) steps: Vec<Step>,
    pub(super) cart: Vec<Line>,
}

impl Walk<'_> {
    /// Follows every interest of the session.
    pub(super) fn wander(&mut self, customer: &Customer) {
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

    /// Returns the leaf to which today's newsletter brings the visitor, if it does.
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

    /// Draws a few items of a leaf and keeps the one liked best.
    pub(super) fn best_of(&mut self, leaf: usize, n: usize) -> Option<u32> {
        let drawn: Vec<u32> =
            (0..n).filter_map(|_| self.shop.shelf.draw(&mut self.rng, self.shop.catalogue, leaf)).collect();
        drawn.into_iter().max_by(|&a, &b| self.liking(a).total_cmp(&self.liking(b)))
    }

    /// Returns the discount on an item today, 0 to 1.
    pub(super) fn discount(&self, item: u32) -> f64 {
        self.shop.plan.discount(self.shop.catalogue.items[item as usize].leaf, item)
    }

    /// Returns how well an item suits the visitor at today's price.
    pub(super) fn liking(&self, item: u32) -> f64 {
        self.taste.liking(self.shop.taxonomy, &self.shop.catalogue.items[item as usize], self.discount(item))
    }

    /// Takes a while, then logs an event.
    pub(super) fn step(&mut self, event: Event, item: u32, place: Place) {
        self.pause();
        self.steps.push(Step { at_ms: self.clock, event, item, place });
    }

    /// Lets the clock run on to the visitor's next step.
    pub(super) fn pause(&mut self) {
        let seconds = LogNormal::new(DWELL.0.ln(), DWELL.1).map_or(DWELL.0, |dwell| dwell.sample(&mut self.rng));
        self.clock += seconds.clamp(2.0, 600.0) as i64 * 1_000;
    }
}
