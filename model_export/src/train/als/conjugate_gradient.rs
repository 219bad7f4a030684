//! A few steps of conjugate gradients from where the row already stands, without ever forming the row's matrix.
//!
//! The row's system A·x = b is that of [`super::solver`]. A product A·p = `base`·p + Σ c·(y·p)·y + `diagonal`·p costs
//! O(entries·factors + factors²), so a few steps cost far less than the factorization of A, and since the alternation
//! comes back to each row, a few are enough (Takács, Pilászy and Tikk 2011, "Applications of the conjugate gradient
//! method for implicit feedback collaborative filtering"; here with the diagonal of A as preconditioner).

#![allow(clippy::inline_always, reason = "code must be inlined into `vectorized` to be compiled for AVX2")]

use super::kernel::{LANES, add_combined, dot, products, total};
use crate::train::vectorized::vectorized;

/// What all rows of one side have in common.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    /// a0·YᵀY, whole: `(n_factors, n_factors)`.
    pub(super) base: &'a [f32],
    /// Y, the rows of the other side: `(n_others, n_factors)`.
    pub(super) factors: &'a [f32],
    pub(super) a0: f32,
}

/// Improves rows one at a time in space of its own; each thread has one.
pub(super) struct ConjugateGradient {
    steps: usize,
    /// b − A·x.
    residual: Vec<f32>,
    /// One over the diagonal of A.
    preconditioner: Vec<f32>,
    direction: Vec<f32>,
    /// A times the direction.
    product: Vec<f32>,
}

impl ConjugateGradient {
    pub(super) fn new(n_factors: usize, steps: usize) -> Self {
        let zeros = || vec![0.0; n_factors];
        Self { steps, residual: zeros(), preconditioner: zeros(), direction: zeros(), product: zeros() }
    }

    /// Moves `x` towards the solution of the row's system; the arguments are those of `RowSolver::solve`.
    /// O(steps·(entries·factors + factors²)).
    pub(super) fn improve(&mut self, side: Side<'_>, diagonal: f32, entries: (&[u32], &[f32]), x: &mut [f32]) {
        vectorized(
            #[inline(always)]
            || self.start(side, diagonal, entries, x),
        );
    }

    #[inline(always)]
    fn start(&mut self, side: Side<'_>, diagonal: f32, entries: (&[u32], &[f32]), x: &mut [f32]) {
        let Self { steps, residual, preconditioner, direction, product } = self;
        // −A·x without the observed entries, then (c + a0 − c·(x·y))·y for each of them: together b − A·x.
        residual.iter_mut().zip(x.iter()).for_each(|(r, &x)| *r = diagonal * x);
        add_matrix_times(side.base, x, residual);
        for r in residual.iter_mut() {
            *r = -*r;
        }
        add_entries(side.factors, entries, x, residual, |c, score| c + side.a0 - c * score);
        invert_diagonal(side, diagonal, entries, preconditioner);
        precondition(residual, preconditioner, direction);
        let mut length = dot(residual, direction);
        for step in 1..=*steps {
            product.iter_mut().zip(direction.iter()).for_each(|(q, &p)| *q = diagonal * p);
            add_matrix_times(side.base, direction, product);
            add_entries(side.factors, entries, direction, product, |c, score| c * score);
            let curvature = dot(direction, product);
            if !(length > 0.0 && curvature > 0.0) {
                return;
            }
            let stride = length / curvature;
            x.iter_mut().zip(direction.iter()).for_each(|(x, &p)| *x += stride * p);
            if step == *steps {
                return;
            }
            residual.iter_mut().zip(product.iter()).for_each(|(r, &q)| *r -= stride * q);
            precondition(residual, preconditioner, product);
            let shorter = dot(residual, product);
            let turn = shorter / length;
            direction.iter_mut().zip(product.iter()).for_each(|(p, &z)| *p = z + turn * *p);
            length = shorter;
        }
    }
}

/// Writes the preconditioned residual to `out`.
#[inline(always)]
fn precondition(residual: &[f32], preconditioner: &[f32], out: &mut [f32]) {
    for ((out, &r), &m) in out.iter_mut().zip(residual).zip(preconditioner) {
        *out = r * m;
    }
}

/// Writes one over the diagonal of A to `out`.
#[inline(always)]
fn invert_diagonal(side: Side<'_>, diagonal: f32, (columns, confidences): (&[u32], &[f32]), out: &mut [f32]) {
    let n = out.len();
    for (k, out) in out.iter_mut().enumerate() {
        *out = side.base[k * n + k] + diagonal;
    }
    let row = |column: u32| &side.factors[column as usize * n..][..n];
    let (fours, last_columns) = columns.as_chunks::<4>();
    let (four_confidences, last_confidences) = confidences.as_chunks::<4>();
    for (columns, &c) in fours.iter().zip(four_confidences) {
        let [y0, y1, y2, y3] = columns.map(row);
        for ((((out, &y0), &y1), &y2), &y3) in out.iter_mut().zip(y0).zip(y1).zip(y2).zip(y3) {
            *out += (c[0] * y0 * y0 + c[1] * y1 * y1) + (c[2] * y2 * y2 + c[3] * y3 * y3);
        }
    }
    for (&column, &c) in last_columns.iter().zip(last_confidences) {
        out.iter_mut().zip(row(column)).for_each(|(out, &y)| *out += c * y * y);
    }
    for out in out.iter_mut() {
        *out = 1.0 / *out;
    }
}

/// Adds `matrix`·`vector` to `out` for a symmetric `matrix`.
#[inline(always)]
fn add_matrix_times(matrix: &[f32], vector: &[f32], out: &mut [f32]) {
    let n = vector.len();
    let (blocks, rest) = vector.as_chunks::<4>();
    for (rows, &weights) in matrix.chunks_exact(4 * n).zip(blocks) {
        add_combined([&rows[..n], &rows[n..2 * n], &rows[2 * n..3 * n], &rows[3 * n..]], weights, out);
    }
    for (row, &weight) in matrix[blocks.len() * 4 * n..].chunks_exact(n).zip(rest) {
        out.iter_mut().zip(row).for_each(|(out, &value)| *out += weight * value);
    }
}

/// Entries whose weights are found before their rows are added up, while these are in the first-level cache.
const BLOCK: usize = 32;

/// Adds Σ `weigh`(c, y·`vector`)·y over the entries to `out`.
#[inline(always)]
fn add_entries(
    factors: &[f32],
    (columns, confidences): (&[u32], &[f32]),
    vector: &[f32],
    out: &mut [f32],
    weigh: impl Fn(f32, f32) -> f32,
) {
    let n = vector.len();
    let row = |column: u32| &factors[column as usize * n..][..n];
    let mut lanes = [[0.0; LANES]; BLOCK];
    let mut weights = [0.0; BLOCK];
    for (columns, confidences) in columns.chunks(BLOCK).zip(confidences.chunks(BLOCK)) {
        for (lanes, &column) in lanes.iter_mut().zip(columns) {
            *lanes = products(row(column), vector);
        }
        for ((weight, lanes), &c) in weights.iter_mut().zip(&lanes).zip(confidences) {
            *weight = weigh(c, total(lanes));
        }
        let (fours, last_columns) = columns.as_chunks::<4>();
        let (four_weights, last_weights) = weights[..columns.len()].as_chunks::<4>();
        for (columns, &weights) in fours.iter().zip(four_weights) {
            add_combined(columns.map(row), weights, out);
        }
        for (&column, &weight) in last_columns.iter().zip(last_weights) {
            out.iter_mut().zip(row(column)).for_each(|(out, &y)| *out += weight * y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::gram::{weighted_gram, whole};
    use super::super::solver::RowSolver;
    use super::*;

    #[test]
    fn as_many_steps_as_factors_lead_to_the_exact_row() {
        for (n_factors, n_entries) in [(24, 70), (24, 3), (13, 37)] {
            let (n_others, a0, diagonal) = (90, 0.2, 0.7);
            let factors: Vec<f32> =
                (0..n_others * n_factors).map(|n| ((n * 7919 + 13) % 1009) as f32 / 1009.0 - 0.4).collect();
            let columns: Vec<u32> = (0..n_entries).map(|n| n * 89 / n_entries).collect();
            let confidences: Vec<f32> = (0..n_entries).map(|n| 0.3 + (n % 4) as f32).collect();
            let entries = (&columns[..], &confidences[..]);
            let upper = weighted_gram(&factors, n_factors, a0);
            let mut exact = vec![0.0; n_factors];
            RowSolver::new(n_factors).solve(&upper, diagonal, &factors, entries, a0, &mut exact);
            let base = whole(&upper, n_factors);
            let side = Side { base: &base, factors: &factors, a0 };
            let mut found = vec![0.5; n_factors];
            ConjugateGradient::new(n_factors, 2 * n_factors).improve(side, diagonal, entries, &mut found);
            for (found, exact) in found.iter().zip(&exact) {
                assert!((found - exact).abs() < 1e-4, "{n_factors} factors: {found} instead of {exact}");
            }
        }
    }

    #[test]
    fn a_solved_row_stays_where_it_is() {
        // One factor, y = 2, c = 3, a0 = 1, diagonal 1: (1·4 + 3·4 + 1)·x = (3 + 1)·2, so x = 8/17.
        let side = Side { base: &[4.0], factors: &[2.0], a0: 1.0 };
        let mut x = [8.0 / 17.0];
        ConjugateGradient::new(1, 3).improve(side, 1.0, (&[0], &[3.0]), &mut x);
        assert!((x[0] - 8.0 / 17.0).abs() < 1e-6);
    }
}
