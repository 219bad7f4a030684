//! What stops the reading because of what is in a file, by its form alone. No message quotes a cell.

use super::words::columns_found;
use crate::lake::Source;
use crate::lake::store::{Content, DataFile};

/// What is wrong with the content of a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// A column that is wanted occurs twice.
    #[error(
        "{file}: column {column:?} occurs {times} times, and {source_name}.{field} is read from it: which one is meant \
         cannot be told\n  cure: give each column a name of its own when the file is written (or name the columns by \
         header = [..] and skip_lines = 1 in [{source_name}])"
    )]
    DoubleColumn {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// How often it occurs.
        times: usize,
        /// The field of ours.
        field: &'static str,
    },

    /// A column that says who a row is of, or what may be learned of them, is spelled otherwise.
    #[error(
        "{file}: no column {column:?} for {source_name}.{field}, but a column {found:?}: whether it decides what may be \
         learned cannot be guessed\n  cure: set [{source_name}.columns] {field} = {found:?} when every file spells it so, \
         else rename it in this file; or [{source_name}.constants] {field} = one value, when the column means something else"
    )]
    SpelledOtherwise {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
        /// The field of ours.
        field: &'static str,
        /// The column that was looked for.
        column: String,
        /// The column that is there.
        found: String,
    },

    /// Such a column is in one file of a source and not in another.
    #[error(
        "{without}: no column {column:?} for {source_name}.{field}, which {with} has: its rows would be read as if nobody \
         had refused anything\n  cure: add the column to the file; or set absent_columns = \"empty\" in [{source_name}], which \
         reads the rows of such files with empty cells: nobody is named, and nothing is allowed"
    )]
    InSomeFiles {
        /// The source.
        source_name: Source,
        /// A file without it.
        without: String,
        /// A file with it.
        with: String,
        /// The field of ours.
        field: &'static str,
        /// The column.
        column: String,
    },

    /// A file is not what its name or lake.toml says.
    #[error("{file}: expected {expected}, found {found}\n  cure: {cure}")]
    OtherContent {
        /// The file.
        file: String,
        /// What was expected.
        expected: &'static str,
        /// What the file is.
        found: String,
        /// What to do.
        cure: String,
    },

    /// A record is longer than the bound.
    #[error(
        "{file}:{line}: a record begins here that is longer than {limit} bytes\n  cure: correct the line (a line end or a closing \
         quote is missing), or set max_record_bytes in [{source_name}] when a record may be so long"
    )]
    TooLong {
        /// The source.
        source_name: Source,
        /// The file.
        file: String,
        /// Where the record begins.
        line: u64,
        /// The bound.
        limit: usize,
    },

    /// Points stand where decimals or thousands may be meant.
    #[error(
        "[{source_name}] {dotted} numbers such as 1.234 may be a little more than one or more than a thousand: {commas} others \
         have a decimal comma (first at {place})\n  cure: say which by decimal = \",\" with thousands = \".\", or by decimal = \
         \".\", in [{source_name}]"
    )]
    AmbiguousNumbers {
        /// The source.
        source_name: Source,
        /// How many have a point before three digits.
        dotted: u64,
        /// How many have a comma before their decimals.
        commas: u64,
        /// The first of these.
        place: String,
    },

    /// A filter looks at a column that only the first line of an order fills.
    #[error(
        "{place}: the filter on {column:?} drops the first line of an order and not the lines after it, whose cells of the column \
         are empty ({rows} such lines in the file so far)\n  cure: say that an empty cell means what the line before says: \
         fill_down = [{column:?}] in [{source_name}] (or fill_down = [] when it does not)"
    )]
    BlankContinuation {
        /// The source.
        source_name: Source,
        /// The first line after a dropped one.
        place: String,
        /// The column.
        column: String,
        /// How many so far.
        rows: u64,
    },

    /// A file's columns cannot be read though its format can.
    #[error("{file}: {found}\n  cure: {cure}")]
    Unreadable {
        /// The file.
        file: String,
        /// What it is.
        found: String,
        /// What to do.
        cure: String,
    },

    /// Files of a table format do not say which of them are live.
    #[error("{place}: {found}\n  cure: {cure}")]
    Snapshot {
        /// The table's folder.
        place: String,
        /// What was found.
        found: String,
        /// What to do.
        cure: String,
    },

    /// A key of a joined file names two different rows.
    #[error(
        "{place}: the row's {key:?} is that of an earlier row which says something else, so a line may be joined with either\n  \
         cure: join a file that has each {key:?} once (one row an order, say)"
    )]
    DoubleKey {
        /// Where the second row is.
        place: String,
        /// The key column.
        key: String,
    },

    /// Nearly nobody of a suppression list is known.
    #[error(
        "[suppression] {known} of {listed} customers of the list are known in this lake: expected most of them to be\n{why}  cure: \
         {cure}"
    )]
    UnknownSuppressed {
        /// How many are listed.
        listed: u64,
        /// How many are known.
        known: u64,
        /// What their ids look like.
        why: String,
        /// What to do.
        cure: String,
    },

    /// A file lacks both a session and what sessions can be made of.
    #[error(
        "[behaviour] no column for behaviour.session_id\n  columns found: {}\n  cure: map the session, or set \
         session_gap_minutes = 30 in [rules]: then the visits of a customer end where nothing happens for so long",
        columns_found(found)
    )]
    NoSession {
        /// The columns that the file has.
        found: Vec<String>,
    },
}

impl ContentError {
    /// Says that a file which should be text is something else.
    pub(in crate::lake) fn no_text(source: Source, file: &DataFile, content: Content, found: &str) -> Self {
        let cure = match content {
            Content::Parquet => format!("set format = \"parquet\" in [{source}], or give the file its own name"),
            Content::Excel => format!("set format = \"excel\" in [{source}], or give the file its own name"),
            _ if found.contains("HTML") => "fetch the file again, signed in".to_owned(),
            _ => "unpack it, or export it as CSV (plain, gzip or Zstandard) or Parquet".to_owned(),
        };
        let found = if matches!(content, Content::Other(_)) || found.starts_with("a ") || found.starts_with("an ") {
            found.to_owned()
        } else {
            format!("a file {found}")
        };
        Self::OtherContent { file: file.name.clone(), expected: "text", found, cure }
    }

    /// Says that a file cannot be read as it was written.
    pub(in crate::lake) fn unreadable(file: &DataFile, found: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Unreadable { file: file.name.clone(), found: found.into(), cure: cure.into() }
    }

    /// Says why the live version of a table cannot be read.
    pub(in crate::lake) fn snapshot(place: &str, found: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Snapshot { place: place.to_owned(), found: found.into(), cure: cure.into() }
    }
}
