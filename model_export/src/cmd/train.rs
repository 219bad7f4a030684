//! `train`: a lake in, a model file with its manifest and public catalogue out.

use std::path::PathBuf;

use etalage::{Model, format};

use crate::lake::{Dataset, Lake, MaxBadRows};
use crate::storefront::Storefront;
use crate::train::Stages;
use crate::train::inputs::Inputs;
use crate::train::manifest::Manifest;
use crate::train::seal::Seal;
use crate::train::summary::Summary;

use super::training::Training;
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
    /// Threads to use; the files do not depend on it [default: one for each processor].
    #[arg(long)]
    threads: Option<usize>,
    #[command(flatten)]
    training: Training,
    /// Train even when nothing changed since the files there were made.
    #[arg(long)]
    force: bool,
    /// Print the manifest and the seconds of each stage as JSON instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let params = args.training.params(Some(&beside(&args.out, "private.json")))?;
    // Before the lake is read: a wrong option should not cost a minute.
    let valid = params.clone().check()?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads.unwrap_or(0)).build()?;
    let mut stages = Stages::default();
    let lake = Lake::open(&args.lake, args.data.as_deref())?.with_max_bad_rows(args.max_bad_rows);
    let dataset = read(&lake, &mut stages)?;
    if !args.json {
        println!("{}", dataset.report);
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
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        println!(
            "nothing changed since {} was made: the lake, the options and the program have its fingerprint, \
             {fingerprint}\nits files are left as they are; --force trains all the same",
            args.out.display()
        );
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
        println!(
            "{}",
            serde_json::to_string_pretty(
                &serde_json::json!({ "changed": true, "manifest": manifest, "seconds": seconds })
            )?
        );
    } else {
        println!("{}", Summary { manifest, stages: &stages });
        println!("wrote {} and, beside it, its manifest.json and catalogue.json", args.out.display());
    }
    Ok(())
}
