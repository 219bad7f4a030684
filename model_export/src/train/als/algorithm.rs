//! The alternation: users from items, items from users, each half in parallel over rows.

use ndarray::Array2;
use rayon::prelude::*;

use super::conjugate_gradient::{ConjugateGradient, Side};
use super::gram::{weighted_gram, whole};
use super::solver::RowSolver;
use super::{AlsError, Solver, ValidParams, init};
use crate::train::confidences::Confidences;

/// A fitted factorization: the score of a user and an item is the dot product of their rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Als {
    /// Shape `(n_users, n_factors)`.
    pub user_factors: Array2<f32>,
    /// Shape `(n_items, n_factors)`.
    pub item_factors: Array2<f32>,
}

impl ValidParams {
    /// Fits both sides to `confidences`, shape `(n_users, n_items)`; calls `after` with the state after each iteration.
    ///
    /// Uses the threads of the current rayon pool; the result does not depend on their number.
    ///
    /// # Errors
    /// [`AlsError::Empty`] when a side or the matrix is empty; [`AlsError::Diverged`] when a factor is not finite.
    pub fn fit(&self, confidences: &Confidences, mut after: impl FnMut(&Als)) -> Result<Als, AlsError> {
        let (n_users, n_items, n_entries) = (confidences.n_rows(), confidences.n_columns(), confidences.n_entries());
        if n_users == 0 || n_items == 0 || n_entries == 0 {
            return Err(AlsError::Empty { n_users, n_items, n_entries });
        }
        let by_item = confidences.transposed();
        let mut als = Als {
            user_factors: Array2::zeros((n_users, self.n_factors)),
            item_factors: init::normal(n_items, self.n_factors, self.init_scale, self.seed),
        };
        for iteration in 1..=self.n_iterations {
            self.renew_side(confidences, &als.item_factors, &mut als.user_factors);
            self.renew_side(&by_item, &als.user_factors, &mut als.item_factors);
            if !als.item_factors.iter().all(|value| value.is_finite()) {
                return Err(AlsError::Diverged { iteration });
            }
            after(&als);
        }
        Ok(als)
    }

    /// Brings the factors of each row of `confidences` to, or nearer to, their minimum with the other side fixed.
    fn renew_side(&self, confidences: &Confidences, others: &Array2<f32>, rows: &mut Array2<f32>) {
        let Solver::ConjugateGradient { steps } = self.solver else {
            *rows = self.solve_side(confidences, others);
            return;
        };
        let n_factors = self.n_factors;
        let factors = others.as_slice().unwrap_or_default();
        let base = whole(&weighted_gram(factors, self.n_factors, self.a0), n_factors);
        let side = Side { base: &base, factors, a0: self.a0 };
        let rows = rows.as_slice_mut().unwrap_or_default();
        rows.par_chunks_mut(n_factors).enumerate().with_min_len(16).for_each_init(
            || ConjugateGradient::new(n_factors, steps),
            |solver, (row, x)| {
                let entries = confidences.row(row);
                if entries.0.is_empty() {
                    x.fill(0.0);
                } else {
                    solver.improve(side, self.row_regularization(entries.1, confidences.n_columns()), entries, x);
                }
            },
        );
    }

    /// Returns the factors that minimise the objective for each row of `confidences` with the other side fixed: the
    /// fold-in of every row, shape `(n_rows, n_factors)`. A row without entries gets zeros.
    ///
    /// # Panics
    /// When `others` is not `(confidences.n_columns(), n_factors)`.
    pub fn solve_side(&self, confidences: &Confidences, others: &Array2<f32>) -> Array2<f32> {
        assert_eq!(others.dim(), (confidences.n_columns(), self.n_factors), "shape of the fixed side");
        let others = others.as_standard_layout();
        let factors = others.as_slice().unwrap_or_default();
        let base = weighted_gram(factors, self.n_factors, self.a0);
        let mut solved = Array2::zeros((confidences.n_rows(), self.n_factors));
        let rows = solved.as_slice_mut().unwrap_or_default();
        rows.par_chunks_mut(self.n_factors).enumerate().with_min_len(16).for_each_init(
            || RowSolver::new(self.n_factors),
            |solver, (row, out)| {
                let entries = confidences.row(row);
                if !entries.0.is_empty() {
                    let diagonal = self.row_regularization(entries.1, confidences.n_columns());
                    solver.solve(&base, diagonal, factors, entries, self.a0, out);
                }
            },
        );
        solved
    }
}
