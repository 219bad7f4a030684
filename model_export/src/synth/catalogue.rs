//! The catalogue: every item that the shop sells in the period, with what the story needs to know of it.
//!
//! Items are held leaf by leaf, so that a leaf is a range of dense indices; their public ids are numbered in another order,
//! so that an id says nothing about its item. It refuses duplicate ids and names: dirt is planted when files are written.

use std::ops::Range;

use rand::{RngExt, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

use super::calendar::N_DAYS;
use super::names::Names;
use super::stream::{Stream, Streams, cumulate, one_of, pick};
use super::taxonomy::{Leaf, Taxonomy};

/// Share of the items of a leaf that carry the private label, where it sells at all.
const PRIVATE_LABEL_SHARE: f64 = 0.08;
/// Price of the private label relative to the leaf's median.
const PRIVATE_LABEL_PRICE: f64 = 0.68;
/// Appeal of the private label relative to the same rank of another brand.
const PRIVATE_LABEL_APPEAL: f64 = 1.3;
/// Exponent of the appeal by rank in the leaf.
const RANK_EXPONENT: f64 = 0.85;
/// Standard deviation of the logarithm of prices in a leaf, beside the brand's own level.
const PRICE_SPREAD: f64 = 0.38;
/// Share of items released within the period: of novelties, and of everything else.
const RELEASED_IN_PERIOD: (f64, f64) = (0.45, 0.20);
/// Share of items whose supplier is slow.
const SLOW_SUPPLY_SHARE: f64 = 0.04;

/// An item as the story knows it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) price_cents: u32,
    pub(super) leaf: usize,
    pub(super) brand: u16,
    /// First day on sale, counted from the period's first; negative when before.
    pub(super) available_from: i32,
    /// Share of the leaf's interest, over its items 1.
    pub(super) appeal: f64,
    /// The item that is often looked at once this one is in the cart.
    pub(super) companion: u32,
    pub(super) slow_supply: bool,
}

impl Item {
    /// Returns whether the item carries the shop's own brand.
    pub(super) fn private_label(&self) -> bool {
        self.brand == 0
    }

    /// Returns the price in EUR after a discount of `discount` (0 to 1), in cents.
    pub(super) fn price_after(&self, discount: f64) -> u32 {
        (f64::from(self.price_cents) * (1.0 - discount)).round().max(1.0) as u32
    }
}

/// All items, leaf by leaf.
#[derive(Debug)]
pub(super) struct Catalogue {
    pub(super) items: Vec<Item>,
    /// Running sums of the appeal, restarting in each leaf.
    appeal: Vec<f64>,
    leaves: Vec<Range<usize>>,
}

impl Catalogue {
    /// Draws a catalogue of `n_items`, at least five to a leaf.
    pub(super) fn draw(streams: &Streams, taxonomy: &Taxonomy, n_items: usize) -> Self {
        let leaves = ranges(taxonomy, n_items);
        let mut names = Names::default();
        let mut items = Vec::with_capacity(n_items);
        for (leaf, range) in leaves.iter().enumerate() {
            let mut rng = streams.open(Stream::Catalogue, leaf as u64);
            draw_leaf(&mut rng, taxonomy, leaf, range.len(), &mut names, &mut items);
        }
        let appeal =
            leaves.iter().flat_map(|range| cumulate(items[range.clone()].iter().map(|item| item.appeal))).collect();
        let mut catalogue = Self { items, appeal, leaves };
        let mut rng = streams.open(Stream::Catalogue, taxonomy.leaves.len() as u64);
        catalogue.give_ids(&mut rng);
        catalogue.give_companions(&mut rng, taxonomy);
        catalogue
    }

    /// Returns the dense indices of a leaf's items.
    pub(super) fn leaf(&self, leaf: usize) -> Range<usize> {
        self.leaves[leaf].clone()
    }

    /// Draws an item of `leaf` by appeal, whatever the day.
    pub(super) fn draw_from(&self, rng: &mut ChaCha8Rng, leaf: usize) -> Option<u32> {
        let range = self.leaf(leaf);
        pick(rng, &self.appeal[range.clone()]).map(|offset| (range.start + offset) as u32)
    }

    fn give_ids(&mut self, rng: &mut ChaCha8Rng) {
        let mut numbers: Vec<usize> = (0..self.items.len()).collect();
        numbers.shuffle(rng);
        for (item, number) in self.items.iter_mut().zip(numbers) {
            item.id = format!("B0-{:05}", 10_000 + number);
        }
    }

    /// Companions come from the same department, by appeal.
    fn give_companions(&mut self, rng: &mut ChaCha8Rng, taxonomy: &Taxonomy) {
        for index in 0..self.items.len() {
            let department = taxonomy.leaves[self.items[index].leaf].department;
            let nearby: Vec<usize> =
                (0..taxonomy.leaves.len()).filter(|&leaf| taxonomy.leaves[leaf].department == department).collect();
            let leaf = one_of(rng, &nearby).copied().unwrap_or(self.items[index].leaf);
            self.items[index].companion = self.draw_from(rng, leaf).unwrap_or(index as u32);
        }
    }
}

/// Shares `n_items` among the leaves by the square root of their weight.
fn ranges(taxonomy: &Taxonomy, n_items: usize) -> Vec<Range<usize>> {
    let shares = cumulate(taxonomy.leaves.iter().map(|leaf| leaf.weight.sqrt()));
    let total = shares.last().copied().unwrap_or(1.0);
    let floor = 5.min(n_items / taxonomy.leaves.len().max(1));
    let free = (n_items - floor * taxonomy.leaves.len()) as f64;
    let mut start = 0;
    let end_of = |leaf: usize| (leaf + 1) * floor + (shares[leaf] / total * free).round() as usize;
    (0..taxonomy.leaves.len())
        .map(|leaf| {
            let range = start..end_of(leaf);
            start = range.end;
            range
        })
        .collect()
}

fn draw_leaf(
    rng: &mut ChaCha8Rng,
    taxonomy: &Taxonomy,
    leaf: usize,
    n: usize,
    names: &mut Names,
    items: &mut Vec<Item>,
) {
    let kind = &taxonomy.leaves[leaf];
    let mut ranks: Vec<usize> = (1..=n).collect();
    ranks.shuffle(rng);
    let first = items.len();
    for rank in ranks {
        let own = kind.private_label && rng.random_bool(PRIVATE_LABEL_SHARE);
        let tier = rng.random_range(0..kind.brands.len() as u32) as usize;
        let brand = if own { 0 } else { kind.brands[tier] };
        let level = if own { PRIVATE_LABEL_PRICE } else { brand_level(tier, kind.brands.len()) };
        let appeal = (rank as f64).powf(-RANK_EXPONENT) * if own { PRIVATE_LABEL_APPEAL } else { 1.0 };
        items.push(Item {
            id: String::new(),
            name: names.give(rng, kind, &taxonomy.brands[usize::from(brand)]),
            price_cents: draw_price(rng, kind, level),
            leaf,
            brand,
            available_from: draw_release(rng, kind),
            appeal,
            companion: 0,
            slow_supply: rng.random_bool(SLOW_SUPPLY_SHARE),
        });
    }
    let total: f64 = items[first..].iter().map(|item| item.appeal).sum();
    items[first..].iter_mut().for_each(|item| item.appeal /= total);
}

/// Price level of the brand at `tier`, from 1.45 for the dearest to 0.75 for the cheapest.
fn brand_level(tier: usize, n: usize) -> f64 {
    1.45 - 0.70 * tier as f64 / (n.max(2) - 1) as f64
}

/// Draws a price around the leaf's median and rounds it as shops do: to .99, .49 or .95.
fn draw_price(rng: &mut ChaCha8Rng, leaf: &Leaf, level: f64) -> u32 {
    let noise: f64 = StandardNormal.sample(rng);
    let euros = (leaf.price * level * (PRICE_SPREAD * noise).exp()).max(1.5).floor() as u32;
    let cents = if euros >= 100 { 0 } else { one_of(rng, &[99, 99, 99, 49, 95]).copied().unwrap_or(99) };
    euros * 100 + cents
}

fn draw_release(rng: &mut ChaCha8Rng, leaf: &Leaf) -> i32 {
    let in_period = if leaf.novelty { RELEASED_IN_PERIOD.0 } else { RELEASED_IN_PERIOD.1 };
    if rng.random_bool(in_period) { rng.random_range(0..N_DAYS as i32 - 20) } else { -rng.random_range(1..1_400) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_ids_are_unique_and_the_private_label_is_cheaper() {
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let catalogue = Catalogue::draw(&Streams::new(3), &taxonomy, 2_000);
        assert_eq!(catalogue.items.len(), 2_000);
        assert_eq!(catalogue.items.iter().map(|item| &item.id).collect::<BTreeSet<_>>().len(), 2_000);
        assert_eq!(catalogue.items.iter().map(|item| &item.name).collect::<BTreeSet<_>>().len(), 2_000);
        let relative = |own: bool| {
            let prices: Vec<f64> = catalogue
                .items
                .iter()
                .filter(|item| item.private_label() == own)
                .map(|item| f64::from(item.price_cents) / 100.0 / taxonomy.leaves[item.leaf].price)
                .collect();
            prices.iter().sum::<f64>() / prices.len() as f64
        };
        assert!(relative(true) < 0.8 * relative(false), "{} {}", relative(true), relative(false));
    }

    #[test]
    fn each_leaf_is_a_range_of_items_with_appeal_one() {
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let catalogue = Catalogue::draw(&Streams::new(3), &taxonomy, 600);
        for leaf in 0..taxonomy.leaves.len() {
            let items = &catalogue.items[catalogue.leaf(leaf)];
            assert!(items.len() >= 5 && items.iter().all(|item| item.leaf == leaf));
            assert!((items.iter().map(|item| item.appeal).sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
