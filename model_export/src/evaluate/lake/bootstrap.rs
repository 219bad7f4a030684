//! Confidence intervals: visitors drawn anew, with replacement, many times (Efron 1979; clusters as in Field and Welsh 2007).
//!
//! One visitor's questions are no independent evidence, so visitors are drawn whole. The same draws serve every figure of
//! a run, so that a difference of two methods is paired.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;
use serde::Serialize;

/// The probability outside of an interval, half of it on each side.
const OUTSIDE: f64 = 0.05;

/// A mean with its 95 % confidence interval.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean over the questions.
    pub mean: f64,
    /// The 2.5 % quantile of the means of the resamples.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
}

impl Estimate {
    /// Returns `mean` with the interval of the means of resamples, ascending; without any, the mean alone.
    pub fn of(mean: f64, ascending: &[f64]) -> Self {
        let quantile = |share: f64| ascending.get((share * ascending.len() as f64) as usize).copied().unwrap_or(mean);
        Self { mean, low: quantile(OUTSIDE / 2.0), high: quantile(1.0 - OUTSIDE / 2.0) }
    }

    /// Tells whether the interval holds no zero.
    pub fn is_beyond_chance(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// How often each visitor was drawn in each resample.
#[derive(Debug, Clone)]
pub struct Resamples {
    /// Rows of `n_visitors`, one for each resample.
    drawn: Vec<Vec<u16>>,
    n_visitors: usize,
}

impl Resamples {
    /// Draws `n` resamples of `n_visitors` visitors. The draws depend on the seed alone, not on the number of threads.
    pub fn draw(n_visitors: usize, n: usize, seed: u64) -> Self {
        let resample = |number: usize| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(number as u64);
            let mut drawn = vec![0_u16; n_visitors];
            for _ in 0..n_visitors {
                drawn[rng.random_range(0..n_visitors)] += 1;
            }
            drawn
        };
        Self { drawn: (0..n).into_par_iter().map(resample).collect(), n_visitors }
    }

    /// Returns how often each visitor was drawn, one row for each resample.
    pub fn counts(&self) -> &[Vec<u16>] {
        &self.drawn
    }

    /// Returns the mean of `values`, each with the number of its visitor, and its interval; zeros for no value.
    /// O(values + resamples · visitors).
    ///
    /// # Panics
    /// When a visitor's number is not below the number of visitors drawn.
    pub fn mean(&self, values: impl IntoIterator<Item = (u32, f64)>) -> Estimate {
        let mut of_visitors = vec![(0.0, 0.0); self.n_visitors];
        for (visitor, value) in values {
            let (sum, count) = &mut of_visitors[visitor as usize];
            *sum += value;
            *count += 1.0;
        }
        let mean_of = |drawn: &mut dyn Iterator<Item = (f64, &(f64, f64))>| {
            let (sum, count) =
                drawn.fold((0.0, 0.0), |(sum, count), (times, (s, c))| (sum + times * s, count + times * c));
            (count > 0.0).then(|| sum / count)
        };
        let Some(mean) = mean_of(&mut of_visitors.iter().map(|visitor| (1.0, visitor))) else {
            return Estimate::default();
        };
        // A resample without any visitor who was asked says nothing.
        let resampled = |drawn: &Vec<u16>| mean_of(&mut drawn.iter().map(|&times| f64::from(times)).zip(&of_visitors));
        let mut means: Vec<f64> = self.drawn.par_iter().filter_map(resampled).collect();
        means.sort_unstable_by(f64::total_cmp);
        Estimate::of(mean, &means)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_independent_values_is_the_normal_one() {
        // 900 visitors, a third of them 1: the standard error is √(1/3 · 2/3 / 900) = .0157, so the interval is ± .0308.
        let resamples = Resamples::draw(900, 1_000, 1);
        let estimate = resamples.mean((0..900).map(|visitor| (visitor, f64::from(u8::from(visitor % 3 == 0)))));
        assert!((estimate.mean - 1.0 / 3.0).abs() < 1e-12);
        assert!((estimate.mean - estimate.low - 0.0308).abs() < 0.004, "{estimate:?}");
        assert!((estimate.high - estimate.mean - 0.0308).abs() < 0.004, "{estimate:?}");
    }

    #[test]
    fn a_visitors_repeated_questions_are_no_new_evidence() {
        let resamples = Resamples::draw(100, 1_000, 2);
        let once = resamples.mean((0..100).map(|visitor| (visitor, f64::from(visitor % 2))));
        let often = resamples.mean((0..2_000).map(|n| (n % 100, f64::from(n % 100 % 2))));
        assert_eq!((once.low, once.high), (often.low, often.high));
    }

    #[test]
    fn a_constant_has_no_interval_and_nothing_has_no_mean() {
        let resamples = Resamples::draw(10, 200, 3);
        let same = resamples.mean((0..10).map(|visitor| (visitor, 0.25)));
        assert_eq!((same.mean, same.low, same.high), (0.25, 0.25, 0.25));
        assert_eq!(resamples.mean([]), Estimate::default());
    }
}
