//! The model that is to be published: whether it is the file that its manifest and its card speak of.
//!
//! Does not: judge the tier. That is for the exporter, which attacks the model before it writes it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use etalage::Model;
use etalage::model::{Protection, Tier};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::elsewhere::hex;
use super::line::{Line, Part, State};
use crate::model::ModelFiles;
use crate::workspace::Workspace;

/// All that the manifest beside a model may say: the model says it too, or it is a hash or a length.
const SERVED: [&str; 13] = [
    "name",
    "sha256",
    "bytes",
    "catalogue_sha256",
    "format_version",
    "trained_from",
    "trained_until",
    "n_items",
    "protection",
    "segments",
    "thresholds",
    "session",
    "sections",
];

/// A model that was given, with what lies beside it.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) files: ModelFiles,
    card: Option<PathBuf>,
    pub(crate) manifest: Value,
    /// SHA-256 of the model's bytes.
    pub(crate) sha256: String,
    model: Result<Model, etalage::Error>,
}

impl Given {
    /// Reads a model, its manifest, and where its card is.
    ///
    /// # Errors
    /// When one of the files is missing, or the manifest is no JSON. Bytes that are no model make a line red, not this.
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
        Ok(Self { files, card, manifest, sha256, model: Model::decode(bytes) })
    }

    /// Gives what the file says of its protection.
    pub(crate) fn protection(&self) -> Option<&Protection> {
        self.model.as_ref().ok().map(|model| &model.meta().protection)
    }

    /// Checks that the bytes are those of the manifest, and a whole model.
    fn whole(&self) -> Result<String> {
        let said = self.manifest["sha256"].as_str().context("the manifest names no `sha256`")?;
        ensure!(said == self.sha256, "expected the SHA-256 of the manifest, {said}, found {}", self.sha256);
        let model = self.model.as_ref().map_err(|error| anyhow!("{error}"))?;
        Ok(format!("SHA-256 {said}, {} items", model.n_items()))
    }

    /// Checks that what is served beside the file says no more than it should.
    fn served(&self) -> Result<String> {
        let fields = self.manifest.as_object().context("the manifest is no object")?;
        let private: Vec<&String> = fields.keys().filter(|field| !SERVED.contains(&field.as_str())).collect();
        ensure!(private.is_empty(), "fields that belong in the private manifest: {private:?}; export the model again");
        Ok(format!("{} fields, none of them private", fields.len()))
    }

    /// Checks that the file is of a tier that stands for something.
    fn tiered(&self) -> Result<String> {
        let protection = self.protection().context("the file is no whole model")?;
        let Protection { tier, reason, epsilon, delta } = protection;
        ensure!(
            *tier != Tier::Unchecked,
            "unchecked: {}",
            if reason.is_empty() { "no test was passed" } else { reason }
        );
        ensure!(*tier != Tier::Public || *epsilon > 0.0, "public, and no epsilon is stated");
        let noise = if *epsilon > 0.0 { format!("epsilon {epsilon}, delta {delta:e}") } else { "no noise".to_owned() };
        Ok(format!("{}; {noise}", tier.name()))
    }
}

/// Gives the lines about the model, grey where none was given.
pub(crate) fn lines(workspace: &Workspace, given: Option<&Given>) -> Vec<Line> {
    let line = |id: &str, what: &str, expected: &str| {
        Line::new(Part::Model, id, what).expects(expected).again("cargo xtask audit --model FILE --card FILE")
    };
    let file = line("model", "The file", "the SHA-256 of its manifest, and every check of the format passed");
    let manifest = line(
        "model-manifest",
        "The manifest that is served",
        "no exact count of customers or rows, and no fingerprint on which a guess could be tested",
    );
    let tier = line("model-tier", "The tier", "public or learned; unchecked is red whatever its reason");
    let card = line("model-card", "The card", "it names the SHA-256 of this very file");
    let Some(given) = given else {
        let grey = |line: Line| line.ends(State::Grey, "not looked at: no model was given");
        return vec![grey(file), grey(manifest), grey(tier), grey(card)];
    };
    let card = match &given.card {
        None => card.ends(State::Grey, "not looked at: no card was given"),
        Some(path) => card.judged(copied(workspace, path, &given.sha256)),
    };
    vec![file.judged(given.whole()), manifest.judged(given.served()), tier.judged(given.tiered()), card]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::stand_in;

    /// Gives the states of file, tier and card.
    fn states(folder: &Path, change: impl Fn(&ModelFiles)) -> Vec<(State, String)> {
        let files = stand_in::write(folder).expect("a shop by formula can be written");
        change(&files);
        let given = Given::read(&files.model, None).expect("all three files are there");
        lines(&Workspace::for_test(folder), Some(&given)).into_iter().map(|line| (line.state, line.found)).collect()
    }

    #[test]
    fn another_file_a_private_field_an_unchecked_tier_and_the_card_of_another_are_red() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let found = states(folder.path(), |_| ());
        assert_eq!(found[0].0, State::Green, "{}", found[0].1);
        assert_eq!(found[1].0, State::Green, "{}", found[1].1);
        assert!(found[2].0 == State::Red && found[2].1.starts_with("unchecked"), "{}", found[2].1);
        assert_eq!(found[3].0, State::Grey, "there is no card");
        let counted = |files: &ModelFiles| {
            let text = fs::read_to_string(&files.manifest).expect("the manifest is there");
            let more = text.replacen('{', r#"{"fingerprint":"1f","#, 1);
            fs::write(&files.manifest, more).expect("the folder is writable");
        };
        let found = &states(folder.path(), counted)[1];
        assert!(found.0 == State::Red && found.1.contains("fingerprint"), "{}", found.1);
        let card = |files: &ModelFiles, text: &str| {
            fs::write(files.model.with_extension("card.html"), text).expect("the folder is writable");
        };
        assert_eq!(states(folder.path(), |files| card(files, "<p>SHA-256 0123"))[3].0, State::Red);
        let own = |files: &ModelFiles| {
            card(files, &hex(&Sha256::digest(fs::read(&files.model).expect("the model is there"))));
        };
        assert_eq!(states(folder.path(), own)[3].0, State::Green);
        let changed = |files: &ModelFiles| {
            let mut bytes = fs::read(&files.model).expect("the model is there");
            bytes[100] ^= 1;
            fs::write(&files.model, bytes).expect("the folder is writable");
        };
        assert_eq!(states(folder.path(), changed)[0].0, State::Red);
    }
}
