//! What cargo says of the crates: their licences, their checksums, and which of them an artefact is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::Step;
use crate::workspace::Workspace;

/// The platform of the shipped engine.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// A crate of one platform's graph.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    /// As its manifest writes it: an SPDX expression, or empty.
    pub(crate) licence: String,
    /// SHA-256 of the crate's archive, by `Cargo.lock`; nothing for a crate of this repository.
    pub(crate) checksum: Option<String>,
    /// Is a macro: it runs while something is compiled.
    compiles: bool,
    /// Its dependencies, but those of its tests and build script.
    normal: Vec<String>,
}

impl Package {
    /// Its package URL.
    pub(crate) fn purl(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }
}

/// The crates of one platform, by cargo's own ids.
#[derive(Debug)]
pub(crate) struct Graph(BTreeMap<String, Package>);

impl Graph {
    /// Asks cargo, for one platform, with the engine's storage feature.
    ///
    /// # Errors
    /// When cargo fails, or prints what it never printed.
    pub(crate) fn read(tree: &Workspace, platform: &str) -> Result<Self> {
        let mut cargo = tree.cargo();
        cargo.args(["metadata", "--format-version", "1", "--features", "storage", "--filter-platform", platform]);
        let text = Step::new("Asking cargo for the crates", cargo).read()?;
        let metadata: Value = serde_json::from_str(&text).context("`cargo metadata` did not print JSON")?;
        let checksums = checksums(tree)?;
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut packages = BTreeMap::new();
        for package in list(&metadata["packages"]) {
            let kinds = list(&package["targets"]).into_iter().flat_map(|target| list(&target["kind"]));
            let (name, version) = (text(&package["name"]), text(&package["version"]));
            packages.insert(
                text(&package["id"]),
                Package {
                    checksum: checksums.get(&(name.clone(), version.clone())).cloned(),
                    licence: text(&package["license"]),
                    compiles: kinds.into_iter().any(|kind| kind == "proc-macro"),
                    normal: Vec::new(),
                    name,
                    version,
                },
            );
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            let normal = list(&node["deps"])
                .into_iter()
                .filter(|dependency| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()));
            let normal = normal.map(|dependency| text(&dependency["pkg"])).collect();
            packages.entry(text(&node["id"])).and_modify(|package| package.normal = normal);
        }
        // Cargo lists the crates of other platforms too, outside of the resolved graph.
        let resolved: BTreeSet<String> =
            list(&metadata["resolve"]["nodes"]).iter().map(|node| text(&node["id"])).collect();
        packages.retain(|id, _| resolved.contains(id));
        Ok(Self(packages))
    }

    /// Gives every crate.
    pub(crate) fn packages(&self) -> impl Iterator<Item = &Package> {
        self.0.values()
    }

    /// Gives a crate of this repository and all that it is made of, tests and build scripts left out.
    pub(crate) fn below(&self, root: &str) -> Vec<Below<'_>> {
        let root = || self.0.iter().filter(|(_, package)| package.name == root).map(|(id, _)| id.as_str()).collect();
        let all = self.reached(root(), |_| true);
        let runs = self.reached(root(), |package| !package.compiles);
        let part = |id: &str| {
            let package = self.0.get(id)?;
            let on = package.normal.iter().filter_map(|id| self.0.get(id)).map(Package::purl).collect();
            Some(Below { package, on, runs: runs.contains(id) })
        };
        all.into_iter().filter_map(part).collect()
    }

    /// Follows dependencies from some crates into those that are wanted, by id.
    fn reached<'a>(&'a self, mut open: Vec<&'a str>, wanted: impl Fn(&Package) -> bool) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            let package = self.0.get(id).filter(|package| wanted(package));
            if let Some(package) = package
                && seen.insert(id)
            {
                open.extend(package.normal.iter().map(String::as_str));
            }
        }
        seen
    }
}

/// A crate that an artefact is made of.
#[derive(Debug)]
pub(crate) struct Below<'a> {
    pub(crate) package: &'a Package,
    /// The package URLs of what it depends on itself.
    pub(crate) on: BTreeSet<String>,
    /// Whether it is in what comes out, and did not only run while that was compiled.
    pub(crate) runs: bool,
}

/// Reads the checksums of `Cargo.lock`, by name and version.
fn checksums(tree: &Workspace) -> Result<BTreeMap<(String, String), String>> {
    let path = tree.path("Cargo.lock");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lock: toml::Table = text.parse().with_context(|| format!("{} is no TOML", path.display()))?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let text = |package: &toml::Value, field: &str| package.get(field)?.as_str().map(str::to_owned);
    let entry = |package| Some(((text(package, "name")?, text(package, "version")?), text(package, "checksum")?));
    Ok(packages.iter().filter_map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_engine_is_made_of_what_runs_and_of_no_test() {
        let workspace = Workspace::find().expect("these tests run in the repository");
        let graph = Graph::read(&workspace, WASM).expect("cargo knows the crates");
        let parts = graph.below("etalage");
        let runs = |name: &str| parts.iter().find(|part| part.package.name == name).map(|part| part.runs);
        assert_eq!(runs("libm"), Some(true));
        assert_eq!(runs("web-sys"), Some(true), "the storage feature is on");
        assert_eq!(runs("syn"), Some(false), "a macro is made with it");
        assert_eq!(runs("wasm-bindgen-test"), None);
        let libm = parts.iter().find(|part| part.package.name == "libm").expect("found above");
        assert!(libm.package.checksum.as_ref().is_some_and(|checksum| checksum.len() == 64));
    }
}
