//! `train`: a lake in, a model file with its manifest and public catalogue out.

use std::path::PathBuf;

use anyhow::{bail, ensure};
use etalage::model::Tier;
use etalage::{Model, format};

use crate::cmd::out;
use crate::lake::{Dataset, Lake, MaxBadRows};
use crate::privacy::attack::{self, Report};
use crate::privacy::card::Card;
use crate::privacy::{card_page, gate};
use crate::storefront::Storefront;
use crate::train::inputs::Inputs;
use crate::train::manifest::Manifest;
use crate::train::public_manifest::{PrivateManifest, PublicManifest};
use crate::train::seal::Seal;
use crate::train::summary::Summary;
use crate::train::{Params, Stages, ValidParams, learned};

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
    /// Models that the membership attack trains before anything is written; 0 writes a public model without trying, since
    /// its noise is proof enough. Tier unchecked is never attacked.
    #[arg(long, value_name = "N", default_value_t = 16)]
    shadows: usize,
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
        out::line(&dataset.report);
    }
    let inputs = stages.run("taking the fingerprint", None, |_| Inputs::of(&lake, &dataset, &params))?;
    // A manifest that cannot be read is no reason to stop: it is about to be replaced.
    let seal = Seal::beside(&args.out).ok().flatten();
    if !args.force && seal.is_some_and(|seal| seal.holds(&args.out, &inputs.fingerprint)) {
        return unchanged(args, &inputs);
    }
    let (valid, attacked) = threads.install(|| gated(args, &lake, valid, &params, &mut stages))?;
    let fitted = threads.install(|| valid.fit(lake.name(), &dataset, &mut stages))?;
    let model = stages.run("encoding", None, |_| format::encode(&fitted.parts).and_then(Model::decode))?;
    let published = fitted.published.as_ref().unwrap_or(&dataset);
    let mut catalogue =
        serde_json::to_string(&Storefront::new(lake.name(), lake.currency(), published, &fitted.parts))?;
    catalogue.push('\n');
    let manifest = Manifest::new(&model, &fitted, &dataset, (&inputs, &params, catalogue.as_bytes()));
    let public = PublicManifest::new(&model, catalogue.as_bytes(), &manifest);
    let card = Card::new(&model, &manifest, attacked.as_ref());
    let private = PrivateManifest { secret: params.privacy.secret.hexadecimal(), manifest: &manifest };
    // The manifest first: it seals the model and the catalogue, so a run that is killed between leaves what `verify`
    // refuses.
    write_together(&[
        (beside(&args.out, "manifest.json"), json(&public)?.as_bytes()),
        (beside(&args.out, "private.json"), json(&private)?.as_bytes()),
        (args.out.clone(), model.bytes()),
        (beside(&args.out, "card.json"), json(&card)?.as_bytes()),
        (beside(&args.out, "card.html"), card_page(&card).as_bytes()),
        (beside(&args.out, "catalogue.json"), catalogue.as_bytes()),
    ])?;
    report(args, &manifest, &stages)
}

/// Returns the parameters that pass the gate, and what the attack found with them.
fn gated(
    args: &Args,
    lake: &Lake,
    valid: ValidParams,
    params: &Params,
    stages: &mut Stages,
) -> anyhow::Result<(ValidParams, Option<Report>)> {
    match params.privacy.tier {
        Tier::Unchecked => Ok((valid, None)),
        Tier::Public if args.shadows == 0 => Ok((valid, None)),
        Tier::Public => {
            let report = gate::attack(lake, params, args.shadows, stages)?;
            let failures = gate::failures(&report);
            ensure!(
                failures.is_empty(),
                "nothing was written: the membership attack is beyond the bounds ({}); lower --epsilon, or read more \
                 customers",
                gate::in_words(&failures)
            );
            Ok((valid, Some(report)))
        }
        Tier::Learned => {
            let mut last = String::new();
            for rung in learned::rungs(params) {
                let report = gate::attack(lake, &rung, args.shadows.max(attack::MIN_MODELS), stages)?;
                let failures = gate::failures(&report);
                if failures.is_empty() {
                    return Ok((rung.check()?, Some(report)));
                }
                last = gate::in_words(&failures);
            }
            bail!(
                "nothing was written: no form of the learned parts keeps the membership attack within the bounds on this \
                 lake (the poorest one: {last}); train with --tier public, which adds noise instead"
            )
        }
    }
}

/// Writes a manifest as people can read it.
fn json(manifest: &impl serde::Serialize) -> anyhow::Result<String> {
    let mut json = serde_json::to_string_pretty(manifest)?;
    json.push('\n');
    Ok(json)
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
        out::line(format!(
            "wrote {} and, beside it, its manifest.json, catalogue.json and card, to be served together, and its private.json, \
             which holds the secret of the noise: keep it, and never publish it",
            args.out.display()
        ));
    }
    Ok(())
}
