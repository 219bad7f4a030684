//! Hyper-parameters of the factorization: set freely, checked once, then valid for good.

use serde::Serialize;

use super::AlsError;

/// How a row's system is solved in each iteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Solver {
    /// Exactly, by the Cholesky factorization of its matrix.
    Cholesky,
    /// Nearly, by so many steps of conjugate gradients from where the row stands: much quicker, and in the end as good.
    ConjugateGradient {
        /// Steps an iteration.
        steps: usize,
    },
}

/// Hyper-parameters as given; [`Params::check`] turns them into [`ValidParams`], which can `fit`.
#[derive(Debug, Clone, PartialEq)]
pub struct Params(ValidParams);

/// Hyper-parameters that lie in their ranges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValidParams {
    pub(super) n_factors: usize,
    pub(super) n_iterations: usize,
    pub(super) a0: f32,
    pub(super) regularization: f32,
    pub(super) frequency_exponent: f32,
    pub(super) init_scale: f32,
    pub(super) solver: Solver,
    pub(super) seed: u64,
}

impl Params {
    /// Returns the defaults for `n_factors` factors: 12 iterations, a0 0.3, regularization 0.007, exponent 1,
    /// rows solved exactly.
    pub fn new(n_factors: usize, seed: u64) -> Self {
        Self(ValidParams {
            n_factors,
            n_iterations: 12,
            a0: 0.3,
            regularization: 0.007,
            frequency_exponent: 1.0,
            init_scale: 0.1,
            solver: Solver::Cholesky,
            seed,
        })
    }

    /// Sets the number of iterations; each solves every user, then every item.
    #[must_use]
    pub fn n_iterations(mut self, n_iterations: usize) -> Self {
        self.0.n_iterations = n_iterations;
        self
    }

    /// Sets a0, the weight that every (user, item) pair has, observed or not.
    #[must_use]
    pub fn a0(mut self, a0: f32) -> Self {
        self.0.a0 = a0;
        self
    }

    /// Sets λ, the strength of the regularization.
    #[must_use]
    pub fn regularization(mut self, regularization: f32) -> Self {
        self.0.regularization = regularization;
        self
    }

    /// Sets ν, the power of a row's weight in its regularization: 1 fully frequency-scaled, 0 the same for all rows.
    #[must_use]
    pub fn frequency_exponent(mut self, frequency_exponent: f32) -> Self {
        self.0.frequency_exponent = frequency_exponent;
        self
    }

    /// Sets how rows are solved.
    #[must_use]
    pub fn solver(mut self, solver: Solver) -> Self {
        self.0.solver = solver;
        self
    }

    /// Checks every hyper-parameter.
    ///
    /// # Errors
    /// [`AlsError::Parameter`] names the first one that is out of its range.
    pub fn check(self) -> Result<ValidParams, AlsError> {
        let p = &self.0;
        in_range("n_factors", p.n_factors, (1..=512).contains(&p.n_factors), "a whole number from 1 to 512")?;
        in_range(
            "n_iterations",
            p.n_iterations,
            (1..=1000).contains(&p.n_iterations),
            "a whole number from 1 to 1000",
        )?;
        in_range("a0", p.a0, p.a0.is_finite() && p.a0 > 0.0, "a finite number above 0")?;
        let positive = p.regularization.is_finite() && p.regularization > 0.0;
        in_range("regularization", p.regularization, positive, "a finite number above 0")?;
        let exponent = p.frequency_exponent;
        in_range("frequency_exponent", exponent, (0.0..=1.0).contains(&exponent), "a number from 0 to 1")?;
        if let Solver::ConjugateGradient { steps } = p.solver {
            in_range("steps", steps, (1..=100).contains(&steps), "a whole number from 1 to 100")?;
        }
        Ok(self.0)
    }
}

impl ValidParams {
    /// Returns the number of factors.
    pub fn n_factors(&self) -> usize {
        self.n_factors
    }

    /// Returns the number of iterations.
    pub fn n_iterations(&self) -> usize {
        self.n_iterations
    }

    /// Returns the weight every pair has.
    pub fn a0(&self) -> f32 {
        self.a0
    }

    /// Returns λ.
    pub fn regularization(&self) -> f32 {
        self.regularization
    }

    /// Returns ν.
    pub fn frequency_exponent(&self) -> f32 {
        self.frequency_exponent
    }

    /// Returns λ·(Σ c + a0·`n_others`)^ν, the regularization of a row of total confidence Σ c whose other side has
    /// `n_others` rows.
    pub fn row_regularization(&self, confidences: &[f32], n_others: usize) -> f32 {
        let weight = confidences.iter().map(|&c| f64::from(c)).sum::<f64>() + f64::from(self.a0) * n_others as f64;
        self.regularization * weight.powf(f64::from(self.frequency_exponent)) as f32
    }
}

fn in_range(
    name: &'static str,
    found: impl core::fmt::Display,
    holds: bool,
    expected: &'static str,
) -> Result<(), AlsError> {
    if holds { Ok(()) } else { Err(AlsError::Parameter { name, expected, found: found.to_string() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_out_of_range_are_named() {
        let name = |params: Params| match params.check() {
            Err(AlsError::Parameter { name, .. }) => name,
            other => panic!("expected a refusal, found {other:?}"),
        };
        assert_eq!(name(Params::new(0, 1)), "n_factors");
        assert_eq!(name(Params::new(8, 1).n_iterations(0)), "n_iterations");
        assert_eq!(name(Params::new(8, 1).a0(0.0)), "a0");
        assert_eq!(name(Params::new(8, 1).regularization(f32::NAN)), "regularization");
        assert_eq!(name(Params::new(8, 1).frequency_exponent(1.5)), "frequency_exponent");
        let solver = Solver::ConjugateGradient { steps: 0 };
        assert_eq!(name(Params::new(8, 1).solver(solver)), "steps");
        assert!(Params::new(8, 1).check().is_ok());
    }
}
