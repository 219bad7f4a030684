//! Hit rate@k: whether anything wanted is on the list.

use super::hits;

/// Returns 1 when one of the first k items is relevant, else 0; the mean over all questions is the hit rate.
pub fn hit_rate(ranked: &[u32], relevant: &[u32], k: usize) -> f64 {
    f64::from(u8::from(hits(ranked, relevant, k).any(|hit| hit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Two hits count as one; a hit beyond the cut-off counts as none.
        assert_eq!(hit_rate(&[5, 2, 9], &[2, 9], 3), 1.0);
        assert_eq!(hit_rate(&[5, 2, 9], &[9], 2), 0.0);
    }
}
