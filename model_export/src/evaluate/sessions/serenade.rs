//! Recall and NDCG as the evaluator of serenade (bol.com) computes them, to stand beside its published figures.
//!
//! With n the events to come, an item that comes twice counted twice, and gain(1) = 1, gain(r) = 1 / log2(r):
//!
//! ```text
//! recall = distinct items to come among the first 20 / n        ndcg = Σ gain(r) of the hits / Σ gain(r) for r ≤ min(n, 20)
//! ```
//!
//! The first two ranks gain the same. MRR and hit rate are the same in both readings.

use core::fmt;

use serde::Serialize;

use crate::evaluate::report::Figures;

/// The two figures that serenade reads in another way, as means over questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct AsSerenade {
    /// Mean recall@20.
    pub recall_at_20: f64,
    /// Mean NDCG@20.
    pub ndcg_at_20: f64,
    /// Questions asked.
    #[serde(skip)]
    n_test: usize,
}

impl AsSerenade {
    /// Returns the figures of one question; `to_come` is ascending and distinct, of `n_to_come` events.
    pub(super) fn of_list(ranked: &[u32], to_come: &[u32], n_to_come: usize) -> Self {
        let gain = |place: usize| if place == 0 { 1.0 } else { 1.0 / ((place + 1) as f64).log2() };
        let hits = ranked.iter().take(Figures::K).enumerate().filter(|(_, item)| to_come.binary_search(item).is_ok());
        let (n_hits, gained) = hits.fold((0, 0.0), |(n, sum), (place, _)| (n + 1, sum + gain(place)));
        let most: f64 = (0..n_to_come.min(Figures::K)).map(gain).sum();
        Self { recall_at_20: f64::from(n_hits) / n_to_come as f64, ndcg_at_20: gained / most, n_test: 1 }
    }

    /// Returns the means over groups of questions, each group counting by its number of questions; zeros for none.
    pub(super) fn mean<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for group in groups {
            sum.recall_at_20 += group.n_test as f64 * group.recall_at_20;
            sum.ndcg_at_20 += group.n_test as f64 * group.ndcg_at_20;
            sum.n_test += group.n_test;
        }
        let n = sum.n_test.max(1) as f64;
        Self { recall_at_20: sum.recall_at_20 / n, ndcg_at_20: sum.ndcg_at_20 / n, n_test: sum.n_test }
    }
}

impl fmt::Display for AsSerenade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as serenade reads them: recall@20 {:.4}, ndcg@20 {:.4}", self.recall_at_20, self.ndcg_at_20)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // To come: 3 55 88 4, of which the third and the fourth of the list are hits: gains 1/log2(3) + 1/2, of
        // 1 + 1 + 1/log2(3) + 1/2.
        let ranked: Vec<u32> = (1..25).collect();
        let found = AsSerenade::of_list(&ranked, &[3, 4, 55, 88], 4);
        assert_eq!(found.recall_at_20, 0.5);
        assert!((found.ndcg_at_20 - 0.361_212_113_520_401_95).abs() < 1e-12, "the example of serenade's own test");
        let twice = AsSerenade::of_list(&ranked, &[1], 2);
        assert_eq!((twice.recall_at_20, twice.ndcg_at_20), (0.5, 0.5), "an item that comes twice is found once");
        let mean = AsSerenade::mean([&found, &twice, &AsSerenade::mean([])]);
        assert_eq!((mean.recall_at_20, mean.n_test), (0.5, 2));
    }
}
