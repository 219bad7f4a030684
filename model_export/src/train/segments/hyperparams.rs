//! Hyper-parameters of the segmentation: set freely, checked once, then valid for good.

use super::SegmentsError;

/// Hyper-parameters as given; [`Params::check`] turns them into [`ValidParams`], which can `fit`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Params(ValidParams);

/// Hyper-parameters that lie in their ranges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidParams {
    pub(super) n_segments: usize,
    pub(super) n_runs: usize,
    pub(super) max_iterations: usize,
    pub(super) seed: u64,
}

impl Params {
    /// Returns the defaults for `n_segments` segments: the best of 16 runs of at most 50 iterations.
    pub fn new(n_segments: usize, seed: u64) -> Self {
        Self(ValidParams { n_segments, n_runs: 16, max_iterations: 50, seed })
    }

    /// Sets the number of runs, each from other seeds; the one with the greatest cohesion is kept.
    #[must_use]
    pub fn n_runs(mut self, n_runs: usize) -> Self {
        self.0.n_runs = n_runs;
        self
    }

    /// Sets the largest number of iterations of a run; it stops earlier when no row changes its segment.
    #[must_use]
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Checks every hyper-parameter.
    ///
    /// # Errors
    /// [`SegmentsError::Parameter`] names the first one that is out of its range.
    pub fn check(self) -> Result<ValidParams, SegmentsError> {
        let p = &self.0;
        let ranges = [
            ("n_segments", p.n_segments, 256),
            ("n_runs", p.n_runs, 1000),
            ("max_iterations", p.max_iterations, 10_000),
        ];
        match ranges.into_iter().find(|&(_, found, most)| found == 0 || found > most) {
            Some((name, found, most)) => Err(SegmentsError::Parameter { name, most, found }),
            None => Ok(self.0),
        }
    }
}
