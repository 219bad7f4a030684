//! Where the factors start from.

use ndarray::Array2;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Returns factors `(n_rows, n_factors)` drawn from a normal distribution of deviation `scale / √n_factors`, so that
/// the first scores have a deviation that does not depend on the number of factors.
pub(super) fn normal(n_rows: usize, n_factors: usize, scale: f32, seed: u64) -> Array2<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let deviation = scale / (n_factors as f32).sqrt();
    Array2::from_shape_simple_fn((n_rows, n_factors), || {
        let standard: f32 = StandardNormal.sample(&mut rng);
        standard * deviation
    })
}
