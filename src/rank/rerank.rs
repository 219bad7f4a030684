//! Reranking: a permutation of what the page already shows.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use super::key::{index, key};

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
    let keys = blend(candidates, strength);
    let movable = |out_of_stock| {
        move |(slot, _): &(usize, &u64)| {
            candidates[*slot].score.is_some() && candidates[*slot].out_of_stock == out_of_stock
        }
    };
    let mut in_stock: Vec<u64> = keys.iter().enumerate().filter(movable(false)).map(|(_, &key)| key).collect();
    in_stock.sort_unstable();
    let mut in_stock = in_stock.into_iter().peekable();
    // Out-of-stock products wait for the slot that they came from; from there on they compete.
    let mut held = BinaryHeap::new();
    let mut order = Vec::with_capacity(candidates.len());
    for (slot, candidate) in candidates.iter().enumerate() {
        if candidate.score.is_none() {
            order.push(slot as u32);
            continue;
        }
        if candidate.out_of_stock {
            held.push(Reverse(keys[slot]));
        }
        let next = match (in_stock.peek(), held.peek()) {
            (Some(free), Some(Reverse(waiting))) if waiting < free => held.pop().map(|Reverse(key)| key),
            (Some(_), _) => in_stock.next(),
            (None, _) => held.pop().map(|Reverse(key)| key),
        };
        // Up to here fewer products were placed than movable slots passed, so one that may come here is always left;
        // were that ever wrong, the page would still get a product of its own.
        order.push(next.map_or(slot as u32, index));
    }
    order
}

/// Returns the sort key of every candidate; that of one without a score is never looked at.
fn blend(candidates: &[Candidate], strength: f32) -> Vec<u64> {
    let scores = candidates.iter().filter_map(|candidate| candidate.score);
    let (low, high) =
        scores.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), score| (low.min(score), high.max(score)));
    let spread = if high > low { high - low } else { 1.0 };
    let last = (candidates.len().max(2) - 1) as f32;
    let blended = candidates.iter().enumerate().map(|(position, candidate)| {
        let stretched = (candidate.score.unwrap_or(low) - low) / spread;
        let shop = 1.0 - position as f32 / last;
        key(strength * stretched + (1.0 - strength) * shop, position as u32)
    });
    blended.collect()
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
