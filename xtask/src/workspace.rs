//! Where things are: the root of the repository, the folder for what is built, and the cargo that runs us.
//!
//! It refuses to guess the target folder: cargo is asked, so that `CARGO_TARGET_DIR` and `.cargo/config.toml` hold.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::Step;

/// Folders of a clone that are made and not written: a copy of the source leaves them out.
const MADE: [&str; 7] = ["target", "node_modules", ".git", "dist", "out", "docs-out", ".next"];

/// The repository on this machine.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// Finds the repository this command was started in.
    pub(crate) fn find() -> Result<Self> {
        let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&here).parent().context("xtask lies one folder below the root")?.to_path_buf();
        let mut metadata = cargo();
        metadata.current_dir(&root).args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata = Step::new("Asking cargo where it builds", metadata).read()?;
        let metadata: Value = serde_json::from_str(&metadata).context("`cargo metadata` did not print JSON")?;
        let target = metadata["target_directory"].as_str().context("`cargo metadata` named no target_directory")?;
        Ok(Self { root, target: target.into() })
    }

    /// Copies the source to another folder, without what is made from it, and gives the repository there.
    ///
    /// # Errors
    /// When something cannot be read or written.
    pub(crate) fn copied_to(&self, folder: &Path) -> Result<Self> {
        copy(&self.root, folder)?;
        Ok(Self { root: folder.to_path_buf(), target: folder.join("target") })
    }

    /// Takes any folder for a repository.
    #[cfg(test)]
    pub(crate) fn for_test(root: &Path) -> Self {
        Self { root: root.to_path_buf(), target: root.join("target") }
    }

    /// Gives the path of something in the repository.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Gives the path of something in the folder for what is built.
    pub(crate) fn built(&self, below: &str) -> PathBuf {
        self.target.join(below)
    }

    /// Gives a cargo command at the root, with the toolchain that built this command.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root);
        command
    }
}

/// Copies a folder of the source, links left out.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (kind, path, name) = (entry.file_type()?, entry.path(), entry.file_name());
        if kind.is_dir() && !MADE.iter().any(|made| *made == name) {
            copy(&path, &to.join(name))?;
        } else if kind.is_file() {
            fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

/// Gives the cargo that runs us, without what `cargo run` adds to the environment of its child: build scripts watch
/// some of those variables, and would run again for nothing.
fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    forget_cargo_run(&mut command);
    command
}

/// Removes from a command's environment the variables that `cargo run` has set for us.
pub(crate) fn forget_cargo_run(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let own = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"].iter().any(|prefix| text.starts_with(prefix));
        if own || ["CARGO", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "LD_LIBRARY_PATH"].contains(&&*text) {
            command.env_remove(&name);
        }
    }
}

/// Finds a program by name on the `PATH`.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&name)).find(|path| path.is_file())
}
