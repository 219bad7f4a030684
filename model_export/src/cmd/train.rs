//! `train`: a lake in, a model file with its manifest and public catalogue out.

use std::path::PathBuf;

use etalage::{Model, format};

use crate::cmd::out;
use crate::lake::{Dataset, Lake, MaxBadRows};
use crate::storefront::Storefront;
use crate::train::inputs::Inputs;
use crate::train::manifest::Manifest;
use crate::train::seal::Seal;
use crate::train::summary::Summary;
use crate::train::{Params, SegmentCount, Stages, next_item};
use crate::write::{beside, write_together};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lake's mapping.
    #[arg(long, value_name = "LAKE.TOML")]
    lake: PathBuf,
    /// The model file to write; its manifest and catalogue go beside it.
    #[arg(long, value_name = "SHOP.ETALAGE")]
    out: PathBuf,
    /// Where the lake's relative paths start: a folder, or `s3://bucket/prefix` [default: `$ETALAGE_DATA`, else the
    /// folder of the mapping].
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The most faulty rows of each source, N or N%; torn files are then counted too [default: 10%, and nothing torn].
    #[arg(long, value_name = "N")]
    max_bad_rows: Option<MaxBadRows>,
    /// Where all pseudo-random numbers come from.
    #[arg(long, default_value_t = Params::default().seed)]
    seed: u64,
    /// Threads to use; the files do not depend on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    /// Length of an item's vector, a multiple of 8.
    #[arg(long, default_value_t = Params::default().n_factors)]
    factors: usize,
    /// Iterations of the factorization.
    #[arg(long, default_value_t = Params::default().n_iterations)]
    sweeps: usize,
    /// Customer segments to look for: auto, or a number.
    #[arg(long, default_value = "auto", value_parser = segment_count)]
    segments: SegmentCount,
    /// Distinct customers below which nothing is learned of an item; 11 or more.
    #[arg(long, default_value_t = Params::default().min_item_customers)]
    min_item_customers: u32,
    /// Distinct customers below which a pair of items is not in the next-item table.
    #[arg(long, default_value_t = Params::default().next_item.min_pair_customers)]
    min_pair_customers: u32,
    /// Successors that an item has at most in the next-item table; 255 or fewer.
    #[arg(long, default_value_t = Params::default().next_item.n_successors)]
    successors: usize,
    /// The most bytes of the model file: factors, their bits, and pairs are divided as held-out visits like it best.
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,
    /// Customers below which a segment is merged; 50 or more.
    #[arg(long, default_value_t = Params::default().min_segment_customers)]
    min_segment_customers: u32,
    /// Train even when nothing changed since the files there were made.
    #[arg(long)]
    force: bool,
    /// Print the manifest and the seconds of each stage as JSON instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let params = Params {
        seed: args.seed,
        n_factors: args.factors,
        n_iterations: args.sweeps,
        segments: args.segments,
        min_item_customers: args.min_item_customers,
        min_segment_customers: args.min_segment_customers,
        next_item: next_item::Params {
            n_successors: args.successors,
            min_pair_customers: args.min_pair_customers,
            ..Params::default().next_item
        },
        max_bytes: args.max_bytes,
        ..Params::default()
    };
    // Before the lake is read: a wrong option should not cost a minute.
    let valid = params.clone().check()?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let mut stages = Stages::default();
    let lake = Lake::open(&args.lake, args.data.as_deref())?.with_max_bad_rows(args.max_bad_rows);
    let dataset = read(&lake, &mut stages)?;
    if !args.json {
        out::line(&dataset.report);
    }
    let inputs = stages.run("taking the fingerprint", None, |_| Inputs::of(&lake, &dataset, &params))?;
    // A manifest that cannot be read is no reason to stop: it is about to be replaced.
    let seal = Seal::beside(&args.out).ok().flatten();
    if !args.force && seal.is_some_and(|seal| seal.holds(&args.out, &inputs.fingerprint)) {
        return unchanged(args, &inputs);
    }
    let fitted = threads.install(|| valid.fit(lake.name(), &dataset, &mut stages))?;
    let model = stages.run("encoding", None, |_| format::encode(&fitted.parts).and_then(Model::decode))?;
    let mut catalogue = serde_json::to_string(&Storefront::new(lake.name(), lake.currency(), &dataset))?;
    catalogue.push('\n');
    let manifest = Manifest::new(&model, &fitted, &dataset, (&inputs, &params, catalogue.as_bytes()));
    let mut json = serde_json::to_string_pretty(&manifest)?;
    json.push('\n');
    // The manifest first: it seals the other two, so a run that is killed between leaves what `verify` refuses.
    write_together(&[
        (beside(&args.out, "manifest.json"), json.as_bytes()),
        (args.out.clone(), model.bytes()),
        (beside(&args.out, "catalogue.json"), catalogue.as_bytes()),
    ])?;
    report(args, &manifest, &stages)
}

/// Says that the files there are what a run would make.
fn unchanged(args: &Args, inputs: &Inputs) -> anyhow::Result<()> {
    let fingerprint = &inputs.fingerprint;
    if args.json {
        let json = serde_json::json!({ "changed": false, "fingerprint": fingerprint });
        out::json(&serde_json::to_string_pretty(&json)?);
    } else {
        out::line(format!(
            "nothing changed since {} was made: the lake, the options and the program have its fingerprint, \
             {fingerprint}\nits files are left as they are; --force trains all the same",
            args.out.display()
        ));
    }
    Ok(())
}

pub(in crate::cmd) fn read(lake: &Lake, stages: &mut Stages) -> anyhow::Result<Dataset> {
    stages.run("reading the lake", None, |bar| {
        let dataset = lake.read(&mut |source, rows| {
            bar.set_message(format!("reading {source}"));
            bar.set_position(rows);
        });
        Ok(dataset?)
    })
}

fn report(args: &Args, manifest: &Manifest, stages: &Stages) -> anyhow::Result<()> {
    let stages = stages.done();
    if args.json {
        let seconds: Vec<(&str, f64)> = stages.iter().map(|(stage, took)| (*stage, took.as_secs_f64())).collect();
        out::json(&serde_json::to_string_pretty(
            &serde_json::json!({ "changed": true, "manifest": manifest, "seconds": seconds }),
        )?);
    } else {
        out::line(Summary { manifest, stages: &stages });
        out::line(format!("wrote {} and, beside it, its manifest.json and catalogue.json", args.out.display()));
    }
    Ok(())
}

fn segment_count(text: &str) -> Result<SegmentCount, String> {
    match text {
        "auto" => Ok(SegmentCount::Auto),
        number => number.parse().map(SegmentCount::Fixed).map_err(|_| "expected auto or a whole number".to_owned()),
    }
}
