//! What stops the reading of a lake. Each message says what was expected, what was found, where, and the cure.
//!
//! A faulty row stops nothing: it is counted (see [`super::Reason`]). No message quotes a value of a data file.

mod content;
mod words;

use std::path::{Path, PathBuf};

use super::schema::Field;
use super::{Kind, Source, SourceReport};
pub use content::ContentError;
use words::{
    at_line, columns_found, first_of, in_key, list, nothing_usable, otherwise, too_many_bad, type_cure,
    unreadable_objection,
};

/// What stops the reading of a lake.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What is in a file cannot be read as it should be.
    #[error(transparent)]
    Content(#[from] ContentError),

    /// A file could not be opened or read.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },

    /// lake.toml is not what it should be.
    #[error("{}:{line}{}: {message}\n  cure: docs/lake.md lists every key", path.display(), in_key(key))]
    Toml {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The key, when the line has one.
        key: String,
        /// What was expected and found.
        message: String,
    },

    /// Two things that lake.toml says cannot both be.
    #[error("{}: {key}\n  cure: {cure}", path.display())]
    Contradiction {
        /// The file.
        path: PathBuf,
        /// The table or key.
        key: String,
        /// What to do.
        cure: String,
    },

    /// No file is where lake.toml says.
    #[error(
        "[{source_name}] path = {pattern:?}: no such file\n  looked for: {}\n  cure: correct the path, or say where the \
         lake's files are by --data DIR or ETALAGE_DATA",
        list(looked_for)
    )]
    NoFile {
        /// The source.
        source_name: Source,
        /// The path as written.
        pattern: String,
        /// Every path that was tried.
        looked_for: Vec<String>,
    },

    /// The path or glob cannot be read as one.
    #[error("[{source_name}] path = {pattern:?}: {message}\n  cure: a path, or a glob with * ? [..] and **")]
    BadPath {
        /// The source.
        source_name: Source,
        /// The path as written.
        pattern: String,
        /// What is wrong with it.
        message: String,
    },

    /// Neither the name nor lake.toml says what format a file has.
    #[error(
        "{file}: the name ends in none of .csv, .tsv, .txt, .jsonl, .ndjson, .json (each also with .gz or .zst), .parquet \
         and .xlsx\n  cure: set format = \"csv\", \"parquet\", \"json_lines\" or \"excel\" in [{source_name}]"
    )]
    UnknownFormat {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
    },

    /// A file lacks a column.
    #[error(
        "{file}: no column {column:?} for {source_name}.{field}\n  columns found: {}\n  cure: in lake.toml, set \
         [{source_name}.columns] {field} = \"the column's name\"{}", columns_found(found), otherwise(*required, found)
    )]
    MissingColumn {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
        /// The field of ours, or `filters`.
        field: &'static str,
        /// The column that was looked for.
        column: String,
        /// The columns that the file has.
        found: Vec<String>,
        /// Whether the source is unreadable without the field.
        required: bool,
    },

    /// A Parquet column has a type that its field cannot be read from.
    #[error(
        "{file}: column {column:?} is {found}, but {source_name}.{field} needs {}\n  columns found: {}\n  cure: {}",
        kind.wanted(), list(columns), type_cure(*source_name, field, *kind, *counts)
    )]
    WrongType {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// Its Arrow type.
        found: String,
        /// Whether that type is a whole number, which may count seconds.
        counts: bool,
        /// The field of ours.
        field: &'static str,
        /// What its values are.
        kind: Kind,
        /// Every column with its type.
        columns: Vec<String>,
    },

    /// A file is torn or not of its format.
    #[error(
        "{file}{}: {message}\n  cure: fetch or export the file again{}",
        at_line(*line),
        if line.is_some() { ", or go on without its end by --max-bad-rows N or N%" } else { "" }
    )]
    Torn {
        /// The file.
        file: String,
        /// The last line that could be read, when some could.
        line: Option<u64>,
        /// What the reader said.
        message: String,
    },

    /// A row group of a Parquet file cannot be decoded.
    #[error(
        "{file}: rows {first_row} to {last_row} cannot be read (row group {row_group} of {row_groups}): {message}\n  cure: \
         fetch or export the file again, or go on without these rows by --max-bad-rows N or N%"
    )]
    TornRowGroup {
        /// The file.
        file: String,
        /// The row group, from 1.
        row_group: usize,
        /// How many the file has.
        row_groups: usize,
        /// The first row that could not be read, from 1.
        first_row: u64,
        /// The last row of the row group.
        last_row: u64,
        /// What the reader said.
        message: String,
    },

    /// A file is another than when its reading began.
    #[error(
        "{file}: the file was changed while it was read\n  cure: read the lake again when nothing writes to it, or read a \
         copy of it"
    )]
    Changed {
        /// The file.
        file: String,
    },

    /// An S3-compatible store refused, or was not there.
    #[error("{place}: {found}\n  tried: {tried}\n  cure: {cure}")]
    Store {
        /// The bucket or object.
        place: String,
        /// What came of it.
        found: String,
        /// What was asked, and where.
        tried: String,
        /// What to do.
        cure: String,
    },

    /// A quote swallows the lines after it.
    #[error(
        "{file}:{line}: a quote opens here and does not close within 200 lines\n  cure: correct the line, or set quotes = \
         false in [{source_name}] if the file quotes nothing"
    )]
    OpenQuote {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
        /// Where the quote opens.
        line: u64,
    },

    /// Every row of a source is faulty: the mapping is wrong rather than the rows.
    #[error("{}", nothing_usable(report))]
    NothingUsable {
        /// What became of the rows.
        report: Box<SourceReport>,
    },

    /// More rows of a source are faulty than may be.
    #[error("{}", too_many_bad(report, limit))]
    TooManyBadRows {
        /// What became of the rows that were read.
        report: Box<SourceReport>,
        /// The limit.
        limit: String,
    },

    /// No file of a source has any row.
    #[error(
        "[{source_name}] no row in {}\n  cure: correct the path, or remove [{source_name}] if the shop has none",
        first_of(files)
    )]
    NoRow {
        /// The source.
        source_name: Source,
        /// The files and folders that were found.
        files: Vec<String>,
    },

    /// A row of the suppression list cannot be read, and with it perhaps an objection.
    #[error("{}", unreadable_objection(report))]
    UnreadableObjection {
        /// What became of the rows.
        report: Box<SourceReport>,
    },

    /// No interaction is left to learn from.
    #[error(
        "the lake has no interaction left to learn from: every row was dropped or set aside\n{report}\n  cure: see the \
         reasons above; docs/lake.md explains each"
    )]
    NoInteraction {
        /// What became of the rows.
        report: Box<super::ReadReport>,
    },

    /// More rows, files or identifiers than the compact tables can number.
    #[error(
        "[{source_name}] has more than {limit} {what}\n  cure: split the lake by time or by shop and train on a part"
    )]
    TooMany {
        /// The source.
        source_name: Source,
        /// Of what.
        what: &'static str,
        /// The most that can be numbered.
        limit: u64,
    },
}

impl Error {
    /// Says that there are more values of an identifier than a `u32` can number.
    pub(super) fn too_many<F: Field>(field: F) -> Self {
        Self::TooMany { source_name: F::SOURCE, what: field.name(), limit: u64::from(u32::MAX) }
    }

    /// Says where in `text` a TOML error is.
    pub(super) fn toml(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let start = error.span().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let key = match text.lines().nth(line - 1).map(str::trim) {
            Some(header) if header.starts_with('[') => header.to_owned(),
            Some(pair) if !pair.starts_with('#') => pair.split_once('=').map_or("", |(key, _)| key).trim().to_owned(),
            _ => String::new(),
        };
        Self::Toml { path: path.to_path_buf(), line, key, message: error.message().to_owned() }
    }
}
