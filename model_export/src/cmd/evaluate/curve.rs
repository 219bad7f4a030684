//! `evaluate curve`: how accuracy grows with the bytes of the file, as a table and a picture.

use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cmd::out;
use crate::evaluate::curve::{BUDGETS, Chart, Curve, Page, of_sessions, of_top_n};
use crate::evaluate::sessions::{Recipe, SessionLog};
use crate::evaluate::top_n::{Cut, Split, usual_als};
use crate::progress;
use crate::write::write_whole;

#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("data").required(true).multiple(true).args(["sessions", "lists"])))]
pub(super) struct Args {
    /// Sessions and questions, as `evaluate next-item` reads them.
    #[arg(long, num_args = 2, value_names = ["TRAIN", "TEST"])]
    sessions: Vec<PathBuf>,
    /// What users touched and what they should be offered, as `evaluate top-n` reads it.
    #[arg(long, num_args = 2, value_names = ["TRAIN", "TEST"])]
    lists: Vec<PathBuf>,
    /// Budgets in bytes an item, of the whole file.
    #[arg(long, value_name = "N,N,...", value_delimiter = ',', default_values_t = BUDGETS)]
    budgets: Vec<usize>,
    /// Write the picture.
    #[arg(long, value_name = "FILE.SVG")]
    out_svg: Option<PathBuf>,
    /// Write the page with the tables.
    #[arg(long, value_name = "FILE.MD")]
    out_md: Option<PathBuf>,
    /// Where the first factors and the validation part of the lists come from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads to use; no figure depends on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    /// Print JSON instead of the page.
    #[arg(long)]
    json: bool,
}

/// The share of each user's items that the mixes are chosen on.
const VALIDATION_SHARE: f64 = 0.1;

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let mut budgets = args.budgets.clone();
    budgets.sort_unstable();
    budgets.dedup();
    let curves = threads.install(|| args.curves(&budgets))?;
    for (path, text) in [(&args.out_svg, Chart(&curves).to_string()), (&args.out_md, Page(&curves).to_string())] {
        let Some(path) = path else { continue };
        write_whole(path, text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if args.json {
        out::json(&serde_json::to_string_pretty(&curves)?);
    } else if args.out_md.is_none() {
        out::line(Page(&curves));
    }
    Ok(())
}

impl Args {
    fn curves(&self, budgets: &[usize]) -> anyhow::Result<Vec<Curve>> {
        let mut curves = Vec::new();
        if let [train, test] = self.sessions.as_slice() {
            let bar = progress::bar(budgets.len() as u64, "sessions");
            let log = SessionLog::read_lists(train, Some(test))?;
            curves.push(of_sessions(&name(train), &log, &Recipe::default(), budgets, || bar.inc(1))?);
            bar.finish_and_clear();
        }
        if let [train, test] = self.lists.as_slice() {
            let bar = progress::bar(budgets.len() as u64, "lists");
            let draft = Split::validation(&[train], VALIDATION_SHARE, Cut::Random(self.seed))?;
            let whole = Split::read(&[train], test)?;
            let als = usual_als(whole.item_ids.len(), self.seed);
            curves.push(of_top_n(&name(train), (&draft, &whole), &als, budgets, || bar.inc(1))?);
            bar.finish_and_clear();
        }
        Ok(curves)
    }
}

/// Returns the name of a data set: that of the folder its files lie in.
fn name(train: &Path) -> String {
    let folder = train.parent().and_then(Path::file_name).unwrap_or(train.as_os_str());
    folder.to_string_lossy().into_owned()
}
