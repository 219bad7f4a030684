//! `audit`: what a lake holds, what is wrong with it and what it is fit for, as a table, as JSON and as a page.

use std::path::PathBuf;

use anyhow::Context;

use crate::audit::{Lang, Page, Terminal, audit};
use crate::cmd::out;
use crate::lake::{Lake, MaxBadRows};
use crate::progress;
use crate::write::write_whole;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lake's mapping.
    #[arg(long, value_name = "LAKE.TOML")]
    lake: PathBuf,
    /// The folder for `audit.json` and `audit.html`; made if need be.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Where the lake's relative paths start [default: `$ETALAGE_DATA`, else the folder of the mapping].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The most faulty rows of each source, N or N%; torn files are then counted too [default: 10%, and nothing torn].
    #[arg(long, value_name = "N")]
    max_bad_rows: Option<MaxBadRows>,
    /// The language of the tables and of the page.
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let lake = Lake::open(&args.lake, args.data.as_deref())?.with_max_bad_rows(args.max_bad_rows);
    let bars = indicatif::MultiProgress::new();
    let (looking, reading) = (bars.add(progress::spinner("looking")), bars.add(progress::spinner("reading")));
    let told = |bar: &indicatif::ProgressBar, verb: &str, source, rows| {
        bar.set_message(format!("{verb} {source}"));
        bar.set_position(rows);
    };
    let mut look = |source, rows| told(&looking, "looking at", source, rows);
    let mut read = |source, rows| told(&reading, "reading", source, rows);
    let result = audit(&lake, &mut look, &mut read);
    looking.finish_and_clear();
    reading.finish_and_clear();
    let audit = result?;
    let mut json = serde_json::to_string_pretty(&audit)?;
    json.push('\n');
    let page = Page(&audit, args.lang).to_string();
    for (name, bytes) in [("audit.json", json.as_bytes()), ("audit.html", page.as_bytes())] {
        let path = args.out.join(name);
        write_whole(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if args.json {
        out::json(&json);
    } else {
        out::line(Terminal(&audit, args.lang));
        out::line(format!("{} (audit.json, audit.html)", args.out.display()));
    }
    Ok(())
}
