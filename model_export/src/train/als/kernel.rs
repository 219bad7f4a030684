//! The arithmetic on small symmetric matrices: sums of outer products, Cholesky factorization, triangular solves.
//!
//! A symmetric matrix is its upper triangle, row-major, in rows of `stride` numbers (the number of factors rounded up
//! to a whole tile); what lies below the diagonal is scratch. In that layout both the sum of outer products and the
//! trailing update of the factorization read rows only, so they are one and the same tiled kernel, which the compiler
//! turns into vector code.
//!
//! Each number is made by the same additions and multiplications in the same order whatever the width of the vectors,
//! and no multiplication is fused with an addition: code run by `train::vectorized` gives the bits of portable code.
#![allow(clippy::inline_always, reason = "code must be inlined into `vectorized` to be compiled for AVX2")]

/// Rows of a tile: accumulators that share one broadcast number each.
const TILE_ROWS: usize = 4;
/// Columns of a tile: two AVX2 vectors.
const TILE_COLUMNS: usize = 16;
/// Running sums of a dot product: one AVX2 vector.
pub(super) const LANES: usize = 8;

/// Returns the length of a stored matrix row: `n_factors` rounded up to a whole tile.
pub(super) fn stride_of(n_factors: usize) -> usize {
    n_factors.next_multiple_of(TILE_COLUMNS)
}

/// Adds the sum over k of `weighted[k]`·`panel[k]`ᵀ to the upper triangle of `matrix`; panels are whole rows of `stride`
/// numbers.
///
/// Only the columns from `first` on are touched; `first` is a multiple of the tile's 16 columns, and `matrix` starts
/// with row `first`.
#[inline(always)]
pub(super) fn add_outer_products(matrix: &mut [f32], stride: usize, first: usize, weighted: &[f32], panel: &[f32]) {
    for row in (first..stride).step_by(TILE_ROWS) {
        for column in (row / TILE_COLUMNS * TILE_COLUMNS..stride).step_by(TILE_COLUMNS) {
            let sums = tile(stride, weighted, row, panel, column);
            for (i, sums) in sums.iter().enumerate() {
                let start = (row - first + i) * stride + column;
                for (cell, &sum) in matrix[start..start + TILE_COLUMNS].iter_mut().zip(sums) {
                    *cell += sum;
                }
            }
        }
    }
}

/// Returns the sum over k of `weighted[k][row..]`·`panel[k][column..]`ᵀ for one tile, kept in registers over all k.
#[inline(always)]
fn tile(stride: usize, weighted: &[f32], row: usize, panel: &[f32], column: usize) -> [[f32; TILE_COLUMNS]; TILE_ROWS] {
    let mut sums = [[0.0_f32; TILE_COLUMNS]; TILE_ROWS];
    let lefts = weighted.chunks_exact(stride).filter_map(|k| k.get(row..)?.first_chunk::<TILE_ROWS>());
    let rights = panel.chunks_exact(stride).filter_map(|k| k.get(column..)?.first_chunk::<TILE_COLUMNS>());
    for (left, right) in lefts.zip(rights) {
        for i in 0..TILE_ROWS {
            for j in 0..TILE_COLUMNS {
                sums[i][j] += left[i] * right[j];
            }
        }
    }
    sums
}

/// Replaces the upper triangle of a positive definite matrix by its Cholesky factor U: the matrix is `UᵀU`.
///
/// `scratch` holds at least 16 rows. O(stride³).
#[inline(always)]
pub(super) fn factorize(matrix: &mut [f32], stride: usize, scratch: &mut [f32]) {
    for first in (0..stride).step_by(TILE_COLUMNS) {
        let after = first + TILE_COLUMNS;
        let (upper, trailing) = matrix.split_at_mut(after * stride);
        let panel = &mut upper[first * stride..];
        factorize_panel(panel, stride, first);
        if after < stride {
            let negated = &mut scratch[..TILE_COLUMNS * stride];
            for (negated, &value) in negated.iter_mut().zip(panel.iter()) {
                *negated = -value;
            }
            add_outer_products(trailing, stride, after, negated, panel);
        }
    }
}

/// Factorises the 16 rows that start at the diagonal element `first`.
#[inline(always)]
fn factorize_panel(panel: &mut [f32], stride: usize, first: usize) {
    for k in 0..TILE_COLUMNS {
        let (done, below) = panel.split_at_mut((k + 1) * stride);
        let pivot_row = &mut done[k * stride..];
        let scale = 1.0 / pivot_row[first + k].sqrt();
        // Starting at the tile's edge instead of the diagonal keeps the loops whole vectors; below it is scratch.
        for value in &mut pivot_row[first..] {
            *value *= scale;
        }
        for (r, row) in below.chunks_exact_mut(stride).enumerate() {
            let factor = pivot_row[first + k + 1 + r];
            for (value, &pivot) in row[first..].iter_mut().zip(&pivot_row[first..]) {
                *value -= factor * pivot;
            }
        }
    }
}

/// Solves UᵀU·x = b in place, where `matrix` is the factor U and `b` is `stride` long.
#[inline(always)]
pub(super) fn solve_factorized(matrix: &[f32], stride: usize, b: &mut [f32]) {
    for (k, row) in matrix.chunks_exact(stride).enumerate() {
        let (head, tail) = b.split_at_mut(k + 1);
        head[k] /= row[k];
        for (value, &coefficient) in tail.iter_mut().zip(&row[k + 1..]) {
            *value -= head[k] * coefficient;
        }
    }
    for (k, row) in matrix.chunks_exact(stride).enumerate().rev() {
        let known = dot(&row[k + 1..], &b[k + 1..]);
        b[k] = (b[k] - known) / row[k];
    }
}

/// Returns the dot product, summed in interleaved lanes so that its order is the same for every vector width.
#[inline(always)]
pub(super) fn dot(left: &[f32], right: &[f32]) -> f32 {
    total(&products(left, right))
}

/// Returns the products of a dot product, summed in interleaved lanes.
///
/// Where many are needed, keep the lanes in memory and [`total`] them afterwards: next to each other the compiler
/// would rather tear the lanes apart.
#[inline(always)]
pub(super) fn products(left: &[f32], right: &[f32]) -> [f32; LANES] {
    let (left_lanes, left_rest) = left.as_chunks::<LANES>();
    let (right_lanes, right_rest) = right.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (left, right) in left_lanes.iter().zip(right_lanes) {
        for ((lane, &l), &r) in lanes.iter_mut().zip(left).zip(right) {
            *lane += l * r;
        }
    }
    if !left_rest.is_empty() {
        for ((lane, &l), &r) in lanes.iter_mut().zip(left_rest).zip(right_rest) {
            *lane += l * r;
        }
    }
    lanes
}

/// Sums lanes half onto half, as vectors do.
#[inline(always)]
pub(super) fn total(lanes: &[f32; LANES]) -> f32 {
    let four: [f32; LANES / 2] = core::array::from_fn(|n| lanes[n] + lanes[n + 4]);
    (four[0] + four[2]) + (four[1] + four[3])
}

/// Adds Σ `weights[j]`·`rows[j]` to `out`.
#[inline(always)]
pub(super) fn add_combined(rows: [&[f32]; 4], weights: [f32; 4], out: &mut [f32]) {
    let [a, b, c, d] = rows;
    for ((((out, &a), &b), &c), &d) in out.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        *out = (((*out + weights[0] * a) + weights[1] * b) + weights[2] * c) + weights[3] * d;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::vectorized::vectorized;

    /// Random-looking rows `(n, stride)` whose padding columns are zero.
    fn rows(n: usize, n_factors: usize) -> Vec<f32> {
        let stride = stride_of(n_factors);
        let mut state = 7_u32;
        let mut rows = vec![0.0; n * stride];
        for row in rows.chunks_exact_mut(stride) {
            for value in &mut row[..n_factors] {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *value = (state >> 8) as f32 / 8_388_608.0 - 1.0;
            }
        }
        rows
    }

    fn system(n_factors: usize) -> Vec<f32> {
        let stride = stride_of(n_factors);
        let panel = rows(40, n_factors);
        let mut matrix = vec![0.0; stride * stride];
        add_outer_products(&mut matrix, stride, 0, &panel, &panel);
        for k in 0..stride {
            matrix[k * stride + k] += 1.0;
        }
        matrix
    }

    #[test]
    fn the_tiled_sum_agrees_with_the_naive_one() {
        let (n_factors, stride) = (21, stride_of(21));
        let panel = rows(5, n_factors);
        let mut matrix = vec![1.0; stride * stride];
        add_outer_products(&mut matrix, stride, 0, &panel, &panel);
        for i in 0..n_factors {
            for j in i..n_factors {
                let naive: f32 = 1.0 + panel.chunks_exact(stride).map(|row| row[i] * row[j]).sum::<f32>();
                assert!((matrix[i * stride + j] - naive).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn a_factorized_system_is_solved() {
        for n_factors in [1, 16, 33, 64] {
            let stride = stride_of(n_factors);
            let matrix = system(n_factors);
            let wanted = &rows(1, n_factors)[..];
            let cell = |i: usize, j: usize| matrix[i.min(j) * stride + i.max(j)];
            let mut x: Vec<f32> = (0..stride).map(|i| (0..stride).map(|j| cell(i, j) * wanted[j]).sum()).collect();
            let mut factor = matrix.clone();
            factorize(&mut factor, stride, &mut vec![0.0; TILE_COLUMNS * stride]);
            solve_factorized(&factor, stride, &mut x);
            for (found, wanted) in x.iter().zip(wanted) {
                assert!((found - wanted).abs() < 1e-3, "{n_factors} factors: {found} instead of {wanted}");
            }
        }
    }

    #[test]
    fn vectors_do_not_change_a_bit() {
        let run = |matrix: &[f32]| {
            let (stride, mut factor, mut x) = (stride_of(33), matrix.to_vec(), rows(1, 33));
            factorize(&mut factor, stride, &mut vec![0.0; TILE_COLUMNS * stride]);
            solve_factorized(&factor, stride, &mut x);
            x.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        let matrix = system(33);
        assert_eq!(vectorized(|| run(&matrix)), run(&matrix));
    }
}
