//! What the shop shows on a day: for each leaf, how likely each item is to be put before a visitor.
//!
//! Items that are not released yet have no weight, those out of stock little, and novelties fade. It refuses to know who
//! is looking.

use rand_chacha::ChaCha8Rng;

use super::catalogue::Catalogue;
use super::stream::pick;
use super::taxonomy::Taxonomy;

/// Weight of an item that is out of stock relative to the same item in stock.
const OUT_OF_STOCK: f64 = 0.15;
/// Interest in a novelty: `floor + extra × exp(−age / days)`.
const NOVELTY: (f64, f64, f64) = (0.45, 1.8, 60.0);

/// The weights of one day, as running sums that restart in each leaf.
#[derive(Debug)]
pub(super) struct Shelf {
    cumulative: Vec<f64>,
}

impl Shelf {
    /// Arranges the shop for `day`, given each item's stock at opening.
    pub(super) fn arrange(taxonomy: &Taxonomy, catalogue: &Catalogue, stock: &[i32], day: usize) -> Self {
        let mut cumulative = Vec::with_capacity(catalogue.items.len());
        for (index, leaf) in taxonomy.leaves.iter().enumerate() {
            let mut sum = 0.0;
            for item in catalogue.leaf(index) {
                let age = day as i32 - catalogue.items[item].available_from;
                if age >= 0 {
                    let (floor, extra, fading) = NOVELTY;
                    let novelty = if leaf.novelty { floor + extra * (-f64::from(age) / fading).exp() } else { 1.0 };
                    let stocked = if stock[item] > 0 { 1.0 } else { OUT_OF_STOCK };
                    sum += catalogue.items[item].appeal * novelty * stocked;
                }
                cumulative.push(sum);
            }
        }
        Self { cumulative }
    }

    /// Draws an item of `leaf`; `None` when nothing of it is on sale yet.
    pub(super) fn draw(&self, rng: &mut ChaCha8Rng, catalogue: &Catalogue, leaf: usize) -> Option<u32> {
        let range = catalogue.leaf(leaf);
        pick(rng, &self.cumulative[range.clone()]).map(|offset| (range.start + offset) as u32)
    }

    /// Draws a listing of at most `n` different items; those with more weight tend to come first.
    pub(super) fn listing(&self, rng: &mut ChaCha8Rng, catalogue: &Catalogue, leaf: usize, n: usize) -> Vec<u32> {
        let mut listed = Vec::with_capacity(n);
        // A small leaf may not have n items on sale: four tries for each place are enough for a listing.
        for _ in 0..4 * n {
            match self.draw(rng, catalogue, leaf) {
                Some(item) if !listed.contains(&item) => listed.push(item),
                Some(_) => {}
                None => break,
            }
            if listed.len() == n {
                break;
            }
        }
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::super::stream::{Stream, Streams};
    use super::*;

    #[test]
    fn a_listing_has_different_items_on_sale_and_few_out_of_stock() {
        let streams = Streams::new(6);
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let catalogue = Catalogue::draw(&streams, &taxonomy, 3_000);
        let mut rng = streams.open(Stream::Session, 0);
        let day = 300;
        let best = catalogue
            .leaf(0)
            .filter(|&item| catalogue.items[item].available_from < 0)
            .max_by(|&a, &b| catalogue.items[a].appeal.total_cmp(&catalogue.items[b].appeal))
            .expect("the leaf has items from before the period");
        let mut stock = vec![1; catalogue.items.len()];
        let mut listed_first = |stock: &[i32]| {
            let shelf = Shelf::arrange(&taxonomy, &catalogue, stock, day);
            let mut firsts = 0;
            for _ in 0..2_000 {
                let listing = shelf.listing(&mut rng, &catalogue, 0, 12);
                let mut unique = listing.clone();
                unique.sort_unstable();
                unique.dedup();
                assert_eq!(unique.len(), listing.len());
                let on_sale = |&item: &u32| catalogue.items[item as usize].available_from <= day as i32;
                assert!(listing.iter().all(on_sale));
                firsts += u32::from(listing[0] as usize == best);
            }
            firsts
        };
        let stocked = listed_first(&stock);
        stock[best] = 0;
        let empty = listed_first(&stock);
        assert!(stocked > 2 * empty, "{stocked} against {empty}");
    }
}
