//! The membership attack: who was in the training data, told from the published files alone.
//!
//! ```text
//! candidates  the attacker's data       membership  who is in which model     trainer   trains one release
//! shadows     all models, in parallel   statistics  numbers of one release    fold      scores by the factors
//! lira        one statistic's ratios    joint       several together          roc       figures with intervals
//! baskets     lists against baskets     outsiders   who is excluded           report    all of it together
//! ```
//!
//! Each customer is in half of the models, and each model in turn is the target: its shadows say how the published files
//! look with and without the customer (Carlini et al., *Membership Inference Attacks From First Principles*, 2022). A
//! control with membership drawn anew is part of every run.
//!
//! Invariants: the attacker reads published files and histories of customers alone, and never knows the operator's secret
//! seed; the same lake, trainer and seed give the same report for any number of threads.
//!
//! Does not: prove that there is no leak. It is a lower bound on what an attacker can do.

mod baskets;
mod candidates;
mod fold;
mod joint;
mod linear;
mod lira;
mod membership;
mod outsiders;
mod published;
mod report;
mod roc;
mod shadows;
mod statistics;
mod terminal;
mod trainer;

use std::path::PathBuf;

use rayon::prelude::*;

pub use baskets::{BasketGap, List};
pub use candidates::{Candidate, Population};
pub use joint::{Evidence, Judgement};
pub use lira::{Ratios, Values};
pub use membership::Membership;
pub use outsiders::Outsiders;
pub use published::{Invented, ListedProduct, Publish, Published, Release, Target};
pub use report::{Attack, Bounds, Curves, Report};
pub use roc::{FALSE_POSITIVES, Figures, Ranking};
pub use statistics::{Group, STATISTICS, Statistic};
pub use trainer::LakeTrainer;

use crate::evaluate::lake::Resamples;
use shadows::{Observation, Observer, Shelf};

/// The share of the candidates who count as the most exposed.
const EXPOSED: f64 = 0.05;

/// Candidates are pooled with those who have about as many items, in so many strata.
const N_STRATA: usize = 6;

/// Points of a curve on a page.
const CURVE_POINTS: usize = 400;

/// The fewest models: beside the target's pair one that is attacked to learn the weights, and two of shadows for it.
pub const MIN_MODELS: usize = 8;

/// How the attack is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The shop's name, for the report.
    pub lake: String,
    /// Models, an even number from [`MIN_MODELS`].
    pub n_models: usize,
    /// Models that are targets in turn, the first ones; all of them when `None`.
    pub n_targets: Option<usize>,
    /// Where all pseudo-random numbers of the attack come from.
    pub seed: u64,
    /// Resamples of customers for intervals.
    pub n_resamples: usize,
    /// λ of training and its exponent.
    pub regularization: (f64, f64),
    /// Where finished models are kept for a run that is resumed; the folder must be this lake's and these options' alone.
    pub work: Option<PathBuf>,
}

/// Attacks what `publish` publishes of the customers of `population`.
///
/// # Errors
/// When there are too few models or customers, and those of training and reading a release.
pub fn run(population: &Population, publish: &Publish<'_>, options: &Options) -> anyhow::Result<Report> {
    let n_models = options.n_models;
    anyhow::ensure!(
        n_models >= MIN_MODELS && n_models.is_multiple_of(2),
        "--shadows: expected an even number from {MIN_MODELS}, found {n_models}: models come in pairs that share no customer"
    );
    anyhow::ensure!(
        population.candidates.len() >= 2 * N_STRATA,
        "expected at least {} customers with two items or more, found {}: there is nobody to tell apart",
        2 * N_STRATA,
        population.candidates.len()
    );
    let everybody = Membership::draw(population.customer_ids.len(), n_models / 2, options.seed);
    let observer =
        Observer { population, regularization: options.regularization, publish, shelf: Shelf(options.work.clone()) };
    let observations = observer.observe(&everybody, options.seed)?;
    let of_candidates: Vec<usize> = population.candidates.iter().map(|candidate| candidate.customer).collect();
    let membership = everybody.select(&of_candidates);
    Ok(judge(population, &membership, observations, options))
}

/// Turns observations into figures.
fn judge(
    population: &Population,
    membership: &Membership,
    mut observations: Vec<Observation>,
    options: &Options,
) -> Report {
    let n_candidates = population.candidates.len();
    let resamples = Resamples::draw(n_candidates, options.n_resamples, options.seed);
    let values = Values {
        of_models: observations.iter_mut().map(|observation| std::mem::take(&mut observation.values)).collect(),
        n_statistics: STATISTICS.len(),
        strata: strata(population),
    };
    let targets = options.n_targets.unwrap_or(options.n_models).min(options.n_models);
    let (kept, dropped): (Vec<usize>, Vec<usize>) = (0..STATISTICS.len()).partition(|&column| values.varies(column));
    let of_membership = gather(&values, membership, targets);
    let judged = |columns: &[usize]| -> Vec<Vec<Judgement>> {
        of_membership.par_iter().map(|evidence| evidence.judge(columns)).collect()
    };
    let joint = judged(&kept);
    let exposed = most_exposed(&joint);
    let attack = |name, group, judged: &[Vec<Judgement>], exposed: &[Vec<u32>]| Attack {
        name,
        group,
        all: Ranking::of(&judged.concat()).figures(&resamples),
        exposed: Ranking::of(&select(judged, exposed)).figures(&resamples),
    };
    let of_group = |group: Group| {
        let columns: Vec<usize> = kept.iter().copied().filter(|&column| STATISTICS[column].group == group).collect();
        (!columns.is_empty()).then(|| attack(group.name(), Some(group), &judged(&columns), &exposed))
    };
    let alone = |&column: &usize| {
        let Statistic { name, group, .. } = STATISTICS[column];
        attack(name, Some(group), &judged(&[column]), &exposed)
    };
    let drawn_anew = Membership::draw(n_candidates, membership.n_models() / 2, options.seed.wrapping_add(1));
    let control: Vec<Vec<Judgement>> =
        gather(&values, &drawn_anew, targets).par_iter().map(|evidence| evidence.judge(&kept)).collect();
    let (all, few) = (joint.concat(), select(&joint, &exposed));
    let scores = |judged: &[Judgement]| judged.iter().map(|j| (j.score, j.is_member)).collect();
    Report {
        lake: options.lake.clone(),
        models: options.n_models,
        targets,
        candidates: n_candidates,
        joint: attack("everything", None, &joint, &exposed),
        groups: Group::ALL.into_par_iter().filter_map(of_group).collect(),
        statistics: kept.par_iter().map(alone).collect(),
        dropped: dropped.into_iter().map(|column| STATISTICS[column].name).collect(),
        control: attack("control", None, &control, &most_exposed(&control)),
        baskets: baskets::gaps(observations.iter().filter_map(|observation| observation.baskets.as_ref()), &resamples),
        outsiders: outsiders::count(&observations, membership),
        curves: Curves {
            all: Ranking::of(&all).curve(CURVE_POINTS),
            exposed: Ranking::of(&few).curve(CURVE_POINTS),
            scores: scores(&all),
            exposed_scores: scores(&few),
        },
    }
}

/// Gathers what the shadows of each target say.
fn gather<'a>(values: &Values, membership: &'a Membership, n_targets: usize) -> Vec<Evidence<'a>> {
    (0..n_targets).into_par_iter().with_max_len(1).map(|target| Evidence::gather(values, membership, target)).collect()
}

/// Returns the stratum of each candidate: those with about as many items together.
fn strata(population: &Population) -> Vec<usize> {
    let sizes: Vec<usize> = population.candidates.iter().map(|candidate| candidate.items.len()).collect();
    let mut sorted = sizes.clone();
    sorted.sort_unstable();
    let starts: Vec<usize> = (1..N_STRATA).map(|n| sorted[n * sorted.len() / N_STRATA]).collect();
    sizes.iter().map(|size| starts.partition_point(|start| start <= size)).collect()
}

/// Returns, for each target, the candidates whom its shadows show to be the most exposed.
fn most_exposed(judged: &[Vec<Judgement>]) -> Vec<Vec<u32>> {
    let of_target = |judged: &Vec<Judgement>| {
        let mut by_exposure: Vec<(f64, u32)> = judged.iter().map(|j| (j.exposure, j.candidate)).collect();
        by_exposure.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        by_exposure.truncate((EXPOSED * judged.len() as f64).ceil() as usize);
        let mut few: Vec<u32> = by_exposure.into_iter().map(|(_, candidate)| candidate).collect();
        few.sort_unstable();
        few
    };
    judged.iter().map(of_target).collect()
}

fn select(judged: &[Vec<Judgement>], candidates: &[Vec<u32>]) -> Vec<Judgement> {
    let of_target = |(judged, few): (&Vec<Judgement>, &Vec<u32>)| {
        judged.iter().filter(|j| few.binary_search(&j.candidate).is_ok()).copied().collect::<Vec<_>>()
    };
    judged.iter().zip(candidates).flat_map(of_target).collect()
}
