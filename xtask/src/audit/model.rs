//! The model that is to be published: whether it is the file that its manifest and its card speak of.
//!
//! Does not: judge the tier. That is for the exporter, which attacks the model before it writes it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use etalage::Model;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::elsewhere::hex;
use super::line::{Line, Part, State};
use crate::model::ModelFiles;
use crate::workspace::Workspace;

/// The tiers, as the exporter names them.
const TIERS: [&str; 3] = ["public", "learned", "unchecked"];

/// A model that was given, with what lies beside it.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) files: ModelFiles,
    card: Option<PathBuf>,
    pub(crate) manifest: Value,
    /// SHA-256 of the model's bytes.
    pub(crate) sha256: String,
}

impl Given {
    /// Reads the manifest of a model, and its bytes for their hash.
    ///
    /// # Errors
    /// When one of the files is missing, or the manifest is no JSON.
    pub(crate) fn read(model: &Path, card: Option<&Path>) -> Result<Self> {
        let files = ModelFiles::beside(model)?;
        let text =
            fs::read_to_string(&files.manifest).with_context(|| format!("cannot read {}", files.manifest.display()))?;
        let manifest =
            serde_json::from_str(&text).with_context(|| format!("{} is no JSON", files.manifest.display()))?;
        let bytes = fs::read(model).with_context(|| format!("cannot read {}", model.display()))?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let beside = ["card.html", "card.json"].map(|end| model.with_extension(end));
        let card = card.map(Path::to_path_buf).or_else(|| beside.into_iter().find(|card| card.is_file()));
        Ok(Self { files, card, manifest, sha256 })
    }

    /// Gives the tier that the manifest names, as a text or as the name of an object.
    pub(crate) fn tier(&self) -> Option<&str> {
        let tier = &self.manifest["tier"];
        tier.as_str().or_else(|| tier["name"].as_str())
    }

    /// Checks that the bytes are those of the manifest, and a whole model.
    fn whole(&self) -> Result<String> {
        let said = self.manifest["sha256"].as_str().context("the manifest names no `sha256`")?;
        ensure!(said == self.sha256, "expected the SHA-256 of the manifest, {said}, found {}", self.sha256);
        let model = Model::decode(fs::read(&self.files.model)?)?;
        Ok(format!("SHA-256 {said}, {} items", model.n_items()))
    }

    /// Checks that the manifest names a tier that may be published without more ado.
    fn tiered(&self) -> (State, String) {
        match self.tier() {
            None => (State::Red, "the manifest names no tier: export the model again".to_owned()),
            Some("unchecked") => (State::Red, "unchecked: nobody has attacked this file, or it failed".to_owned()),
            Some(tier) if TIERS.contains(&tier) => (State::Green, tier.to_owned()),
            Some(tier) => (State::Red, format!("expected one of {TIERS:?}, found `{tier}`")),
        }
    }
}

/// Gives the three lines about the model, grey where none was given.
pub(crate) fn lines(workspace: &Workspace, given: Option<&Given>) -> Vec<Line> {
    let line = |id: &str, what: &str, expected: &str| {
        Line::new(Part::Model, id, what).expects(expected).again("cargo xtask audit --model FILE --card FILE")
    };
    let file = line("model", "The file", "the SHA-256 of its manifest, and every check of the format passed");
    let tier = line("model-tier", "The tier", "`public` or `learned`; `unchecked` is red whatever its reason");
    let card = line("model-card", "The card", "it names the SHA-256 of this very file");
    let Some(given) = given else {
        let grey = |line: Line| line.ends(State::Grey, "not looked at: no model was given");
        return vec![grey(file), grey(tier), grey(card)];
    };
    let (state, found) = given.tiered();
    let card = match &given.card {
        None => card.ends(State::Grey, "not looked at: no card was given"),
        Some(path) => card.judged(copied(workspace, path, &given.sha256)),
    };
    vec![file.judged(given.whole()), tier.ends(state, found), card]
}

/// Copies the card beside the page, when it speaks of this model.
fn copied(workspace: &Workspace, card: &Path, sha256: &str) -> Result<String> {
    let text = fs::read_to_string(card).with_context(|| format!("cannot read {}", card.display()))?;
    ensure!(text.contains(sha256), "{} does not name {sha256}: it is the card of another file", card.display());
    let name = card.file_name().context("the card has no file name")?;
    let copy = workspace.built("audit").join(name);
    fs::create_dir_all(workspace.built("audit"))?;
    fs::copy(card, &copy).with_context(|| format!("cannot write {}", copy.display()))?;
    Ok(format!("copied beside this page: {}", name.to_string_lossy()))
}
