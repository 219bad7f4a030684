//! `diff`: what changed between two model files, for the person who signs a release off.

use std::path::{Path, PathBuf};

use anyhow::Context;
use etalage::Model;
use etalage::rank::Ranker;

use crate::cmd::out;
use crate::diff::{Diff, Side};
use crate::train::seal::Seal;
use crate::write::beside;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The model before; the manifests beside both files are read too, where they are.
    #[arg(value_name = "A.ETALAGE")]
    before: PathBuf,
    /// The model after.
    #[arg(value_name = "B.ETALAGE")]
    after: PathBuf,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let diff = Diff::of(&side(&args.before)?, &side(&args.after)?);
    if args.json {
        out::json(&serde_json::to_string_pretty(&diff)?);
    } else {
        out::line(&diff);
    }
    Ok(())
}

/// Reads a model and the manifest beside it.
fn side(path: &Path) -> anyhow::Result<Side> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut manifest = None;
    if let Some(seal) = Seal::beside(path)? {
        seal.check_model(path, &bytes)?;
        // The private manifest says more, where it is at hand.
        let file = ["private.json", "manifest.json"].map(|suffix| beside(path, suffix));
        let file = file.into_iter().find(|file| file.exists()).unwrap_or_else(|| beside(path, "manifest.json"));
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        manifest = Some(serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?);
    }
    let model = Model::decode(bytes).with_context(|| path.display().to_string())?;
    Ok(Side { ranker: Ranker::new(model), manifest })
}
