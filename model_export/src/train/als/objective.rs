//! The number that the alternation makes small; training itself never needs it.

use ndarray::Array2;

use super::{Als, ValidParams};
use crate::train::confidences::Confidences;

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
