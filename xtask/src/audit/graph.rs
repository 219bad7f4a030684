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
    /// Runs while something is compiled, and is not in what comes out.
    pub(crate) compiles: bool,
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

    /// Gives a crate of this repository and all that it is made of, tests and build scripts left out, each with what it
    /// depends on itself.
    pub(crate) fn below(&self, root: &str) -> Vec<(&Package, Vec<&Package>)> {
        let mut open: Vec<&String> =
            self.0.iter().filter(|(_, package)| package.name == root).map(|(id, _)| id).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id)
                && let Some(package) = self.0.get(id)
            {
                open.extend(&package.normal);
            }
        }
        let packages = seen.into_iter().filter_map(|id| self.0.get(id));
        packages.map(|package| (package, package.normal.iter().filter_map(|id| self.0.get(id)).collect())).collect()
    }
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
