//! The parts list: a `CycloneDX` 1.6 document of the engine, the exporter, the npm package and the model.
//!
//! Invariants: the same tree gives the same bytes, so it holds no time and no random number.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::elsewhere::hex;
use super::graph::{Graph, Package, WASM};
use super::licences::host;
use super::line::{Line, Part};
use super::model::Given;
use crate::wasm::ENGINES;
use crate::workspace::Workspace;

/// Writes the document beside the page, and says what is in it.
pub(crate) fn line(tree: &Workspace, given: Option<&Given>) -> Line {
    Line::new(Part::Supply, "sbom", "Parts list (CycloneDX 1.6)")
        .expects("engine, exporter, npm package and model; each crate with version, licence and checksum")
        .judged(document(tree, given).and_then(|document| written(tree, &document)))
}

fn written(tree: &Workspace, document: &Value) -> Result<String> {
    let components = document["components"].as_array().context("no components")?;
    for component in components {
        let name = component["name"].as_str().unwrap_or_default();
        let crate_of_others =
            component["purl"].as_str().is_some_and(|purl| purl.starts_with("pkg:cargo/")) && component["group"] != OWN;
        ensure!(!component["version"].is_null(), "{name} has no version");
        ensure!(!crate_of_others || component["licenses"][0]["expression"].is_string(), "{name} has no licence");
        ensure!(
            !crate_of_others || component["hashes"][0]["content"].is_string(),
            "{name} has no checksum in Cargo.lock"
        );
    }
    let path = tree.built("audit/sbom.cdx.json");
    fs::create_dir_all(tree.built("audit"))?;
    fs::write(&path, format!("{document:#}\n")).with_context(|| format!("cannot write {}", path.display()))?;
    let models = components.iter().filter(|component| component["type"] == "machine-learning-model").count();
    Ok(format!("{} parts, {models} of them a model, in target/audit/sbom.cdx.json", components.len()))
}

/// Marks the crates of this repository.
const OWN: &str = "etalage-workspace";

fn document(tree: &Workspace, given: Option<&Given>) -> Result<Value> {
    let text = fs::read_to_string(tree.path("npm/package.json")).context("cannot read npm/package.json")?;
    let package: Value = serde_json::from_str(&text).context("npm/package.json is no JSON")?;
    let version = package["version"].as_str().context("npm/package.json has no version")?;
    let root = format!("pkg:npm/etalage@{version}");

    let mut crates: BTreeMap<String, Crate> = BTreeMap::new();
    for (part, platform, from) in [("engine", WASM.to_owned(), "etalage"), ("exporter", host()?, "model_export")] {
        for below in Graph::read(tree, &platform)?.below(from) {
            let entry = crates.entry(below.package.purl()).or_insert_with(|| Crate::new(below.package));
            entry.parts.push(part);
            entry.on.extend(below.on);
            entry.runs |= below.runs;
        }
    }
    let mut components: Vec<Value> = crates.values().map(Crate::component).collect();
    for (build, _) in ENGINES {
        components.push(engine(tree, build, version)?);
    }
    if let Some(given) = given {
        components.push(model(given));
    }
    let dependencies: Vec<Value> = crates.iter().map(|(of, part)| json!({ "ref": of, "dependsOn": part.on })).collect();
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": root,
                "name": "etalage",
                "version": version,
                "description": package["description"],
                "licenses": [{ "expression": package["license"] }],
                "purl": root,
            },
        },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// A crate, of the engine, the exporter or both.
struct Crate {
    package: Package,
    parts: Vec<&'static str>,
    on: BTreeSet<String>,
    runs: bool,
}

impl Crate {
    fn new(package: &Package) -> Self {
        Self { package: package.clone(), parts: Vec::new(), on: BTreeSet::new(), runs: false }
    }

    fn component(&self) -> Value {
        let Self { package, parts, runs, .. } = self;
        let parts: Vec<Value> = parts.iter().map(|part| json!({ "name": "etalage:part", "value": part })).collect();
        let mut component = json!({
            "type": "library",
            "bom-ref": package.purl(),
            "name": package.name,
            "version": package.version,
            // What runs only while something is compiled is not in what comes out.
            "scope": if *runs { "required" } else { "excluded" },
            "licenses": [{ "expression": package.licence.replace('/', " OR ") }],
            "purl": package.purl(),
            "properties": parts,
        });
        match &package.checksum {
            Some(checksum) => component["hashes"] = sha256(checksum),
            None => component["group"] = json!(OWN),
        }
        component
    }
}

fn sha256(hex: &str) -> Value {
    json!([{ "alg": "SHA-256", "content": hex }])
}

fn engine(tree: &Workspace, build: &str, version: &str) -> Result<Value> {
    let name = format!("dist/{build}/etalage_bg.wasm");
    let bytes = fs::read(tree.path("npm").join(&name)).with_context(|| format!("cannot read npm/{name}"))?;
    Ok(json!({
        "type": "file",
        "bom-ref": format!("npm/{name}"),
        "name": name,
        "version": version,
        "hashes": sha256(&hex(&Sha256::digest(&bytes))),
    }))
}

fn model(given: &Given) -> Value {
    let text = |field: &str| given.manifest[field].as_str().unwrap_or("not stated").to_owned();
    let property = |name: &str, value: String| json!({ "name": format!("etalage:{name}"), "value": value });
    json!({
        "type": "machine-learning-model",
        "bom-ref": format!("model:{}", given.sha256),
        "name": text("name"),
        "version": &given.sha256[..12],
        "hashes": sha256(&given.sha256),
        "properties": [
            property("tier", given.protection().map_or("not stated", |protection| protection.tier.name()).to_owned()),
            property("trained_from", text("trained_from")),
            property("trained_until", text("trained_until")),
        ],
    })
}
