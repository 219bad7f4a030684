//! Small systems of linear equations by Cholesky factors.
//!
//! Matrices are row-major, `(n, n)`.

/// Returns the lower Cholesky factor of a positive definite matrix, or `None` for another.
pub(super) fn cholesky(matrix: &[f64], n: usize) -> Option<Vec<f64>> {
    let mut lower = matrix.to_vec();
    for r in 0..n {
        for c in 0..=r {
            let sum: f64 = (0..c).map(|k| lower[r * n + k] * lower[c * n + k]).sum();
            let rest = lower[r * n + c] - sum;
            if r == c {
                if !(rest > 0.0 && rest.is_finite()) {
                    return None;
                }
                lower[r * n + r] = rest.sqrt();
            } else {
                lower[r * n + c] = rest / lower[c * n + c];
            }
        }
        lower[r * n + r + 1..(r + 1) * n].fill(0.0);
    }
    Some(lower)
}

/// Solves L·x = `vector` in place, L lower triangular.
pub(super) fn forward(lower: &[f64], vector: &mut [f64]) {
    let n = vector.len();
    for r in 0..n {
        let (known, rest) = vector.split_at_mut(r);
        let sum: f64 = lower[r * n..r * n + r].iter().zip(known).map(|(l, x)| l * *x).sum();
        rest[0] = (rest[0] - sum) / lower[r * n + r];
    }
}

/// Solves Lᵀ·x = `vector` in place, L lower triangular.
pub(super) fn backward(lower: &[f64], vector: &mut [f64]) {
    let n = vector.len();
    for r in (0..n).rev() {
        let x = vector[r] / lower[r * n + r];
        vector[r] = x;
        (0..r).for_each(|k| vector[k] -= lower[r * n + k] * x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worked_system_is_solved() {
        // [[4, 2], [2, 5]] = L·Lᵀ with L = [[2, 0], [1, 2]]; the solution for (8, 9) is (11/8, 5/4).
        let lower = cholesky(&[4.0, 2.0, 2.0, 5.0], 2).expect("positive definite");
        assert_eq!(lower, [2.0, 0.0, 1.0, 2.0]);
        let mut x = [8.0, 9.0];
        forward(&lower, &mut x);
        backward(&lower, &mut x);
        assert!((x[0] - 1.375).abs() < 1e-12 && (x[1] - 1.25).abs() < 1e-12, "{x:?}");
        assert!(cholesky(&[1.0, 2.0, 2.0, 1.0], 2).is_none());
    }
}
