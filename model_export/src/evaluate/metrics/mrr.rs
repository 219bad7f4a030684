//! MRR@k: how near the top the first thing wanted is.

use super::hits;

/// Returns the reciprocal rank 1 / r of the first relevant item at a rank r <= k, 0 when there is none.
///
/// The mean over all questions is MRR@k (Voorhees 1999, with the cut-off of Hidasi et al. 2016).
pub fn mrr(ranked: &[u32], relevant: &[u32], k: usize) -> f64 {
    hits(ranked, relevant, k).position(|hit| hit).map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // The first relevant item is at rank 3.
        assert_eq!(mrr(&[5, 7, 2, 9], &[2, 9], 20), 1.0 / 3.0);
        assert_eq!(mrr(&[2], &[2], 20), 1.0);
        // Rank 3 is beyond the first two.
        assert_eq!(mrr(&[5, 7, 2], &[2], 2), 0.0);
    }
}
