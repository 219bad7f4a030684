//! Tables of many versions: which files of a Delta Lake or Iceberg table are live, by the table's own log.
//!
//! Invariants: an outdated file, and a row that the log says is deleted, is never read: it may be what a customer had erased.
//! What the log says and this program does not understand, stops the reading.
//! Does not: read older versions, or tables of Hudi.

mod avro;
mod deletion_vector;
mod delta;
mod iceberg;
mod value;

use crate::lake::Error;
use crate::lake::error::ContentError;
use crate::lake::store::DataFile;

/// Folders within a table that say it is one.
pub(super) const MARKS: [&str; 3] = ["_delta_log", "metadata", ".hoodie"];

/// The most bytes of one file of a log.
const MOST_LOG_BYTES: u64 = 1 << 30;

/// A folder, wherever it is.
pub(super) trait Tree {
    /// Returns its name for people.
    fn name(&self) -> &str;
    /// Returns the names of the files in a folder within it, in no order; none when there is no such folder.
    fn list(&self, folder: &str) -> Result<Vec<String>, Error>;
    /// Returns a file within it.
    fn file(&self, inside: &str) -> Result<Option<DataFile>, Error>;
}

/// Returns what sort of table the folder is, when it is one.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn kind_of(tree: &dyn Tree) -> Result<Option<&'static str>, Error> {
    if delta::is_one(tree)? {
        return Ok(Some("Delta Lake"));
    }
    if iceberg::is_one(tree)? {
        return Ok(Some("Iceberg"));
    }
    Ok((!tree.list(".hoodie")?.is_empty()).then_some("Hudi"))
}

/// Returns the live files of the folder when it is a table.
///
/// # Errors
/// When its log cannot be read, or says something that is not understood.
pub(super) fn live(tree: &dyn Tree) -> Result<Option<Vec<DataFile>>, Error> {
    let mut files = match kind_of(tree)? {
        None => return Ok(None),
        Some("Delta Lake") => delta::live(tree)?,
        Some("Iceberg") => iceberg::live(tree)?,
        Some(_) => {
            let cure =
                "export the live rows as Parquet (Spark: spark.read.format(\"hudi\").load(..).write.parquet(..))";
            return Err(ContentError::snapshot(
                tree.name(),
                "a Hudi table, whose live files are not told apart here",
                cure,
            )
            .into());
        }
    };
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Some(files))
}

/// Says that a file was named that belongs to a table.
pub(super) fn part_of(kind: &str, file: &str, table: &str) -> Error {
    let table = if table.is_empty() { "." } else { table };
    let found = format!("the file belongs to a table of {kind}, whose log says whether it is live");
    ContentError::snapshot(file, found, format!("name the table's folder instead: path = {table:?}")).into()
}

/// Reads a file of a log.
///
/// # Errors
/// When it cannot be read.
fn read(table: &str, file: &DataFile) -> Result<Vec<u8>, Error> {
    file.bytes(MOST_LOG_BYTES)?.map_err(|error| torn(table, &file.name, &error.to_string()))
}

/// Says that a file of a log is not what it should be.
fn torn(table: &str, file: &str, found: &str) -> Error {
    let cure = "copy the table again when nothing writes to it, or export its live rows as Parquet";
    ContentError::snapshot(table, format!("the table's log cannot be read: {file}: {found}"), cure).into()
}
