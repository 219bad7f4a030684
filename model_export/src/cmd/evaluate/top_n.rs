//! `evaluate top-n`: files of who touched what in, Recall@20 and NDCG@20 of the encoded model out.

use std::path::PathBuf;

use anyhow::bail;

use crate::cmd::out;
use crate::evaluate::top_n::{
    CG_STEPS, Cut, N_FACTORS, N_ITERATIONS, Protocol, REGULARIZATION, Split, TopNReport, UNOBSERVED_TOTAL,
};
use crate::progress;
use crate::train::als::{self, Solver};

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("asked").required(true).args(["test", "validate", "folds"])))]
pub(super) struct Args {
    /// Files to learn from, `user item item ...` a line, plain or .gz; several are united.
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "ratings")]
    train: Vec<PathBuf>,
    /// What the users should be offered, in the same form.
    #[arg(long, value_name = "FILE", requires = "train")]
    test: Option<PathBuf>,
    /// Instead of a test file: cut this share of each user's items off to be found. Choose parameters by this.
    #[arg(long, value_name = "SHARE", requires = "train", value_parser = super::share)]
    validate: Option<f64>,
    /// Cut the last items of each user's line off, not any: where the lines are in order of time, as Gowalla's are.
    #[arg(long, requires = "validate")]
    last: bool,
    /// Instead of lists: ratings, `user item ...` a line, plain or .gz. Every rating is a touch.
    #[arg(long, value_name = "FILE", requires = "folds", conflicts_with = "train")]
    ratings: Option<PathBuf>,
    /// Deal the ratings into this many random parts, each tested on once.
    #[arg(long, value_name = "N", requires = "ratings", value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: Option<u16>,
    /// Length of an item's vector, a multiple of 8.
    #[arg(long, default_value_t = N_FACTORS)]
    factors: usize,
    /// Weight that all pairs of a user and the catalogue have together; a0 is this over the number of items.
    #[arg(long, default_value_t = UNOBSERVED_TOTAL)]
    unobserved_total: f32,
    /// The weight a0 of a pair itself, instead of --unobserved-total.
    #[arg(long, conflicts_with = "unobserved_total")]
    a0: Option<f32>,
    /// λ, the strength of the regularization.
    #[arg(long, default_value_t = REGULARIZATION)]
    regularization: f32,
    /// λ of folding a user in [default: that of training].
    #[arg(long)]
    fold_in_regularization: Option<f32>,
    /// ν, the power of a row's weight in its regularization.
    #[arg(long, default_value_t = 1.0)]
    exponent: f32,
    /// How much less a touch of an item tells the more users touch it: the power of their number that its confidence
    /// is divided by.
    #[arg(long, default_value_t = 0.0)]
    damping: f32,
    /// How rows are solved in each iteration.
    #[arg(long, value_enum, default_value_t = SolverName::Cg)]
    solver: SolverName,
    /// Steps of conjugate gradients an iteration.
    #[arg(long, default_value_t = CG_STEPS)]
    steps: usize,
    /// Iterations; each solves every user, then every item.
    #[arg(long, default_value_t = N_ITERATIONS)]
    sweeps: usize,
    /// Where the first factors, the validation part and the folds come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads to use; no figure depends on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    /// Rank also with the factors before they became int8, and show what that cost.
    #[arg(long)]
    float: bool,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SolverName {
    /// Exactly, by Cholesky's factorization.
    Cholesky,
    /// Nearly, by conjugate gradients from where the row stands.
    Cg,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let splits = args.splits()?;
    let bar = progress::bar((args.sweeps * splits.len()) as u64, "factorizing");
    let reports = threads.install(|| {
        let each = splits.iter().map(|split| Ok(args.protocol(split.item_ids.len()).run(split, |_| bar.inc(1))?));
        each.collect::<anyhow::Result<Vec<TopNReport>>>()
    })?;
    bar.finish_and_clear();
    let Some(report) = TopNReport::mean(&reports) else { bail!("nothing to evaluate: expected at least one part") };
    if args.json {
        out::json(&serde_json::to_string_pretty(&report)?);
    } else {
        out::line(&report);
    }
    Ok(())
}

impl Args {
    fn splits(&self) -> anyhow::Result<Vec<Split>> {
        let one = |split| Ok(vec![split]);
        match (self, &self.test, &self.ratings) {
            (Self { folds: Some(folds), .. }, _, Some(ratings)) => {
                Ok(Split::folds(ratings, usize::from(*folds), self.seed)?)
            }
            (_, Some(test), _) => one(Split::read(&self.train, test)?),
            (Self { validate: Some(share), .. }, ..) => {
                let cut = if self.last { Cut::Last } else { Cut::Random(self.seed) };
                one(Split::validation(&self.train, *share, cut)?)
            }
            _ => bail!("nothing to be found: give --test, --validate, or --ratings with --folds"),
        }
    }

    fn protocol(&self, n_items: usize) -> Protocol {
        let als = als::Params::new(self.factors, self.seed)
            .n_iterations(self.sweeps)
            .a0(self.a0.unwrap_or(self.unobserved_total / n_items.max(1) as f32))
            .regularization(self.regularization)
            .frequency_exponent(self.exponent)
            .solver(match self.solver {
                SolverName::Cholesky => Solver::Cholesky,
                SolverName::Cg => Solver::ConjugateGradient { steps: self.steps },
            });
        Protocol { als, damping: self.damping, fold_in_regularization: self.fold_in_regularization, float: self.float }
    }
}
