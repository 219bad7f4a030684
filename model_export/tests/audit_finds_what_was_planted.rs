//! The audit finds every planted fault as often as the truth says, all planted personal data, and accuses nothing else.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod synth_lake;

use std::collections::BTreeMap;

use model_export::audit::{Audit, Group, audit};
use model_export::lake::{Lake, Source};
use model_export::synth::Format;
use synth_lake::{TestLake, lake};

const SOURCES: [Source; 6] =
    [Source::Catalogue, Source::Customers, Source::Orders, Source::Behaviour, Source::Stock, Source::Marketing];

/// The kinds of finding that each planted kind appears as: of an unset clock, one if it can be read and another if not.
fn kinds_of(planted: &str) -> &'static [&'static str] {
    match planted {
        "orphan_item_id" => &["unknown_item"],
        "bad_timestamp" => &["bad_timestamp", "unset_timestamp"],
        "missing_id" => &["missing_id"],
        "duplicate" => &["duplicate"],
        "missing_item_id" => &["missing_item_id"],
        "padded_text" => &["padded_text"],
        "stray_encoding" => &["stray_encoding"],
        "missing_category" => &["missing_category"],
        "negative_price" => &["negative_price"],
        "zero_price" => &["zero_price"],
        "negative_quantity" => &["negative_quantity"],
        "zero_quantity" => &["zero_quantity"],
        "future_timestamp" => &["future_timestamp"],
        "unknown_event" => &["unknown_event"],
        "unknown_purpose" => &["unknown_purpose"],
        "missing_dates" => &["missing_dates"],
        "reversed_dates" => &["reversed_dates"],
        "unknown_kind" => &["unknown_kind"],
        "impossible_discount" => &["impossible_discount"],
        "robot" => &["robot"],
        other => panic!("the synthetic lake has a kind of dirt that this test does not know: {other}"),
    }
}

/// What follows from the dirt without being planted: a damaged copy repeats its row's identifier.
const NATURAL: [&str; 1] = ["repeated_id"];

fn audited(lake: &TestLake) -> Audit {
    let opened = Lake::open(&lake.folder.join("lake.toml"), Some(&lake.folder)).unwrap();
    audit(&opened, &mut |_, _| (), &mut |_, _| ()).unwrap()
}

/// Returns the personal data that the truth or the audit tells of one source: column and kind to cells.
type Personal = BTreeMap<(String, String), u64>;

fn personal_truth(lake: &TestLake, source: Source) -> Personal {
    let columns = lake.truth["personal"][source.name()].as_object().cloned().unwrap_or_default();
    let of_column = |(column, kinds): (String, serde_json::Value)| {
        let kinds = kinds.as_object().unwrap().clone().into_iter();
        kinds.map(move |(kind, rows)| ((column.clone(), kind), rows.as_u64().unwrap())).collect::<Vec<_>>()
    };
    columns.into_iter().flat_map(of_column).collect()
}

fn compare(seed: u64, format: Format) {
    let lake = lake(seed, format);
    let audit = audited(&lake);
    for source in SOURCES {
        let found = audit.source(source).unwrap();
        let mut expected: Vec<&str> = Vec::new();
        for (kind, planted) in lake.planted(source.name()) {
            let kinds = kinds_of(&kind);
            let rows: u64 = kinds.iter().map(|kind| found.rows_of(kind)).sum();
            println!("seed {seed} {format:?} {source}: {kind} {rows}/{planted}");
            assert_eq!(rows, planted, "{source}: {kind} found/planted");
            expected.extend(kinds);
        }
        for finding in found.findings.iter().filter(|finding| finding.group != Group::Note) {
            let is_expected = expected.contains(&finding.kind) || NATURAL.contains(&finding.kind);
            assert!(is_expected, "{source}: {} rows of {} were not planted", finding.rows, finding.kind);
        }
        let accused: Personal = found
            .personal_data
            .iter()
            .map(|found| ((found.column.clone(), found.kind.name().to_owned()), found.cells))
            .collect();
        println!("seed {seed} {format:?} {source}: personal data {accused:?}");
        assert_eq!(accused, personal_truth(&lake, source), "{source}: personal data");
    }
    let returns = lake.truth["returns"].as_u64().unwrap();
    let noted = audit.source(Source::Orders).unwrap().rows_of("return_line");
    assert!(
        (returns..returns + 5).contains(&noted),
        "{noted} lines of {returns} returns, some damaged twins among them"
    );
}

#[test]
fn every_planted_kind_is_found_in_parquet() {
    compare(21, Format::Parquet);
    compare(22, Format::Parquet);
}

#[test]
fn every_planted_kind_is_found_in_csv() {
    compare(21, Format::Csv);
    compare(22, Format::Csv);
}

#[test]
fn the_audit_does_not_depend_on_the_format_or_the_run() {
    let json = |format| {
        let mut audit = audited(&lake(23, format));
        for source in &mut audit.sources {
            source.files.clear();
            // An unset clock is 1970 in Parquet and no time at all in CSV, so it is missing from different counts.
            source.findings.retain(|finding| !finding.kind.ends_with("_timestamp"));
        }
        audit.training.sources.clear();
        serde_json::to_string(&(&audit.sources, &audit.training)).unwrap()
    };
    let parquet = json(Format::Parquet);
    assert!(parquet == json(Format::Parquet), "two runs of one lake differ");
    assert!(parquet == json(Format::Csv), "CSV and Parquet of one lake are not audited alike");
}
