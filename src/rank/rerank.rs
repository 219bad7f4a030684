//! Reranking: a permutation of what the page already shows.

use alloc::vec::Vec;

use super::key::{Waiting, index, key, sort};

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
    let scores = candidates.iter().filter_map(|candidate| candidate.score);
    let blend = Blend::of(scores, candidates.len(), strength);
    let mut in_stock = Vec::with_capacity(candidates.len());
    for (slot, candidate) in candidates.iter().enumerate() {
        if candidate.score.is_some() && !candidate.out_of_stock {
            in_stock.push(blend.key(candidate.score, slot));
        }
    }
    sort(&mut in_stock);
    let mut in_stock = in_stock.into_iter().peekable();
    // Out-of-stock products wait for the slot that they came from; from there on they compete.
    let mut held = Waiting::default();
    let mut order = Vec::with_capacity(candidates.len());
    for (slot, candidate) in candidates.iter().enumerate() {
        if candidate.score.is_none() {
            order.push(slot as u32);
            continue;
        }
        if candidate.out_of_stock {
            held.push(blend.key(candidate.score, slot));
        }
        let next = match (in_stock.peek(), held.peek()) {
            (Some(free), waiting) if waiting.is_none_or(|waiting| waiting > *free) => in_stock.next(),
            _ => held.pop(),
        };
        // Up to here fewer products were placed than movable slots passed, so one that may come here is always left;
        // were that ever wrong, the page would still get a product of its own.
        order.push(next.map_or(slot as u32, index));
    }
    order
}

/// Returns the same for the usual page, whose products all have a score and are in stock.
pub(crate) fn rerank_all(scores: &[f32], strength: f32) -> Vec<u32> {
    let blend = Blend::of(scores.iter().copied(), scores.len(), strength);
    let mut keys = Vec::with_capacity(scores.len());
    for (slot, &score) in scores.iter().enumerate() {
        keys.push(blend.key(Some(score), slot));
    }
    sort(&mut keys);
    keys.iter().map(|&key| index(key)).collect()
}

/// How a page's scores and its own order are blended into one sort key.
pub(super) struct Blend {
    strength: f32,
    /// The lowest score of the page.
    low: f32,
    /// From there to the highest; 1 when all are equal.
    pub(super) spread: f32,
    /// The last position, at least 1.
    last: f32,
}

impl Blend {
    pub(super) fn of(scores: impl Iterator<Item = f32>, n: usize, strength: f32) -> Self {
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        for score in scores {
            low = if score < low { score } else { low };
            high = if score > high { score } else { high };
        }
        let spread = if high > low { high - low } else { 1.0 };
        Self { strength, low, spread, last: (n.max(2) - 1) as f32 }
    }

    /// Returns the sort key of a candidate; that of one without a score means nothing.
    #[inline]
    fn key(&self, score: Option<f32>, position: usize) -> u64 {
        key(self.blended(score, position), position as u32)
    }

    /// Returns `strength · score + (1 - strength) · p`.
    #[inline]
    pub(super) fn blended(&self, score: Option<f32>, position: usize) -> f32 {
        let stretched = (score.unwrap_or(self.low) - self.low) / self.spread;
        // At full strength the shop's part is 0 without the division.
        let shop = if self.strength < 1.0 { 1.0 - position as f32 / self.last } else { 0.0 };
        self.strength * stretched + (1.0 - self.strength) * shop
    }
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
    fn the_usual_page_has_the_order_of_any_other() {
        for n in [0_u32, 1, 2, 39, 40, 41, 500] {
            let scores: Vec<f32> = (0..n).map(|n| (n * 7919 % 97) as f32 - 48.0).collect();
            for strength in [0.0, 0.3, 1.0] {
                assert_eq!(rerank_all(&scores, strength), rerank(&page(&scores), strength), "{n} at {strength}");
            }
        }
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
