//! The weights of a score's parts: a multinomial logit of what came next, climbed by gradients with noise.
//!
//! Each moment is a choice: the item that came next against items drawn by chance, whose scores are corrected by the
//! logarithm of that chance (`McFadden` 1978). Of each visitor the gradient is clipped to length 1, the sum over visitors
//! gets Gaussian noise, and the weights go a step along it (Abadi et al., "Deep learning with differential privacy", 2016,
//! with every visitor in every step). The curvature is released beside
//! it, so that steps fit the lake; the stronger the noise, the shorter they are, so that a small lake keeps the weights that
//! the search began with rather than those of the noise.

use etalage::model::ModelParts;

use super::Spent;
use super::popularity::Popularity;
use super::samples::{Moment, N_PARTS, POPULARITY_SCALE, Samples};
use super::spending::Statistic;
use crate::train::TrainError;
use crate::train::features::{Features, Group, GroupWeights};
use crate::train::params::Params;

/// Where the search begins, in nats a unit: the logarithm of popularity counts as it is, a group's cosine of 1 for so much.
const START: [f64; N_PARTS] = [POPULARITY_SCALE, 0.5, 0.5, 0.5, 1.5, 0.5, 0.0, 1.0];

/// Steps of the search.
const N_STEPS: usize = 10;

/// How far a step goes towards where a parabola of the curvature found so far has its top.
const DAMPING: f64 = 0.7;

/// The curvature that is added for caution, in deviations of the noise on it.
const CAUTION: f64 = 2.0;

/// The most that a weight changes in one step, against 1 and against what it is.
const MOST: f64 = 1.0;

/// The weights of the parts, in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weights(pub(super) [f64; N_PARTS]);

/// What one visitor's moments say: the gradient, then the curvature along each weight.
type Slope = [f64; 2 * N_PARTS];

/// Releases the weights.
pub(super) fn release(samples: &Samples, spent: &mut Spent<'_>) -> Weights {
    let mut weights = START;
    let mut curvature = [0.0; N_PARTS];
    for step in 0..N_STEPS {
        let mut sum = slope(samples, &weights);
        // Two lists, each of length 1 at most for every visitor.
        let sigma = spent.release_step(Statistic::Weights, step, N_STEPS, core::f64::consts::SQRT_2, &mut sum);
        let seen = (step + 1) as f64;
        for (part, weight) in weights.iter_mut().enumerate() {
            curvature[part] += sum[N_PARTS + part];
            let caution = CAUTION * sigma / seen.sqrt();
            let steep = (curvature[part] / seen).max(0.0) + caution;
            let most = MOST * weight.max(1.0);
            *weight = (*weight + (DAMPING * sum[part] / steep).clamp(-most, most)).max(0.0);
        }
    }
    Weights(weights)
}

/// Returns the sum over visitors of their gradients and curvatures, each clipped to length 1.
fn slope(samples: &Samples, weights: &[f64; N_PARTS]) -> Slope {
    let clip = |values: &mut [f64]| {
        let length = values.iter().map(|value| value * value).sum::<f64>().sqrt().max(1.0);
        for value in values {
            *value /= length;
        }
    };
    let mut sum = [0.0; 2 * N_PARTS];
    for moments in samples.visitors.iter().filter(|moments| !moments.is_empty()) {
        let mut own = [0.0; 2 * N_PARTS];
        for moment in moments {
            let found = of_moment(moment, weights);
            own.iter_mut().zip(found).for_each(|(sum, value)| *sum += value / moments.len() as f64);
        }
        let (gradient, curvature) = own.split_at_mut(N_PARTS);
        clip(gradient);
        clip(curvature);
        sum.iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
    }
    sum
}

/// Returns the gradient of the logarithm of the chance of what came next, and how fast it falls along each weight: the
/// variance of each part under the chances.
fn of_moment(moment: &Moment, weights: &[f64; N_PARTS]) -> Slope {
    let score =
        |parts: &[f32; N_PARTS]| -> f64 { parts.iter().zip(weights).map(|(&part, w)| f64::from(part) * w).sum() };
    let scores: Vec<f64> =
        moment.parts.iter().zip(&moment.log_chance).map(|(parts, &chance)| score(parts) - f64::from(chance)).collect();
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds: Vec<f64> = scores.iter().map(|score| (score - greatest).exp()).collect();
    let total: f64 = odds.iter().sum();
    let (mut mean, mut square) = ([0.0; N_PARTS], [0.0; N_PARTS]);
    for (parts, odds) in moment.parts.iter().zip(&odds) {
        for (part, &value) in parts.iter().enumerate() {
            mean[part] += odds / total * f64::from(value);
            square[part] += odds / total * f64::from(value).powi(2);
        }
    }
    core::array::from_fn(|place| match place.checked_sub(N_PARTS) {
        None => f64::from(moment.parts[0][place]) - mean[place],
        Some(part) => square[part] - mean[part] * mean[part],
    })
}

impl Weights {
    /// Writes the weights into a model.
    ///
    /// A group's weight in nats becomes a factor on its features; what all have in common becomes `mix.features`.
    ///
    /// # Errors
    /// None in practice: see [`Features::table`].
    pub(super) fn apply(
        &self,
        parts: &mut ModelParts,
        features: &Features,
        p: &Params,
        popularity: &Popularity,
    ) -> Result<(), TrainError> {
        let [of_popularity, factors, repeats, groups @ ..] = self.0;
        let (_, range) = popularity.range();
        let mix = &mut parts.meta.mix;
        mix.popularity = (of_popularity / POPULARITY_SCALE * range) as f32;
        (mix.factors, mix.next_item) = (factors as f32, repeats as f32);
        let shares = features.shares(&p.feature_groups);
        // A weight is that of a group's own cosine, of which the share is what a model's cosine has of it.
        let common: f64 = groups.iter().sum();
        if common > 0.0 {
            let scaled: GroupWeights = Group::ALL.map(|group| {
                let (share, weight) = (shares[group as usize], groups[group as usize]);
                if share > 0.0 {
                    p.feature_groups[group as usize] * (weight / (common * share)).sqrt() as f32
                } else {
                    0.0
                }
            });
            parts.features = features.table(&scaled)?;
            mix.features = common as f32;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradient_points_to_what_tells_the_next_item_apart() {
        let moment = |target: f32, other: f32| Moment {
            parts: [target, other]
                .map(|value| {
                    let mut parts = [0.0; N_PARTS];
                    parts[7] = value;
                    parts
                })
                .to_vec(),
            log_chance: vec![0.0; 2],
        };
        // With equal scores the chance is 1/2: the gradient is the target's part less the mean of both.
        let found = of_moment(&moment(0.8, 0.2), &[0.0; N_PARTS]);
        assert!(
            (found[7] - 0.3).abs() < 1e-6
                && found[..7].iter().all(|&value| value == 0.0)
                && (found[N_PARTS + 7] - 0.09).abs() < 1e-6,
            "{found:?}"
        );
        let samples = Samples { visitors: vec![vec![moment(80.0, 0.0)], Vec::new()] };
        assert!((slope(&samples, &[0.0; N_PARTS])[7] - 1.0).abs() < 1e-9, "clipped");
    }
}
