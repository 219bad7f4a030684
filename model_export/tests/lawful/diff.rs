//! `diff` tells what changed between two models, and says when a visitor could notice nothing.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::lake::{CsvLake, model_export, text};

fn train(lake: &CsvLake, out: &Path, more: &[&str]) {
    let [mapping, data, out] = [&lake.path("lake.toml"), lake.0.path(), out].map(|path| path.display().to_string());
    let options = [
        "--factors",
        "8",
        "--sweeps",
        "2",
        "--segments",
        "4",
        "--seed",
        "1",
        "--tier",
        "unchecked",
        "--unchecked-reason",
        "a test",
    ];
    let run =
        model_export(&[&["train", "--lake", &mapping, "--data", &data, "--out", &out][..], &options, more].concat());
    assert!(run.status.success(), "{}", text(&run.stderr));
}

fn diff(before: &Path, after: &Path) -> (Value, String) {
    let [before, after] = [before, after].map(|path| path.display().to_string());
    let [json, tables] = [&["diff", &before, &after, "--json"][..], &["diff", &before, &after]].map(model_export);
    assert!(json.status.success() && tables.status.success(), "{}", text(&json.stderr));
    (serde_json::from_slice(&json.stdout).expect("JSON"), text(&tables.stdout))
}

#[test]
fn a_release_is_told_from_the_one_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let [a, b, c] = ["a.etalage", "b.etalage", "c.etalage"].map(|name| folder.path().join(name));
    let lake = CsvLake::make(19);
    train(&lake, &a, &["--min-pair-customers", "4"]);

    let (json, tables) = diff(&a, &a);
    assert_eq!(
        (&json["verdict"]["identical"], &json["answers"]["after_one_view"]["mean"]),
        (&true.into(), &1.0.into())
    );
    assert_eq!(json["answers"]["after_one_view"]["questions"], 200);
    assert!(tables.ends_with("verdict: the two files are identical\n"), "{tables}");

    // A hundred items less, a new one that nobody knows, one more rule, and another way to count.
    let gone: BTreeSet<String> = lake.values("catalogue", "item_id").into_iter().step_by(7).take(100).collect();
    let edited = lake.edited(|source, columns, row| {
        source != "catalogue" || columns.get("item_id").is_none_or(|at| !gone.contains(row[at].trim()))
    });
    let catalogue = std::fs::read_to_string(edited.path("catalogue.csv")).expect("the catalogue");
    let n_columns = catalogue.lines().next().expect("a header").split(',').count();
    let new = format!("{catalogue}BRAND-NEW{}\n", ",".repeat(n_columns - 1));
    std::fs::write(edited.path("catalogue.csv"), new).expect("written");
    let mapping = std::fs::read_to_string(edited.path("lake.toml")).expect("the mapping");
    std::fs::write(edited.path("lake.toml"), mapping.replace("[rules]", "[rules]\nmax_events_per_customer = 150"))
        .expect("written");
    train(&edited, &b, &["--min-pair-customers", "3"]);
    let (json, tables) = diff(&a, &b);
    println!("{tables}");
    let catalogue = &json["catalogue"];
    assert_eq!(catalogue["new_items"], serde_json::json!({ "count": 1, "first": ["BRAND-NEW"] }));
    let expected =
        catalogue["items"]["before"].as_u64().map(|n| n + 1 - catalogue["gone_items"]["count"].as_u64().unwrap_or(0));
    assert_eq!(catalogue["items"]["after"].as_u64(), expected);
    let n_gone = catalogue["gone_items"]["count"].as_u64().expect("a count");
    assert!((80..=100).contains(&n_gone), "{n_gone} gone");
    assert_eq!(catalogue["gone_items"]["first"].as_array().map(Vec::len), Some(10));
    assert_eq!(json["parameters"]["customers a pair"], serde_json::json!({ "before": "4", "after": "3" }));
    let look_at: Vec<&str> =
        json["verdict"]["look_at"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for part in ["items are gone", "suffice for a pair", "the rule max_events_per_customer is another"] {
        assert!(look_at.iter().any(|thing| thing.contains(part)), "{part}: {look_at:?}");
    }
    assert!(tables.contains("items gone") && tables.contains("look at: fewer customers suffice"), "{tables}");
    assert!(tables.trim_end().ends_with("things to look at"), "{tables}");
    let mean = json["answers"]["after_one_view"]["mean"].as_f64().expect("a mean");
    assert!(mean < 1.0, "a hundred items less change some answer");
    for (side, path) in [("before", &a), ("after", &b)] {
        assert_eq!(json["bytes"][side], std::fs::metadata(path).expect("a file").len());
        assert!(json["beside"]["figures"]["ndcg_at_20"][side].as_f64().is_some_and(|figure| figure > 0.0));
    }

    // Without manifests the files alone are compared; with another file's manifest nothing is.
    std::fs::copy(&a, &c).expect("copied");
    let (json, _) = diff(&a, &c);
    assert_eq!(json["beside"]["manifests"], serde_json::json!({ "before": true, "after": false }));
    assert_eq!(json["verdict"]["look_at"], serde_json::json!([]));
    std::fs::copy(b.with_extension("manifest.json"), c.with_extension("manifest.json")).expect("copied");
    let [a, c] = [&a, &c].map(|path| path.display().to_string());
    let refused = model_export(&["diff", &a, &c]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("describes another file"), "{}", text(&refused.stderr));
}
