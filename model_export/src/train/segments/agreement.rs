//! How far two ways of grouping the same rows agree.

use std::collections::BTreeMap;

/// Returns the adjusted Rand index of two labellings of the same rows (Hubert and Arabie 1985): 1 when they make the
/// same groups, about 0 when they agree as far as chance would have it. 1 as well when both make one group only.
///
/// With n rows, `n_ab` of them labelled (a, b), and C(m) = m(m − 1)/2 pairs among m rows:
///
/// ```text
/// (Σ C(n_ab) − e) / ((Σ C(n_a) + Σ C(n_b)) / 2 − e)        e = Σ C(n_a) · Σ C(n_b) / C(n)
/// ```
///
/// # Panics
/// When the labellings are not of the same rows, that is of different lengths.
pub fn adjusted_rand_index(left: &[u32], right: &[u32]) -> f64 {
    assert_eq!(left.len(), right.len(), "two labellings of the same rows");
    let pairs_within = |labels: &mut dyn Iterator<Item = (u32, u32)>| {
        let mut counts: BTreeMap<(u32, u32), f64> = BTreeMap::new();
        for label in labels {
            *counts.entry(label).or_default() += 1.0;
        }
        counts.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>()
    };
    let both = pairs_within(&mut left.iter().copied().zip(right.iter().copied()));
    let of_left = pairs_within(&mut left.iter().map(|&label| (label, 0)));
    let of_right = pairs_within(&mut right.iter().map(|&label| (label, 0)));
    let n = left.len() as f64;
    let by_chance = of_left * of_right / (n * (n - 1.0) / 2.0).max(1.0);
    let possible = f64::midpoint(of_left, of_right) - by_chance;
    if possible > 0.0 { (both - by_chance) / possible } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Groups {0, 1}, {2, 3, 4} against {0, 1, 2}, {3, 4}: Σ C(n_ab) = 2, both sides 4, e = 1.6: 0.4 / 2.4.
        let index = adjusted_rand_index(&[0, 0, 1, 1, 1], &[5, 5, 5, 7, 7]);
        assert!((index - 0.4 / 2.4).abs() < 1e-12, "{index}");
    }

    #[test]
    fn names_of_groups_do_not_matter_and_chance_counts_nothing() {
        assert!((adjusted_rand_index(&[0, 0, 1, 1], &[9, 9, 3, 3]) - 1.0).abs() < 1e-12);
        assert!(adjusted_rand_index(&[0, 0, 0, 0], &[0, 0, 1, 1]).abs() < 1e-12);
        let left: Vec<u32> = (0..10_000).map(|n| n % 5).collect();
        let right: Vec<u32> = (0..10_000).map(|n| n / 5 % 7).collect();
        assert!(adjusted_rand_index(&left, &right).abs() < 0.01);
    }
}
