//! Fold-in: a visitor's vector from the evidence of one session, anchored in the segments that the session resembles.

use alloc::vec::Vec;

use super::cholesky::{self, dot, row_start};
use super::{Part, kernel};
use crate::model::{F32s, FoldInParams, ItemFactors, Model};
use crate::session::Evidence;

/// What a fold-in needs of a model, made once.
///
/// With G = `YᵀY`, evidence (i, `c_i`), n = Σ `c_i` and λₙ = λ (n + a0·items)^ν, the visitor's vector solves
///
/// ```text
/// P = a0·G + λₙ·I        A = P + Σ c_i y_i y_iᵀ        A x = Σ (c_i + a0) y_i + κ P m
/// ```
///
/// the implicit-feedback least squares of Hu, Koren and Volinsky (2008) with the frequency-scaled regularization of
/// Rendle et al. (2022), around a prior mean m instead of 0. m = Σ `w_s` · centroid `s` is the segment prior; the posterior
/// `w_s` ∝ `customers_s` · exp(γ n cos(x₀, `centroid_s`)), a mixture of von Mises-Fisher distributions around the
/// centroids, where x₀ is the solution without prior. Without evidence x = κ m, the population's mean.
#[derive(Debug, Clone)]
pub struct FoldIn {
    params: FoldInParams,
    n_factors: usize,
    n_items: f64,
    /// a0·G, packed lower triangle.
    weighted_gram: Vec<f64>,
    segments: Vec<SegmentPrior>,
}

#[derive(Debug, Clone)]
struct SegmentPrior {
    centroid: Vec<f64>,
    norm: f64,
    /// a0·G·centroid.
    weighted: Vec<f64>,
    log_customers: f64,
}

/// A visitor, folded in.
#[derive(Debug, Clone)]
pub struct Folded {
    /// The vector x, `n_factors` long.
    pub vector: Vec<f64>,
    /// The probability of each segment; sums to 1, or is empty in a model without segments.
    pub segments: Vec<f64>,
    /// The evidence that went in.
    pub evidence: Vec<Evidence>,
    /// Σ of the confidences.
    pub total_confidence: f64,
    /// The Cholesky factor of A, for explanations.
    factor: Vec<f64>,
    /// λₙ.
    regularization: f64,
}

impl FoldIn {
    /// Makes the fold-in of a model.
    pub fn of(model: &Model) -> Self {
        let customers: Vec<u32> = model.meta().segments.iter().map(|segment| segment.n_customers).collect();
        let centroids: Vec<f32> = model.centroids().iter().collect();
        Self::new(&model.meta().fold_in, model.gram(), model.n_items(), model.n_factors(), &centroids, &customers)
    }

    /// Makes a fold-in without segments, for customers whose segments are yet to be found.
    pub fn without_segments(params: &FoldInParams, factors: ItemFactors<'_>) -> Self {
        let bytes: Vec<u8> = factors.gram(|_| true).iter().flat_map(|entry| entry.to_le_bytes()).collect();
        Self::new(params, F32s::new(&bytes), factors.n_items(), factors.n_factors(), &[], &[])
    }

    #[inline(never)]
    fn new(
        params: &FoldInParams,
        gram: F32s<'_>,
        n_items: usize,
        n_factors: usize,
        centroids: &[f32],
        customers: &[u32],
    ) -> Self {
        let a0 = f64::from(params.unobserved_weight);
        let weighted_gram: Vec<f64> = gram.iter().map(|entry| a0 * f64::from(entry)).collect();
        let segments = customers
            .iter()
            .enumerate()
            .map(|(s, &customers)| {
                // In a model without factors every centroid is empty, and the sizes of the segments are all there is.
                let centroid = &centroids[s * n_factors..(s + 1) * n_factors];
                let centroid: Vec<f64> = centroid.iter().map(|&v| f64::from(v)).collect();
                SegmentPrior {
                    norm: kernel::sqrt(dot(&centroid, &centroid)),
                    weighted: multiply(&weighted_gram, &centroid),
                    log_customers: libm::log(f64::from(customers.max(1))),
                    centroid,
                }
            })
            .collect();
        Self { params: params.clone(), n_factors, n_items: n_items as f64, weighted_gram, segments }
    }

    /// Folds the evidence of one visitor in. O(d² · evidence + d³ / 3).
    ///
    /// # Panics
    /// When an item of the evidence is not among the factors, as a slice does.
    #[inline(never)]
    pub fn fold(&self, factors: ItemFactors<'_>, evidence: Vec<Evidence>) -> Folded {
        let d = self.n_factors;
        let total_confidence: f64 = evidence.iter().map(|e| e.confidence).sum();
        let (a0, kappa) = (f64::from(self.params.unobserved_weight), f64::from(self.params.prior_strength));
        let regularization = f64::from(self.params.regularization)
            * power(total_confidence + a0 * self.n_items, f64::from(self.params.regularization_exponent));
        let mut factor = self.weighted_gram.clone();
        (0..d).for_each(|r| factor[row_start(r) + r] += regularization);
        let mut vector = vec![0.0; d];
        for Evidence { item, confidence } in &evidence {
            let y = factors.listed(*item);
            for r in 0..d {
                let scale = confidence * y[r];
                let row = &mut factor[row_start(r)..=row_start(r) + r];
                row.iter_mut().zip(&y).for_each(|(entry, v)| *entry += scale * v);
                vector[r] += (confidence + a0) * y[r];
            }
        }
        cholesky::factorize(&mut factor, d, regularization.max(f64::MIN_POSITIVE));
        cholesky::solve(&factor, &mut vector);
        let segments = self.posterior(&vector, total_confidence);
        let mut prior = vec![0.0; d];
        for (segment, weight) in self.segments.iter().zip(&segments) {
            let scale = kappa * weight;
            for (f, slot) in prior.iter_mut().enumerate() {
                *slot += scale * (segment.weighted[f] + regularization * segment.centroid[f]);
            }
        }
        cholesky::solve(&factor, &mut prior);
        vector.iter_mut().zip(&prior).for_each(|(slot, v)| *slot += v);
        Folded { vector, segments, evidence, total_confidence, factor, regularization }
    }

    /// Returns the probability of each segment given a vector folded in without prior and its total confidence.
    #[inline(never)]
    pub fn posterior(&self, vector: &[f64], total_confidence: f64) -> Vec<f64> {
        let norm = kernel::sqrt(dot(vector, vector));
        let sharpness = f64::from(self.params.segment_concentration) * total_confidence;
        let logs: Vec<f64> = self
            .segments
            .iter()
            .map(|segment| {
                let norms = norm * segment.norm;
                let cosine = if norms > 0.0 { dot(vector, &segment.centroid) / norms } else { 0.0 };
                segment.log_customers + sharpness * cosine
            })
            .collect();
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - largest)).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|weight| weight / sum).collect()
    }

    /// Splits x·y of one item into what each piece of evidence and each segment gave, and tells each part in turn. Hu, Koren
    /// and Volinsky (2008), section 5.
    pub(super) fn contributions(
        &self,
        factors: ItemFactors<'_>,
        folded: &Folded,
        item: u32,
        mut tell: impl FnMut(Part, f64),
    ) {
        let mut z = factors.listed(item);
        cholesky::solve(&folded.factor, &mut z);
        let (a0, kappa) = (f64::from(self.params.unobserved_weight), f64::from(self.params.prior_strength));
        for Evidence { item, confidence } in &folded.evidence {
            tell(Part::Event(*item), (confidence + a0) * dot(&factors.listed(*item), &z));
        }
        for (number, (segment, weight)) in self.segments.iter().zip(&folded.segments).enumerate() {
            let along = dot(&segment.weighted, &z) + folded.regularization * dot(&segment.centroid, &z);
            tell(Part::Segment(number), kappa * weight * along);
        }
    }
}

/// Returns base^exponent for a base of 0 or above, by the two functions that the posterior needs anyway.
fn power(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 { 1.0 } else { libm::exp(exponent * libm::log(base)) }
}

/// Multiplies a symmetric matrix, given as its packed lower triangle, with a vector.
fn multiply(packed: &[f64], vector: &[f64]) -> Vec<f64> {
    let mut product = vec![0.0; vector.len()];
    for r in 0..vector.len() {
        let row = &packed[row_start(r)..=row_start(r) + r];
        product[r] += dot(row, &vector[..=r]);
        for c in 0..r {
            product[c] += row[c] * vector[r];
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn evidence(pairs: &[(u32, f64)]) -> Vec<Evidence> {
        pairs.iter().map(|&(item, confidence)| Evidence { item, confidence }).collect()
    }

    #[test]
    fn no_evidence_gives_the_mean_of_the_population() {
        let model = Model::decode(crate::format::encode(&fixture::toys_and_tools()).expect("valid")).expect("valid");
        let fold_in = FoldIn::of(&model);
        let folded = fold_in.fold(model.factors(), Vec::new());
        let sizes: Vec<f64> = model.meta().segments.iter().map(|s| f64::from(s.n_customers)).collect();
        let all: f64 = sizes.iter().sum();
        for (found, size) in folded.segments.iter().zip(&sizes) {
            assert!((found - size / all).abs() < 1e-12);
        }
        let kappa = f64::from(model.meta().fold_in.prior_strength);
        for f in 0..model.n_factors() {
            let mean: f64 = (0..sizes.len())
                .map(|s| sizes[s] / all * f64::from(model.centroids().get(s * model.n_factors() + f)))
                .sum();
            assert!((folded.vector[f] - kappa * mean).abs() < 1e-9);
        }
    }

    #[test]
    fn the_vector_solves_the_normal_equations() {
        let model = Model::decode(crate::format::encode(&fixture::toys_and_tools()).expect("valid")).expect("valid");
        let factors = model.factors();
        let params = FoldInParams { prior_strength: 0.0, ..model.meta().fold_in.clone() };
        let folded = FoldIn::without_segments(&params, factors).fold(factors, evidence(&[(0, 2.0), (2, 0.5)]));
        let a0 = f64::from(params.unobserved_weight);
        // The gradient of Σ c (1 - x·y)² + a0 Σ_all (x·y)² - 2 a0 Σ_seen x·y + λ|x|² is zero at x.
        for f in 0..model.n_factors() {
            let mut gradient = folded.regularization * folded.vector[f];
            for item in 0..model.n_items() as u32 {
                let y: Vec<f64> = factors.vector(item).collect();
                gradient += a0 * dot(&folded.vector, &y) * y[f];
            }
            for seen in &folded.evidence {
                let y: Vec<f64> = factors.vector(seen.item).collect();
                gradient += (seen.confidence * (dot(&folded.vector, &y) - 1.0) - a0) * y[f];
            }
            assert!(gradient.abs() < 1e-6, "factor {f}: {gradient}");
        }
    }
}
