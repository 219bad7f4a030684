//! What the shipped code can reach: the imports of each module, and what each script uses of the browser, against the
//! written reasons.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::line::{Line, Part, State, first_of};
use crate::imports;
use crate::run::Step;
use crate::wasm::ENGINES;
use crate::workspace::Workspace;

/// Gives a line for each module and one for each group of interfaces.
pub(crate) fn lines(tree: &Workspace, tools: &Workspace) -> Vec<Line> {
    let mut lines: Vec<Line> = ENGINES.iter().map(|(build, _)| module(tree, build)).collect();
    match scripts(tree, tools) {
        Ok(groups) => lines.extend(groups),
        Err(error) => {
            let line = Line::new(Part::Reach, "scripts", "Scripts: what they use of the browser");
            lines.push(line.again(SCAN).ends(State::Red, format!("{error:#}")));
        }
    }
    lines
}

const SCAN: &str = "node npm/scripts/apis/index.mjs";

/// Compares the imports of a module with those that have a reason.
fn module(tree: &Workspace, build: &str) -> Line {
    let npm = tree.path("npm");
    let found = imports::check(&npm, build, &npm.join("dist").join(build).join("etalage_bg.wasm"));
    let reasons = found
        .as_ref()
        .map_or_else(|_| Vec::new(), |found| found.iter().map(|(name, why)| format!("{name}: {why}")).collect());
    Line::new(Part::Reach, format!("imports-{build}"), format!("Engine, build “{build}”: imports"))
        .expects("every import has a written reason in npm/imports.json, and none is listed that is not there")
        .again("cargo xtask test --only npm")
        .details(reasons)
        .judged(found.map(|found| format!("{} imports, each with its reason", found.len())))
}

/// Runs the scan of the scripts, and gives a line for each of its groups.
fn scripts(tree: &Workspace, tools: &Workspace) -> Result<Vec<Line>> {
    let mut node = Command::new("node");
    node.arg(tools.path("npm/scripts/apis/index.mjs")).arg("--root").arg(tree.path(""));
    let (_, text) = Step::new("Scanning the shipped scripts", node).answer()?;
    let groups: Vec<Value> = serde_json::from_str(&text).with_context(|| format!("{SCAN} printed no JSON: {text}"))?;
    ensure!(!groups.is_empty(), "{SCAN} knows no group of interfaces");
    groups.iter().map(group).collect()
}

fn group(verdict: &Value) -> Result<Line> {
    let text = |field: &str| verdict[field].as_str().with_context(|| format!("{SCAN}: a group has no `{field}`"));
    let list = |field: &str| -> Vec<String> {
        let entries = verdict[field].as_array().into_iter().flatten();
        entries.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (faults, uses) = (list("faults"), verdict["uses"].as_u64().context("a group has no `uses`")?);
    let line = Line::new(Part::Reach, format!("scripts-{}", text("group")?), format!("Scripts: {}", text("what")?))
        .expects("each use has a reason in docs/privacy/apis.json, by file and count")
        .again(SCAN);
    Ok(if faults.is_empty() {
        let found = match uses {
            0 => "no use".to_owned(),
            1 => "1 use, with its reason".to_owned(),
            _ => format!("{uses} uses, each with its reason"),
        };
        line.details(list("reasons")).ends(State::Green, found)
    } else {
        let found = first_of(&faults);
        line.details(faults).ends(State::Red, found)
    })
}
