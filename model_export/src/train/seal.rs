//! The seal: what a manifest says of the files beside it, read back to check them.
//!
//! `train` renames the manifest first (see [`crate::write`]), so whatever an interrupted run leaves does not fit it: an old
//! model or catalogue has another SHA-256, a missing one cannot be read. Refused here: taking a file's word for itself.

use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use super::manifest::sha256;
use crate::write::beside;

/// What a manifest says of its files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Seal {
    sha256: String,
    bytes: usize,
    /// None in manifests of older programs, which did not seal the catalogue.
    catalogue_sha256: Option<String>,
}

/// What the private manifest says of its run.
#[derive(Debug, Deserialize)]
struct Run {
    sha256: String,
    fingerprint: String,
}

impl Seal {
    /// Reads the manifest beside `model`; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read, or is no manifest.
    pub fn beside(model: &Path) -> anyhow::Result<Option<Self>> {
        let path = beside(model, "manifest.json");
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).map(Some).with_context(|| format!("{} is no manifest", path.display()))
    }

    /// Checks that the manifest is of these bytes of `model`.
    ///
    /// # Errors
    /// When it is not, with both digests.
    pub fn check_model(&self, model: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let (manifest, digest) = (beside(model, "manifest.json"), sha256(bytes));
        anyhow::ensure!(
            self.sha256 == digest && self.bytes == bytes.len(),
            "{} describes another file: expected sha256 {} and {} bytes, found {digest} and {}; publish both again, or \
             train again if a run was interrupted",
            manifest.display(),
            self.sha256,
            self.bytes,
            bytes.len()
        );
        Ok(())
    }

    /// Checks that the manifest is of these bytes of `model`, and of the catalogue beside it.
    ///
    /// # Errors
    /// When it is not, with both digests.
    pub fn check(&self, model: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        self.check_model(model, bytes)?;
        let Some(expected) = &self.catalogue_sha256 else { return Ok(()) };
        let catalogue = beside(model, "catalogue.json");
        let found = std::fs::read(&catalogue)
            .with_context(|| format!("cannot read {}, which the manifest seals: train again", catalogue.display()))?;
        let found = sha256(&found);
        anyhow::ensure!(
            *expected == found,
            "{} is not the catalogue of {}: expected sha256 {expected}, found {found}; publish all three files again, or \
             train again if a run was interrupted",
            catalogue.display(),
            beside(model, "manifest.json").display()
        );
        Ok(())
    }

    /// Tells whether the files beside each other are whole and were made from what has this fingerprint, which the private
    /// manifest keeps.
    pub fn holds(&self, model: &Path, fingerprint: &str) -> bool {
        let run = std::fs::read(beside(model, "private.json")).ok();
        let run = run.and_then(|text| serde_json::from_slice::<Run>(&text).ok());
        let whole = || std::fs::read(model).is_ok_and(|bytes| self.check(model, &bytes).is_ok());
        run.is_some_and(|run| run.fingerprint == fingerprint && run.sha256 == self.sha256)
            && self.catalogue_sha256.is_some()
            && whole()
    }
}
