//! What each visitor adds to a sum: weights of items, together of length 1 at most.

use rayon::prelude::*;

use crate::lake::Dataset;
use crate::train::interest::by_visitor;

/// The contributions of all visitors: customers, and sessions of nobody known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Contributions {
    n_items: usize,
    /// Items, ascending, and their weights, for each visitor.
    rows: Vec<Vec<(u32, f64)>>,
}

impl Contributions {
    /// Takes the interactions.
    ///
    /// An item weighs 2^(−age / half-life) by the age of the visitor's last interest in it; the weights of one visitor
    /// are then divided by their Euclidean length where that is above 1. So nobody adds more than 1 to a sum in any
    /// direction, and somebody who wants many things says less of each.
    pub(super) fn of(dataset: &Dataset, half_life_days: f32) -> Self {
        let half_life_ms = f64::from(half_life_days) * 86_400_000.0;
        let of_visitor = |visits: &&[crate::lake::Interaction]| -> Vec<(u32, f64)> {
            let mut last: Vec<(u32, i64)> = visits.iter().map(|event| (event.item, event.at_ms)).collect();
            last.sort_unstable();
            let newest = last.chunk_by(|a, b| a.0 == b.0).map(|of_item| of_item[of_item.len() - 1]);
            let weight = |at_ms: i64| {
                let age_ms = dataset.window.1.saturating_sub(at_ms).max(0) as f64;
                (-age_ms / half_life_ms).exp2()
            };
            clipped(newest.map(|(item, at_ms)| (item, weight(at_ms))).collect())
        };
        let visitors = by_visitor(&dataset.interactions);
        let rows = visitors.par_iter().map(of_visitor).collect();
        Self { n_items: dataset.items.len(), rows }
    }

    /// Returns the sum of all contributions `(n_items)`.
    pub(super) fn sum(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.n_items];
        for &(item, weight) in self.rows.iter().flatten() {
            sum[item as usize] += weight;
        }
        sum
    }

    /// Returns the contributions to clusters instead of items: the length of each visitor's weights in it, so that the
    /// length of the whole stays as it was. Items outside of every cluster are left out.
    pub(super) fn by_cluster(&self, of_item: &[Option<u32>], n_clusters: usize) -> Vec<Vec<(u32, f64)>> {
        let of_visitor = |row: &Vec<(u32, f64)>| {
            let mut squares = vec![0.0; n_clusters];
            for &(item, weight) in row {
                if let Some(cluster) = of_item[item as usize] {
                    squares[cluster as usize] += weight * weight;
                }
            }
            let numbered = (0..).zip(squares);
            numbered.filter(|(_, square)| *square > 0.0).map(|(cluster, square)| (cluster, square.sqrt())).collect()
        };
        self.rows.par_iter().map(of_visitor).collect()
    }
}

/// Divides weights by their length where that is above 1.
pub(super) fn clipped(mut weights: Vec<(u32, f64)>) -> Vec<(u32, f64)> {
    let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    if length > 1.0 {
        for (_, weight) in &mut weights {
            *weight /= length;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_adds_more_than_one_in_any_direction() {
        let all = clipped((0..100).map(|item| (item, 1.0)).collect());
        assert!((all.iter().map(|(_, w)| w * w).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(clipped(vec![(3, 0.25)]), [(3, 0.25)]);
        let contributions = Contributions { n_items: 3, rows: vec![vec![(0, 0.6), (2, 0.8)], vec![(2, 1.0)]] };
        assert_eq!(contributions.sum(), [0.6, 0.0, 1.8]);
        let shares = contributions.by_cluster(&[Some(1), None, Some(1)], 2);
        assert!((shares[0][0].1 - 1.0).abs() < 1e-12 && shares[0].len() == 1);
    }
}
