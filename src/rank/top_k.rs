//! The k best items of the whole catalogue.

use alloc::vec::Vec;

use super::Scorer;
use super::kernel::BLOCK;
use super::key::{index, key, score, sort};
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
    let mut best = Best::new(k.min(n_items), exclude);
    if best.k == 0 {
        return Vec::new();
    }
    let mut block = 0;
    let beside = scorer.beside();
    while let Some((found, linear)) = scorer.next_block(beside, block, best.bar()) {
        for (item, linear) in (BLOCK * found..).zip(linear) {
            let beside = beside.get(item).copied().unwrap_or(0.0);
            best.offer(scorer.score_of_linear(item as ItemIx, linear, beside), item as ItemIx);
        }
        block = found + 1;
    }
    for item in (scorer.n_in_blocks()..n_items).map(|item| item as ItemIx) {
        best.offer(scorer.score(item), item);
    }
    best.into_sorted()
}

/// The best items so far.
///
/// Twice as many as wanted are gathered and then sorted, of which the better half stays: O(1) comparisons an item, and
/// the sort that the crate has anyway.
struct Best<'a> {
    k: usize,
    exclude: &'a [ItemIx],
    keys: Vec<u64>,
    /// What all that come have to be below: the worst of the best when they were last sorted.
    worst: u64,
}

impl<'a> Best<'a> {
    fn new(k: usize, exclude: &'a [ItemIx]) -> Self {
        Self { k, exclude, keys: Vec::with_capacity(2 * k), worst: u64::MAX }
    }

    fn offer(&mut self, score: f32, item: ItemIx) {
        let key = key(score, item);
        if key >= self.worst || self.exclude.contains(&item) {
            return;
        }
        self.keys.push(key);
        if self.keys.len() >= 2 * self.k {
            self.settle();
        }
    }

    /// Returns the score below which no item can be among the best.
    fn bar(&self) -> f32 {
        if self.worst == u64::MAX { f32::NEG_INFINITY } else { score(self.worst) }
    }

    /// Keeps the best.
    #[inline(never)]
    fn settle(&mut self) {
        sort(&mut self.keys);
        self.keys.truncate(self.k);
        if self.keys.len() == self.k {
            self.worst = self.keys[self.k - 1];
        }
    }

    fn into_sorted(mut self) -> Vec<Scored> {
        self.settle();
        let mut best = Vec::with_capacity(self.keys.len());
        for key in self.keys {
            best.push(Scored { item: index(key), score: score(key) });
        }
        best
    }
}
