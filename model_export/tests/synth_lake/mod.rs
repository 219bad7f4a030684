//! A generated lake as a test reads it: each source as rows of text, whether it was written as Parquet or as CSV.
//!
//! It refuses to share code with what is tested: files are read with the formats' own readers.

#![allow(dead_code, reason = "each test file uses its part of this module")]

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMillisecondType;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use model_export::synth::{Format, Recipe, Size, Summary, make};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use tempfile::TempDir;

/// An unset clock, as Parquet holds it and as CSV spells it.
pub(crate) const UNSET: [&str; 2] = ["1970-01-01T00:00:00Z", "0000-00-00 00:00:00"];

/// A lake in a folder of its own, which goes away with it.
pub(crate) struct TestLake {
    pub(crate) folder: PathBuf,
    pub(crate) summary: Summary,
    pub(crate) truth: Value,
    format: Format,
    _home: TempDir,
}

/// One source: rows of named fields; a missing value is the empty text.
pub(crate) struct Rows {
    columns: BTreeMap<String, usize>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Makes a small lake.
pub(crate) fn lake(seed: u64, format: Format) -> TestLake {
    let home = TempDir::new().expect("a temporary folder can be made");
    let folder = home.path().join("lake");
    let recipe = Recipe { out: folder.clone(), truth: None, seed, size: Size::Small, format };
    let summary = make(&recipe).expect("a small lake can be made");
    let truth = std::fs::read(home.path().join("lake-truth.json")).expect("the truth lies beside the lake");
    let truth = serde_json::from_slice(&truth).expect("the truth is JSON");
    TestLake { folder, summary, truth, format, _home: home }
}

impl TestLake {
    /// Reads a source whole.
    pub(crate) fn read(&self, source: &str) -> Rows {
        let path = self.folder.join(source).with_extension(self.format.extension());
        match self.format {
            Format::Parquet => read_parquet(&path),
            Format::Csv => read_csv(&path),
        }
    }

    /// Returns how many rows of each kind of dirt the truth says a source has.
    pub(crate) fn planted(&self, source: &str) -> BTreeMap<String, u64> {
        serde_json::from_value(self.truth["planted"][source].clone()).expect("counts by kind")
    }
}

impl Rows {
    /// Returns the fields of one column.
    pub(crate) fn column<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let index = self.columns[name];
        self.rows.iter().map(move |row| row[index].as_str())
    }

    /// Returns a field of a row.
    pub(crate) fn get<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        &row[self.columns[name]]
    }

    /// Counts the rows for which `holds` is true.
    pub(crate) fn count(&self, holds: impl Fn(&[String]) -> bool) -> u64 {
        self.rows.iter().filter(|row| holds(row)).count() as u64
    }

    /// Counts the rows that repeat the row before them.
    pub(crate) fn repeats(&self) -> u64 {
        self.rows.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
    }
}

fn read_parquet(path: &Path) -> Rows {
    let file = File::open(path).expect("the source was written");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("the source is Parquet");
    let columns =
        builder.schema().fields().iter().zip(0..).map(|(field, index)| (field.name().clone(), index)).collect();
    let options = FormatOptions::default();
    let mut rows = Vec::new();
    for batch in builder.build().expect("the source can be read") {
        let batch = batch.expect("the batch is whole");
        let columns: Vec<ArrayRef> = batch.columns().iter().map(with_offset).collect();
        let formatters: Vec<ArrayFormatter<'_>> = columns
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options).expect("the type can be shown"))
            .collect();
        rows.extend(
            (0..batch.num_rows()).map(|row| formatters.iter().map(|field| field.value(row).to_string()).collect()),
        );
    }
    Rows { columns, rows }
}

/// Names the time zone by its offset, which is how the formatter knows it.
fn with_offset(column: &ArrayRef) -> ArrayRef {
    match column.as_primitive_opt::<TimestampMillisecondType>() {
        Some(instants) => Arc::new(instants.clone().with_timezone("+00:00")),
        None => Arc::clone(column),
    }
}

fn read_csv(path: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(path).expect("the source was written");
    let header = reader.headers().expect("the source has a header");
    let columns = header.iter().zip(0..).map(|(name, index)| (name.to_owned(), index)).collect();
    let fields = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| fields(record.expect("the record is whole"))).collect();
    Rows { columns, rows }
}
