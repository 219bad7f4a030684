//! How tests ended, by file and name, whatever ran them.

use serde::Deserialize;

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Ended {
    Passed,
    Failed,
    Skipped,
}

/// One test that ran, or was skipped.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct TestResult {
    /// Its file, from the root of the repository, with `/`.
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) ended: Ended,
    /// What a failed one said.
    #[serde(default)]
    pub(crate) why: String,
}

/// All tests of a run of the audit.
#[derive(Debug, Default)]
pub(crate) struct Results(Vec<TestResult>);

impl Results {
    /// Adds the tests of one more command.
    pub(crate) fn add(&mut self, more: Vec<TestResult>) {
        self.0.extend(more);
    }

    /// Takes over those of another run.
    pub(crate) fn take(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Gives the tests of a file, or the one of that name.
    pub(crate) fn of<'a>(&'a self, file: &'a str, name: Option<&'a str>) -> impl Iterator<Item = &'a TestResult> {
        self.0.iter().filter(move |test| test.file == file && name.is_none_or(|name| test.name == name))
    }
}
