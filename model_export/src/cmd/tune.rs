//! `tune`: validation questions in, the recipe that answers them best out.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Subcommand;
use comfy_table::{CellAlignment, Table, presets};
use serde_json::json;

use super::evaluate::share;
use crate::cmd::out;
use crate::evaluate::report::Figures;
use crate::evaluate::sessions::{Objective, Recipe, SessionLog, Tuned, tune};
use crate::progress;
use crate::tune::{Plan, TrialLog};
use crate::write::write_whole;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    questions: Questions,
}

#[derive(Debug, Subcommand)]
enum Questions {
    /// Sessions one a line, as `evaluate next-item` reads them.
    NextItem(ListArgs),
    /// Clicks one a line, as `evaluate sessions` reads them.
    Sessions(ClickArgs),
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Sessions, oldest first, one a line: items separated by spaces, plain or .gz.
    #[arg(long, value_name = "FILE")]
    train: PathBuf,
    /// The share of the newest sessions that is cut off and asked about.
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0.08")]
    validate: f64,
    #[command(flatten)]
    search: SearchArgs,
}

#[derive(Debug, clap::Args)]
struct ClickArgs {
    /// Clicks, one a line under a header, plain or .gz: `SessionId TAB ItemId TAB Time`; several are united.
    #[arg(long, value_name = "TSV", num_args = 1.., required = true)]
    train: Vec<PathBuf>,
    /// Clicks whose next ones are asked about: a published validation file, never the test file.
    #[arg(long, value_name = "TSV", conflicts_with = "validate")]
    valid: Option<PathBuf>,
    /// Without one: the share of the newest sessions that is cut off and asked about.
    #[arg(long, value_name = "SHARE", value_parser = share, default_value = "0.08")]
    validate: f64,
    #[command(flatten)]
    search: SearchArgs,
}

#[derive(Debug, clap::Args)]
struct SearchArgs {
    /// The recipe to write.
    #[arg(long, value_name = "RECIPE.TOML")]
    out: PathBuf,
    /// Write every reading here: JSON lines, or a table when the name ends in .csv.
    #[arg(long, value_name = "TRIALS")]
    log: Option<PathBuf>,
    /// Choices to try.
    #[arg(long, value_name = "N", default_value_t = 270)]
    trials: usize,
    /// Where all pseudo-random numbers come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads to use; the recipe does not depend on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    /// What to make as great as possible.
    #[arg(long, value_enum, default_value_t = Objective::Balanced)]
    objective: Objective,
    /// Where to start [default: the recipe that `evaluate` takes].
    #[arg(long, value_name = "RECIPE.TOML")]
    from: Option<PathBuf>,
    /// The most bytes that the model file may have.
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.questions {
        Questions::NextItem(ListArgs { train, validate, search }) => {
            search.run(&SessionLog::read_lists(train, None)?.validation(*validate))
        }
        Questions::Sessions(ClickArgs { train, valid, validate, search }) => match valid {
            Some(valid) => search.run(&SessionLog::read_clicks(train, Some(valid))?),
            None => search.run(&SessionLog::read_clicks(train, None)?.validation(*validate)),
        },
    }
}

impl SearchArgs {
    fn run(&self, log: &SessionLog) -> anyhow::Result<()> {
        ensure!(!log.questions.is_empty(), "nothing to ask: no validation session has two items; use a greater share");
        let began = Instant::now();
        let start = self.from.as_deref().map(Recipe::read).transpose()?.unwrap_or_default();
        let plan = Plan::new(self.trials, self.seed);
        let mut trials = self.log.as_deref().map(TrialLog::create).transpose()?;
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build()?;
        let bar = progress::bar(plan.n_readings() as u64, "tuning");
        let mut best = f64::NEG_INFINITY;
        let tuned = threads.install(|| {
            tune(log, &start, self.max_bytes, self.objective, &plan, |reading| {
                bar.inc(1);
                if reading.one_in == 1 && reading.score > best {
                    best = reading.score;
                    bar.set_message(format!("tuning, best {best:.4}"));
                }
                trials.as_mut().map_or(Ok(()), |trials| trials.add(&reading.fields()))
            })
        })?;
        bar.finish_and_clear();
        self.write(&tuned)?;
        if self.json {
            let (best, start) = (json!(tuned.best), json!(tuned.start));
            let seconds = began.elapsed().as_secs_f64();
            let (trials, seed) = (self.trials, self.seed);
            let report = json!({
                "objective": self.objective, "trials": trials, "seed": seed, "seconds": seconds,
                "start": start, "best": best, "recipe": tuned.found.best,
            });
            out::json(&serde_json::to_string_pretty(&report)?);
        } else {
            out::line(format!("{}\n{}", figures(&tuned), changes(&tuned, &start)));
            out::line(format!("wrote {}", self.out.display()));
        }
        Ok(())
    }

    /// Writes the recipe under a comment that says where it comes from.
    fn write(&self, tuned: &Tuned) -> anyhow::Result<()> {
        let Figures { recall_at_20, mrr_at_20, ndcg_at_20, hit_rate_at_20, n_test } = tuned.best;
        let budget = self.max_bytes.map_or(String::new(), |n| format!(", at most {n} bytes"));
        let text = format!(
            "# Found by `model_export tune`: {} trials, seed {}{budget}.\n# On its {n_test} validation questions: recall@20 {recall_at_20:.4}, mrr@20 {mrr_at_20:.4}, \
             ndcg@20 {ndcg_at_20:.4}, hit rate@20 {hit_rate_at_20:.4}.\n\n{}",
            self.trials,
            self.seed,
            tuned.found.best.to_toml()?
        );
        write_whole(&self.out, text.as_bytes()).with_context(|| format!("cannot write {}", self.out.display()))
    }
}

fn figures(tuned: &Tuned) -> Table {
    let mut table = table(&["figure", "start", "best"]);
    let of = |figures: &Figures| {
        [figures.recall_at_20, figures.mrr_at_20, figures.ndcg_at_20, figures.hit_rate_at_20].map(|f| format!("{f:.4}"))
    };
    for ((name, was), is) in
        ["recall@20", "mrr@20", "ndcg@20", "hit rate@20"].into_iter().zip(of(&tuned.start)).zip(of(&tuned.best))
    {
        table.add_row([name, &was, &is]);
    }
    table
}

fn changes(tuned: &Tuned, start: &Recipe) -> Table {
    let mut table = table(&["knob", "start", "best"]);
    for (name, was, is) in tuned.changed(start) {
        table.add_row([name, &was.to_string(), &is.to_string()]);
    }
    table
}

fn table(header: &[&str; 3]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_header(header);
    for column in 1..3 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}
