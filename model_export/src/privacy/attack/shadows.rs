//! Training every model and looking at what each publishes: in parallel, and not again what a run before has finished.

use std::path::{Path, PathBuf};

use anyhow::Context;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

use super::baskets::{self, Tally};
use super::candidates::Population;
use super::membership::Membership;
use super::published::{Publish, Published, Release, Target};
use super::statistics::{Reader, STATISTICS};
use crate::progress;
use crate::write::write_together;

/// The most models of which lists are compared with baskets.
const MAX_BASKET_MODELS: usize = 6;

/// What one model publishes of every candidate.
#[derive(Debug)]
pub(super) struct Observation {
    /// `(n_candidates, n_statistics)`, row-major.
    pub(super) values: Vec<f64>,
    /// Whether an item of the candidate is not published.
    pub(super) lacks_item: Vec<bool>,
    /// How well the lists of the model tell baskets.
    pub(super) baskets: Option<Tally>,
}

/// Where finished models are kept, so that a run can be resumed.
#[derive(Debug)]
pub(super) struct Shelf(pub(super) Option<PathBuf>);

/// What every observation needs.
pub(super) struct Observer<'a> {
    pub(super) population: &'a Population,
    pub(super) regularization: (f64, f64),
    pub(super) publish: &'a Publish<'a>,
    pub(super) shelf: Shelf,
}

/// Returns the secret seed of one release: no two share one.
pub(super) fn secret_seed(seed: u64, release: u64) -> u64 {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(release);
    rng.next_u64()
}

impl Observer<'_> {
    /// Trains all models of `membership`, whose rows are all customers, and looks at each.
    pub(super) fn observe(&self, membership: &Membership, seed: u64) -> anyhow::Result<Vec<Observation>> {
        let bar = progress::bar(membership.n_models() as u64, "training shadows");
        let observe = |model: usize| {
            let observation = self.one(membership, model, seed).with_context(|| format!("shadow model {model}"));
            bar.inc(1);
            observation
        };
        let observations = (0..membership.n_models()).into_par_iter().with_max_len(1).map(observe).collect();
        bar.finish_and_clear();
        observations
    }

    /// Returns the statistics of every candidate, `(n_candidates, n_statistics)`.
    pub(super) fn values_of(&self, target: &Target) -> Vec<f64> {
        let reader = Reader::new(target, self.population, self.regularization);
        let row = |candidate| {
            let view = reader.view(candidate);
            STATISTICS.iter().map(|statistic| (statistic.of)(&view)).collect::<Vec<f64>>()
        };
        self.population.candidates.par_iter().map(row).collect::<Vec<_>>().concat()
    }

    fn one(&self, membership: &Membership, model: usize, seed: u64) -> anyhow::Result<Observation> {
        let population = self.population;
        let published = if let Some(published) = self.shelf.take(model) {
            published
        } else {
            let included = population.included(membership.of(model));
            let secret_seed = secret_seed(seed, model as u64);
            let published = (self.publish)(&Release { included: &included, invented: &[], secret_seed })?;
            self.shelf.put(model, &published)?;
            published
        };
        let target = Target::read(published, population)?;
        let lacks_item = |candidate: &super::candidates::Candidate| {
            candidate.items.iter().any(|&(item, _)| target.places[item as usize].is_none())
        };
        Ok(Observation {
            values: self.values_of(&target),
            lacks_item: population.candidates.iter().map(lacks_item).collect(),
            baskets: (model < MAX_BASKET_MODELS).then(|| baskets::tally(&target, population, membership.of(model))),
        })
    }
}

impl Shelf {
    fn paths(folder: &Path, model: usize) -> [PathBuf; 3] {
        ["manifest.json", "etalage", "catalogue.json"].map(|suffix| folder.join(format!("{model:03}.{suffix}")))
    }

    /// Returns what a run before has kept of `model`; a set that is not whole is trained again.
    fn take(&self, model: usize) -> Option<Published> {
        let [manifest, file, catalogue] = Self::paths(self.0.as_deref()?, model);
        let manifest = serde_json::from_slice(&std::fs::read(manifest).ok()?).ok()?;
        Some(Published { model: std::fs::read(file).ok()?, catalogue: std::fs::read(catalogue).ok()?, manifest })
    }

    fn put(&self, model: usize, published: &Published) -> anyhow::Result<()> {
        let Some(folder) = &self.0 else { return Ok(()) };
        let [manifest, file, catalogue] = Self::paths(folder, model);
        let json = serde_json::to_vec(&published.manifest)?;
        write_together(&[(file, &published.model), (catalogue, &published.catalogue), (manifest, &json)])?;
        Ok(())
    }
}
