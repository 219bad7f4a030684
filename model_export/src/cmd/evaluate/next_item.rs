//! `evaluate next-item` and `evaluate sessions`: session logs in, how well the encoded model guesses what comes next.

use std::path::PathBuf;

use serde::Serialize;

use crate::cmd::out;
use crate::evaluate::report::Report;
use crate::evaluate::sessions::{AsSerenade, Recipe, SessionLog, run_both as evaluate};
use crate::progress;

/// Sessions one a line.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Sessions to learn from, oldest first, one a line: items separated by spaces, plain or .gz.
    #[arg(long, value_name = "FILE")]
    train: PathBuf,
    /// Questions, one a line: the items so far, a tab, and the next item.
    #[arg(long, value_name = "FILE", required_unless_present = "validate")]
    test: Option<PathBuf>,
    /// Instead of a test file: cut this share of the newest sessions off and ask for each next item in them.
    #[arg(long, value_name = "SHARE", value_parser = super::share, conflicts_with = "test")]
    validate: Option<f64>,
    #[command(flatten)]
    model: ModelArgs,
}

/// Clicks one a line.
#[derive(Debug, clap::Args)]
pub(super) struct ClickArgs {
    /// Clicks to learn from, one a line under a header, plain or .gz: `SessionId TAB ItemId TAB Time`; several are united.
    #[arg(long, value_name = "TSV", num_args = 1..)]
    train: Vec<PathBuf>,
    /// Clicks whose next ones are asked for, in the same form.
    #[arg(long, value_name = "TSV", required_unless_present = "validate")]
    test: Option<PathBuf>,
    /// Instead of a test file: cut this share of the newest sessions off and ask for each next item in them.
    #[arg(long, value_name = "SHARE", value_parser = super::share, conflicts_with = "test")]
    validate: Option<f64>,
    #[command(flatten)]
    model: ModelArgs,
}

#[derive(Debug, clap::Args)]
struct ModelArgs {
    /// What `tune` found [default: what it found for Diginetica].
    #[arg(long, value_name = "RECIPE.TOML")]
    recipe: Option<PathBuf>,
    /// The most bytes that the model file may have; the table keeps the most valuable pairs that fit.
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,
    /// Threads to use; no figure depends on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let log = SessionLog::read_lists(&args.train, args.test.as_deref())?;
    args.model.run(&args.validate.map_or_else(|| log.clone(), |share| log.validation(share)), false)
}

pub(super) fn run_clicks(args: &ClickArgs) -> anyhow::Result<()> {
    let log = SessionLog::read_clicks(&args.train, args.test.as_deref())?;
    args.model.run(&args.validate.map_or_else(|| log.clone(), |share| log.validation(share)), true)
}

/// A run of the protocol with more than one item to come, in both readings.
#[derive(Debug, Serialize)]
struct Both {
    #[serde(flatten)]
    report: Report,
    as_serenade: AsSerenade,
}

impl ModelArgs {
    /// Evaluates and prints; `both` readings where more than one item is to come.
    fn run(&self, log: &SessionLog, both: bool) -> anyhow::Result<()> {
        let recipe = self.recipe.as_deref().map(Recipe::read).transpose()?.unwrap_or_default();
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build()?;
        let bar = progress::bar(log.questions.len() as u64, "asking");
        let (report, as_serenade) = threads.install(|| evaluate(log, &recipe, self.max_bytes, |n| bar.inc(n)))?;
        bar.finish_and_clear();
        match (self.json, both) {
            (true, true) => out::json(&serde_json::to_string_pretty(&Both { report, as_serenade })?),
            (true, false) => out::json(&serde_json::to_string_pretty(&report)?),
            (false, true) => out::line(format!("{report}\n{as_serenade}")),
            (false, false) => out::line(&report),
        }
        Ok(())
    }
}
