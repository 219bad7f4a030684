//! The shipped modules once more, from a copy of the source in another folder: the bytes must be the same.
//!
//! The copy lies outside of this clone and starts from nothing, so the second build compiles every crate again.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256, Sha384};
use tempfile::TempDir;

use super::line::{Line, Part};
use crate::run::say;
use crate::toolchain::Toolchain;
use crate::wasm::{ENGINES, build_engines};
use crate::workspace::Workspace;

/// Where the built modules lie below a tree.
fn module(build: &str) -> String {
    format!("npm/dist/{build}/etalage_bg.wasm")
}

/// Builds the modules of `npm/dist` a second time, and gives a line for each.
pub(crate) fn lines(workspace: &Workspace, toolchain: &Toolchain) -> Vec<Line> {
    let second = rebuilt(workspace, toolchain);
    let line = |(build, _): &(&str, &[&str])| {
        let found = match &second {
            Ok(folder) => compare(workspace, folder.path(), build),
            Err(error) => Err(anyhow::anyhow!("the second build failed: {error:#}")),
        };
        Line::new(Part::Build, format!("rebuild-{build}"), format!("Engine, build “{build}”: built in two folders"))
            .expects("the same SHA-256 from both, no path of this machine in it, and its SHA-384 in the script that fetches it")
            .again("cargo xtask audit, on another machine with the same compiler")
            .details(vec![format!("compiler: {}", toolchain.version().unwrap_or_else(|error| format!("{error:#}")))])
            .judged(found)
    };
    ENGINES.iter().map(line).collect()
}

/// Copies the source to another folder and builds the modules there.
fn rebuilt(workspace: &Workspace, toolchain: &Toolchain) -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("etalage-second-build-").tempdir()?;
    say(&format!("==> Copying the source to {}", folder.path().display()));
    let second = workspace.copied_to(folder.path())?;
    build_engines(&second, workspace, toolchain)?;
    Ok(folder)
}

/// Compares the two files of a build, and looks into them.
fn compare(workspace: &Workspace, second: &Path, build: &str) -> Result<String> {
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let here = read(&workspace.path(&module(build)))?;
    let there = read(&second.join(module(build)))?;
    let [first, other] = [&here, &there].map(|bytes| hex(&Sha256::digest(bytes)));
    ensure!(first == other, "expected the same SHA-256 from both folders, found {first} and {other}");
    for folder in [workspace.path(""), second.to_path_buf()] {
        let path = folder.to_string_lossy().into_owned();
        let path = path.trim_end_matches(['/', '\\']).as_bytes();
        ensure!(!here.windows(path.len()).any(|bytes| bytes == path), "the module holds the path of a build folder");
    }
    let script = if build == "engine" { "index.js" } else { "sealed.js" };
    let text = fs::read_to_string(workspace.path("npm/dist").join(script))?;
    let integrity = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, Sha384::digest(&here));
    ensure!(text.contains(&integrity), "npm/dist/{script} demands another module than {}", module(build));
    Ok(format!("SHA-256 {first}, {} bytes", here.len()))
}

/// Writes bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a built module and its script below a folder.
    fn built(folder: &Path, bytes: &[u8], demanded: &[u8]) {
        fs::create_dir_all(folder.join("npm/dist/engine")).expect("the folder is writable");
        fs::write(folder.join(module("engine")), bytes).expect("the folder is writable");
        let integrity = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, Sha384::digest(demanded));
        fs::write(folder.join("npm/dist/index.js"), format!("integrity:\"sha384-{integrity}\"")).expect("writable");
    }

    #[test]
    fn other_bytes_a_path_and_another_hash_in_the_script_are_seen() {
        let [here, there] = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder can be made"));
        let workspace = Workspace::for_test(here.path());
        let compared = |first: &[u8], second: &[u8], demanded: &[u8]| {
            built(here.path(), first, demanded);
            built(there.path(), second, demanded);
            compare(&workspace, there.path(), "engine").map_err(|error| error.to_string())
        };
        assert!(compared(b"same", b"same", b"same").is_ok());
        assert!(compared(b"same", b"other", b"same").is_err_and(|error| error.contains("the same SHA-256")));
        let leak = format!("panicked at {}/src/lib.rs", here.path().display());
        let leak = leak.as_bytes();
        assert!(compared(leak, leak, leak).is_err_and(|error| error.contains("path of a build folder")));
        assert!(compared(b"same", b"same", b"old").is_err_and(|error| error.contains("demands another module")));
    }
}
