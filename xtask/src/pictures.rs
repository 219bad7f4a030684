//! The pictures of the demo's products, drawn once for each catalogue by the shop's own script.
//!
//! It refuses pictures of another catalogue or another hand: the stamp beside them names both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::npm;
use crate::run::Step;
use crate::workspace::Workspace;

/// Draws the products of a catalogue, unless that was done before, and returns the folder of their pictures.
pub(crate) fn drawn(workspace: &Workspace, catalogue: &Path) -> Result<PathBuf> {
    let sources = workspace.path("www/picture");
    let mut digest = Sha256::new();
    digest.update(fs::read(catalogue).with_context(|| format!("cannot read {}", catalogue.display()))?);
    let mut files = scripts(&sources)?;
    files.extend(scripts(&sources.join("motifs"))?);
    for file in files {
        digest.update(fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    let wanted = format!("{:x?}", digest.finalize().as_slice());
    let folder = workspace.built("pictures");
    let stamp = folder.join("drawn-from");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    npm::check_node()?;
    let mut node = Command::new("node");
    node.arg(sources.join("write.mjs")).arg(catalogue).arg(&folder);
    Step::new("Drawing the products", node).quiet()?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(folder)
}

/// Lists the scripts of a folder by name.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}
