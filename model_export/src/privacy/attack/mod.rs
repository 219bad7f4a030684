//! The membership attack: who was in the training data, told from the published files alone.
//!
//! ```text
//! candidates  the attacker's data       membership  who is in which model     trainer   trains one release
//! shadows     all models, in parallel   statistics  numbers of one release    fold      scores by the factors
//! lira        one statistic's ratios    joint       several together          roc       figures with intervals
//! baskets     lists against baskets     canaries    invented customers        erasures  two releases and who went
//! trial       observations to figures   outsiders   who is excluded           report    all of it together
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
mod canaries;
mod candidates;
mod erasures;
mod fold;
mod joint;
mod linear;
mod lira;
mod membership;
mod outsiders;
mod page;
mod published;
mod report;
mod roc;
mod shadows;
mod statistics;
mod terminal;
mod trainer;
mod trial;

use std::path::PathBuf;

pub use baskets::{BasketGap, List};
pub use canaries::{BUYERS, Buyers, CanaryFigures};
pub use candidates::{Candidate, Population};
pub use erasures::ErasureFigures;
pub use joint::{Evidence, Judgement};
pub use lira::{Ratios, Separation, Values};
pub use membership::Membership;
pub use outsiders::Outsiders;
pub use page::page;
pub use published::{Invented, ListedProduct, Publish, Published, Release, Target};
pub use report::{Attack, Bounds, Curves, Report};
pub use roc::{FALSE_POSITIVES, Figures, Ranking};
pub use statistics::{Group, STATISTICS, Statistic};
pub use trainer::LakeTrainer;

use crate::lake::{Dataset, Paid};
use crate::train::Params;
use shadows::{Observer, Shelf};
use trial::Trial;

/// The fewest models: beside the target's pair one that is attacked to learn the weights, and two of shadows for it.
pub const MIN_MODELS: usize = 8;

/// The fewest candidates: fewer give no figure.
pub const MIN_CANDIDATES: usize = 12;

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
    /// Pairs of items that invented customers buy; 0 tries no canaries.
    pub n_canary_pairs: usize,
    /// Customers who are left out of a second release, one at a time; 0 compares no releases.
    pub n_erasures: usize,
    /// Where finished models are kept for a run that is resumed; the folder must be this lake's and these options' alone.
    pub work: Option<PathBuf>,
}

/// Gathers the attacker's data from a whole lake and what its customers `paid`; events weigh as `params` says.
pub fn population(dataset: &Dataset, paid: &[Paid], params: &Params) -> Population {
    Population::of(dataset, paid, &params.history_weighing())
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
        population.candidates.len() >= MIN_CANDIDATES,
        "expected at least {} customers with two items or more, found {}: there is nobody to tell apart",
        MIN_CANDIDATES,
        population.candidates.len()
    );
    let everybody = Membership::draw(population.customer_ids.len(), n_models / 2, options.seed);
    let observer =
        Observer { population, regularization: options.regularization, publish, shelf: Shelf(options.work.clone()) };
    let observations = observer.observe(&everybody, options.seed)?;
    let of_candidates: Vec<usize> = population.candidates.iter().map(|candidate| candidate.customer).collect();
    let trial = Trial::new(population, everybody.select(&of_candidates), observations);
    let mut report = trial.report(options);
    if options.n_canary_pairs > 0 {
        report.canaries = canaries::run(population, publish, options.n_canary_pairs, options.seed)?;
    }
    report.erasures = erasures::run(&observer, &trial.values, &trial.weighing(), options.n_erasures, options.seed)?;
    Ok(report)
}
