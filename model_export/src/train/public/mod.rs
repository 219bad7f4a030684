//! The public tier: a model made from what the catalogue shows to everybody, and from statistics with noise.
//!
//! ```text
//! spending       epsilon -> the noise of each statistic     contributions  what one visitor adds, clipped to length 1
//! popularity     how often items are wanted                  clusters       which categories are wanted together
//! segments       groups of customers, by categories          samples        moments of visits, as numbers
//! weights        how the parts of a score are weighed
//! ```
//!
//! Invariants: a customer reaches a model through four statistics alone, each a sum of contributions of length at most 1
//! with Gaussian noise ([`crate::privacy`]); everything else is computed from these and from the catalogue, so that
//! epsilon and delta hold for the whole file. One visitor's contribution is what is protected: all that a customer did;
//! of visitors without a name, who count only in a lake that names nobody, one session.

mod clusters;
mod contributions;
mod popularity;
mod samples;
mod segments;
mod spending;
mod weights;

use etalage::model::{Protection, QuantizedFactors, Tier};
use serde::Serialize;

pub use spending::{Spending, Statistic};

use super::assemble::{Ingredients, Published};
use super::attributes::Attributes;
use super::features::Features;
use super::interest::counted;
use super::params::Params;
use super::stages::Stages;
use super::{Fitted, TrainError};
use crate::lake::Dataset;
use crate::privacy::accountant::Accountant;
use crate::privacy::noise::Noise;
use clusters::Clusters;
use contributions::Contributions;

/// Length of an item's vector in this tier: categories are few, and so are the ways in which they differ.
const N_FACTORS: usize = 16;

/// What was spent on a model of this tier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Privacy {
    /// ε of all statistics together.
    pub epsilon: f64,
    /// δ.
    pub delta: f64,
    /// μ of all statistics together, in Gaussian differential privacy.
    pub mu: f64,
    /// The statistics, each with the deviation of its noise.
    pub statistics: Vec<Released>,
}

/// A statistic that was released.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Released {
    /// Its name.
    pub statistic: &'static str,
    /// How many numbers it has.
    pub numbers: usize,
    /// The standard deviation of the noise on each, in units of one visitor's whole contribution.
    pub sigma: f64,
}

/// Trains the public model of `shop` on `dataset`, whose items may all be published.
///
/// # Errors
/// Those of the parts.
pub(super) fn fit(shop: &str, dataset: &Dataset, p: &Params, stages: &mut Stages) -> Result<Fitted, TrainError> {
    let noise = Noise::new(&p.privacy.secret, &super::inputs::digest(dataset));
    let spending = Spending::of(p.privacy.mu());
    let counted = counted(dataset);
    let mut spent = Spent { noise: &noise, spending: &spending, accountant: Accountant::default(), statistics: vec![] };
    let attributes = Attributes::of(&dataset.items)?;
    let features = stages
        .run("reading the catalogue", None, |_| Features::of(&dataset.items, &attributes, dataset.assortment.language));
    let (popularity, clusters, shares) = stages.run("adding noise to statistics", None, |_| {
        let contributions = Contributions::of(dataset, counted, p.popularity_half_life_days);
        let popularity = popularity::release(&contributions, &dataset.items, &mut spent);
        let clusters = Clusters::of(&dataset.items);
        let shares = contributions.by_cluster(&clusters.of_item, clusters.len());
        let clusters = clusters.release(&shares, N_FACTORS, &mut spent);
        (popularity, clusters, shares)
    });
    let factors = QuantizedFactors::quantize(&clusters.item_vectors(), N_FACTORS)?;
    let published = Published {
        popularity: popularity.prior(),
        in_gram: vec![true; dataset.items.len()],
        window: whole_days(dataset.window),
    };
    let table = features.table(&p.feature_groups)?;
    let ingredients = Ingredients { params: p, published, attributes, factors, next_items: None, features: table };
    let mut parts = ingredients.assemble(shop, dataset);
    let found = segments::release(&clusters, &shares, &parts, p, &mut spent)?;
    (parts.centroids, parts.meta.segments) = (found.centroids, found.published);
    let samples = stages.run("sampling visits", None, |bar| {
        samples::Samples::of(dataset, counted, &parts, &popularity, &features, (p, &noise), bar)
    })?;
    let weights = stages.run("weighing the score", None, |_| weights::release(&samples, &mut spent));
    weights.apply(&mut parts, &features, p, &popularity)?;
    let privacy = spent.privacy(p.privacy.delta);
    parts.meta.protection = Protection {
        tier: Tier::Public,
        reason: String::new(),
        epsilon: privacy.epsilon as f32,
        delta: privacy.delta as f32,
    };
    Ok(Fitted { parts, assignments: Vec::new(), counted, figures: None, privacy: Some(privacy) })
}

/// Noise on its way out, and what it cost so far.
struct Spent<'a> {
    noise: &'a Noise,
    spending: &'a Spending,
    accountant: Accountant,
    statistics: Vec<Released>,
}

impl Spent<'_> {
    /// Adds the noise of a statistic to sums of contributions that are at most `sensitivity` long.
    fn release(&mut self, statistic: Statistic, sensitivity: f64, sums: &mut [f64]) -> f64 {
        self.release_step(statistic, 0, 1, sensitivity, sums)
    }

    /// Adds the noise of one of `n_steps` releases of a statistic; returns its standard deviation.
    fn release_step(
        &mut self,
        statistic: Statistic,
        step: usize,
        n_steps: usize,
        sensitivity: f64,
        sums: &mut [f64],
    ) -> f64 {
        let sigma = sensitivity * self.spending.sigma(statistic) * (n_steps as f64).sqrt();
        self.noise.add(&format!("{} {step}", statistic.name()), sigma, sums);
        self.accountant.spend(sensitivity, sigma);
        if step == 0 {
            let numbers = sums.len() * n_steps;
            self.statistics.push(Released { statistic: statistic.name(), numbers, sigma });
        }
        sigma
    }

    fn privacy(self, delta: f64) -> Privacy {
        let (mu, epsilon) = (self.accountant.mu(), self.accountant.epsilon(delta));
        Privacy { epsilon, delta, mu, statistics: self.statistics }
    }
}

/// Returns the whole days (UTC) around a window: its ends are two customers' moments.
fn whole_days((from, until): (i64, i64)) -> (i64, i64) {
    const DAY_MS: i64 = 86_400_000;
    (from.div_euclid(DAY_MS) * DAY_MS, (until.div_euclid(DAY_MS) + 1).saturating_mul(DAY_MS) - 1)
}
