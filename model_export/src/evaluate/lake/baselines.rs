//! What the reranker has to beat: orders that a shop makes without a model.
//!
//! Each is the strongest plain form of itself: none has a privacy threshold, and where one has nothing more to say it goes
//! on by popularity.

use etalage::ItemIx;
use etalage::session::Event;

use crate::lake::{Dataset, Interaction};
use crate::train::interest::by_visitor;

/// Items by how many visitors of the training part touched them.
#[derive(Debug, Clone)]
pub struct Popularity {
    /// Distinct visitors of each item `(n_items)`.
    pub visitors: Vec<u32>,
    /// Every item, the most popular first, of equals the lower number.
    pub order: Vec<ItemIx>,
}

impl Popularity {
    /// Counts the training part.
    pub fn of(train: &Dataset) -> Self {
        let mut visitors = vec![0; train.items.len()];
        for item in by_visitor(&train.interactions).into_iter().flat_map(distinct) {
            visitors[item as usize] += 1;
        }
        let mut order: Vec<ItemIx> = (0..train.items.len() as ItemIx).collect();
        order.sort_by_key(|&item| core::cmp::Reverse(visitors[item as usize]));
        Self { visitors, order }
    }

    /// Returns `first` and then the most popular items, `k` in all, without repeats and without those of `exclude`.
    pub fn fill(&self, first: impl Iterator<Item = ItemIx>, k: usize, exclude: &[ItemIx]) -> Vec<ItemIx> {
        let mut list = Vec::with_capacity(k);
        for item in first.chain(self.order.iter().copied()) {
            if list.len() == k {
                break;
            }
            if !list.contains(&item) && !exclude.contains(&item) {
                list.push(item);
            }
        }
        list
    }
}

/// Items that are together with an item: the cosine of two items' columns in the table of baskets and items
/// (Sarwar et al. 2001, binary).
#[derive(Debug, Clone)]
pub struct Neighbours {
    /// Distinct items of each basket, ascending.
    baskets: Vec<Vec<ItemIx>>,
    /// The baskets of each item `(n_items)`.
    of_item: Vec<Vec<u32>>,
}

impl Neighbours {
    /// Takes each of `baskets` for the items that it touches.
    pub fn of<'a>(n_items: usize, baskets: impl Iterator<Item = &'a [Interaction]>) -> Self {
        let baskets: Vec<Vec<ItemIx>> = baskets.map(distinct).collect();
        let mut of_item = vec![Vec::new(); n_items];
        for (basket, number) in baskets.iter().zip(0..) {
            for &item in basket {
                of_item[item as usize].push(number);
            }
        }
        Self { baskets, of_item }
    }

    /// Returns the cosine of every item with `item`, `n_items` long; 0 with itself. O(items of its baskets + `n_items`).
    pub fn cosines(&self, item: ItemIx) -> Vec<f64> {
        let mut together = vec![0.0; self.of_item.len()];
        for &basket in &self.of_item[item as usize] {
            self.baskets[basket as usize].iter().for_each(|&other| together[other as usize] += 1.0);
        }
        together[item as usize] = 0.0;
        let count = |item: usize| self.of_item[item].len() as f64;
        for (other, together) in together.iter_mut().enumerate().filter(|(_, together)| **together > 0.0) {
            *together /= (count(item as usize) * count(other)).sqrt();
        }
        together
    }
}

/// Returns how often each item is among `events`, `n_items` long.
pub(super) fn frequencies(events: &[Event], n_items: usize) -> Vec<f64> {
    let mut often = vec![0.0; n_items];
    for event in events {
        often[event.item as usize] += 1.0;
    }
    often
}

/// Returns the items with a value above 0, the greatest first, of equals the more popular.
pub(super) fn by_value(values: &[f64], popularity: &Popularity) -> Vec<ItemIx> {
    let mut items: Vec<ItemIx> = popularity.order.iter().copied().filter(|&i| values[i as usize] > 0.0).collect();
    items.sort_by(|&a, &b| values[b as usize].total_cmp(&values[a as usize]));
    items
}

fn distinct(interactions: &[Interaction]) -> Vec<ItemIx> {
    let mut items: Vec<ItemIx> = interactions.iter().map(|interaction| interaction.item).collect();
    items.sort_unstable();
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;

    #[test]
    fn worked_example() {
        let touch = |visitor, item| Interaction {
            visitor,
            item,
            session: visitor,
            kind: EventKind::ViewItem,
            at_ms: 0,
            quantity: 1,
        };
        // Baskets {0, 1}, {0, 1, 2}, {0}: items 0 and 1 are together twice, and alone in 3 and 2.
        let touches = [touch(0, 0), touch(0, 1), touch(1, 0), touch(1, 1), touch(1, 2), touch(2, 0)];
        let neighbours = Neighbours::of(3, by_visitor(&touches).into_iter());
        let cosines = neighbours.cosines(0);
        assert_eq!(cosines[0], 0.0);
        assert!((cosines[1] - 2.0 / 6.0_f64.sqrt()).abs() < 1e-12);
        assert!((cosines[2] - 1.0 / 3.0_f64.sqrt()).abs() < 1e-12);
        let popularity = Popularity { visitors: vec![3, 2, 1], order: vec![0, 1, 2] };
        assert_eq!(by_value(&cosines, &popularity), [1, 2]);
        assert_eq!(popularity.fill([2].into_iter(), 3, &[0]), [2, 1]);
    }
}
