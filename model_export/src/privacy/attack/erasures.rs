//! Two releases that differ by one customer: whether the published files tell whom an erasure took.
//!
//! The later release has the same secret seed in one case and another one in the other. The attacker gives every candidate
//! a score: what the two files say of the candidate, one less the other, weighed as the membership attack weighs it. The
//! area is the probability that the customer who went has a greater score than somebody who stayed.

use std::collections::BTreeSet;

use rand::seq::index::sample;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use serde_json::Value;

use super::canaries::percentile;
use super::joint::compressed;
use super::lira::{Separation, Values};
use super::published::{Published, Release, Target};
use super::shadows::{Observer, secret_seed};
use crate::evaluate::lake::{Estimate, Resamples};
use crate::progress;

/// Numbers of releases that no shadow and no canary has.
const FIRST_RELEASE: u64 = 1 << 33;

/// What differences of releases tell.
#[derive(Debug, Clone, Serialize)]
pub struct ErasureFigures {
    /// Customers who were left out of a later release, one at a time.
    pub erasures: usize,
    /// Area under the curve when both releases have the same secret seed.
    pub auc_same_seed: Estimate,
    /// The same when the later one has another.
    pub auc_other_seed: Estimate,
    /// Later releases with the same seed whose model file is the very same, byte for byte.
    pub same_files: usize,
    /// Numbers of the public manifest that changed with the same seed, as JSON pointers.
    pub manifest_numbers: Vec<String>,
    /// Texts of it that changed: digests, moments, names. A digest of what is not public lets anybody test a guess.
    pub manifest_texts: Vec<String>,
}

/// How the membership attack weighs statistics: their columns and weights, and each candidate's separations by column.
pub(super) struct Weighing {
    pub(super) columns: Vec<usize>,
    pub(super) weights: Vec<f64>,
    pub(super) separations: Vec<Vec<Separation>>,
}

/// Leaves `n` customers out, one at a time.
pub(super) fn run(
    observer: &Observer<'_>,
    values: &Values,
    weighing: &Weighing,
    n: usize,
    seed: u64,
) -> anyhow::Result<Option<ErasureFigures>> {
    let population = observer.population;
    let n = n.min(population.candidates.len());
    if n == 0 {
        return Ok(None);
    }
    let bar = progress::bar(1 + 2 * n as u64, "two releases");
    let release = |included: &BTreeSet<Box<str>>, number: u64| {
        let secret_seed = secret_seed(seed, FIRST_RELEASE + number);
        let published = (observer.publish)(&Release { included, invented: &[], secret_seed });
        bar.inc(1);
        published
    };
    let everybody = population.included(&vec![true; population.customer_ids.len()]);
    let before = release(&everybody, 0)?;
    let values_before = observer.values_of(&Target::read(before.clone(), population)?);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let erased = sample(&mut rng, population.candidates.len(), n);
    let (mut same, mut other) = (Vec::new(), Vec::new());
    let (mut same_files, mut changes) = (0, Changes::default());
    for (candidate, number) in erased.iter().zip(0..) {
        let mut included = everybody.clone();
        included.remove(&population.customer_ids[population.candidates[candidate].customer]);
        let rank = |later: Published| -> anyhow::Result<f64> {
            let values_after = observer.values_of(&Target::read(later, population)?);
            let mut scores = weighing.scores(&values_before, &values_after, values.n_statistics);
            let own = scores.swap_remove(candidate);
            Ok(percentile(own, &scores))
        };
        let later = release(&included, 0)?;
        same_files += usize::from(later.model == before.model);
        changes.add(&before.manifest, &later.manifest, "");
        same.push((number, rank(later)?));
        other.push((number, rank(release(&included, 1 + u64::from(number))?)?));
    }
    bar.finish_and_clear();
    let resamples = Resamples::draw(n, 400, seed);
    Ok(Some(ErasureFigures {
        erasures: n,
        auc_same_seed: resamples.mean(same),
        auc_other_seed: resamples.mean(other),
        same_files,
        manifest_numbers: changes.numbers.into_iter().collect(),
        manifest_texts: changes.texts.into_iter().collect(),
    }))
}

impl Weighing {
    /// Returns what the difference of two releases says of each candidate's absence from the later one.
    fn scores(&self, before: &[f64], after: &[f64], n_statistics: usize) -> Vec<f64> {
        let score = |(candidate, (before, after)): (usize, (&[f64], &[f64]))| {
            let of_column = |(place, &column): (usize, &usize)| {
                let of = self.separations[place][candidate];
                self.weights[place] * compressed(of.delta * (before[column] - after[column]) * of.per_unit)
            };
            self.columns.iter().enumerate().map(of_column).sum()
        };
        before.chunks_exact(n_statistics).zip(after.chunks_exact(n_statistics)).enumerate().map(score).collect()
    }
}

/// The places of what differs between manifests, as JSON pointers.
#[derive(Debug, Default)]
struct Changes {
    numbers: BTreeSet<String>,
    texts: BTreeSet<String>,
}

impl Changes {
    fn add(&mut self, before: &Value, after: &Value, place: &str) {
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => {
                for (key, value) in before {
                    self.add(value, after.get(key).unwrap_or(&Value::Null), &format!("{place}/{key}"));
                }
            }
            (Value::Array(before), Value::Array(after)) => {
                // Lists of another length are compared as far as both go; their places are not told apart.
                before.iter().zip(after).for_each(|(before, after)| self.add(before, after, &format!("{place}/*")));
            }
            (Value::Number(before), Value::Number(after)) if before != after => {
                _ = self.numbers.insert(place.to_owned());
            }
            (Value::String(before), Value::String(after)) if before != after => _ = self.texts.insert(place.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_by_its_place() {
        let manifest = |n: u64, digest: &str| serde_json::json!({ "rows": [{ "kept": n }, { "kept": 7 }], "bytes": 5, "name": "x", "digest": digest });
        let mut changes = Changes::default();
        changes.add(&manifest(10, "ab"), &manifest(9, "cd"), "");
        assert_eq!(changes.numbers.into_iter().collect::<Vec<_>>(), ["/rows/*/kept"]);
        assert_eq!(changes.texts.into_iter().collect::<Vec<_>>(), ["/digest"]);
    }

    #[test]
    fn who_went_scores_above_who_stayed() {
        let separation = Separation { middle: 0.0, per_unit: 2.0, delta: 1.5 };
        let weighing = Weighing { columns: vec![0], weights: vec![1.0], separations: vec![vec![separation; 3]] };
        let scores = weighing.scores(&[1.0, 1.0, 1.0], &[1.0, 0.5, 1.0], 1);
        assert!(scores[1] > scores[0] && scores[0] == 0.0 && scores[2] == 0.0);
    }
}
