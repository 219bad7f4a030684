//! `evaluate lake`: trained on a lake before a cut in time, asked about the visits after it.

use std::path::PathBuf;

use anyhow::Context;

use crate::cmd::out;
use crate::cmd::train::read;
use crate::cmd::training::Training;
use crate::evaluate::lake::{LakeOptions, Page, evaluate};
use crate::lake::{Lake, MaxBadRows};
use crate::train::Stages;
use crate::write::write_whole;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lake's mapping.
    #[arg(long, value_name = "LAKE.TOML")]
    lake: PathBuf,
    /// Where the lake's relative paths start: a folder, or `s3://bucket/prefix` [default: `$ETALAGE_DATA`, else the
    /// folder of the mapping].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The most faulty rows of each source, N or N%; torn files are then counted too [default: 10%, and nothing torn].
    #[arg(long, value_name = "N")]
    max_bad_rows: Option<MaxBadRows>,
    /// Share of all visits that begin after the cut.
    #[arg(long, value_name = "SHARE", default_value_t = LakeOptions::default().test_share)]
    test_share: f64,
    /// The most visits to ask about.
    #[arg(long, value_name = "N", default_value_t = LakeOptions::default().max_visits)]
    max_visits: usize,
    /// Days that a device remembers a returning visitor.
    #[arg(long, value_name = "DAYS", default_value_t = LakeOptions::default().profile_days)]
    profile_days: u32,
    /// How many times visitors are drawn anew for the intervals.
    #[arg(long, value_name = "N", default_value_t = LakeOptions::default().resamples)]
    resamples: usize,
    /// Where the order within an instant and the resamples come from.
    #[arg(long, default_value_t = LakeOptions::default().seed)]
    split_seed: u64,
    /// Threads to use; no figure depends on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    #[command(flatten)]
    training: Training,
    /// Write a page with charts, to be opened in a browser.
    #[arg(long, value_name = "REPORT.HTML")]
    out: Option<PathBuf>,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let params = args.training.params(None)?.check()?;
    let options = LakeOptions {
        test_share: args.test_share,
        max_visits: args.max_visits,
        profile_days: args.profile_days,
        resamples: args.resamples,
        seed: args.split_seed,
    };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let mut stages = Stages::default();
    let lake = Lake::open(&args.lake, args.data.as_deref())?.with_max_bad_rows(args.max_bad_rows);
    let dataset = read(&lake, &mut stages)?;
    let report = threads.install(|| evaluate(lake.name(), &dataset, &params, &options, &mut stages))?;
    if let Some(path) = &args.out {
        let page = Page(&report).to_string();
        write_whole(path, page.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if args.json {
        out::json(&serde_json::to_string_pretty(&report)?);
    } else {
        out::line(&report);
    }
    Ok(())
}
