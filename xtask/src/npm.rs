//! Node and npm: checked for, and run in a folder of the repository.
//!
//! It refuses to install Node, which a machine may have in several versions for several projects.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::run::Step;

const NODE_AT_LEAST: u32 = 20;
const ADVICE: &str = "install Node 20 or later from https://nodejs.org or your system's packages (it brings npm)";
/// Lies in `node_modules` and names the lock file that was installed there.
const STAMP: &str = "node_modules/.installed-from";

/// Checks that Node is there, new enough, and has npm.
pub(crate) fn check_node() -> Result<()> {
    let mut node = Command::new("node");
    node.arg("--version");
    let version = Step::new("Asking Node for its version", node).cure(ADVICE).read()?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_AT_LEAST) {
        bail!("Node is {version}, and at least {NODE_AT_LEAST} is needed. What helps: {ADVICE}");
    }
    let mut npm = npm(Path::new("."));
    npm.arg("--version");
    Step::new("Asking npm for its version", npm).cure(ADVICE).read().map(drop)
}

/// Installs the dependencies of a package, at the versions and checksums of its lock file, unless they are there.
///
/// Not by `npm ci`: it wants the lock file to list what other systems than this one would install, and registries that
/// mirror the public one do not have all of that to list. `--no-save` leaves the lock file as it is.
pub(crate) fn install(folder: &Path) -> Result<()> {
    let lock = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    let wanted = format!("{:x?}", Sha256::digest(lock).as_slice());
    if fs::read_to_string(folder.join(STAMP)).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut npm = npm(folder);
    npm.args(["install", "--no-save", "--no-audit", "--no-fund"]);
    Step::new(format!("Installing the npm dependencies of {}", name(folder)), npm)
        .cure("a network that reaches the npm registry; `npm config get registry` names it")
        .quiet()?;
    let stamp = folder.join(STAMP);
    // A package without dependencies gets no node_modules folder.
    fs::create_dir_all(folder.join("node_modules"))?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Gives a step that runs a script of a package.
pub(crate) fn script(folder: &Path, script: &str) -> Step {
    let mut npm = npm(folder);
    npm.args(["run", "--silent", script]);
    Step::new(format!("npm run {script} in {}", name(folder)), npm)
}

fn npm(folder: &Path) -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(folder).env("npm_config_update_notifier", "false");
    npm
}

fn name(folder: &Path) -> String {
    folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
}
