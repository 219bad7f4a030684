//! The alternation: users from items, items from users, each half in parallel over rows.

use ndarray::Array2;
use rayon::prelude::*;

use super::kernel::{add_outer_products, stride_of};
use super::solver::Solver;
use super::{AlsError, ValidParams, init};
use crate::train::confidences::Confidences;
use crate::train::vectorized::vectorized;

/// Rows whose outer products are summed by one thread: fixed, so that the order of the sum never depends on how many
/// threads there are.
const GRAM_CHUNK: usize = 1024;

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
            als.user_factors = self.solve_side(confidences, &als.item_factors);
            als.item_factors = self.solve_side(&by_item, &als.user_factors);
            if !als.item_factors.iter().all(|value| value.is_finite()) {
                return Err(AlsError::Diverged { iteration });
            }
            after(&als);
        }
        Ok(als)
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
        let base = self.weighted_gram(factors);
        let mut solved = Array2::zeros((confidences.n_rows(), self.n_factors));
        let rows = solved.as_slice_mut().unwrap_or_default();
        rows.par_chunks_mut(self.n_factors).enumerate().with_min_len(16).for_each_init(
            || Solver::new(self.n_factors),
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

    /// Returns a0·YᵀY as the upper triangle of a `(stride, stride)` matrix.
    fn weighted_gram(&self, factors: &[f32]) -> Vec<f32> {
        let stride = stride_of(self.n_factors);
        let partial_sums: Vec<Vec<f32>> =
            factors.par_chunks(GRAM_CHUNK * self.n_factors).map(|rows| self.gram_of_chunk(rows, stride)).collect();
        let mut gram = vec![0.0; stride * stride];
        for partial in &partial_sums {
            for (sum, &value) in gram.iter_mut().zip(partial) {
                *sum += value;
            }
        }
        for value in &mut gram {
            *value *= self.a0;
        }
        gram
    }

    fn gram_of_chunk(&self, rows: &[f32], stride: usize) -> Vec<f32> {
        let mut panel = vec![0.0; rows.len() / self.n_factors * stride];
        for (padded, row) in panel.chunks_exact_mut(stride).zip(rows.chunks_exact(self.n_factors)) {
            padded[..self.n_factors].copy_from_slice(row);
        }
        let mut sum = vec![0.0; stride * stride];
        vectorized(
            #[inline(always)]
            || {
                for panel in panel.chunks(64 * stride) {
                    add_outer_products(&mut sum, stride, 0, panel, panel);
                }
            },
        );
        sum
    }
}

/// Returns the value of the objective that the module states; `confidences` is `(n_users, n_items)`.
///
/// O(entries · factors), for the sum over all pairs is a0 times the sum of the entries of `XᵀX ∘ YᵀY`.
pub fn objective(params: &ValidParams, confidences: &Confidences, als: &Als) -> f64 {
    let (x, y) = (als.user_factors.mapv(f64::from), als.item_factors.mapv(f64::from));
    let a0 = f64::from(params.a0);
    let all_pairs = a0 * (x.t().dot(&x) * y.t().dot(&y)).sum();
    let by_item = confidences.transposed();
    let penalty = |matrix: &Confidences, factors: &Array2<f64>| -> f64 {
        let rows = factors.rows().into_iter().enumerate();
        rows.map(|(row, w)| f64::from(params.row_regularization(matrix.row(row).1, matrix.n_columns())) * w.dot(&w))
            .sum()
    };
    let observed: f64 = (0..confidences.n_rows())
        .flat_map(|user| {
            let (items, values) = confidences.row(user);
            items.iter().zip(values).map(move |(&item, &c)| (user, item as usize, f64::from(c)))
        })
        .map(|(user, item, c)| {
            let score = x.row(user).dot(&y.row(item));
            (c + a0) * (1.0 - score).powi(2) - a0 * score.powi(2)
        })
        .sum();
    all_pairs + observed + penalty(confidences, &x) + penalty(&by_item, &y)
}
