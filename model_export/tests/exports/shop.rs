//! A made shop's files, and what every shop has in common.

use std::path::{Path, PathBuf};
use std::process::Command;

use model_export::lake::{Dataset, Lake, Source};
use tempfile::TempDir;

/// Customers and items of each made shop: enough that something is learned.
pub(crate) const CUSTOMERS: usize = 120;
pub(crate) const ITEMS: usize = 12;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name).join("lake.toml")
}

/// A shop's files in a temporary folder.
pub(crate) struct Shop(TempDir);

impl Shop {
    /// Returns a shop without a file.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("the system has a temporary folder"))
    }

    /// Adds a file.
    pub(crate) fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(path, text).expect("the folder can be written to");
        self
    }

    /// Reads the lake by the mapping of an example.
    pub(crate) fn read(&self, name: &str) -> Dataset {
        let lake = Lake::open(&example(name), Some(self.0.path())).unwrap_or_else(|error| panic!("{error}"));
        lake.read(&mut |_, _| ()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Trains by the one command that the README names, checks the files with `verify`, and returns the catalogue that the
    /// shop page shows.
    pub(crate) fn published(&self, name: &str) -> serde_json::Value {
        let out = self.0.path().join("out/shop.etalage");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
            let run = command.args(arguments).output().expect("the command starts");
            assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
        };
        let text = |path: &Path| path.display().to_string();
        let (lake, data, model) = (text(&example(name)), text(self.0.path()), text(&out));
        run(&[
            "train",
            "--lake",
            &lake,
            "--data",
            &data,
            "--out",
            &model,
            "--factors",
            "8",
            "--sweeps",
            "2",
            "--segments",
            "2",
        ]);
        run(&["verify", &model]);
        let catalogue = std::fs::read(out.with_file_name("shop.catalogue.json")).expect("a catalogue");
        serde_json::from_slice(&catalogue).expect("JSON")
    }
}

/// What each customer bought: customer, order, place in the order, item, day of 2024.
pub(crate) fn bought() -> impl Iterator<Item = (usize, usize, usize, usize, usize)> {
    (0..CUSTOMERS).flat_map(|customer| {
        (0..4).flat_map(move |order| {
            (0..3).map(move |line| {
                (
                    customer,
                    customer * 4 + order,
                    line,
                    (customer % 3 * 4 + order + line) % ITEMS,
                    order * 80 + customer % 70,
                )
            })
        })
    })
}

/// Returns a day of 2024 and after, by its number.
pub(crate) fn day(day: usize) -> String {
    let date = jiff::civil::date(2024, 1, 1).saturating_add(jiff::Span::new().days(day as i64));
    date.to_string()
}

/// Returns a file's text.
pub(crate) fn lines(header: &str, rows: impl Iterator<Item = String>) -> String {
    rows.fold(format!("{header}\n"), |text, row| text + &row + "\n")
}

/// Checks what every made shop has in common: 120 customers, 12 items, 1,440 lines.
#[track_caller]
pub(crate) fn whole(dataset: &Dataset, source: Source) {
    let report = dataset.report.source(source).expect("the lake has the source");
    assert_eq!(report.rows_kept, 1_440, "{}", dataset.report);
    assert_eq!(dataset.items.len(), ITEMS);
    assert_eq!(dataset.customer_ids.iter().flatten().count(), CUSTOMERS);
}

/// Checks that the shop page has every item, and one of this name.
#[track_caller]
pub(crate) fn shown(catalogue: &serde_json::Value, name: &str) {
    let items = catalogue["items"].as_array().expect("items");
    assert_eq!(items.len(), ITEMS);
    assert!(items.iter().any(|item| item["name"] == name), "{name} is not in {catalogue}");
}
