//! NDCG@k: what was wanted counts the more, the nearer the top it is.

use super::hits;

/// Returns Σ over ranks r <= k of hit(r) / log₂(r + 1), divided by the same sum of a perfect list.
///
/// Relevance is 0 or 1, and the perfect list has min(k, |relevant|) hits at its head (Järvelin and Kekäläinen 2002, in the
/// form that He et al. 2020 and the BARS benchmark use).
pub fn ndcg(ranked: &[u32], relevant: &[u32], k: usize) -> f64 {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let found: f64 = hits(ranked, relevant, k).enumerate().filter(|&(_, hit)| hit).map(|(place, _)| gain(place)).sum();
    let perfect: f64 = (0..relevant.len().min(k)).map(gain).sum();
    if perfect > 0.0 { found / perfect } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Hits at ranks 1 and 3 of two relevant items: (1 + 1/log₂ 4) / (1 + 1/log₂ 3) = 1.5 / 1.6309.
        let wanted = 1.5 / (1.0 + 1.0 / 3.0_f64.log2());
        assert!((ndcg(&[2, 7, 9, 1], &[2, 9], 20) - wanted).abs() < 1e-12);
        assert!((wanted - 0.919_7).abs() < 1e-4);
        // Two hits are all that a list of two can hold, however much is relevant.
        assert_eq!(ndcg(&[2, 9], &[2, 5, 9], 2), 1.0);
        assert_eq!(ndcg(&[3], &[2], 20), 0.0);
        assert_eq!(ndcg(&[2], &[2], 0), 0.0);
    }
}
