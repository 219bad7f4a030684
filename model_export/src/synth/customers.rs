//! The customers: each has a hidden type, an activity, consents, and a taste of its own around the type's.
//!
//! A customer is drawn from its own stream, so any one of them can be redrawn without the others. Tastes are not kept: they
//! are redrawn for each session, which costs less than the memory. It refuses to let the type show anywhere but in the
//! truth file.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal, StandardNormal};
use rayon::prelude::*;

use super::calendar::N_DAYS;
use super::catalogue::{Catalogue, Item};
use super::stream::{Stream, Streams, cumulate, pick};
use super::taxonomy::Taxonomy;

/// Weight of a leaf in a type's taste: core, side, any other.
const LEVELS: (f64, f64, f64) = (12.0, 2.5, 0.25);
/// Standard deviation of the logarithm of a customer's own weight for a leaf, around its type's.
const OWN_TASTE_SPREAD: f64 = 0.7;
/// Share of a customer's interest that follows the whole shop's and not the customer's taste.
const POPULAR_SHARE: f64 = 0.12;
/// Standard deviation of a customer's price sensitivity around its type's.
const SENSITIVITY_SPREAD: f64 = 0.2;
/// How much better an item of the type's or of the customer's own favourite brand is liked.
const FAVOURITE_BRAND: (f64, f64) = (1.5, 1.8);
/// Standard deviation of the logarithm of activity.
const ACTIVITY_SPREAD: f64 = 1.1;
/// Share of the customers that registered before the period.
const REGISTERED_BEFORE: f64 = 0.75;
/// Share of the customers who objected to profiling or asked for erasure.
const SUPPRESSED_SHARE: f64 = 0.015;
/// Share that consents to each purpose: recommendation, newsletter, analytics.
const CONSENT: [f64; 3] = [0.92, 0.45, 0.80];
/// Countries and their shares.
const COUNTRIES: [(&str, f64); 8] =
    [("DE", 0.28), ("FR", 0.20), ("IT", 0.14), ("ES", 0.13), ("NL", 0.09), ("BE", 0.06), ("AT", 0.06), ("PL", 0.04)];

/// The purposes that a customer may allow, as the lake spells them.
pub(super) const PURPOSES: [&str; 3] = ["recommendation", "newsletter", "analytics"];

/// A customer's public id: `C` and its number from 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct CustomerId(pub(super) u32);

impl std::fmt::Display for CustomerId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "C{:06}", self.0 + 1)
    }
}

/// A customer, without taste.
#[derive(Clone, Copy, Debug)]
pub(super) struct Customer {
    /// Index of the hidden type.
    pub(super) kind: usize,
    /// Day of registration, counted from the period's first; negative when before.
    pub(super) created: i32,
    /// Relative number of sessions per day.
    pub(super) activity: f64,
    pub(super) country: &'static str,
    /// Consents, in the order of [`PURPOSES`].
    pub(super) allows: [bool; 3],
    pub(super) suppressed: bool,
}

impl Customer {
    /// Returns whether the newsletter reaches the customer.
    pub(super) fn reads_newsletters(&self) -> bool {
        self.allows[1] && !self.suppressed
    }
}

/// What a customer likes.
#[derive(Debug)]
pub(super) struct Taste {
    /// Interest in each leaf; sums to 1.
    pub(super) leaves: Vec<f64>,
    /// Exponent on the price relative to the leaf's median: 0 does not care, 1 halves the liking at double the price.
    pub(super) price_sensitivity: f64,
    kind: usize,
    brand_seed: u32,
}

/// Draws all customers.
pub(super) fn draw(streams: &Streams, taxonomy: &Taxonomy, n: usize) -> Vec<Customer> {
    let shares = cumulate(taxonomy.types.iter().map(|kind| kind.share));
    (0..n as u64).into_par_iter().map(|index| draw_one(&mut streams.open(Stream::Customer, index), &shares)).collect()
}

fn draw_one(rng: &mut ChaCha8Rng, shares: &[f64]) -> Customer {
    let kind = pick(rng, shares).unwrap_or(0);
    let created = if rng.random_bool(REGISTERED_BEFORE) {
        -rng.random_range(1..1_500)
    } else {
        rng.random_range(0..N_DAYS as i32 - 30)
    };
    let noise: f64 = StandardNormal.sample(rng);
    let countries = cumulate(COUNTRIES.iter().map(|&(_, share)| share));
    let country = pick(rng, &countries).map_or("DE", |index| COUNTRIES[index].0);
    Customer {
        kind,
        created,
        activity: (ACTIVITY_SPREAD * noise).exp(),
        country,
        allows: CONSENT.map(|share| rng.random_bool(share)),
        suppressed: rng.random_bool(SUPPRESSED_SHARE),
    }
}

impl Taste {
    /// Draws the taste of customer `index`, the same on every call.
    pub(super) fn draw(streams: &Streams, taxonomy: &Taxonomy, index: u32, customer: &Customer) -> Self {
        let mut rng = streams.open(Stream::Taste, u64::from(index));
        let kind = &taxonomy.types[customer.kind];
        let n = taxonomy.leaves.len();
        let mut leaves: Vec<f64> = taxonomy.leaves.iter().map(|leaf| LEVELS.2 * leaf.weight * n as f64).collect();
        for (group, level) in [(&kind.core, LEVELS.0), (&kind.side, LEVELS.1)] {
            for &leaf in group {
                leaves[leaf] = level * taxonomy.leaves[leaf].weight * n as f64;
            }
        }
        // A log-normal with positive spread always exists; without one, everybody would have the type's taste.
        if let Ok(own) = LogNormal::new(0.0, OWN_TASTE_SPREAD) {
            for weight in &mut leaves {
                *weight *= own.sample(&mut rng);
            }
        }
        let total: f64 = leaves.iter().sum();
        for (weight, leaf) in leaves.iter_mut().zip(&taxonomy.leaves) {
            *weight = (1.0 - POPULAR_SHARE) * *weight / total + POPULAR_SHARE * leaf.weight;
        }
        let noise: f64 = StandardNormal.sample(&mut rng);
        let price_sensitivity = (kind.price_sensitivity + SENSITIVITY_SPREAD * noise).max(0.0);
        Self { leaves, price_sensitivity, kind: customer.kind, brand_seed: rng.random() }
    }

    /// Returns how well an item suits the customer at a price after `discount`; 1 is neutral, 0.2 to 2.5.
    pub(super) fn liking(&self, taxonomy: &Taxonomy, item: &Item, discount: f64) -> f64 {
        let leaf = &taxonomy.leaves[item.leaf];
        let price = f64::from(item.price_cents) / 100.0 * (1.0 - discount) / leaf.price;
        let tier = leaf.brands.iter().position(|&brand| brand == item.brand);
        let brand = tier.map_or(1.0, |tier| {
            let of_type = (tier + leaf.department) % taxonomy.types.len() == self.kind;
            let own = tier == self.favourite(leaf.department) % leaf.brands.len();
            (if of_type { FAVOURITE_BRAND.0 } else { 1.0 }) * if own { FAVOURITE_BRAND.1 } else { 1.0 }
        });
        (price.powf(-self.price_sensitivity) * brand).clamp(0.2, 2.5)
    }

    /// Returns the item of a consumable leaf that the customer buys again and again, if it is on sale yet.
    pub(super) fn staple(
        &self,
        streams: &Streams,
        shop: (&Taxonomy, &Catalogue),
        leaf: usize,
        day: usize,
    ) -> Option<u32> {
        let (taxonomy, catalogue) = shop;
        let mut rng = streams.open(Stream::Staple, u64::from(self.brand_seed) << 8 | leaf as u64);
        let liked = |&item: &u32| self.liking(taxonomy, &catalogue.items[item as usize], 0.0);
        let candidates: Vec<u32> = (0..4).filter_map(|_| catalogue.draw_from(&mut rng, leaf)).collect();
        let best = candidates.into_iter().max_by(|a, b| liked(a).total_cmp(&liked(b)))?;
        (catalogue.items[best as usize].available_from <= day as i32).then_some(best)
    }

    /// A number that picks the customer's own favourite brand of a department.
    fn favourite(&self, department: usize) -> usize {
        (self.brand_seed.rotate_left(3 * department as u32) & 0xFF) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taste_is_mostly_its_types_and_yet_its_own() {
        let streams = Streams::new(5);
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let customers = draw(&streams, &taxonomy, 400);
        let mut core_share = 0.0;
        for (index, customer) in customers.iter().enumerate() {
            let taste = Taste::draw(&streams, &taxonomy, index as u32, customer);
            assert!((taste.leaves.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            core_share += taxonomy.types[customer.kind].core.iter().map(|&leaf| taste.leaves[leaf]).sum::<f64>();
        }
        core_share /= customers.len() as f64;
        assert!((0.45..0.75).contains(&core_share), "{core_share}");
        let twins: Vec<u32> = (0..400).filter(|&index| customers[index as usize].kind == 0).take(2).collect();
        let [first, second] = [twins[0], twins[1]]
            .map(|index| Taste::draw(&streams, &taxonomy, index, &customers[index as usize]).leaves);
        assert_ne!(first, second);
    }
}
