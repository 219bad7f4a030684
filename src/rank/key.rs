//! One sort for every ranking: a score and an index packed in a u64 whose ascending order is best first.
//!
//! Of equal scores the lower index comes first, so the keys of different indices never tie and an unstable sort is
//! deterministic. One key type also means one copy of the sort in the shipped module.

/// Packs a score and an index; the smaller key is the better one.
pub(crate) fn key(score: f32, index: u32) -> u64 {
    // IEEE 754's total order as an unsigned integer: flip every bit of a negative number, the sign of a positive one.
    let bits = score.to_bits();
    let ascending = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    u64::from(!ascending) << 32 | u64::from(index)
}

/// Returns the index of a key.
pub(crate) fn index(key: u64) -> u32 {
    key as u32
}

/// Returns the score of a key.
pub(super) fn score(key: u64) -> f32 {
    let ascending = !((key >> 32) as u32);
    f32::from_bits(if ascending >> 31 == 0 { !ascending } else { ascending & !(1 << 31) })
}

/// Returns the indices of `scores` from the best to the worst. O(n log n).
pub(crate) fn best_first(scores: impl Iterator<Item = f32>) -> impl Iterator<Item = usize> {
    let mut keys: Vec<u64> = (0_u32..).zip(scores).map(|(n, score)| key(score, n)).collect();
    keys.sort_unstable();
    keys.into_iter().map(|key| index(key) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_like_total_cmp_and_give_back_what_went_in() {
        let scores = [f32::NEG_INFINITY, -2.5, -0.0, 0.0, 1e-30, 0.5, 7.0, f32::INFINITY];
        for (n, &a) in scores.iter().enumerate() {
            assert_eq!((score(key(a, 9)).to_bits(), index(key(a, 9))), (a.to_bits(), 9));
            assert!(key(a, 1) < key(a, 2), "of equal scores the lower index is better");
            for &b in &scores[n + 1..] {
                assert!(key(b, 5) < key(a, 5), "{b} is better than {a}");
            }
        }
    }
}
