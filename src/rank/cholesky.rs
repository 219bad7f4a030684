//! Cholesky factorisation and solves of a symmetric positive definite matrix, as a packed lower triangle, in f64.

use super::kernel;

/// Returns where row `r` of a packed lower triangle begins: entry (r, c) is at `row_start(r) + c` for c ≤ r.
pub(super) const fn row_start(r: usize) -> usize {
    r * (r + 1) / 2
}

/// Replaces the matrix by its factor L with L·Lᵀ = A. O(d³ / 3).
///
/// A pivot below `floor` (which only a matrix that is not positive definite has) is raised to it, so that a solve
/// always ends in finite numbers.
pub(super) fn factorize(matrix: &mut [f64], d: usize, floor: f64) {
    for r in 0..d {
        let (above, rest) = matrix.split_at_mut(row_start(r));
        let row = &mut rest[..=r];
        for c in 0..r {
            let other = &above[row_start(c)..=row_start(c) + c];
            row[c] = (row[c] - dot(&row[..c], &other[..c])) / other[c];
        }
        let pivot = row[r] - dot(&row[..r], &row[..r]);
        row[r] = kernel::sqrt(if pivot > floor { pivot } else { floor });
    }
}

/// Replaces b by A⁻¹b, where `factor` is the factor of A. O(d²).
pub(super) fn solve(factor: &[f64], b: &mut [f64]) {
    let d = b.len();
    for r in 0..d {
        let row = &factor[row_start(r)..=row_start(r) + r];
        b[r] = (b[r] - dot(&row[..r], &b[..r])) / row[r];
    }
    for r in (0..d).rev() {
        let row = &factor[row_start(r)..=row_start(r) + r];
        b[r] /= row[r];
        let scale = b[r];
        b[..r].iter_mut().zip(row).for_each(|(slot, entry)| *slot -= scale * entry);
    }
}

/// Returns Σ a·b in four running sums: a fixed order that a SIMD unit can keep.
// One copy in the shipped module; over tens of factors the call costs nothing.
#[inline(never)]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a4, a_rest), (b4, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (x, y) in a4.iter().zip(b4) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let tail: f64 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // A = [[4, 2], [2, 5]] = L·Lᵀ with L = [[2, 0], [1, 2]]; A·[1, 2] = [8, 12].
        let mut matrix = [4.0, 2.0, 5.0];
        factorize(&mut matrix, 2, 1e-12);
        assert_eq!(matrix, [2.0, 1.0, 2.0]);
        let mut b = [8.0, 12.0];
        solve(&matrix, &mut b);
        assert_eq!(b, [1.0, 2.0]);
    }

    #[test]
    fn solves_what_was_multiplied() {
        let d = 13;
        let rows: Vec<Vec<f64>> =
            (0..d).map(|r| (0..d).map(|c| f64::from((r * 7 + c * 3) % 11) - 5.0).collect()).collect();
        let mut matrix = vec![0.0; row_start(d as usize)];
        for r in 0..d as usize {
            for c in 0..=r {
                let diagonal = if r == c { 1.0 } else { 0.0 };
                matrix[row_start(r) + c] = dot(&rows[r], &rows[c]) + diagonal;
            }
        }
        let at = |r: usize, c: usize| matrix[row_start(r.max(c)) + r.min(c)];
        let wanted: Vec<f64> = (0..d).map(f64::from).collect();
        let mut b: Vec<f64> =
            (0..wanted.len()).map(|r| (0..wanted.len()).map(|c| at(r, c) * wanted[c]).sum()).collect();
        let mut factor = matrix.clone();
        factorize(&mut factor, wanted.len(), 1e-12);
        solve(&factor, &mut b);
        b.iter().zip(&wanted).for_each(|(found, wanted)| assert!((found - wanted).abs() < 1e-8, "{found} {wanted}"));
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_still_gives_finite_numbers() {
        let mut matrix = [-1.0, 3.0, -2.0];
        factorize(&mut matrix, 2, 1e-9);
        let mut b = [1.0, 1.0];
        solve(&matrix, &mut b);
        assert!(b.iter().all(|v| v.is_finite()));
    }
}
