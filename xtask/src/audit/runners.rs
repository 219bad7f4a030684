//! Runs tests and reads how each ended: those of Node by a reporter of our own, those of Rust by the lines that cargo prints.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::law::Named;
use super::results::{Ended, TestResult};
use crate::browser;
use crate::npm;
use crate::run::Step;
use crate::workspace::Workspace;

/// A browser that hangs must not hold the whole audit.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// Runs test files of a folder under Node, and gives every test at the top of each.
///
/// # Errors
/// When Node cannot be started, or a file ended without any test.
pub(crate) fn run_node(
    tools: &Workspace,
    folder: &str,
    files: &[&str],
    environment: &[(&str, &str)],
) -> Result<Vec<TestResult>> {
    let mut node = Command::new("node");
    node.current_dir(tools.path(folder)).arg("--test");
    let reporter = tools.path("npm/scripts/reporter.mjs");
    node.arg("--test-concurrency=1").arg(format!("--test-reporter={}", reporter.display()));
    node.args(files).envs(environment.iter().copied());
    let ended = Step::new(format!("Running {} of {folder}", files.join(", ")), node).limit(LIMIT).judged()?;
    let mut tests: Vec<TestResult> = ended.lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    for test in &mut tests {
        test.file = below(tools, &test.file);
    }
    for file in files {
        let ran = tests.iter().any(|test| test.file == format!("{folder}/{file}"));
        let last = ended.lines.iter().rev().take(5).rev().cloned().collect::<Vec<_>>().join(" | ");
        ensure!(ran, "{folder}/{file}: no test ran: {last}");
    }
    Ok(tests)
}

/// Writes a path as seen from the root of the repository.
fn below(tools: &Workspace, file: &str) -> String {
    let path = Path::new(file).strip_prefix(tools.path("")).unwrap_or(Path::new(file));
    path.to_string_lossy().replace('\\', "/")
}

/// Runs the named tests that no line of the audit runs: those of these commands, and with `full` those of the exporter, of the
/// core and of the packed package in a browser.
///
/// # Errors
/// When cargo or Node cannot be started.
pub(crate) fn run_named(workspace: &Workspace, named: &[Named], full: bool) -> Result<Vec<TestResult>> {
    let wanted = |test: &&Named| test.is_rust() && (full || test.file.starts_with("xtask/"));
    let mut tests = run_rust(workspace, &named.iter().filter(wanted).cloned().collect::<Vec<_>>())?;
    let apps = "npm/apps/test/";
    let files: BTreeSet<&str> = named.iter().filter_map(|test| test.file.strip_prefix(apps)).collect();
    if full && !files.is_empty() {
        npm::install(&workspace.path("npm/apps"))?;
        let chromium = browser::chromium()?;
        let environment = [("CHROMIUM", chromium.to_str().context("the path of Chromium is no UTF-8")?)];
        let files: Vec<&str> = files.into_iter().collect();
        tests.extend(run_node(workspace, apps.trim_end_matches('/'), &files, &environment)?);
    }
    Ok(tests)
}

/// Runs Rust tests, crate by crate and target by target.
fn run_rust(workspace: &Workspace, named: &[Named]) -> Result<Vec<TestResult>> {
    let mut targets: BTreeMap<(&str, String), BTreeSet<&Named>> = BTreeMap::new();
    for test in named {
        targets.entry(target(&test.file)).or_default().insert(test);
    }
    let mut tests = Vec::new();
    for ((package, target), named) in targets {
        let mut cargo = workspace.cargo();
        cargo.args(["test", "--profile", if package == "xtask" { "xtask" } else { "tool" }, "--package", package]);
        match target.as_str() {
            "" => cargo.arg(if package == "xtask" { "--bins" } else { "--lib" }),
            target => cargo.args(["--test", target]),
        };
        cargo.args(["--no-fail-fast", "--"]).args(named.iter().filter_map(|test| test.name.as_deref()));
        let ended = Step::new(format!("Running the named tests of {package}"), cargo).judged()?;
        for line in &ended.lines {
            let Some((path, ended)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... ")) else {
                continue;
            };
            let name = path.rsplit("::").next().unwrap_or(path);
            let ended = match ended {
                "ok" => Ended::Passed,
                "ignored" => Ended::Skipped,
                _ => Ended::Failed,
            };
            for test in named.iter().filter(|test| test.name.as_deref() == Some(name)) {
                let (file, name) = (test.file.clone(), name.to_owned());
                tests.push(TestResult { file, name, ended, why: line.clone() });
            }
        }
    }
    Ok(tests)
}

/// Gives the crate of a file, and its test target: nothing for a test beside the code.
fn target(file: &str) -> (&'static str, String) {
    let package = ["model_export", "xtask"].into_iter().find(|name| file.starts_with(&format!("{name}/")));
    let below = file.split_once("tests/").map_or("", |(_, below)| below);
    let name = below.split('/').next().unwrap_or_default();
    (package.unwrap_or("etalage"), name.trim_end_matches(".rs").to_owned())
}

/// Joins what failed of some tests into one error; gives how many passed.
pub(crate) fn all_passed<'a>(tests: impl Iterator<Item = &'a TestResult>) -> Result<usize> {
    let tests: Vec<_> = tests.collect();
    let failed: Vec<String> = tests
        .iter()
        .filter(|test| test.ended != Ended::Passed)
        .map(|test| format!("“{}” {:?}: {}", test.name, test.ended, test.why.lines().next().unwrap_or_default()))
        .collect();
    ensure!(failed.is_empty(), "{} of {} tests did not pass: {}", failed.len(), tests.len(), failed.join("; "));
    (!tests.is_empty()).then_some(tests.len()).context("no test ran")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_test_file_has_its_crate_and_target() {
        for (file, package, name) in [
            ("tests/laws.rs", "etalage", "laws"),
            ("src/session/mod.rs", "etalage", ""),
            ("model_export/tests/lake/consent.rs", "model_export", "lake"),
            ("model_export/tests/train_verbs.rs", "model_export", "train_verbs"),
            ("xtask/src/audit/law.rs", "xtask", ""),
        ] {
            assert_eq!(target(file), (package, name.to_owned()), "{file}");
        }
    }

    #[test]
    fn a_skipped_test_is_no_passed_one_and_none_is_no_proof() {
        let test = |ended| TestResult { file: "a".into(), name: "b".into(), ended, why: String::new() };
        assert_eq!(all_passed([test(Ended::Passed)].iter()).ok(), Some(1));
        assert!(all_passed([test(Ended::Passed), test(Ended::Skipped)].iter()).is_err());
        assert!(all_passed([].iter()).is_err());
    }
}
