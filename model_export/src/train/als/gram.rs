//! The Gram matrix of one side: what all pairs together, observed or not, ask of the other.

use rayon::prelude::*;

use super::kernel::{add_outer_products, stride_of};
use crate::train::vectorized::vectorized;

/// Rows whose outer products are summed by one thread: fixed, so that the order of the sum never depends on how many
/// threads there are.
const CHUNK: usize = 1024;

/// Rows added at a time, which stay in the first-level cache.
const PANEL_ROWS: usize = 64;

/// Returns `weight·YᵀY` as the upper triangle of a `(stride, stride)` matrix; `factors` are the rows of Y, `n_factors`
/// long. O(rows·factors²).
pub(super) fn weighted_gram(factors: &[f32], n_factors: usize, weight: f32) -> Vec<f32> {
    let stride = stride_of(n_factors);
    let partial_sums: Vec<Vec<f32>> =
        factors.par_chunks(CHUNK * n_factors).map(|rows| gram_of_chunk(rows, n_factors, stride)).collect();
    let mut gram = vec![0.0; stride * stride];
    for partial in &partial_sums {
        for (sum, &value) in gram.iter_mut().zip(partial) {
            *sum += value;
        }
    }
    for value in &mut gram {
        *value *= weight;
    }
    gram
}

/// Returns the whole `(n, n)` matrix of an upper triangle in rows of [`stride_of`]`(n)`.
pub(super) fn whole(upper: &[f32], n: usize) -> Vec<f32> {
    let stride = stride_of(n);
    let cells = (0..n).flat_map(|row| (0..n).map(move |column| (row.min(column), row.max(column))));
    cells.map(|(row, column)| upper[row * stride + column]).collect()
}

fn gram_of_chunk(rows: &[f32], n_factors: usize, stride: usize) -> Vec<f32> {
    let mut panel = vec![0.0; rows.len() / n_factors * stride];
    for (padded, row) in panel.chunks_exact_mut(stride).zip(rows.chunks_exact(n_factors)) {
        padded[..n_factors].copy_from_slice(row);
    }
    let mut sum = vec![0.0; stride * stride];
    vectorized(
        #[inline(always)]
        || {
            for panel in panel.chunks(PANEL_ROWS * stride) {
                add_outer_products(&mut sum, stride, 0, panel, panel);
            }
        },
    );
    sum
}
