//! The weights of a score's parts: a multinomial logit of what came next, climbed by gradients with noise.
//!
//! Each moment is a choice: the item that came next against items drawn by chance, whose scores are corrected by the
//! logarithm of that chance (McFadden 1978). Of each visitor the gradient is clipped to length 1, the sum over visitors
//! gets Gaussian noise, and the weights go a step along it (Abadi et al., "Deep learning with differential privacy", 2016,
//! with every visitor in every step). The fewer visitors there are, the shorter the steps, so that a small lake keeps the
//! weights that the search began with rather than those of the noise.

use etalage::model::ModelParts;

use super::Spent;
use super::popularity::Popularity;
use super::samples::{Moment, N_PARTS, POPULARITY_SCALE, Samples};
use super::spending::Statistic;
use crate::train::TrainError;
use crate::train::features::{Features, Group, GroupWeights};
use crate::train::params::Params;

/// Where the search begins, in nats a unit: the logarithm of popularity counts as it is.
const START: [f64; N_PARTS] = [POPULARITY_SCALE, 1.0, 0.5, 2.0, 2.0, 4.0, 0.5, 5.0];

/// Steps of the search.
const N_STEPS: usize = 12;

/// How far a step goes for a mean gradient of 1.
const RATE: f64 = 30.0;

/// Visitors at which a step is half as long as with endlessly many, for noise of deviation 1 a step.
const CAUTION: f64 = 60.0;

/// The weights of the parts, in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weights(pub(super) [f64; N_PARTS]);

/// Releases the weights.
pub(super) fn release(samples: &Samples, spent: &mut Spent<'_>) -> Weights {
    let mut weights = START;
    for step in 0..N_STEPS {
        let mut sum = gradient(samples, &weights);
        let sigma = spent.release_step(Statistic::Weights, step, N_STEPS, 1.0, &mut sum);
        // The number of visitors is taken from the lake's size class alone: see `size_class`.
        let n = size_class(samples.visitors.len());
        let rate = RATE / (n + CAUTION * sigma);
        for (weight, gradient) in weights.iter_mut().zip(&sum) {
            *weight = (*weight + rate * gradient).max(0.0);
        }
    }
    Weights(weights)
}

/// Returns the power of two next to a count: so coarse a number tells nothing of one visitor but at its borders, where it
/// changes the length of a step and no more.
fn size_class(n: usize) -> f64 {
    (n.max(1) as f64).log2().round().exp2()
}

/// Returns the sum over visitors of their gradients, each clipped to length 1.
fn gradient(samples: &Samples, weights: &[f64; N_PARTS]) -> [f64; N_PARTS] {
    let mut sum = [0.0; N_PARTS];
    for moments in samples.visitors.iter().filter(|moments| !moments.is_empty()) {
        let mut own = [0.0; N_PARTS];
        for moment in moments {
            let found = of_moment(moment, weights);
            own.iter_mut().zip(found).for_each(|(sum, value)| *sum += value / moments.len() as f64);
        }
        let length = own.iter().map(|value| value * value).sum::<f64>().sqrt().max(1.0);
        sum.iter_mut().zip(own).for_each(|(sum, value)| *sum += value / length);
    }
    sum
}

/// Returns the gradient of the logarithm of the chance of what came next.
fn of_moment(moment: &Moment, weights: &[f64; N_PARTS]) -> [f64; N_PARTS] {
    let score =
        |parts: &[f32; N_PARTS]| parts.iter().zip(weights).map(|(&part, weight)| f64::from(part) * weight).sum::<f64>();
    let scores: Vec<f64> =
        moment.parts.iter().zip(&moment.log_chance).map(|(parts, &chance)| score(parts) - f64::from(chance)).collect();
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds: Vec<f64> = scores.iter().map(|score| (score - greatest).exp()).collect();
    let total: f64 = odds.iter().sum();
    let mut gradient = moment.parts[0].map(f64::from);
    for (parts, odds) in moment.parts.iter().zip(&odds) {
        gradient.iter_mut().zip(parts).for_each(|(sum, &part)| *sum -= odds / total * f64::from(part));
    }
    gradient
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
        let common: f64 = shares.iter().zip(groups).map(|(share, weight)| share * weight).sum();
        if common > 0.0 {
            let scaled: GroupWeights = Group::ALL
                .map(|group| p.feature_groups[group as usize] * (groups[group as usize] / common).sqrt() as f32);
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
        assert!((found[7] - 0.3).abs() < 1e-6 && found[..7].iter().all(|&value| value == 0.0), "{found:?}");
        let samples = Samples { visitors: vec![vec![moment(80.0, 0.0)], Vec::new()] };
        assert!((gradient(&samples, &[0.0; N_PARTS])[7] - 1.0).abs() < 1e-9, "clipped");
    }

    #[test]
    fn size_classes_are_powers_of_two() {
        assert_eq!([0, 1, 3, 1_431, 50_000].map(size_class), [1.0, 1.0, 4.0, 1_024.0, 65_536.0]);
    }
}
