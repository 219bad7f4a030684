//! Joins: a file of heads (orders, customers) beside the file of lines, looked up row by row.
//!
//! Does not: multiply rows. A key that the joined file has twice is an error when its rows are read.

use serde::Deserialize;

use super::{Delimiter, Format, KeepOrDrop, Paths};

/// Files whose columns stand beside those of the source's own files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Files, globs of files or folders.
    pub path: Paths,
    /// The column of the source's files (or of a join before this one) that names a row of the joined file.
    pub on: String,
    /// The column of the joined file that it is compared with; the same name unless it is given.
    pub key: Option<String>,
    /// The joined file's column = the name by which lake.toml calls it, where its own is taken.
    #[serde(default)]
    pub rename: std::collections::BTreeMap<String, String>,
    /// What becomes of a row whose key the joined file lacks.
    #[serde(default = "drop")]
    pub unmatched: KeepOrDrop,
    /// The format; by default what the file's name ends in.
    pub format: Option<Format>,
    /// What stands between the fields of a CSV line.
    pub delimiter: Option<Delimiter>,
}

fn drop() -> KeepOrDrop {
    KeepOrDrop::Drop
}

impl Join {
    /// Returns the key column of the joined file.
    pub fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(&self.on)
    }
}
