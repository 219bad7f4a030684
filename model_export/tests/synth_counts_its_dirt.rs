//! Every dirty row is found in the files by looking, as often as the truth file says, in Parquet and in CSV alike.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod synth_lake;

use std::collections::BTreeMap;

use model_export::synth::{Format, Recipe, Size, make};
use synth_lake::{Rows, TestLake, UNSET, lake};

/// Compares what was found with what was planted, in both directions.
fn agree(lake: &TestLake, source: &str, found: &[(&str, u64)]) {
    let found: BTreeMap<String, u64> = found.iter().map(|&(kind, rows)| (kind.to_owned(), rows)).collect();
    assert_eq!(found, lake.planted(source), "{source}");
    assert!(found.values().all(|&rows| rows > 0), "{source} lacks a kind: {found:?}");
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

fn look_for_dirt(lake: &TestLake) {
    let padded = |text: &str| text.trim() != text;
    let future = |text: &str| text > "2026" && !UNSET.contains(&text);

    let behaviour = lake.read("behaviour");
    let is = |name: &'static str, holds: &dyn Fn(&str) -> bool| behaviour.count(|row| holds(behaviour.get(row, name)));
    let mut per_session: BTreeMap<&str, u64> = BTreeMap::new();
    behaviour.column("session_id").filter(|id| !id.is_empty()).for_each(|id| *per_session.entry(id).or_default() += 1);
    agree(
        lake,
        "behaviour",
        &[
            ("duplicate", behaviour.repeats()),
            ("missing_id", is("session_id", &str::is_empty)),
            ("missing_item_id", is("item_id", &str::is_empty)),
            ("orphan_item_id", is("item_id", &|id| id == "B0-00000")),
            ("padded_text", is("item_id", &padded)),
            ("unknown_event", is("event", &|event| event == "page_scroll")),
            ("bad_timestamp", is("at", &|at| UNSET.contains(&at))),
            ("future_timestamp", is("at", &future)),
            ("robot", per_session.values().filter(|&&rows| rows > 500).sum()),
        ],
    );

    let orders = lake.read("orders");
    let is = |name: &'static str, holds: &dyn Fn(&str) -> bool| orders.count(|row| holds(orders.get(row, name)));
    let negative = |row: &[String]| number(orders.get(row, "quantity")) < 0.0;
    let returned = |row: &[String]| orders.get(row, "is_return") == "true";
    agree(
        lake,
        "orders",
        &[
            ("duplicate", orders.repeats()),
            ("missing_id", is("order_id", &str::is_empty)),
            ("missing_item_id", is("item_id", &str::is_empty)),
            ("orphan_item_id", is("item_id", &|id| id == "B0-00000")),
            ("padded_text", is("item_id", &padded)),
            ("negative_quantity", orders.count(|row| negative(row) && !returned(row))),
            ("zero_quantity", is("quantity", &|units| number(units) == 0.0)),
            ("negative_price", is("unit_price", &|price| number(price) < 0.0)),
            ("zero_price", is("unit_price", &|price| number(price) == 0.0)),
            ("bad_timestamp", is("ordered_at", &|at| UNSET.contains(&at))),
            ("future_timestamp", is("ordered_at", &future)),
        ],
    );

    let catalogue = lake.read("catalogue");
    let is = |name: &'static str, holds: &dyn Fn(&str) -> bool| catalogue.count(|row| holds(catalogue.get(row, name)));
    agree(
        lake,
        "catalogue",
        &[
            ("duplicate", catalogue.repeats()),
            ("missing_item_id", is("item_id", &str::is_empty)),
            ("negative_price", is("price", &|price| number(price) < 0.0)),
            ("zero_price", is("price", &|price| number(price) == 0.0)),
            ("padded_text", is("item_id", &padded)),
            ("stray_encoding", is("name", &|name| name.contains(['\u{c2}', '\u{c3}']))),
            ("missing_category", is("category", &str::is_empty)),
        ],
    );
    agree(lake, "customers", &customers(&lake.read("customers"), &padded, &future));
    agree(lake, "stock", &stock(&lake.read("stock"), &future));
    agree(lake, "marketing", &marketing(&lake.read("marketing")));
}

fn customers<'a>(rows: &Rows, padded: &dyn Fn(&str) -> bool, future: &dyn Fn(&str) -> bool) -> Vec<(&'a str, u64)> {
    let is = |name: &'static str, holds: &dyn Fn(&str) -> bool| rows.count(|row| holds(rows.get(row, name)));
    vec![
        ("duplicate", rows.repeats()),
        ("missing_id", is("customer_id", &str::is_empty)),
        ("padded_text", is("customer_id", padded)),
        ("unknown_purpose", is("allowed_purposes", &|purposes| purposes.contains("telepathy"))),
        ("future_timestamp", is("created_at", future)),
    ]
}

fn stock<'a>(rows: &Rows, future: &dyn Fn(&str) -> bool) -> Vec<(&'a str, u64)> {
    let is = |name: &'static str, holds: &dyn Fn(&str) -> bool| rows.count(|row| holds(rows.get(row, name)));
    vec![
        ("duplicate", rows.repeats()),
        ("missing_item_id", is("item_id", &str::is_empty)),
        ("orphan_item_id", is("item_id", &|id| id == "B0-00000")),
        ("negative_quantity", is("quantity", &|units| number(units) < 0.0)),
        ("future_timestamp", is("date", future)),
    ]
}

fn marketing<'a>(rows: &Rows) -> Vec<(&'a str, u64)> {
    let is = |name: &'static str, holds: &dyn Fn(&str) -> bool| rows.count(|row| holds(rows.get(row, name)));
    let reversed = |row: &[String]| rows.get(row, "ends_on") < rows.get(row, "starts_on");
    vec![
        ("duplicate", rows.repeats()),
        ("missing_id", is("action_id", &str::is_empty)),
        ("missing_dates", is("starts_on", &str::is_empty)),
        ("reversed_dates", rows.count(reversed)),
        ("unknown_kind", is("kind", &|kind| kind == "tombola")),
        ("impossible_discount", is("discount", &|discount| number(discount) > 1.0)),
    ]
}

#[test]
fn parquet_holds_the_dirt_that_was_planted() {
    look_for_dirt(&lake(11, Format::Parquet));
}

#[test]
fn csv_holds_the_dirt_that_was_planted() {
    look_for_dirt(&lake(12, Format::Csv));
}

#[test]
fn dirt_is_one_to_two_percent_of_each_source() {
    for source in &lake(11, Format::Parquet).summary.sources {
        let share = source.planted.values().sum::<u64>() as f64 / source.rows as f64;
        assert!((0.01..=0.021).contains(&share), "{}: {share}", source.source);
        // Only stray encodings are damaged in place; everything else is a row more.
        let in_place = source.planted.get("stray_encoding").copied().unwrap_or(0);
        assert_eq!(source.rows + in_place, source.clean + source.planted.values().sum::<u64>(), "{}", source.source);
    }
}

#[test]
fn parquet_and_csv_say_the_same() {
    let (parquet, csv) = (lake(13, Format::Parquet), lake(13, Format::Csv));
    for source in ["catalogue", "orders", "behaviour", "customers", "stock", "marketing"] {
        let (one, other) = (parquet.read(source), csv.read(source));
        assert_eq!(one.rows.len(), other.rows.len(), "{source}");
        for (one, other) in one.rows.iter().flatten().zip(other.rows.iter().flatten()) {
            let same_number = || one.parse::<f64>().is_ok_and(|value| other.parse() == Ok(value));
            assert!(one == other || [one, other] == UNSET || same_number(), "{source}: {one:?} and {other:?}");
        }
    }
}

#[test]
fn the_truth_is_refused_a_place_inside_the_lake() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("lake");
    for path in [out.join("truth.json"), home.path().join("elsewhere/../lake/truth.json")] {
        let recipe = Recipe { out: out.clone(), truth: Some(path), seed: 1, size: Size::Small, format: Format::Csv };
        let error = make(&recipe).unwrap_err();
        assert!(error.to_string().contains("inside the lake"), "{error}");
    }
    assert!(!out.exists(), "nothing is written once a path is refused");
}
