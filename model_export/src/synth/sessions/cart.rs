//! From a looked-at item to the till: similar items, the wish list, the cart and its companions, the checkout.
//!
//! It refuses to put in the cart what is out of stock as the day opens, or the same item twice.

use rand::RngExt;

use super::walk::Walk;
use super::{Event, Line, Place, Session};
use crate::synth::calendar::{DAY_MS, midnight_ms};
use crate::synth::schedule::Visit;

/// Chance to look at a similar item after one.
const SIMILAR: f64 = 0.30;
/// Chance to put a neutral item in the cart once looked at.
const CART: f64 = 0.085;
/// How much a discount adds to that chance: 1 + this × discount × (0.5 + price sensitivity).
const DISCOUNT_APPEAL: f64 = 2.0;
/// Chance to put a viewed item on the wish list.
const WISH: f64 = 0.04;
/// Chance to look at the companion of an item that was put in the cart.
const COMPANION: f64 = 0.25;
/// Chance to take an item out of the cart again.
const TAKE_OUT: f64 = 0.10;
/// Chance that a cart is bought, logged in and not.
const CHECKOUT: (f64, f64) = (0.55, 0.30);
/// Chance of one unit more, and one more again: of consumables, of anything else.
const MORE_UNITS: (f64, f64) = (0.40, 0.07);

impl Walk<'_> {
    /// Looks at an item, and at what that leads to.
    pub(super) fn look_at(&mut self, item: u32, place: Place) {
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

    /// Perhaps puts an item in the cart and leaves it there; tells whether it did.
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

    /// Ends the session at the till or without buying; `None` when it left no row.
    pub(super) fn finish(mut self, visit: Visit, anonymous: bool) -> Option<Session> {
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
