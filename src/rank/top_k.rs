//! The k best items of the whole catalogue.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;

use super::Scorer;
use super::kernel::BLOCK;
use super::key::{index, key, score};
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
    while let Some((found, linear)) = scorer.next_block(block, best.bar()) {
        for (item, linear) in (BLOCK * found..).map(|item| item as ItemIx).zip(linear) {
            best.offer(scorer.score_of_linear(item, linear), item);
        }
        block = found + 1;
    }
    for item in (scorer.n_in_blocks()..n_items).map(|item| item as ItemIx) {
        best.offer(scorer.score(item), item);
    }
    best.into_sorted()
}

/// The best items so far.
struct Best<'a> {
    k: usize,
    exclude: &'a [ItemIx],
    /// The greatest key, the worst of the best, is on top.
    heap: BinaryHeap<u64>,
    /// That key once there are k, which all that come have to be below.
    worst: u64,
}

impl<'a> Best<'a> {
    fn new(k: usize, exclude: &'a [ItemIx]) -> Self {
        Self { k, exclude, heap: BinaryHeap::with_capacity(k + 1), worst: u64::MAX }
    }

    fn offer(&mut self, score: f32, item: ItemIx) {
        let key = key(score, item);
        if key >= self.worst || self.exclude.contains(&item) {
            return;
        }
        self.heap.push(key);
        if self.heap.len() > self.k {
            self.heap.pop();
        }
        if self.heap.len() == self.k {
            self.worst = self.heap.peek().copied().unwrap_or(self.worst);
        }
    }

    /// Returns the score below which nothing comes in any more.
    fn bar(&self) -> f32 {
        if self.heap.len() < self.k { f32::NEG_INFINITY } else { score(self.worst) }
    }

    fn into_sorted(self) -> Vec<Scored> {
        let mut heap = self.heap;
        let mut best = vec![Scored { item: 0, score: 0.0 }; heap.len()];
        for slot in best.iter_mut().rev() {
            // As many slots as keys: there is one for each.
            let Some(key) = heap.pop() else { break };
            *slot = Scored { item: index(key), score: score(key) };
        }
        best
    }
}
