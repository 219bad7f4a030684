//! The GDPR table of `docs/privacy`: each of its lines names tests, and each of these must exist, run and pass.
//!
//! The table is written twice, in English and French; both must have the same lines with the same tests.

use std::fs;

use anyhow::{Context, Result, ensure};

use super::line::{Line, Part, State};
use super::results::{Ended, Results};
use crate::workspace::Workspace;

/// The two documents that hold the table.
const DOCUMENTS: [&str; 2] = ["docs/privacy/en/gdpr.md", "docs/privacy/fr/rgpd.md"];
/// Between a file and the name of a test in it.
const BETWEEN: &str = "::";

/// A test that a line of the table names: one of a file, or all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    /// From the root of the repository.
    pub(crate) file: String,
    pub(crate) name: Option<String>,
}

impl Named {
    /// Reads `file` or `file::name`.
    fn read(text: &str) -> Self {
        match text.split_once(BETWEEN) {
            Some((file, name)) => Self { file: file.to_owned(), name: Some(name.to_owned()) },
            None => Self { file: text.to_owned(), name: None },
        }
    }

    /// Says whether cargo runs it, rather than Node.
    pub(crate) fn is_rust(&self) -> bool {
        self.file.rsplit('.').next() == Some("rs")
    }

    /// Checks that the file is there and declares the test.
    fn exists(&self, tree: &Workspace) -> Result<()> {
        let text =
            fs::read_to_string(tree.path(&self.file)).with_context(|| format!("there is no file {}", self.file))?;
        let Some(name) = &self.name else { return Ok(()) };
        if !self.is_rust() {
            let declared = ['\'', '"', '`'].iter().any(|quote| text.contains(&format!("test({quote}{name}{quote}")));
            ensure!(declared, "{} has no test “{name}”", self.file);
            return Ok(());
        }
        let (before, _) =
            text.split_once(&format!("fn {name}(")).with_context(|| format!("{} has no test {name}", self.file))?;
        // What stands between the item before and this one.
        let attributes = before.rsplit("\n\n").next().unwrap_or_default();
        ensure!(attributes.contains("#[test]"), "{}: {name} is no test", self.file);
        ensure!(!attributes.contains("#[ignore"), "{}: {name} is ignored", self.file);
        Ok(())
    }
}

/// A line of the table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    norm: String,
    asks: String,
    tests: Vec<Named>,
    /// What no test can show, in the words of the table; `-` for nothing.
    judges: String,
}

/// Gives a line for each line of the table, and one for its two languages.
pub(crate) fn lines(tree: &Workspace, results: &Results) -> Vec<Line> {
    let rows = |document| rows(tree, document);
    let [english, french] = DOCUMENTS.map(rows);
    let languages = Line::new(Part::Law, "law-languages", "The table in two languages")
        .expects("the same lines with the same tests in English and French");
    match (english, french) {
        (Ok(english), Ok(french)) => {
            let mut lines: Vec<Line> = english.iter().map(|row| judge(tree, row, results)).collect();
            lines.push(languages.judged(same(&english, &french)));
            lines
        }
        (Err(error), _) | (_, Err(error)) => vec![languages.ends(State::Red, format!("{error:#}"))],
    }
}

/// Gives every test that the table names.
pub(crate) fn named(tree: &Workspace) -> Vec<Named> {
    rows(tree, DOCUMENTS[0]).unwrap_or_default().into_iter().flat_map(|row| row.tests).collect()
}

fn judge(tree: &Workspace, row: &Row, results: &Results) -> Line {
    let line = Line::new(Part::Law, id(&row.norm), row.norm.clone())
        .expects(row.asks.clone())
        .again("cargo xtask audit --full")
        .details(row.tests.iter().map(written).chain((row.judges != "-").then(|| row.judges.clone())).collect());
    if row.tests.is_empty() {
        return line.ends(State::Red, "the line names no test");
    }
    let missing: Vec<String> =
        row.tests.iter().filter_map(|test| test.exists(tree).err()).map(|error| format!("{error:#}")).collect();
    if !missing.is_empty() {
        return line.ends(State::Red, missing.join("; "));
    }
    let (mut passed, mut failed, mut open) = (0, Vec::new(), Vec::new());
    for test in &row.tests {
        let ran: Vec<_> = results.of(&test.file, test.name.as_deref()).collect();
        if ran.is_empty() || ran.iter().any(|result| result.ended == Ended::Skipped) {
            open.push(written(test));
        }
        passed += ran.iter().filter(|result| result.ended == Ended::Passed).count();
        failed.extend(ran.iter().filter(|result| result.ended == Ended::Failed).map(|result| result.name.clone()));
    }
    match (failed.is_empty(), open.is_empty()) {
        (false, _) => line.ends(State::Red, format!("failed: {}", failed.join("; "))),
        (true, true) => line.ends(State::Green, format!("{passed} passed")),
        (true, false) => {
            let passed = if passed == 0 { String::new() } else { format!("{passed} passed; ") };
            let found = format!("{passed}exists, and did not run here: {}", open.join("; "));
            line.ends(State::Grey, found)
        }
    }
}

fn written(test: &Named) -> String {
    test.name.as_ref().map_or_else(|| test.file.clone(), |name| format!("{}{BETWEEN}{name}", test.file))
}

/// Makes the name of a line from its norm: `law-gdpr-5-1-c`.
fn id(norm: &str) -> String {
    let words = norm.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    format!("law-{}", words.collect::<Vec<_>>().join("-").to_lowercase())
}

/// Compares the tests of the two languages, line by line.
fn same(english: &[Row], french: &[Row]) -> Result<String> {
    ensure!(english.len() == french.len(), "expected {} lines in French, found {}", english.len(), french.len());
    for (one, other) in english.iter().zip(french) {
        ensure!(one.tests == other.tests, "“{}” and « {} » name other tests", one.norm, other.norm);
    }
    Ok(format!("{} lines in each", english.len()))
}

/// Reads the table of a document: norm, what it asks, mechanism, tests, who judges. Its last column but one names the tests.
fn rows(tree: &Workspace, document: &str) -> Result<Vec<Row>> {
    let text = fs::read_to_string(tree.path(document)).with_context(|| format!("cannot read {document}"))?;
    let rows = parsed(&text).with_context(|| document.to_owned())?;
    ensure!(!rows.is_empty(), "{document} has no table whose lines name tests");
    Ok(rows)
}

fn parsed(text: &str) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let head = cells.iter().all(|cell| cell.chars().all(|c| "-: ".contains(c)));
        let names = cells.first().is_some_and(|cell| ["Norm", "Norme"].contains(cell));
        if head || names {
            continue;
        }
        let [norm, asks, _, tests, judges] = cells[..] else {
            anyhow::bail!(
                "expected five cells (norm, asks, mechanism, tests, who judges), found {}: {line}",
                cells.len()
            );
        };
        let tests = tests.split('`').skip(1).step_by(2).map(Named::read).collect();
        rows.push(Row { norm: norm.to_owned(), asks: asks.to_owned(), tests, judges: judges.to_owned() });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "text\n\n| Norm | Asks | Mechanism | Tests | Who |\n|---|---|---|---|---|\n\
        | RGPD 5(1)(c) | less | an API | `a.rs::one_two`, `b.mjs::a \"name\"` | - |\n| RGPD 7 | x | y | `c.mjs` | DPO |\n";

    #[test]
    fn a_table_is_read_line_by_line() {
        let rows = parsed(TABLE).expect("a table");
        let names: Vec<Vec<String>> = rows.iter().map(|row| row.tests.iter().map(written).collect()).collect();
        assert_eq!(names, [vec!["a.rs::one_two", "b.mjs::a \"name\""], vec!["c.mjs"]]);
        assert_eq!(id(&rows[0].norm), "law-rgpd-5-1-c");
        assert!(parsed("| a | b |\n").is_err(), "too few cells");
    }

    #[test]
    fn languages_that_name_other_tests_are_told_apart() {
        let rows = |text: &str| parsed(text).expect("a table");
        assert!(same(&rows(TABLE), &rows(TABLE)).is_ok());
        assert!(same(&rows(TABLE), &rows(&TABLE.replace("c.mjs", "d.mjs"))).is_err());
    }

    #[test]
    fn a_test_must_be_declared_and_not_ignored() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let tree = Workspace::for_test(folder.path());
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("the folder is writable");
        write("a.rs", "#[test]\nfn good() {}\n\n#[test]\n#[ignore = \"long\"]\nfn ignored() {}\n\nfn helper() {}\n");
        write("a.mjs", "test('it holds', () => {});\n");
        for (text, holds) in [
            ("a.rs", true),
            ("a.rs::good", true),
            ("a.rs::ignored", false),
            ("a.rs::helper", false),
            ("a.rs::none", false),
            ("a.mjs::it holds", true),
            ("a.mjs::it", false),
            ("b.mjs", false),
        ] {
            assert_eq!(Named::read(text).exists(&tree).is_ok(), holds, "{text}");
        }
    }
}
