//! What the package and the shop do, shown by their own tests: in Node, and in a browser with every request watched.

use anyhow::{Context, Result};

use super::line::{Line, Part};
use super::model::Given;
use super::results::{Results, TestResult};
use super::runners::{all_passed, run_node};
use super::stand_in;
use crate::browser;
use crate::npm;
use crate::serve;
use crate::site::Site;
use crate::workspace::Workspace;

/// A line, and the test files that must all pass for it.
struct Shown {
    id: &'static str,
    what: &'static str,
    expected: &'static str,
    files: &'static [&'static str],
}

const IN_NODE: [Shown; 3] = [
    Shown {
        id: "consent",
        what: "The package asks first",
        expected: "nothing is remembered and nothing moves before consent; erasing and withdrawing delete",
        files: &["session.test.mjs"],
    },
    Shown {
        id: "permutation",
        what: "The package arranges, and changes nothing else",
        expected: "the very same products at the same prices come out, in another order",
        files: &["rerank.test.mjs"],
    },
    Shown {
        id: "documents",
        what: "The profile is what its document says",
        expected: "every field and limit of docs/profile.md and docs/rules.md, and no other",
        files: &["documents.test.mjs"],
    },
];

const IN_BROWSER: [Shown; 3] = [
    Shown {
        id: "silence",
        what: "The shop sends nothing",
        expected: "pictures by their ids and nothing else; the policy stops what is planted in the page",
        files: &["network.test.mjs", "policy.test.mjs"],
    },
    Shown {
        id: "interference",
        what: "Opposite visitors look the same from outside",
        expected: "the same requests in the same order for every pair, for one who refused and one not asked",
        files: &["interference.test.mjs"],
    },
    Shown {
        id: "storage",
        what: "Nothing is stored before consent",
        expected: "no key, cookie, database or cache before the answer; after it, the keys of the grade alone",
        files: &["storage.test.mjs"],
    },
];

/// Test files of the package that have no line of their own here: the table of the law names them.
const NAMED_ALONE: [&str; 4] = ["apis.test.mjs", "failure.test.mjs", "imports.test.mjs", "rules.test.mjs"];

/// Runs all of it, in the shop of the given model or in one made by formula, and gives the lines and every test.
pub(crate) fn lines(tree: &Workspace, tools: &Workspace, given: Option<&Given>) -> (Vec<Line>, Results) {
    let mut results = Results::default();
    let mut lines = Vec::new();
    let node = files(&IN_NODE);
    let in_node = run_node(tools, "npm/test", &[&node[..], &NAMED_ALONE].concat(), &[]);
    lines.extend(judged(&IN_NODE, "npm/test", "cargo xtask test --only npm", in_node, &mut results));
    let in_browser = shop(tree, tools, given);
    lines.extend(judged(&IN_BROWSER, "tests/e2e", "cargo xtask test --only e2e", in_browser, &mut results));
    (lines, results)
}

/// Gives the lines of the browser alone, about a tree that may be a copy of this one.
pub(crate) fn in_browser(tree: &Workspace, tools: &Workspace) -> Vec<Line> {
    let tests = shop(tree, tools, None);
    judged(&IN_BROWSER, "tests/e2e", "cargo xtask test --only e2e", tests, &mut Results::default())
}

fn files(shown: &[Shown]) -> Vec<&'static str> {
    shown.iter().flat_map(|shown| shown.files).copied().collect()
}

/// Serves the shop of a tree and runs the tests of `tools` against it.
fn shop(tree: &Workspace, tools: &Workspace, given: Option<&Given>) -> Result<Vec<TestResult>> {
    let chromium = browser::chromium()?;
    npm::install(&tools.path("tests/e2e"))?;
    let model = match given {
        Some(given) => given.files.clone(),
        None => stand_in::write(&tools.built("audit/stand-in"))?,
    };
    let server = serve::anywhere(Site::new(tree, model)?)?;
    let chromium = chromium.to_str().context("the path of Chromium is no UTF-8")?;
    let environment = [("ETALAGE_URL", server.url.as_str()), ("CHROMIUM", chromium)];
    run_node(tools, "tests/e2e", &files(&IN_BROWSER), &environment)
}

/// Turns the tests of a folder into lines, and keeps them for the table of the law.
fn judged(
    shown: &[Shown],
    folder: &str,
    again: &str,
    tests: Result<Vec<TestResult>>,
    results: &mut Results,
) -> Vec<Line> {
    let error = tests.as_ref().err().map(|error| format!("{error:#}"));
    let mut own = Results::default();
    own.add(tests.unwrap_or_default());
    let lines = shown.iter().map(|Shown { id, what, expected, files }| {
        let paths: Vec<String> = files.iter().map(|file| format!("{folder}/{file}")).collect();
        let tests: Vec<&TestResult> = paths.iter().flat_map(|path| own.of(path, None)).collect();
        let found = match &error {
            Some(error) => Err(anyhow::anyhow!("{error}")),
            None => all_passed(tests.iter().copied()),
        };
        Line::new(Part::Behaviour, *id, *what)
            .expects(*expected)
            .again(again)
            .details(tests.iter().map(|test| format!("{:?}: {}", test.ended, test.name)).collect())
            .judged(found.map(|passed| format!("{passed} tests of {} passed", files.join(" and "))))
    });
    let lines = lines.collect();
    results.take(own);
    lines
}
