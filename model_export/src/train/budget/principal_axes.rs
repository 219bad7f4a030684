//! Fewer factors from one training: the vectors turned to their principal axes, and the weakest axes left out.
//!
//! Scores and fold-ins are made of dot products, so turning all vectors alike changes none of them; the axes of the
//! greatest variance then say the most of what any so many axes can say (Eckart and Young 1936).

use core::f64::consts::PI;

use ndarray::{Array2, ArrayView2, Axis, s};

/// Sweeps of Jacobi's method: it converges quadratically, and ten are plenty for 512 factors.
const MAX_SWEEPS: usize = 30;

/// The principal axes of a factorization, strongest first.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalAxes {
    /// Shape `(n_factors, n_factors)`, one axis a column.
    axes: Array2<f64>,
}

impl PrincipalAxes {
    /// Finds the axes of the `sides` of a factorization, each `(n_rows, n_factors)`: the items, and better the users
    /// too, for an axis that either side hardly uses says little. They are the eigenvectors of the sum of the sides'
    /// Gram matrices, each divided by its rows. O(rows · factors² + factors³).
    ///
    /// # Panics
    /// When there is no side, or they have different numbers of factors.
    pub fn of(sides: &[ArrayView2<'_, f32>]) -> Self {
        let n_factors = sides[0].ncols();
        let mut gram = Array2::zeros((n_factors, n_factors));
        for side in sides {
            let rows = side.mapv(f64::from);
            gram += &(rows.t().dot(&rows) / rows.nrows().max(1) as f64);
        }
        let (values, vectors) = eigen(gram);
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
        Self { axes: vectors.select(Axis(1), &order) }
    }

    /// Turns vectors `(n, n_factors)` to the strongest `n_kept` axes: the result is `(n, n_kept)`.
    ///
    /// Within these axes the vectors are turned once more, by the cosine transform, which spreads every axis evenly
    /// over all entries: a row with one large entry and many small ones would lose the small ones to the grid of its
    /// few bits.
    ///
    /// # Panics
    /// When the vectors have another length than the factors that the axes are of, or fewer entries than `n_kept`.
    pub fn turn(&self, vectors: &ArrayView2<'_, f32>, n_kept: usize) -> Array2<f32> {
        let turn = self.axes.slice(s![.., ..n_kept]).dot(&cosine_transform(n_kept));
        vectors.mapv(f64::from).dot(&turn).mapv(|value| value as f32)
    }
}

/// Returns the orthogonal matrix of the cosine transform (DCT-II) of `n` entries.
fn cosine_transform(n: usize) -> Array2<f64> {
    let greatest = (2.0 / n as f64).sqrt();
    Array2::from_shape_fn((n, n), |(frequency, place)| match frequency {
        0 => (1.0 / n as f64).sqrt(),
        _ => greatest * (PI / n as f64 * (place as f64 + 0.5) * frequency as f64).cos(),
    })
}

/// Returns the eigenvalues of a symmetric matrix and its eigenvectors, one a column, by cyclic Jacobi rotations (Golub
/// and Van Loan, "Matrix Computations", 8.5).
pub(in crate::train) fn eigen(mut matrix: Array2<f64>) -> (Vec<f64>, Array2<f64>) {
    let n = matrix.nrows();
    // One row a vector: the rotations of columns run over memory in order.
    let mut vectors = Array2::eye(n);
    let whole: f64 = matrix.iter().map(|value| value * value).sum();
    for _ in 0..MAX_SWEEPS {
        let outside: f64 = (0..n).flat_map(|p| (0..p).map(move |q| (p, q))).map(|place| matrix[place].powi(2)).sum();
        if outside <= 1e-28 * whole {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                if matrix[[p, q]] == 0.0 {
                    continue;
                }
                let theta = (matrix[[q, q]] - matrix[[p, p]]) / (2.0 * matrix[[p, q]]);
                let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                let turn = (cosine, tangent * cosine);
                rotate(&mut matrix, p, q, turn);
                matrix.swap_axes(0, 1);
                rotate(&mut matrix, p, q, turn);
                matrix.swap_axes(0, 1);
                rotate(&mut vectors, p, q, turn);
            }
        }
    }
    (matrix.diag().to_vec(), vectors.reversed_axes())
}

/// Turns rows p and q in their plane.
fn rotate(matrix: &mut Array2<f64>, p: usize, q: usize, (cosine, sine): (f64, f64)) {
    let (mut row_p, mut row_q) = matrix.multi_slice_mut((s![p, ..], s![q, ..]));
    row_p.iter_mut().zip(row_q.iter_mut()).for_each(|(a, b)| {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // [[2, 1], [1, 2]] has the eigenvalues 3, of (1, 1) / √2, and 1, of (1, -1) / √2.
        let (values, vectors) = eigen(ndarray::array![[2.0, 1.0], [1.0, 2.0]]);
        let strong = usize::from(values[1] > values[0]);
        assert!((values[strong] - 3.0).abs() < 1e-12 && (values[1 - strong] - 1.0).abs() < 1e-12, "{values:?}");
        assert!((vectors[[0, strong]] - vectors[[1, strong]]).abs() < 1e-12);
        assert!((vectors[[0, strong]].abs() - 0.5_f64.sqrt()).abs() < 1e-12);
    }

    /// Vectors with a strong, a weaker and a very weak direction, none along an axis.
    fn vectors() -> Array2<f32> {
        let wave = |n: usize, speed: f64| (n as f64 * speed).sin();
        Array2::from_shape_fn((50, 8), |(row, column)| {
            let strong = 3.0 * wave(row, 1.3) * wave(column + 1, 0.7);
            let weaker = wave(row, 2.9) * wave(column + 1, 1.9);
            (strong + weaker + 0.01 * wave(row * 8 + column, 5.1)) as f32
        })
    }

    #[test]
    fn turning_to_all_axes_keeps_every_dot_product() {
        let before = vectors();
        let after = PrincipalAxes::of(&[before.view()]).turn(&before.view(), 8);
        let (wanted, found) = (before.dot(&before.t()), after.dot(&after.t()));
        let error = (&wanted - &found).iter().fold(0.0_f32, |most, error| most.max(error.abs()));
        assert!(error < 1e-4, "{error}");
    }

    #[test]
    fn two_axes_hold_what_two_directions_say() {
        let before = vectors();
        let two = PrincipalAxes::of(&[before.view()]).turn(&before.view(), 2);
        let (wanted, found) = (before.dot(&before.t()), two.dot(&two.t()));
        let error = (&wanted - &found).iter().fold(0.0_f32, |most, error| most.max(error.abs()));
        assert!(error < 0.01, "only the third direction is lost: {error}");
    }

    #[test]
    fn no_vector_has_no_axis() {
        let none = Array2::<f32>::zeros((3, 0));
        assert_eq!(PrincipalAxes::of(&[none.view()]).turn(&none.view(), 0).dim(), (3, 0));
    }
}
