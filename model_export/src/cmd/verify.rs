//! `verify`: a model file checked whole, for a release script: exit code 0 or 1 and the reason.

use std::path::{Path, PathBuf};

use anyhow::Context;
use etalage::Model;

use crate::cmd::out;
use crate::train::manifest::sha256;
use crate::train::seal::Seal;
use crate::train::{MIN_ITEM_CUSTOMERS, MIN_SEGMENT_CUSTOMERS};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The model file; the manifest and the catalogue beside it are checked too, when there is a manifest.
    file: PathBuf,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let outcome = verify(&args.file);
    if args.json {
        let json = match &outcome {
            Ok(passed) => serde_json::json!({ "ok": true, "passed": passed }),
            Err(error) => serde_json::json!({ "ok": false, "reason": format!("{error:#}") }),
        };
        out::json(&serde_json::to_string_pretty(&json)?);
    } else if let Ok(passed) = &outcome {
        for check in passed {
            out::line(format!("ok  {check}"));
        }
    }
    outcome.map(drop)
}

/// Runs every check and returns what passed.
fn verify(file: &Path) -> anyhow::Result<Vec<String>> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let digest = sha256(&bytes);
    let mut passed = Vec::new();
    let model = Model::decode(bytes).with_context(|| file.display().to_string())?;
    passed.push(format!("decodes: {} bytes, {} items, every checksum", model.bytes().len(), model.n_items()));
    passed.push(check_privacy(&model)?);
    if let Some(seal) = Seal::beside(file)? {
        seal.check(file, model.bytes())?;
        passed.push(format!("is the file of its manifest, as is the catalogue: sha256 {digest}"));
    } else {
        passed.push(format!("no manifest beside it; sha256 {digest}"));
    }
    Ok(passed)
}

fn check_privacy(model: &Model) -> anyhow::Result<String> {
    let thresholds = &model.meta().thresholds;
    let (items, segments) = (thresholds.item_customers, thresholds.segment_customers);
    anyhow::ensure!(
        items >= MIN_ITEM_CUSTOMERS && segments >= MIN_SEGMENT_CUSTOMERS,
        "the model keeps thresholds of {items} customers an item and {segments} a segment: expected \
         {MIN_ITEM_CUSTOMERS} and {MIN_SEGMENT_CUSTOMERS} or more; do not publish it, train it again"
    );
    // The core has checked that no segment is below the file's own threshold.
    let (flags, popularity) = (model.attributes(), model.popularity());
    let telling = (0..model.n_items()).find(|&item| !flags.flags(item as u32).learned && popularity.get(item) > 0);
    anyhow::ensure!(
        telling.is_none(),
        "item {:?} has too few customers to be learned, yet its popularity is above the lowest: expected 0; do not \
         publish the model, train it again",
        telling.and_then(|item| model.item_id(item as u32)).unwrap_or_default()
    );
    Ok(format!("keeps its thresholds: {items} customers an item, {segments} a segment"))
}
