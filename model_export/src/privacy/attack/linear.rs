//! The linear algebra of small symmetric matrices that the attack needs: Cholesky factors and eigenvectors.
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

/// Returns the eigenvalues of a symmetric matrix and its eigenvectors as columns of a second one, by Jacobi's rotations.
pub(super) fn eigen(matrix: &[f64], n: usize) -> (Vec<f64>, Vec<f64>) {
    /// Rounds through all pairs; convergence is quadratic, and a dozen are enough for hundreds of rows.
    const ROUNDS: usize = 30;
    let mut a = matrix.to_vec();
    let mut vectors: Vec<f64> = (0..n * n).map(|at| if at / n == at % n { 1.0 } else { 0.0 }).collect();
    for _ in 0..ROUNDS {
        let off: f64 = (0..n).flat_map(|r| (0..r).map(move |c| (r, c))).map(|(r, c)| a[r * n + c].powi(2)).sum();
        if off < f64::MIN_POSITIVE {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut a, &mut vectors, n, (p, q));
            }
        }
    }
    ((0..n).map(|k| a[k * n + k]).collect(), vectors)
}

/// Makes entry (p, q) zero by a rotation of these two rows and columns.
fn rotate(a: &mut [f64], vectors: &mut [f64], n: usize, (p, q): (usize, usize)) {
    let apq = a[p * n + q];
    if apq == 0.0 {
        return;
    }
    let theta = (a[q * n + q] - a[p * n + p]) / (2.0 * apq);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cos = 1.0 / t.hypot(1.0);
    let sin = t * cos;
    let turn = |m: &mut [f64], i: usize, j: usize| {
        let (x, y) = (m[i], m[j]);
        (m[i], m[j]) = (cos * x - sin * y, sin * x + cos * y);
    };
    for k in 0..n {
        turn(a, k * n + p, k * n + q);
    }
    for k in 0..n {
        turn(a, p * n + k, q * n + k);
        turn(vectors, k * n + p, k * n + q);
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

    #[test]
    fn eigenvectors_give_the_matrix_back() {
        let matrix = [4.0, 1.0, 0.5, 1.0, 3.0, -0.7, 0.5, -0.7, 2.0];
        let (values, vectors) = eigen(&matrix, 3);
        for r in 0..3 {
            for c in 0..3 {
                let back: f64 = (0..3).map(|k| vectors[r * 3 + k] * values[k] * vectors[c * 3 + k]).sum();
                assert!((back - matrix[r * 3 + c]).abs() < 1e-10);
            }
        }
    }
}
