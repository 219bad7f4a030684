//! Clusters of items, and which of them the same customers want: the item factors of the public tier.
//!
//! A cluster is a category of the catalogue. The sum over customers of a·aᵀ, a the lengths of a customer's contributions
//! by cluster, is released with noise and factorized: with D its row sums, D^(−1/2) C D^(−1/2) = V Λ Vᵀ, and a cluster's
//! vector is its row of V·Λ^(1/2) over the greatest eigenvalues but the first. That one only says how popular a cluster
//! is. Eigenvalues below what noise alone makes are left out. An item has the vector of its cluster, so hundreds of
//! customers stand behind each number (a factorization tied to features: Agarwal and Chen, "Regression-based latent
//! factor models", 2009).

use std::collections::BTreeMap;

use ndarray::Array2;

use super::Spent;
use super::spending::Statistic;
use crate::lake::Item;
use crate::train::attributes::with_parents;
use crate::train::budget::eigen;

/// The most clusters: above it categories are taken a level higher.
const MAX_CLUSTERS: usize = 256;

/// Items by cluster.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clusters {
    /// The category path of each cluster, ascending.
    pub(super) paths: Vec<String>,
    /// The cluster of each item; `None` for an item without a category.
    pub(super) of_item: Vec<Option<u32>>,
}

/// Clusters whose vectors are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Released {
    pub(super) clusters: Clusters,
    /// How much each cluster is wanted: the diagonal, at least 0.
    pub(super) mass: Vec<f64>,
    /// Which clusters the same customers want, with noise, `(n_clusters, n_clusters)`.
    pub(super) together: Array2<f64>,
    /// The clusters' vectors `(n_clusters, n_factors)`.
    pub(super) vectors: Array2<f64>,
}

impl Clusters {
    /// Groups items by the deepest level of their categories at which there are few enough clusters.
    pub(super) fn of(items: &[Item]) -> Self {
        let paths: Vec<Vec<&str>> = items
            .iter()
            .map(|item| {
                let mut paths: Vec<&str> = item.category.as_deref().into_iter().flat_map(with_parents).collect();
                paths.reverse();
                paths
            })
            .collect();
        let deepest = paths.iter().map(Vec::len).max().unwrap_or(0);
        let names = |depth: usize| -> BTreeMap<&str, u32> {
            let mut names: BTreeMap<&str, u32> =
                paths.iter().filter(|p| !p.is_empty()).map(|p| (p[depth.min(p.len()) - 1], 0)).collect();
            names.values_mut().zip(0..).for_each(|(slot, number)| *slot = number);
            names
        };
        let mut depth = deepest.max(1);
        while depth > 1 && names(depth).len() > MAX_CLUSTERS {
            depth -= 1;
        }
        let mut numbers = names(depth);
        if numbers.len() > MAX_CLUSTERS {
            // Even the first level has too many names to be a level of categories.
            numbers.clear();
        }
        let of_item = paths
            .iter()
            .map(|levels| {
                levels.get(depth.min(levels.len()).wrapping_sub(1)).and_then(|path| numbers.get(path).copied())
            })
            .collect();
        Self { paths: numbers.into_keys().map(str::to_owned).collect(), of_item }
    }

    /// Returns the number of clusters.
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// Releases which clusters the same customers want; `shares` are their contributions by cluster.
    pub(super) fn release(self, shares: &[Vec<(u32, f64)>], n_factors: usize, spent: &mut Spent<'_>) -> Released {
        let n = self.len();
        let mut together = Array2::<f64>::zeros((n, n));
        for row in shares {
            for &(a, weight) in row {
                for &(b, other) in row {
                    together[[a as usize, b as usize]] += weight * other;
                }
            }
        }
        // The upper triangle of a·aᵀ is no longer than a·aᵀ, which is as long as a is squared.
        let mut upper: Vec<f64> =
            (0..n).flat_map(|r| (r..n).map(move |c| (r, c))).map(|place| together[place]).collect();
        let sigma = if n > 0 { spent.release(Statistic::Categories, 1.0, &mut upper) } else { 0.0 };
        let mut values = upper.into_iter();
        for r in 0..n {
            for c in r..n {
                let value = values.next().unwrap_or(0.0);
                (together[[r, c]], together[[c, r]]) = (value, value);
            }
        }
        let vectors = vectors(&together, n_factors, sigma);
        let mass = together.diag().iter().map(|&mass| mass.max(0.0)).collect();
        Released { clusters: self, mass, together, vectors }
    }
}

/// Factorizes a matrix that was released with noise of deviation `sigma`, `(n, n)`, to `(n, n_factors)`.
fn vectors(together: &Array2<f64>, n_factors: usize, sigma: f64) -> Array2<f64> {
    let n = together.nrows();
    let mut found = Array2::zeros((n, n_factors));
    if n < 2 {
        return found;
    }
    // A row sum below its own noise would blow the row up.
    let least = 2.0 * sigma * (n as f64).sqrt() + f64::MIN_POSITIVE;
    let roots: Vec<f64> = together.rows().into_iter().map(|row| row.sum().max(least).sqrt()).collect();
    let scaled = Array2::from_shape_fn((n, n), |(r, c)| together[[r, c]] / (roots[r] * roots[c]));
    let (values, axes) = eigen(scaled);
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
    // The greatest eigenvalue of noise alone: 2σ√n (Wigner), scaled as the matrix is; by the median row.
    let mut squares: Vec<f64> = roots.iter().map(|root| root * root).collect();
    squares.sort_by(f64::total_cmp);
    let edge = 2.0 * sigma * (n as f64).sqrt() / squares[n / 2];
    let kept = order.into_iter().skip(1).take(n_factors).filter(|&axis| values[axis] > edge.max(1e-9));
    for (factor, axis) in kept.enumerate() {
        let root = values[axis].sqrt();
        (0..n).for_each(|row| found[[row, factor]] = axes[[row, axis]] * root);
    }
    // All lengths alike in the mean, so that a fold-in's regularization means the same in every shop.
    let lengths = found.iter().map(|value: &f64| value * value).sum::<f64>() / n as f64;
    if lengths > 0.0 {
        found /= lengths.sqrt();
    }
    found
}

impl Released {
    /// Returns the items' vectors, row-major `(n_items, n_factors)`.
    pub(super) fn item_vectors(&self) -> Vec<f32> {
        let n_factors = self.vectors.ncols();
        let row = |cluster: &Option<u32>| -> Vec<f32> {
            cluster.map_or_else(
                || vec![0.0; n_factors],
                |cluster| self.vectors.row(cluster as usize).iter().map(|&value| value as f32).collect(),
            )
        };
        self.clusters.of_item.iter().flat_map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(categories: &[&str]) -> Vec<Item> {
        let item = |category: &&str| Item {
            id: "x".into(),
            name: String::new(),
            price: None,
            category: (!category.is_empty()).then(|| (*category).to_owned()),
            brand: None,
            private_label: false,
        };
        categories.iter().map(item).collect()
    }

    #[test]
    fn items_are_grouped_by_category() {
        let clusters = Clusters::of(&items(&["B > C", "A", "", "B > C", "B > D"]));
        assert_eq!(clusters.paths, ["A", "B > C", "B > D"]);
        assert_eq!(clusters.of_item, [Some(1), Some(0), None, Some(1), Some(2)]);
        let many: Vec<String> = (0..600).map(|n| format!("{} > {n}", n % 9)).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(Clusters::of(&items(&many)).len(), 9, "a level higher where there are too many");
        assert_eq!(Clusters::of(&items(&[""])).len(), 0);
    }

    #[test]
    fn clusters_that_are_wanted_together_point_the_same_way() {
        // Clusters 0 and 1 go together, so do 2 and 3.
        let together = Array2::from_shape_fn((4, 4), |(r, c)| match (r / 2 == c / 2, r == c) {
            (_, true) => 100.0,
            (true, _) => 80.0,
            _ => 5.0,
        });
        let found = vectors(&together, 8, 0.1);
        let dot = |a: usize, b: usize| found.row(a).dot(&found.row(b));
        assert!(dot(0, 1) > 0.0 && dot(2, 3) > 0.0 && dot(0, 2) < 0.0, "{found:?}");
        assert!(vectors(&together, 8, 1e6).iter().all(|&value| value == 0.0), "drowned in noise");
    }
}
