//! Scratch space and order of work to solve one row; the arithmetic is in [`super::kernel`].

#![allow(clippy::inline_always, reason = "code must be inlined into `vectorized` to be compiled for AVX2")]

use super::kernel::{add_outer_products, factorize, solve_factorized, stride_of};
use crate::train::vectorized::vectorized;

/// Outer products gathered before they are added: a panel and its weighted copy stay in the first-level cache. The
/// factorization needs room for one tile's width of rows, which is the same number.
const PANEL_ROWS: usize = 16;

/// Solves rows one at a time in space of its own; each thread has one.
pub(super) struct RowSolver {
    n_factors: usize,
    stride: usize,
    /// The system's matrix, then its Cholesky factor.
    matrix: Vec<f32>,
    /// The right-hand side, then the solution.
    solution: Vec<f32>,
    /// The gathered vectors of one panel, and the same times their confidences.
    panel: Vec<f32>,
    weighted: Vec<f32>,
}

impl RowSolver {
    pub(super) fn new(n_factors: usize) -> Self {
        let stride = stride_of(n_factors);
        Self {
            n_factors,
            stride,
            matrix: vec![0.0; stride * stride],
            solution: vec![0.0; stride],
            panel: vec![0.0; PANEL_ROWS * stride],
            weighted: vec![0.0; PANEL_ROWS * stride],
        }
    }

    /// Solves (`base` + Σ c·y·yᵀ + `diagonal`·I)·x = Σ (c + `a0`)·y and writes x to `out`.
    ///
    /// The sums run over the rows y of `factors` `(n_others, n_factors)` that `columns` names, with c their
    /// `confidences`; `base` is `(stride, stride)`, upper triangle. O(columns·factors² + factors³).
    pub(super) fn solve(
        &mut self,
        base: &[f32],
        diagonal: f32,
        factors: &[f32],
        (columns, confidences): (&[u32], &[f32]),
        a0: f32,
        out: &mut [f32],
    ) {
        vectorized(
            #[inline(always)]
            || {
                self.reset(base, diagonal);
                for (columns, confidences) in columns.chunks(PANEL_ROWS).zip(confidences.chunks(PANEL_ROWS)) {
                    self.add_panel(factors, columns, confidences, a0);
                }
                factorize(&mut self.matrix, self.stride, &mut self.weighted);
                solve_factorized(&self.matrix, self.stride, &mut self.solution);
            },
        );
        out.copy_from_slice(&self.solution[..self.n_factors]);
    }

    #[inline(always)]
    fn reset(&mut self, base: &[f32], diagonal: f32) {
        self.solution.fill(0.0);
        self.matrix.copy_from_slice(base);
        for k in 0..self.stride {
            // The padding's diagonal of ones lets it take part in the factorization without a special case.
            self.matrix[k * self.stride + k] += if k < self.n_factors { diagonal } else { 1.0 };
        }
    }

    #[inline(always)]
    fn add_panel(&mut self, factors: &[f32], columns: &[u32], confidences: &[f32], a0: f32) {
        let (n_factors, stride) = (self.n_factors, self.stride);
        let gathered = self.panel.chunks_exact_mut(stride).zip(self.weighted.chunks_exact_mut(stride));
        for ((&column, &confidence), (vector, weighted)) in columns.iter().zip(confidences).zip(gathered) {
            let start = column as usize * n_factors;
            vector[..n_factors].copy_from_slice(&factors[start..start + n_factors]);
            let pull = confidence + a0;
            for ((weighted, sum), &value) in weighted.iter_mut().zip(&mut self.solution).zip(vector.iter()) {
                *weighted = confidence * value;
                *sum += pull * value;
            }
        }
        let used = columns.len() * stride;
        add_outer_products(&mut self.matrix, stride, 0, &self.weighted[..used], &self.panel[..used]);
    }
}
