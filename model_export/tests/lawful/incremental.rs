//! `train` knows what changed: the same lake in other files is the same lake, a changed row is not, and whatever an
//! interrupted run leaves is refused by `verify` and made anew by the next run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use model_export::lake::Lake;
use model_export::train::inputs::Inputs;
use parquet::arrow::ArrowWriter;

use super::lake::{CsvLake, SOURCES, model_export, quick, text};

const WRITTEN: [&str; 3] = ["shop.manifest.json", "shop.etalage", "shop.catalogue.json"];

fn fingerprint(mapping: &Path, data: &Path) -> String {
    let lake = Lake::open(mapping, Some(data)).expect("a mapping");
    let dataset = lake.read(&mut |_, _| {}).expect("rows");
    Inputs::of(&lake, &dataset, &quick()).expect("numbers and texts").fingerprint
}

/// Trains quickly and returns the JSON that is printed.
fn train(lake: &CsvLake, folder: &Path, more: &[&str]) -> Result<serde_json::Value, String> {
    let [mapping, data, out] = [lake.path("lake.toml"), lake.0.path().to_path_buf(), folder.join(WRITTEN[1])]
        .map(|path| path.display().to_string());
    let options = [
        "--factors",
        "8",
        "--segments",
        "4",
        "--seed",
        "1",
        "--json",
        "--tier",
        "unchecked",
        "--unchecked-reason",
        "a test",
    ];
    let arguments = [&["train", "--lake", &mapping, "--data", &data, "--out", &out][..], &options, more].concat();
    let run = model_export(&arguments);
    if run.status.success() { Ok(serde_json::from_slice(&run.stdout).expect("JSON")) } else { Err(text(&run.stderr)) }
}

fn files(folder: &Path) -> [Option<Vec<u8>>; 3] {
    WRITTEN.map(|name| std::fs::read(folder.join(name)).ok())
}

fn put(folder: &Path, files: [&Option<Vec<u8>>; 3]) {
    for (name, bytes) in WRITTEN.iter().zip(files) {
        let path = folder.join(name);
        match bytes {
            Some(bytes) => std::fs::write(path, bytes).expect("written"),
            None => drop(std::fs::remove_file(path)),
        }
    }
}

#[test]
fn the_fingerprint_is_of_what_the_rows_say_and_of_nothing_else() {
    let lake = CsvLake::make(17).lately();
    let data = lake.0.path().to_path_buf();
    let whole = fingerprint(&lake.path("lake.toml"), &data);

    // The orders in three files, the last row first.
    let orders = std::fs::read_to_string(lake.path("orders.csv")).expect("the orders");
    let (header, rows) = orders.split_once('\n').expect("a header");
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.reverse();
    for (part, rows) in rows.chunks(rows.len().div_ceil(3)).enumerate() {
        std::fs::write(data.join(format!("part-{part}.csv")), format!("{header}\n{}\n", rows.join("\n")))
            .expect("written");
    }
    let mapping = std::fs::read_to_string(lake.path("lake.toml")).expect("the mapping");
    std::fs::write(data.join("parts.toml"), mapping.replace("\"orders.csv\"", "\"part-*.csv\"")).expect("written");
    assert_eq!(fingerprint(&data.join("parts.toml"), &data), whole, "spread over files");

    // The same orders as Parquet, in a folder of another name.
    let other = tempfile::tempdir().expect("a folder");
    let names: Vec<&str> = header.split(',').collect();
    let field = |row: &&str, at: usize| Some(row.split(',').nth(at)?.to_owned()).filter(|text| !text.is_empty());
    let column = |at: usize| Arc::new(rows.iter().map(|row| field(row, at)).collect::<StringArray>()) as ArrayRef;
    let columns = names.iter().enumerate().map(|(at, name)| (*name, column(at), true));
    let batch = RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length");
    let file = std::fs::File::create(other.path().join("all.parquet")).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writable schema");
    writer.write(&batch).and_then(|()| writer.close()).expect("written");
    for source in SOURCES.into_iter().filter(|source| *source != "orders") {
        let name = format!("{source}.csv");
        std::fs::copy(data.join(&name), other.path().join(&name)).expect("copied");
    }
    std::fs::write(other.path().join("p.toml"), mapping.replace("\"orders.csv\"", "\"all.parquet\"")).expect("written");
    assert_eq!(fingerprint(&other.path().join("p.toml"), other.path()), whole, "in another format");

    // Another rule, and one row less.
    std::fs::write(data.join("rule.toml"), mapping.replace("[rules]", "[rules]\nretention_days = 9000"))
        .expect("written");
    assert_ne!(fingerprint(&data.join("rule.toml"), &data), whole, "another rule");
    let shorter = rows[1..].join("\n");
    std::fs::write(lake.path("orders.csv"), format!("{header}\n{shorter}\n")).expect("written");
    assert_ne!(fingerprint(&lake.path("lake.toml"), &data), whole, "one row less");
}

#[test]
fn what_did_not_change_is_left_and_what_is_not_whole_is_made_anew() {
    let lake = CsvLake::make(17).lately();
    let folder = tempfile::tempdir().expect("a folder");
    let folder: PathBuf = folder.path().to_path_buf();
    let model = folder.join(WRITTEN[1]).display().to_string();
    let first = train(&lake, &folder, &[]).expect("a model");
    assert_eq!(first["changed"], true);
    let old = files(&folder);
    let modified = || WRITTEN.map(|name| std::fs::metadata(folder.join(name)).and_then(|file| file.modified()).ok());
    let before = modified();
    let again = train(&lake, &folder, &["--threads", "1"]).expect("nothing to do");
    assert_eq!((&again["changed"], &again["fingerprint"]), (&false.into(), &first["manifest"]["fingerprint"]));
    assert_eq!(modified(), before, "the files are not touched");
    assert_eq!(train(&lake, &folder, &["--force"]).expect("a model")["changed"], true);
    assert_eq!(files(&folder), old, "made again, the same");
    assert_eq!(train(&lake, &folder, &["--sweeps", "2"]).expect("a model")["changed"], true);
    let new = files(&folder);
    assert!(new[1] != old[1], "another option is another model");

    // Every state that a run can leave when it is killed: over an older run's files, and over none.
    let none = None;
    let states = [
        [&new[0], &old[1], &old[2]],
        [&new[0], &new[1], &none],
        [&new[0], &none, &none],
        // Not of one run, but the worst that copying by hand could make of two.
        [&old[0], &new[1], &new[2]],
    ];
    for state in states {
        put(&folder, state);
        let verified = model_export(&["verify", &model]);
        assert_eq!(verified.status.code(), Some(1), "{}", text(&verified.stdout));
        println!("{}", text(&verified.stderr));
        assert_eq!(train(&lake, &folder, &["--sweeps", "2"]).expect("a model")["changed"], true);
        assert_eq!(files(&folder), new, "the next run mends it");
        assert!(model_export(&["verify", &model]).status.success());
    }
    // A catalogue of another run alone.
    let mut catalogue = new[2].clone().expect("a catalogue");
    catalogue.push(b' ');
    put(&folder, [&new[0], &new[1], &Some(catalogue)]);
    let verified = model_export(&["verify", &model]);
    assert!(text(&verified.stderr).contains("is not the catalogue"), "{}", text(&verified.stderr));
}

#[test]
fn a_run_that_cannot_write_leaves_what_was_there() {
    let lake = CsvLake::make(17).lately();
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::write(folder.join(WRITTEN[1]), b"the old model").expect("written");
    std::fs::create_dir(folder.join(WRITTEN[0])).expect("a folder in the manifest's place");
    let said = train(&lake, folder, &[]).expect_err("the manifest has no place");
    assert!(said.contains("cannot write") && said.contains(WRITTEN[0]), "{said}");
    assert_eq!(std::fs::read(folder.join(WRITTEN[1])).expect("the model"), b"the old model");
    assert!(!folder.join(WRITTEN[2]).exists());
    assert_eq!(std::fs::read_dir(folder).expect("a folder").count(), 2, "no temporary file is left");
}
