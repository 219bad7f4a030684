//! What the shipped modules can call: their import sections against the allow-list of `npm/imports.json`.
//!
//! It refuses an import that nobody explained, and an explanation of one that is no longer there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use wasmparser::{Parser, Payload};

/// Lies in the package's folder: each import without its hash and why it is there, and for each build the ones it has.
const ALLOWED: &str = "imports.json";

/// Compares a module with what its build is allowed.
///
/// # Errors
/// When an import is not listed, is listed without a reason, or is listed and not there.
pub(crate) fn check(npm_folder: &Path, build: &str, wasm: &Path) -> Result<BTreeMap<String, String>> {
    let path = npm_folder.join(ALLOWED);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let list: List =
        serde_json::from_str(&text).with_context(|| format!("{}: expected `reasons` and `builds`", path.display()))?;
    let allowed = list.of(build).with_context(|| path.display().to_string())?;
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    compare(&allowed, &imported(&bytes)?).with_context(|| format!("the imports of {}", wasm.display()))?;
    Ok(allowed)
}

/// The allow-list as it is written.
#[derive(Debug, Deserialize)]
struct List {
    /// Why each import is there.
    reasons: BTreeMap<String, String>,
    /// Which of them each build has.
    builds: BTreeMap<String, BTreeSet<String>>,
}

impl List {
    /// Gives the imports of a build with their reasons, empty where none is written.
    fn of(&self, build: &str) -> Result<BTreeMap<String, String>> {
        let names = self.builds.get(build).with_context(|| format!("there is no build `{build}`"))?;
        let reason = |name: &String| self.reasons.get(name).cloned().unwrap_or_default();
        Ok(names.iter().map(|name| (name.clone(), reason(name))).collect())
    }
}

fn compare(allowed: &BTreeMap<String, String>, found: &BTreeSet<String>) -> Result<()> {
    for name in found {
        let reason = allowed.get(name).map_or("", String::as_str);
        ensure!(
            !reason.is_empty(),
            "`{name}` is not explained in npm/imports.json: explain it there, or do without it"
        );
    }
    for name in allowed.keys() {
        ensure!(found.contains(name), "`{name}` is explained in npm/imports.json, but the module does not import it");
    }
    Ok(())
}

/// Reads the names of a module's imports, without the hashes and numbers that wasm-bindgen ends them with.
fn imported(wasm: &[u8]) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                names.insert(without_hash(import?.name).to_owned());
            }
        }
    }
    Ok(names)
}

fn without_hash(name: &str) -> &str {
    let is_hash = |end: &str| end.len() == 16 && end.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.rsplit_once('_').filter(|(_, end)| is_hash(end)).map_or(name, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(module (import "m" "log_0123456789abcdef" (func)) (import "m" "log_" (func)))`
    const MODULE: &[u8] =
        b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x23\x02\x01m\x14log_0123456789abcdef\0\0\x01m\x04log_\0\0";

    fn allowed(names: &[(&str, &str)]) -> BTreeMap<String, String> {
        names.iter().map(|&(name, why)| (name.to_owned(), why.to_owned())).collect()
    }

    #[test]
    fn names_are_read_without_hashes() {
        let names: Vec<String> = imported(MODULE).expect("a module").into_iter().collect();
        assert_eq!(names, ["log", "log_"]);
        assert!(imported(b"no module").is_err());
    }

    #[test]
    fn what_is_not_explained_or_not_there_is_refused() {
        let found = imported(MODULE).expect("a module");
        let good = [("log", "says something"), ("log_", "says it again")];
        assert!(compare(&allowed(&good), &found).is_ok());
        for bad in [&good[..1], &[good[0], ("log_", "")], &[good[0], good[1], ("fetch", "was there once")]] {
            assert!(compare(&allowed(bad), &found).is_err(), "{bad:?}");
        }
    }
}
