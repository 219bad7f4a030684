//! From what every model publishes to the figures of the report.

use rayon::prelude::*;

use super::Options;
use super::baskets;
use super::candidates::Population;
use super::erasures::Weighing;
use super::joint::{Evidence, Judgement};
use super::lira::Values;
use super::membership::Membership;
use super::outsiders;
use super::report::{Attack, Curves, Report};
use super::roc::Ranking;
use super::shadows::Observation;
use super::statistics::{Group, STATISTICS, Statistic};
use crate::evaluate::lake::Resamples;

/// The share of the candidates who count as the most exposed.
const EXPOSED: f64 = 0.05;

/// Candidates are pooled with those who have about as many items, in so many strata.
const N_STRATA: usize = 6;

/// Points of a curve on a page.
const CURVE_POINTS: usize = 400;

/// What all models publish of all candidates, and who is in which.
pub(super) struct Trial {
    pub(super) values: Values,
    membership: Membership,
    observations: Vec<Observation>,
    /// The statistics that vary, and the others.
    kept: Vec<usize>,
    dropped: Vec<usize>,
}

impl Trial {
    /// Gathers observations; the rows of `membership` are the candidates.
    pub(super) fn new(population: &Population, membership: Membership, mut observations: Vec<Observation>) -> Self {
        let values = Values {
            of_models: observations.iter_mut().map(|observation| std::mem::take(&mut observation.values)).collect(),
            n_statistics: STATISTICS.len(),
            strata: strata(population),
        };
        let (kept, dropped) = (0..STATISTICS.len()).partition(|&column| values.varies(column));
        Self { values, membership, observations, kept, dropped }
    }

    /// Returns how the attack weighs statistics, with every model as a shadow.
    pub(super) fn weighing(&self) -> Weighing {
        let shadows: Vec<usize> = (0..self.membership.n_models()).collect();
        let separations = |&column: &usize| self.values.separations(column, &self.membership, &shadows);
        Weighing {
            columns: self.kept.clone(),
            weights: Evidence::gather(&self.values, &self.membership, 0).weights(&self.kept),
            separations: self.kept.par_iter().map(separations).collect(),
        }
    }

    /// Judges every candidate by every target.
    pub(super) fn report(&self, options: &Options) -> Report {
        let n_candidates = self.values.n_candidates();
        let resamples = Resamples::draw(n_candidates, options.n_resamples, options.seed);
        let targets = options.n_targets.unwrap_or(options.n_models).min(options.n_models);
        let drawn_anew = Membership::draw(n_candidates, self.membership.n_models() / 2, options.seed.wrapping_add(1));
        // Before the evidence of the real membership is gathered: one of the two is enough to hold.
        let control = judge(&gather(&self.values, &drawn_anew, targets), &self.kept);
        let evidence = gather(&self.values, &self.membership, targets);
        let judged = |columns: &[usize]| judge(&evidence, columns);
        let joint = judged(&self.kept);
        let exposed = most_exposed(&joint);
        let attack = |name, group, judged: &[Vec<Judgement>], exposed: &[Vec<u32>]| Attack {
            name,
            group,
            all: Ranking::of(&judged.concat()).figures(&resamples),
            exposed: Ranking::of(&select(judged, exposed)).figures(&resamples),
        };
        let of_group = |group: Group| {
            let is_of_group = |&column: &usize| STATISTICS[column].group == group;
            let columns: Vec<usize> = self.kept.iter().copied().filter(is_of_group).collect();
            (!columns.is_empty()).then(|| attack(group.name(), Some(group), &judged(&columns), &exposed))
        };
        let alone = |&column: &usize| {
            let Statistic { name, group, .. } = STATISTICS[column];
            attack(name, Some(group), &judged(&[column]), &exposed)
        };
        let (all, few) = (joint.concat(), select(&joint, &exposed));
        let scores = |judged: &[Judgement]| judged.iter().map(|j| (j.score, j.is_member)).collect();
        Report {
            lake: options.lake.clone(),
            models: options.n_models,
            targets,
            candidates: n_candidates,
            joint: attack("everything", None, &joint, &exposed),
            groups: Group::ALL.into_par_iter().filter_map(of_group).collect(),
            statistics: self.kept.par_iter().map(alone).collect(),
            dropped: self.dropped.iter().map(|&column| STATISTICS[column].name).collect(),
            control: attack("control", None, &control, &most_exposed(&control)),
            baskets: baskets::gaps(self.observations.iter().filter_map(|seen| seen.baskets.as_ref()), &resamples),
            outsiders: outsiders::count(&self.observations, &self.membership),
            canaries: Vec::new(),
            erasures: None,
            curves: Curves {
                all: Ranking::of(&all).curve(CURVE_POINTS),
                exposed: Ranking::of(&few).curve(CURVE_POINTS),
                scores: scores(&all),
                exposed_scores: scores(&few),
            },
        }
    }
}

fn judge(evidence: &[Evidence<'_>], columns: &[usize]) -> Vec<Vec<Judgement>> {
    evidence.par_iter().map(|evidence| evidence.judge(columns)).collect()
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
