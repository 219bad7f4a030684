//! A candidate folded in by the published factors: how well the model fits their own items, with and without each.
//!
//! With A = a0·G + λ·I + Σ c·y·yᵀ and b = Σ (c + a0)·y, the fitted score of item i is s = yᵢ·A⁻¹b; without i itself it is
//! (s − (c + a0)·h) / (1 − c·h), h = yᵢ·A⁻¹yᵢ (Sherman and Morrison 1950): one factorization gives all.

use etalage::ItemIx;

use super::linear::{backward, cholesky, forward};
use super::published::Target;

/// What only the attack needs of a model's factors, made once.
#[derive(Debug)]
pub(super) struct FactorSpace {
    n_factors: usize,
    a0: f64,
    n_items: f64,
    regularization: (f64, f64),
    /// a0·G, `(n_factors, n_factors)`.
    weighted_gram: Vec<f64>,
    vectors: Vec<f64>,
    centroids: Vec<f64>,
}

/// A candidate's scores.
#[derive(Debug, Default, Clone)]
pub(super) struct Fold {
    /// For each of the items folded in: the score of the candidate's vector.
    pub(super) fitted: Vec<f64>,
    /// The same without the item itself.
    pub(super) left_out: Vec<f64>,
    /// The candidate's vector.
    pub(super) vector: Vec<f64>,
}

impl FactorSpace {
    /// Reads the factors of `target`; λ and its exponent are those of training, which manifests and documentation tell.
    pub(super) fn of(target: &Target, regularization: (f64, f64)) -> Self {
        let model = &target.model;
        let (d, a0) = (model.n_factors(), f64::from(model.meta().fold_in.unobserved_weight));
        let mut weighted_gram = vec![0.0; d * d];
        for r in 0..d {
            for c in 0..=r {
                let value = a0 * f64::from(model.gram().get(r * (r + 1) / 2 + c));
                (weighted_gram[r * d + c], weighted_gram[c * d + r]) = (value, value);
            }
        }
        let vectors = (0..model.n_items() as ItemIx).flat_map(|item| model.factors().vector(item)).collect();
        let centroids = model.centroids().iter().map(f64::from).collect();
        Self { n_factors: d, a0, n_items: model.n_items() as f64, regularization, weighted_gram, vectors, centroids }
    }

    /// Returns the vector of an item.
    pub(super) fn vector(&self, item: ItemIx) -> &[f64] {
        let start = item as usize * self.n_factors;
        &self.vectors[start..start + self.n_factors]
    }

    /// Returns the centroid of each segment.
    pub(super) fn centroids(&self) -> impl Iterator<Item = &[f64]> {
        self.centroids.chunks_exact(self.n_factors.max(1))
    }

    /// Folds items with their confidences in; nothing when the model has no factors. O(d²·items + d³).
    pub(super) fn fold(&self, items: &[(ItemIx, f64)]) -> Fold {
        let d = self.n_factors;
        let total: f64 = items.iter().map(|&(_, c)| c).sum();
        let (lambda, exponent) = self.regularization;
        let lambda = lambda * (total + self.a0 * self.n_items).powf(exponent);
        let mut matrix = self.weighted_gram.clone();
        (0..d).for_each(|k| matrix[k * d + k] += lambda);
        let mut x = vec![0.0; d];
        for &(item, c) in items {
            let y = self.vector(item);
            for r in 0..d {
                let scale = c * y[r];
                matrix[r * d..=r * d + r].iter_mut().zip(y).for_each(|(entry, v)| *entry += scale * v);
                x[r] += (c + self.a0) * y[r];
            }
        }
        let Some(lower) = cholesky(&matrix, d).filter(|_| d > 0) else { return Fold::default() };
        forward(&lower, &mut x);
        backward(&lower, &mut x);
        let mut fold = Fold { vector: x, ..Fold::default() };
        for &(item, c) in items {
            let y = self.vector(item);
            let mut z = y.to_vec();
            forward(&lower, &mut z);
            let (s, h) = (dot(y, &fold.vector), dot(&z, &z));
            fold.fitted.push(s);
            fold.left_out.push((s - (c + self.a0) * h) / (1.0 - c * h).max(1e-9));
        }
        fold
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Returns the cosine of two vectors, 0 when one of them is zero.
pub(super) fn cosine(a: &[f64], b: &[f64]) -> f64 {
    let norms = (dot(a, a) * dot(b, b)).sqrt();
    if norms > 0.0 { dot(a, b) / norms } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_an_item_out_by_the_formula_equals_solving_without_it() {
        let space = FactorSpace {
            n_factors: 2,
            a0: 0.1,
            n_items: 3.0,
            // An exponent of 0, so that λ does not depend on who is left out.
            regularization: (0.5, 0.0),
            weighted_gram: vec![0.3, 0.05, 0.05, 0.2],
            vectors: vec![1.0, 0.2, 0.4, 0.9, -0.3, 0.5],
            centroids: Vec::new(),
        };
        let all = space.fold(&[(0, 1.0), (1, 0.5), (2, 2.0)]);
        let without = space.fold(&[(0, 1.0), (2, 2.0)]);
        assert!((all.left_out[1] - dot(space.vector(1), &without.vector)).abs() < 1e-12);
        assert!((all.fitted[0] - dot(space.vector(0), &all.vector)).abs() < 1e-12);
    }
}
