//! A lake in a temporary folder, for the promises beside this file.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use flate2::Compression;
use flate2::write::GzEncoder;
use model_export::lake::{Dataset, Error, Lake, Source, SourceReport};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use tempfile::TempDir;

/// The top of every `lake.toml` here.
pub(crate) const TOP: &str = "name = 'Shop'\ncurrency = 'EUR'\n";

/// A folder with a lake's files.
pub(crate) struct Folder(TempDir);

impl Folder {
    /// Returns a folder whose `lake.toml` has the given tables.
    pub(crate) fn new(tables: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("the system has a temporary folder"));
        folder.with("lake.toml", format!("{TOP}{tables}"))
    }

    /// Adds a file, in folders of its own where its name has any.
    pub(crate) fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("the temporary folder can be written to");
        self
    }

    /// Adds an empty folder.
    pub(crate) fn with_folder(self, name: &str) -> Self {
        std::fs::create_dir_all(self.path(name)).expect("folders can be made");
        self
    }

    /// Returns where a file is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Adds a file of gzip.
    pub(crate) fn with_gzip(self, name: &str, text: &str) -> Self {
        self.with(name, gzip(text))
    }

    /// Adds a Parquet file.
    pub(crate) fn with_parquet(self, name: &str, columns: Vec<(&str, ArrayRef)>) -> Self {
        self.with(name, parquet(columns, usize::MAX))
    }

    /// Reads the lake.
    pub(crate) fn try_read(&self) -> Result<Dataset, Error> {
        let folder = self.0.path();
        Lake::open(&folder.join("lake.toml"), Some(folder))?.read(&mut |_, _| ())
    }

    /// Reads the lake, going on without at most so many faulty rows of each source.
    pub(crate) fn try_read_without(&self, max_bad_rows: &str) -> Result<Dataset, Error> {
        let limit = max_bad_rows.parse().expect("a limit");
        let lake = Lake::open(&self.path("lake.toml"), Some(self.0.path()))?;
        lake.with_max_bad_rows(Some(limit)).read(&mut |_, _| ())
    }

    /// Reads a lake that is as it should be.
    pub(crate) fn read(&self) -> Dataset {
        self.try_read().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Returns the message of a lake that is not, without the folder's own name.
    pub(crate) fn fault(&self) -> String {
        self.told(&self.try_read().expect_err("the lake is faulty"))
    }

    /// Returns the message of an error, without the folder's own name.
    pub(crate) fn told(&self, error: &Error) -> String {
        error.to_string().replace(&format!("{}/", self.0.path().display()), "")
    }
}

/// Returns `text` as gzip.
pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut bytes = GzEncoder::new(Vec::new(), Compression::fast());
    bytes.write_all(text.as_bytes()).and_then(|()| bytes.finish()).expect("a vector can be written to")
}

/// Returns columns as a Parquet file with so many rows in each row group.
pub(crate) fn parquet(columns: Vec<(&str, ArrayRef)>, group_rows: usize) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(group_rows)).build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), Arc::clone(&batch.schema()), Some(properties)).expect("a writable schema");
    writer.write(&batch).expect("a vector can be written to");
    writer.into_inner().expect("a vector can be written to")
}

/// Returns texts as a column.
pub(crate) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> ArrayRef {
    Arc::new(texts.into_iter().map(|text| Some(text.into())).collect::<StringArray>())
}

/// Returns the report of one source.
pub(crate) fn report(dataset: &Dataset, source: Source) -> &SourceReport {
    dataset.report.source(source).expect("the lake has the source")
}

/// Returns what a report says beside read and kept: reason, rows and places.
pub(crate) fn remarks(report: &SourceReport) -> Vec<(&str, u64, Vec<&str>)> {
    report
        .remarks
        .iter()
        .map(|remark| (remark.reason.name(), remark.rows, remark.samples.iter().map(String::as_str).collect()))
        .collect()
}

/// An orders file with canonical names, one line per order: order, item, customer, day of January 2025, quantity, price.
pub(crate) fn orders(lines: &[&str]) -> String {
    let mut text = "order_id,item_id,customer_id,ordered_at,quantity,unit_price\n".to_owned();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}
