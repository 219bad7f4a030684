//! The demo's model: a synthetic lake and what the exporter trains from it, made once per exporter.
//!
//! It refuses to serve a model of an older exporter: the stamp beside it names the very binary that made it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::run::Step;
use crate::workspace::Workspace;

/// Any seed would do; this one is in the documentation, so that everyone sees the same shop.
const SEED: &str = "42";

/// One byte of the secret of the demo's noise, in hexadecimal: it protects nobody, since the customers are made up.
const SECRET: &str = "42";

/// The most bytes of the model: what a first page may cost, scripts and engine included, is 400 KB compressed, which a
/// test measures. For the medium lake that is half of what the model would take without a limit.
const MAX_BYTES: &str = "480000";

/// How big the synthetic lake is.
#[derive(Debug, Clone, Copy, Default, PartialEq, clap::ValueEnum)]
pub(crate) enum LakeSize {
    /// For a quick look.
    Small,
    /// 10k items, 50k customers, 1.5 M behaviour events.
    #[default]
    Medium,
}

impl LakeSize {
    fn as_arg(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
        }
    }
}

/// A model file, with the catalogue and the manifest that the exporter wrote beside it.
#[derive(Debug, Clone)]
pub(crate) struct ModelFiles {
    pub(crate) model: PathBuf,
    pub(crate) catalogue: PathBuf,
    pub(crate) manifest: PathBuf,
}

impl ModelFiles {
    /// Takes a model file and finds its companions by its stem.
    ///
    /// # Errors
    /// When one of the three is missing.
    pub(crate) fn beside(model: &Path) -> Result<Self> {
        let files = Self {
            model: model.to_path_buf(),
            catalogue: model.with_extension("catalogue.json"),
            manifest: model.with_extension("manifest.json"),
        };
        for (what, path) in [("model", &files.model), ("catalogue", &files.catalogue), ("manifest", &files.manifest)] {
            let cure = "`model_export train` writes all three beside each other";
            ensure!(path.is_file(), "there is no {what} at {}; {cure}", path.display());
        }
        Ok(files)
    }
}

/// Generates the lake and trains the demo's model, unless this exporter has made it before.
pub(crate) fn demo_model(workspace: &Workspace, size: LakeSize) -> Result<ModelFiles> {
    let exporter = build_exporter(workspace)?;
    let folder = workspace.built("demo");
    let model = folder.join("shop.etalage");
    let stamp = folder.join("made-by");
    let binary = fs::read(&exporter).with_context(|| format!("cannot read {}", exporter.display()))?;
    let maker = format!(
        "exporter {:x?}, seed {SEED}, bytes {MAX_BYTES}, size {}",
        Sha256::digest(binary).as_slice(),
        size.as_arg()
    );
    if fs::read_to_string(&stamp).is_ok_and(|found| found == maker) {
        println!("==> The demo's model is there already: {}", model.display());
        return ModelFiles::beside(&model);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let lake = folder.join("lake");
    let run = |what: &str, args: &[&OsStr]| {
        let mut command = Command::new(&exporter);
        command.args(args);
        Step::new(what, command).live()
    };
    run(
        "Generating a marketplace's lake",
        &[
            "synth".as_ref(),
            "--seed".as_ref(),
            SEED.as_ref(),
            "--size".as_ref(),
            size.as_arg().as_ref(),
            "--out".as_ref(),
            lake.as_ref(),
        ],
    )?;
    let config = lake.join("lake.toml");
    // Nobody is behind synthetic customers: a secret that everybody knows gives everybody the same shop, and there is nobody
    // whom an attack could find.
    let secret = folder.join("secret");
    fs::write(&secret, SECRET.repeat(32)).with_context(|| format!("cannot write {}", secret.display()))?;
    run(
        "Training the demo's model",
        &[
            "train".as_ref(),
            "--lake".as_ref(),
            config.as_ref(),
            "--max-bytes".as_ref(),
            MAX_BYTES.as_ref(),
            "--secret".as_ref(),
            secret.as_ref(),
            "--shadows".as_ref(),
            "0".as_ref(),
            "--out".as_ref(),
            model.as_ref(),
        ],
    )?;
    let files = ModelFiles::beside(&model)?;
    fs::write(&stamp, maker).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(files)
}

/// Trains a model with learned parts on the lake of `demo`, unless this exporter has made it before: one that gives every
/// page another order for every visitor, which the public model does not on a page of a single category.
pub(crate) fn learned_model(workspace: &Workspace, demo: &ModelFiles) -> Result<ModelFiles> {
    let exporter = build_exporter(workspace)?;
    let folder = workspace.built("learned");
    let (model, stamp) = (folder.join("shop.etalage"), folder.join("made-by"));
    let binary = fs::read(&exporter).with_context(|| format!("cannot read {}", exporter.display()))?;
    let maker = format!("exporter {:x?}, seed {SEED}, bytes {MAX_BYTES}, learned", Sha256::digest(binary).as_slice());
    if fs::read_to_string(&stamp).is_ok_and(|found| found == maker) {
        return ModelFiles::beside(&model);
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut command = Command::new(&exporter);
    command.arg("train").arg("--lake").arg(demo.model.with_file_name("lake").join("lake.toml"));
    command.args(["--tier", "unchecked", "--unchecked-reason", "Synthetic customers: nobody is behind them"]);
    command.args(["--seed", "1", "--max-bytes", MAX_BYTES, "--out"]).arg(&model);
    Step::new("Training a model with learned parts", command).live()?;
    let files = ModelFiles::beside(&model)?;
    fs::write(&stamp, maker).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(files)
}

/// Compiles `model_export`, optimised, and gives its path.
fn build_exporter(workspace: &Workspace) -> Result<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--profile", "tool", "--package", "model_export"]);
    Step::new("Compiling the exporter", cargo).quiet()?;
    Ok(workspace.built("tool").join(format!("model_export{}", std::env::consts::EXE_SUFFIX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_companion_is_named() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let model = folder.path().join("gifts.etalage");
        fs::write(&model, "").expect("the folder can be written");
        let error = ModelFiles::beside(&model).expect_err("there is no catalogue").to_string();
        assert!(error.contains("no catalogue at") && error.contains("gifts.catalogue.json"), "{error}");
        fs::write(folder.path().join("gifts.catalogue.json"), "{}").expect("the folder can be written");
        fs::write(folder.path().join("gifts.manifest.json"), "{}").expect("the folder can be written");
        assert!(ModelFiles::beside(&model).is_ok());
    }
}
