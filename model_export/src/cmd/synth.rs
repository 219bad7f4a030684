//! `model_export synth`: makes a marketplace's lake and says what is in it.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use comfy_table::{CellAlignment, Table, presets};

use crate::cmd::out;
use crate::synth::{Format, Recipe, Size, Summary, make};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Folder of the lake; made if need be, files of the same names are replaced.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Seed: the same seed and size give the same bytes.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many items, customers and events.
    #[arg(long, value_enum, default_value_t = Size::Small)]
    size: Size,
    /// Writes CSV in place of Parquet.
    #[arg(long)]
    csv: bool,
    /// File of the hidden truth, outside of the lake [default: DIR with "-truth.json" appended].
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
    /// Prints the summary as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<()> {
    let start = Instant::now();
    let summary = make(&Recipe {
        out: args.out.clone(),
        truth: args.truth.clone(),
        seed: args.seed,
        size: args.size,
        format: if args.csv { Format::Csv } else { Format::Parquet },
    })?;
    if args.json {
        out::json(&serde_json::to_string_pretty(&summary)?);
    } else {
        print(&summary, start);
    }
    Ok(())
}

fn print(summary: &Summary, start: Instant) {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_header(["source", "rows", "of them dirty", "bytes", "file"]);
    for source in &summary.sources {
        let dirty: u64 = source.planted.values().sum();
        table.add_row([
            source.source.to_owned(),
            source.rows.to_string(),
            format!("{dirty} ({:.1} %)", 100.0 * dirty as f64 / source.rows.max(1) as f64),
            source.bytes.to_string(),
            source.path.display().to_string(),
        ]);
    }
    for column in 1..4 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    out::line(&table);
    out::line(format!(
        "{} sessions, {} orders, {} lines returned, in {:.1} s",
        summary.sessions,
        summary.orders,
        summary.returns,
        start.elapsed().as_secs_f64()
    ));
    out::line(format!("lake:  {}", summary.lake.display()));
    out::line(format!("truth: {}  (for tests and evaluation alone)", summary.truth.display()));
}
