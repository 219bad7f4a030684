//! Recall@k: the share of what was wanted that is on the list.

use super::hits;

/// Returns recall@k = |first k ∩ relevant| / |relevant|.
///
/// The divisor is the number of relevant items even where it exceeds k, as in He et al. 2020 (`LightGCN`) and the BARS
/// benchmark. With one relevant item it is the hit rate.
pub fn recall(ranked: &[u32], relevant: &[u32], k: usize) -> f64 {
    let found = hits(ranked, relevant, k).filter(|&hit| hit).count();
    found as f64 / relevant.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Of the items 2, 5 and 9, the first three ranks hold 5 and 2: two of three. Rank 4 is beyond the cut-off.
        assert_eq!(recall(&[5, 7, 2, 9], &[2, 5, 9], 3), 2.0 / 3.0);
        assert_eq!(recall(&[1, 3], &[2], 20), 0.0);
        assert_eq!(recall(&[2, 3], &[2, 3, 4, 5], 2), 0.5);
    }
}
