//! Reranking: a permutation of what the page already shows.

use core::cmp::Ordering;
use std::collections::BinaryHeap;

/// One product of the page, in the shop's own order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The score, or `None` for a product that keeps its place: one that the model does not know, or a repeat.
    pub score: Option<f32>,
    /// An out-of-stock product never rises above its own place.
    pub out_of_stock: bool,
}

/// Returns the new order: entry `slot` is the original position of the product that comes there.
///
/// With p(i) = 1 - position / (n - 1) and the scores stretched to [0, 1] over the page, products are ordered by
/// `strength · score + (1 - strength) · p`, ties in the shop's own order. O(n log n).
pub fn rerank(candidates: &[Candidate], strength: f32) -> Vec<u32> {
    let mut movable: Vec<Movable> = blend(candidates, strength);
    movable.sort_unstable_by(|a, b| b.cmp(a));
    let mut in_stock = movable.iter().filter(|m| !candidates[m.position as usize].out_of_stock).peekable();
    // Out-of-stock products wait for the slot they came from; from there on they compete.
    let mut allowed = BinaryHeap::new();
    let mut order = Vec::with_capacity(candidates.len());
    let waiting = by_position(&movable, candidates.len());
    for (slot, candidate) in candidates.iter().enumerate() {
        if candidate.score.is_none() {
            order.push(slot as u32);
            continue;
        }
        if candidate.out_of_stock {
            allowed.push(waiting[slot]);
        }
        let next = match (in_stock.peek(), allowed.peek()) {
            (Some(free), Some(held)) if held > *free => allowed.pop(),
            (Some(_), _) => in_stock.next().copied(),
            (None, _) => allowed.pop(),
        };
        // Before this slot, as many movable products were placed as there were movable slots, so one that may come
        // here is always left; the fallback keeps even a broken invariant a product of the page.
        order.push(next.map_or(slot as u32, |m| m.position));
    }
    order
}

/// A product that may move, ordered by its blended value and then by the shop's own order.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Movable {
    value: f32,
    position: u32,
}

impl Eq for Movable {}

impl Ord for Movable {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value).then(other.position.cmp(&self.position))
    }
}

impl PartialOrd for Movable {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn blend(candidates: &[Candidate], strength: f32) -> Vec<Movable> {
    let scores = candidates.iter().filter_map(|candidate| candidate.score);
    let (low, high) =
        scores.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), score| (low.min(score), high.max(score)));
    let spread = if high > low { high - low } else { 1.0 };
    let last = (candidates.len().max(2) - 1) as f32;
    candidates
        .iter()
        .enumerate()
        .filter_map(|(position, candidate)| {
            let stretched = (candidate.score? - low) / spread;
            let shop = 1.0 - position as f32 / last;
            Some(Movable { value: strength * stretched + (1.0 - strength) * shop, position: position as u32 })
        })
        .collect()
}

fn by_position(movable: &[Movable], n: usize) -> Vec<Movable> {
    let mut places = vec![Movable::default(); n];
    for m in movable {
        places[m.position as usize] = *m;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(scores: &[f32]) -> Vec<Candidate> {
        scores.iter().map(|&score| Candidate { score: Some(score), out_of_stock: false }).collect()
    }

    #[test]
    fn worked_example() {
        // Scores 0, 2, 1 stretch to 0, 1, .5; the shop's order gives 1, .5, 0. At strength .6: .4, .8, .3.
        assert_eq!(rerank(&page(&[0.0, 2.0, 1.0]), 0.6), [1, 0, 2]);
        assert_eq!(rerank(&page(&[0.0, 2.0, 1.0]), 1.0), [1, 2, 0]);
        assert_eq!(rerank(&page(&[0.0, 2.0, 1.0]), 0.0), [0, 1, 2]);
    }

    #[test]
    fn unknown_products_keep_their_place_and_out_of_stock_ones_never_rise() {
        let mut candidates = page(&[0.0, 0.0, 3.0, 9.0, 1.0]);
        candidates[1].score = None;
        candidates[3].out_of_stock = true;
        let order = rerank(&candidates, 1.0);
        assert_eq!(order, [2, 1, 4, 3, 0]);
    }

    #[test]
    fn equal_scores_keep_the_shops_order_and_an_empty_page_stays_empty() {
        assert_eq!(rerank(&page(&[1.0; 4]), 1.0), [0, 1, 2, 3]);
        assert!(rerank(&[], 0.5).is_empty());
    }
}
