//! The k best items of the whole catalogue.

use std::collections::BinaryHeap;

use super::Scorer;
use super::key::{index, key, score};
use super::score::score_grid;
use crate::ItemIx;

/// An item with its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The item.
    pub item: ItemIx,
    /// Its score.
    pub score: f32,
}

/// Returns the `k` best of items 0..n, best first, of equals the lower index, without those of `exclude`.
/// O(n · factors + n log k).
pub fn top_k(scorer: &Scorer<'_>, n_items: usize, k: usize, exclude: &[ItemIx]) -> Vec<Scored> {
    let k = k.min(n_items);
    // The greatest key, the worst of the best so far, is on top.
    let mut best = BinaryHeap::with_capacity(k + 1);
    let mut worst = if k == 0 { 0 } else { u64::MAX };
    let mut offer = |key: u64| {
        if key >= worst || exclude.contains(&index(key)) {
            return;
        }
        best.push(key);
        if best.len() > k {
            best.pop();
        }
        if best.len() == k {
            worst = best.peek().copied().unwrap_or(worst);
        }
    };
    // Those with a share of the next-item table come first: they raise the bar that all others have to pass.
    let touched = scorer.query().next.items();
    touched.list().iter().for_each(|&item| offer(key(scorer.score(item), item)));
    for item in (0..n_items as ItemIx).filter(|&item| !touched.contains(item)) {
        offer(key(score_grid(scorer.without_next(item)), item));
    }
    let mut best = best.into_vec();
    best.sort_unstable();
    best.into_iter().map(|key| Scored { item: index(key), score: score(key) }).collect()
}
