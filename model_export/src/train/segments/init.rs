//! Where the directions start from: k-means++ on the sphere.

use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Returns `n_segments` rows of `directions` `(n_rows, n_factors)`, each drawn with a probability proportional to its
/// squared distance from the nearest one drawn before it (Arthur and Vassilvitskii 2007). O(rows·segments·factors).
pub(super) fn plus_plus(directions: &Array2<f32>, n_segments: usize, seed: u64) -> Array2<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut chosen = vec![rng.random_range(0..directions.nrows())];
    let mut distances = vec![f32::INFINITY; directions.nrows()];
    while chosen.len() < n_segments {
        let last = directions.row(chosen[chosen.len() - 1]);
        distances.par_iter_mut().enumerate().for_each(|(row, distance)| {
            // |a − b|² = 2 − 2·a·b for vectors of length one.
            *distance = distance.min((2.0 - 2.0 * directions.row(row).dot(&last)).max(0.0));
        });
        let total: f64 = distances.iter().map(|&d| f64::from(d)).sum();
        chosen.push(draw(&distances, rng.random_range(0.0..1.0) * total));
    }
    directions.select(ndarray::Axis(0), &chosen)
}

/// Returns the index at which the running sum of `weights` first exceeds `target`.
fn draw(weights: &[f32], target: f64) -> usize {
    let mut sum = 0.0;
    let found = weights.iter().position(|&weight| {
        sum += f64::from(weight);
        sum > target
    });
    // All rows may coincide with a chosen one: then any row will do.
    found.unwrap_or(weights.len() - 1)
}
