//! Gaussian noise from a secret: the same for the same secret, statistic and data, unknown to everybody else.
//!
//! The generator is `ChaCha20`, seeded by SHA-256 over the operator's secret, a digest of what is released, and the name of
//! the statistic. So the operator's runs are byte-identical on any number of threads; another dataset gets other noise
//! (the same noise on two releases would cancel in their difference); and whoever lacks the secret cannot take the noise
//! away.
//!
//! Does not: guard against the rounding of floating-point numbers by itself (Mironov 2012). What is published is rounded
//! to a grid far coarser than that.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};
use sha2::{Digest, Sha256};

use super::secret::Secret;

/// The source of all noise of one training.
#[derive(Debug, Clone)]
pub struct Noise {
    key: [u8; 32],
}

impl Noise {
    /// Makes the noise of `secret` for what has this `digest`.
    pub fn new(secret: &Secret, digest: &[u8; 32]) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"etalage noise");
        hash.update(secret.bytes());
        hash.update(digest);
        Self { key: hash.finalize().into() }
    }

    /// Returns the generator of one statistic.
    pub fn of(&self, statistic: &str) -> ChaCha20Rng {
        let mut hash = Sha256::new();
        hash.update(self.key);
        hash.update(statistic);
        ChaCha20Rng::from_seed(hash.finalize().into())
    }

    /// Adds noise of standard deviation `sigma` to every value.
    pub fn add(&self, statistic: &str, sigma: f64, values: &mut [f64]) {
        let mut rng = self.of(statistic);
        for value in values {
            let draw: f64 = StandardNormal.sample(&mut rng);
            *value += sigma * draw;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(secret: u8, digest: u8, statistic: &str) -> Vec<f64> {
        let mut values = vec![0.0; 20_000];
        Noise::new(&Secret::fixed([secret; 32]), &[digest; 32]).add(statistic, 3.0, &mut values);
        values
    }

    #[test]
    fn noise_is_gaussian_and_depends_on_all_that_it_is_made_from() {
        let values = draw(1, 1, "a");
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
        assert!(mean.abs() < 0.1 && (deviation - 3.0).abs() < 0.08, "{mean} {deviation}");
        let beyond = values.iter().filter(|v| v.abs() > 6.0).count() as f64 / n;
        assert!((beyond - 0.0455).abs() < 0.006, "{beyond}");
        assert_eq!(values, draw(1, 1, "a"));
        for other in [draw(2, 1, "a"), draw(1, 2, "a"), draw(1, 1, "b")] {
            let together: f64 = values.iter().zip(&other).map(|(a, b)| a * b / 9.0).sum::<f64>() / n;
            assert!(together.abs() < 0.03, "{together}");
        }
    }
}
