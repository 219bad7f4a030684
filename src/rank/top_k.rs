//! The k best items of the whole catalogue.

use core::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Scorer;
use crate::ItemIx;

/// An item with its score; the greater one is the better one, of equals the one with the lower index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The item.
    pub item: ItemIx,
    /// Its score.
    pub score: f32,
}

impl Eq for Scored {}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.item.cmp(&self.item))
    }
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Returns the `k` best of items 0..n, best first, without those of `exclude` (ascending). O(n · factors + n log k).
pub fn top_k(scorer: &Scorer<'_>, n_items: usize, k: usize, exclude: &[ItemIx]) -> Vec<Scored> {
    let k = k.min(n_items);
    // The worst of the best so far is on top.
    let mut best = BinaryHeap::with_capacity(k + 1);
    let mut threshold = f32::NEG_INFINITY;
    for item in 0..n_items as ItemIx {
        let score = scorer.score(item);
        // An equal score comes later and loses to the lower index, so only a higher one can enter a full heap.
        if best.len() >= k && score <= threshold || exclude.binary_search(&item).is_ok() {
            continue;
        }
        best.push(core::cmp::Reverse(Scored { item, score }));
        if best.len() > k {
            best.pop();
        }
        threshold = best.peek().map_or(f32::NEG_INFINITY, |worst| worst.0.score);
    }
    let mut best: Vec<Scored> = best.into_iter().map(|reversed| reversed.0).collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    best
}
