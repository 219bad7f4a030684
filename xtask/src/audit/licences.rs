//! The licences of what is compiled for the browser and for this machine, against the allow-list of `deny.toml`, and the
//! package's own dependencies, of which there are none.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use spdx::{Expression, ParseMode};

use super::graph::{Graph, WASM};
use super::line::{Line, Part};
use crate::workspace::Workspace;

/// Gives the two lines.
pub(crate) fn lines(tree: &Workspace) -> Vec<Line> {
    vec![
        Line::new(Part::Supply, "licences", "Licences of the crates")
            .expects("each licence is one that deny.toml allows; tests and tools included")
            .again("cargo deny check licenses, which looks at every platform")
            .judged(crates(tree)),
        Line::new(Part::Supply, "npm-runtime", "Dependencies of the npm package")
            .expects("none but optional peers: nothing else comes into a shop with the package")
            .again("npm ls --omit=dev, in npm/")
            .judged(npm(tree)),
    ]
}

/// Judges every crate of both platforms.
fn crates(tree: &Workspace) -> Result<String> {
    let allowed = allowed(tree)?;
    let here = host()?;
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for platform in [WASM, &here] {
        for package in Graph::read(tree, platform)?.packages() {
            if seen.insert(package.purl())
                && let Err(error) = judge(&package.licence, &allowed)
            {
                faults.push(format!("{} {}: {error:#}", package.name, package.version));
            }
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("; "));
    Ok(format!("{} crates for {WASM} and {here}, all within {} licences", seen.len(), allowed.len()))
}

/// Says whether an expression can be fulfilled with the allowed licences alone.
fn judge(licence: &str, allowed: &BTreeSet<String>) -> Result<()> {
    ensure!(!licence.is_empty(), "its manifest names no licence");
    let expression = Expression::parse_mode(licence, ParseMode::LAX).map_err(|error| anyhow::anyhow!("{error}"))?;
    let fulfilled = expression.evaluate(|wanted| {
        wanted.addition.is_none() && wanted.license.id().is_some_and(|id| allowed.contains(id.name))
    });
    ensure!(fulfilled, "`{licence}` is not allowed: do without the crate, or add the licence to deny.toml");
    Ok(())
}

/// Reads the allow-list that cargo-deny reads too.
fn allowed(tree: &Workspace) -> Result<BTreeSet<String>> {
    let text = fs::read_to_string(tree.path("deny.toml")).context("cannot read deny.toml")?;
    let deny: toml::Table = text.parse().context("deny.toml is no TOML")?;
    let allow = deny.get("licenses").and_then(|licenses| licenses.get("allow")).and_then(toml::Value::as_array);
    let allow = allow.context("deny.toml: expected a list at licenses.allow")?;
    Ok(allow.iter().filter_map(toml::Value::as_str).map(str::to_owned).collect())
}

/// Names this machine's platform as rustc does.
pub(crate) fn host() -> Result<String> {
    let mut rustc = std::process::Command::new("rustc");
    rustc.arg("-vV");
    let text = crate::run::Step::new("Asking rustc for this machine's platform", rustc).read()?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("`rustc -vV` named no host")
}

fn npm(tree: &Workspace) -> Result<String> {
    let text = fs::read_to_string(tree.path("npm/package.json")).context("cannot read npm/package.json")?;
    let package: Value = serde_json::from_str(&text).context("npm/package.json is no JSON")?;
    for field in ["dependencies", "optionalDependencies", "bundledDependencies", "bundleDependencies"] {
        let none = package[field].as_object().is_none_or(serde_json::Map::is_empty)
            && package[field].as_array().is_none_or(Vec::is_empty);
        if !none {
            bail!("npm/package.json: expected no `{field}`, found {}", package[field]);
        }
    }
    let peers: Vec<&String> =
        package["peerDependencies"].as_object().into_iter().flat_map(|peers| peers.keys()).collect();
    for peer in &peers {
        let optional = package["peerDependenciesMeta"][peer]["optional"] == true;
        ensure!(optional, "npm/package.json: the peer `{peer}` is not optional");
    }
    Ok(format!("none; optional peers: {peers:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_counts_when_one_of_its_choices_is_allowed() {
        let allowed = BTreeSet::from(["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned));
        for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0-only OR MIT", "(MIT OR Zlib) AND Unicode-3.0"] {
            assert!(judge(good, &allowed).is_ok(), "{good}");
        }
        for bad in ["", "GPL-3.0-only", "MIT AND Zlib", "Apache-2.0 WITH LLVM-exception", "no licence"] {
            assert!(judge(bad, &allowed).is_err(), "{bad}");
        }
    }
}
