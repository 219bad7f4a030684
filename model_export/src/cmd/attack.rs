//! `attack`: tries to tell from what would be published who was in the training data.

use std::path::PathBuf;

use crate::audit::Lang;
use crate::cmd::out;
use crate::lake::{Lake, MaxBadRows};
use crate::privacy::attack::{self, LakeTrainer, Options};
use crate::train::Stages;
use crate::train::inputs::Inputs;
use crate::write::write_together;

use super::training::Training;

/// Resamples of customers for each interval.
const N_RESAMPLES: usize = 200;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lake's mapping.
    #[arg(long, value_name = "LAKE.TOML")]
    lake: PathBuf,
    /// Where the lake's relative paths start, as in `train`.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The most faulty rows of each source, as in `train`.
    #[arg(long, value_name = "N")]
    max_bad_rows: Option<MaxBadRows>,
    /// Models to train, each on half of the customers; an even number from 8, 64 for a release.
    #[arg(long, value_name = "N", default_value_t = 16)]
    shadows: usize,
    /// Models that are attacked, each with the others as shadows [default: all].
    #[arg(long, value_name = "N")]
    targets: Option<usize>,
    /// Pairs of items that invented customers buy, each kind in a training of its own; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 150)]
    canaries: usize,
    /// Customers left out of a second release, two trainings each; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 8)]
    erasures: usize,
    /// Where all pseudo-random numbers come from: halves, intervals, and the secret seeds of the models.
    #[arg(long, default_value_t = 1)]
    attack_seed: u64,
    /// Threads to use; the report does not depend on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    /// Folder where finished models are kept; a run with the same lake and options goes on from there.
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Folder in which to write `attack.html` and `attack.json`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The language of the page.
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// Print the report as JSON instead of tables.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    training: Training,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let params = args.training.params(None)?;
    // Before the lake is read: a wrong option should not cost a minute.
    params.clone().check()?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let lake = Lake::open(&args.lake, args.data.as_deref())?.with_max_bad_rows(args.max_bad_rows);
    let mut stages = Stages::default();
    let (dataset, paid) = stages.run("reading the lake", None, |bar| {
        lake.read_with_prices(&mut |source, rows| {
            bar.set_message(format!("reading {source}"));
            bar.set_position(rows);
        })
    })?;
    let population = attack::population(&dataset, &paid, &params);
    // Another lake, other options or another program must not be taken for this one.
    let fingerprint = Inputs::of(&lake, &dataset, &params)?.fingerprint;
    let work = args
        .work
        .as_ref()
        .map(|folder| folder.join(format!("{fingerprint:.16}-{}-{}", args.shadows, args.attack_seed)));
    drop((dataset, paid));
    let trainer = LakeTrainer { lake: &lake, params: &params, item_ids: &population.item_ids };
    let options = Options {
        lake: lake.name().to_owned(),
        n_models: args.shadows,
        n_targets: args.targets,
        seed: args.attack_seed,
        n_resamples: N_RESAMPLES,
        regularization: (f64::from(params.regularization), f64::from(params.regularization_exponent)),
        n_canary_pairs: args.canaries,
        n_erasures: args.erasures,
        work,
    };
    let report = threads.install(|| attack::run(&population, &|release| trainer.publish(release), &options))?;
    let json = report.json()?;
    if let Some(folder) = &args.out {
        let page = attack::page(&report, args.lang);
        write_together(&[
            (folder.join("attack.json"), json.as_bytes()),
            (folder.join("attack.html"), page.as_bytes()),
        ])?;
    }
    if args.json {
        out::json(&json);
    } else {
        out::line(&report);
    }
    Ok(())
}
