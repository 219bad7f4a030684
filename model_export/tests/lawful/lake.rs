//! A generated lake as CSV, filtered as a person would filter it, and models trained from it.
//!
//! It refuses to share code with what is tested: rows are filtered by `csv` and the columns' names alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use etalage::{Model, format};
use model_export::lake::{Dataset, Lake};
use model_export::storefront::Storefront;
use model_export::synth::{Format, Recipe, Size, make};
use model_export::train::{Params, Privacy, SegmentCount, Stages};
use tempfile::TempDir;

/// The six sources.
pub(crate) const SOURCES: [&str; 6] = ["catalogue", "customers", "orders", "behaviour", "stock", "marketing"];

/// A lake in a folder of its own, which goes away with it.
pub(crate) struct CsvLake(pub(crate) TempDir);

impl CsvLake {
    /// Makes the small lake.
    pub(crate) fn make(seed: u64) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let (out, truth) = (home.path().to_path_buf(), None);
        make(&Recipe { out, truth, seed, size: Size::Small, format: Format::Csv }).expect("a lake");
        Self(home)
    }

    /// Returns the lake of its last eleven weeks alone: enough to learn from, and quick.
    pub(crate) fn lately(self) -> Self {
        let mapping = std::fs::read_to_string(self.path("lake.toml")).expect("the mapping");
        let lately = mapping.replace("first_day = \"2024-01-01\"", "first_day = \"2025-10-15\"");
        assert_ne!(lately, mapping, "the mapping names its first day");
        std::fs::write(self.path("lake.toml"), lately).expect("written");
        self
    }

    /// Copies the lake, each row of each source through `edit`, which may change it or leave it out.
    pub(crate) fn edited(&self, mut edit: impl FnMut(&str, &Columns, &mut Vec<String>) -> bool) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::copy(self.path("lake.toml"), home.path().join("lake.toml")).expect("copied");
        for source in SOURCES {
            let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
            let columns = self.rows(source, |columns, record| {
                let mut fields: Vec<String> =
                    record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
                if edit(source, columns, &mut fields) {
                    writer.write_record(&fields).expect("a vector can be written to");
                }
            });
            let header = columns.0.join(",") + "\n";
            let rows = writer.into_inner().expect("a vector can be written to");
            let bytes = [header.as_bytes(), &rows].concat();
            std::fs::write(home.path().join(format!("{source}.csv")), bytes).expect("written");
        }
        Self(home)
    }

    /// Shows each row of a source, and returns its columns.
    pub(crate) fn rows(&self, source: &str, mut show: impl FnMut(&Columns, &ByteRecord)) -> Columns {
        let reader = ReaderBuilder::new().flexible(true).from_path(self.path(&format!("{source}.csv")));
        let mut reader = reader.expect("the source is there");
        let columns = Columns(reader.headers().expect("a header").iter().map(str::to_owned).collect());
        reader.byte_records().for_each(|record| show(&columns, &record.expect("a row")));
        columns
    }

    /// Returns every value of a column.
    pub(crate) fn values(&self, source: &str, column: &str) -> BTreeSet<String> {
        let mut values = BTreeSet::new();
        self.rows(source, |columns, record| {
            let value = columns.get(column).and_then(|at| record.get(at)).unwrap_or_default();
            values.insert(String::from_utf8_lossy(value).trim().to_owned());
        });
        values.remove("");
        values
    }

    /// Adds a suppression list of these customers.
    pub(crate) fn with_list(self, customers: &BTreeSet<&str>) -> Self {
        let list: Vec<&str> = ["customer_id"].into_iter().chain(customers.iter().copied()).collect();
        std::fs::write(self.path("list.csv"), list.join("\n") + "\n").expect("written");
        let mapping = std::fs::read_to_string(self.path("lake.toml")).expect("the mapping");
        std::fs::write(self.path("lake.toml"), mapping + "\n[suppression]\npath = \"list.csv\"\n").expect("written");
        self
    }

    /// Returns the path of a file of the lake.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Reads the lake.
    pub(crate) fn read(&self) -> Dataset {
        read(&self.path("lake.toml"), self.0.path())
    }
}

/// The names of a source's columns.
pub(crate) struct Columns(Vec<String>);

impl Columns {
    pub(crate) fn get(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column == name)
    }
}

pub(crate) fn read(mapping: &Path, data: &Path) -> Dataset {
    let lake = Lake::open(mapping, Some(data)).unwrap_or_else(|error| panic!("{error}"));
    lake.read(&mut |_, _| {}).unwrap_or_else(|error| panic!("{error}"))
}

/// Hyper-parameters of a small and quick model with learned parts.
pub(crate) fn quick() -> Params {
    Params {
        n_factors: 8,
        n_iterations: 1,
        segments: SegmentCount::Fixed(4),
        privacy: Privacy::unchecked("a test of thresholds"),
        ..Params::default()
    }
}

/// Trains in the tiers public and unchecked, and returns the bytes of each model and of its catalogue.
pub(crate) fn files(dataset: &Dataset) -> [[Vec<u8>; 2]; 2] {
    [Params::default(), quick()].map(|params| {
        let valid = params.check().expect("in range");
        let fitted = valid.fit("Shop", dataset, &mut Stages::default()).expect("a model");
        let published = fitted.published.as_ref().unwrap_or(dataset);
        let catalogue = serde_json::to_vec(&Storefront::new("Shop", "EUR", published, &fitted.parts)).expect("JSON");
        [format::encode(&fitted.parts).expect("valid parts"), catalogue]
    })
}

/// Trains with learned parts and decodes.
pub(crate) fn model(dataset: &Dataset) -> Model {
    let [_, [bytes, _]] = files(dataset);
    Model::decode(bytes).expect("a valid file")
}

/// Runs the command.
pub(crate) fn model_export(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_model_export")).args(arguments).output().expect("the command starts")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
