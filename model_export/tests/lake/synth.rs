//! Whatever dirt a generated lake has, what is kept is its clean story, from CSV and from Parquet alike.

use std::path::Path;

use model_export::lake::{Dataset, Fate, Lake, Source};
use model_export::synth::{Format, Recipe, Size, make};
use tempfile::TempDir;

use super::folder::{TOP, report};

const SOURCES: [&str; 6] = ["catalogue", "customers", "orders", "behaviour", "stock", "marketing"];

/// Makes a lake and returns what is read from it, and the truth that stands beside it.
fn generated(format: Format, extension: &str) -> (Dataset, serde_json::Value) {
    let folder: TempDir = tempfile::tempdir().expect("the system has a temporary folder");
    let (out, truth) = (folder.path().join("lake"), folder.path().join("truth.json"));
    let recipe = Recipe { out: out.clone(), truth: Some(truth.clone()), seed: 7, size: Size::Small, format };
    make(&recipe).expect("the folder can be written to");
    let tables: String = SOURCES.map(|source| format!("[{source}]\npath = '{source}.{extension}'\n")).concat();
    // The story counts every item, those that the shipped list denies too.
    let allow = "[rules.sensitive]\nallow = [{ pattern = 'Health > Vitamins', because = 'nobody buys these' }]\n";
    std::fs::write(out.join("own.toml"), format!("{TOP}{tables}{allow}")).expect("the folder can be written to");
    (read(&out.join("own.toml"), &out), json(&truth))
}

fn read(lake_toml: &Path, data: &Path) -> Dataset {
    Lake::open(lake_toml, Some(data))
        .and_then(|lake| lake.read(&mut |_, _| ()))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn json(path: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(path).expect("the truth was written");
    serde_json::from_str(&text).expect("the truth is JSON")
}

#[test]
fn the_clean_story_is_what_is_kept() {
    let (mut parquet, truth) = generated(Format::Parquet, "parquet");
    for source in [Source::Catalogue, Source::Stock, Source::Marketing] {
        let clean = truth["clean"][source.name()].as_u64();
        assert_eq!(Some(report(&parquet, source).rows_kept), clean, "{source}");
    }
    for report in &parquet.report.sources {
        let gone = report.total(Fate::Dropped) + report.total(Fate::SetAside);
        assert_eq!(report.rows_read, report.rows_kept + gone, "{}", report.source);
    }
    let planted = &truth["planted"]["behaviour"];
    let found = |reason: &str| report(&parquet, Source::Behaviour).rows(reason);
    for (reason, kind) in [("unknown_event", "unknown_event"), ("unknown_item", "orphan_item_id")] {
        let planted = planted[kind].as_u64().unwrap_or_default();
        // The rest is of customers who may not be learned from: nobody looks at their rows at all.
        assert!(
            found(reason) <= planted && found(reason) * 10 >= planted * 8,
            "{reason}: {} of {planted}",
            found(reason)
        );
    }

    let (mut csv, _) = generated(Format::Csv, "csv");
    parquet.report.sources.clear();
    csv.report.sources.clear();
    assert!(parquet == csv, "CSV and Parquet of one lake are not the same lake");
}
