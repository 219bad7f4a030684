//! The verbs keep their word: the same files on every run and for any number of threads, thresholds that only rise, and
//! a verify that lets no changed byte pass, and a budget that no file exceeds.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use model_export::synth::{Format, Recipe, Size, make};

/// What training writes, by the end of its name.
const WRITTEN: [&str; 6] = [
    "shop.etalage",
    "shop.manifest.json",
    "shop.catalogue.json",
    "shop.card.json",
    "shop.card.html",
    "shop.private.json",
];

fn model_export(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
    command.args(arguments).output().expect("the command starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Makes a small lake in `folder` and returns the path of its mapping.
fn lake_in(folder: &Path) -> PathBuf {
    let out = folder.join("lake");
    make(&Recipe { out, truth: None, seed: 3, size: Size::Small, format: Format::Parquet }).expect("a lake").lake
}

/// Trains into `folder` in a tier and returns the files.
fn train(lake: &Path, folder: &Path, tier: &[&str], threads: &str) -> Vec<Vec<u8>> {
    let (lake, out) = (lake.display().to_string(), folder.join(WRITTEN[0]).display().to_string());
    let data = Path::new(&lake).parent().expect("a folder").display().to_string();
    let options = ["--factors", "16", "--sweeps", "4", "--threads", threads, "--force"];
    let secret = folder.with_extension("secret");
    std::fs::write(&secret, "5e".repeat(32)).expect("a secret");
    let secret = secret.display().to_string();
    let secret = ["--secret", &secret];
    let said = [&["train", "--lake", &lake, "--data", &data, "--out", &out][..], &options, tier, &secret].concat();
    let run = model_export(&said);
    assert!(run.status.success(), "{}", text(&run.stderr));
    WRITTEN.iter().map(|name| std::fs::read(folder.join(name)).expect("a written file")).collect()
}

#[test]
fn runs_and_threads_change_no_byte_and_verify_sees_every_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = lake_in(folder.path());
    let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
    // With the gate, which does not depend on the number of threads either.
    let public = ["--shadows", "8"];
    let guarded = train(&lake, &one, &public, "1");
    assert_eq!(guarded, train(&lake, &two, &public, "2"), "1 and 2 threads");
    assert!(text(&guarded[3]).contains("\"tier\": \"public\"") && text(&guarded[3]).contains("\"passes\": true"));
    let secret = "5e".repeat(32);
    assert!(text(&guarded[5]).contains(&secret), "the private manifest keeps the secret");
    assert!(guarded[..5].iter().all(|file| !text(file).contains(&secret)), "nothing that is served does");
    let unchecked = ["--tier", "unchecked", "--unchecked-reason", "a test"];
    let files = train(&lake, &one, &unchecked, "1");
    assert_eq!(files, train(&lake, &two, &unchecked, "2"), "1 and 2 threads");
    assert_eq!(files, train(&lake, &two, &unchecked, "2"), "a second run over the first");
    assert_eq!(std::fs::read_dir(&two).expect("a folder").count(), WRITTEN.len(), "nothing else is left");

    let model = one.join(WRITTEN[0]);
    let path = model.display().to_string();
    let verified = model_export(&["verify", &path]);
    assert!(verified.status.success(), "{}", text(&verified.stderr));
    assert!(text(&verified.stdout).contains("is the file of its manifest"), "{}", text(&verified.stdout));

    let shown = model_export(&["inspect", &path, "--json"]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    let manifest: serde_json::Value = serde_json::from_slice(&files[1]).expect("JSON");
    assert_eq!(shown["bytes"], manifest["bytes"]);
    assert_eq!(shown["sections"].as_array().map(Vec::len), manifest["sections"].as_array().map(Vec::len));
    let catalogue: serde_json::Value = serde_json::from_slice(&files[2]).expect("JSON");
    let id = catalogue["items"][0]["id"].as_str().expect("a best seller").to_owned();
    let item = model_export(&["inspect", &path, "--item", &id]);
    assert!(item.status.success() && text(&item.stdout).contains("nearest"), "{}", text(&item.stderr));
    let unknown = model_export(&["inspect", &path, "--item", "no such item"]);
    assert!(!unknown.status.success() && text(&unknown.stderr).contains("no such item"));

    // A whole file of another run beside this manifest, then a changed byte.
    let mut bytes = std::fs::read(&model).expect("the model");
    std::fs::write(one.join(WRITTEN[1]), text(&files[1]).replace("\"sha256\": \"", "\"sha256\": \"00"))
        .expect("written");
    let swapped = model_export(&["verify", &path, "--json"]);
    assert_eq!(swapped.status.code(), Some(1));
    assert!(text(&swapped.stdout).contains("describes another file"), "{}", text(&swapped.stdout));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&model, bytes).expect("written");
    let corrupt = model_export(&["verify", &path]);
    assert_eq!(corrupt.status.code(), Some(1));
    assert!(text(&corrupt.stderr).contains("checksum"), "{}", text(&corrupt.stderr));
}

#[test]
fn a_budget_is_kept_and_one_too_small_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = lake_in(folder.path());
    let (lake, data) = (lake.display().to_string(), folder.path().join("lake").display().to_string());
    let out = folder.path().join(WRITTEN[0]).display().to_string();
    let unchecked = ["--tier", "unchecked", "--unchecked-reason", "a test"];
    let within = |tier: &[&str], max_bytes: usize| {
        let options = ["--out", &out, "--factors", "16", "--sweeps", "2", "--max-bytes", &max_bytes.to_string()];
        model_export(&[&["train", "--lake", &lake, "--data", &data][..], &options, tier].concat())
    };
    for tier in [&["--shadows", "0"][..], &unchecked] {
        let refused = text(&within(tier, 1).stderr);
        let needed =
            refused.split_once("expected a budget of ").and_then(|(_, rest)| rest.split_once(" bytes or more"));
        let needed: usize = needed.and_then(|(number, _)| number.parse().ok()).unwrap_or_else(|| panic!("{refused}"));
        let max_bytes = needed + 8_000;
        let run = within(tier, max_bytes);
        assert!(run.status.success(), "{}", text(&run.stderr));
        let n_bytes = std::fs::read(&out).expect("the model").len();
        assert!(n_bytes <= max_bytes && n_bytes > needed, "{n_bytes} of {max_bytes}, where {needed} say nothing");
    }
}

#[test]
fn thresholds_below_the_floor_are_refused_before_anything_is_read() {
    for (option, value, floor) in [
        ("--min-item-customers", "10", "11"),
        ("--min-segment-customers", "49", "50"),
        ("--min-pair-customers", "9", "10"),
        ("--min-pair-customers", "1", "10"),
        ("--min-pair-customers", "0", "10"),
    ] {
        let run = model_export(&["train", "--lake", "nowhere.toml", "--out", "nowhere.etalage", option, value]);
        assert_eq!(run.status.code(), Some(1));
        let said = text(&run.stderr);
        assert!(said.contains(option) && said.contains(floor) && said.contains("only be raised"), "{said}");
    }
}

#[test]
fn a_model_without_protection_needs_a_reason_that_travels_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let lake = lake_in(folder.path());
    let train = |more: &[&str]| {
        let (lake, out) = (lake.display().to_string(), folder.path().join(WRITTEN[0]).display().to_string());
        let options = ["train", "--lake", &lake, "--out", &out, "--factors", "8", "--sweeps", "1", "--segments", "2"];
        model_export(&[&options[..], more].concat())
    };
    for (options, expected) in [
        (&["--tier", "unchecked"][..], "--unchecked-reason"),
        (&["--unchecked-reason", "because"], "belongs to --tier unchecked"),
        (&["--epsilon", "0"], "above 0"),
        (&["--delta", "2"], "at most 0.01"),
        (&["--tier", "secret"], "expected public, learned or unchecked"),
    ] {
        let refused = train(options);
        assert!(!refused.status.success() && text(&refused.stderr).contains(expected), "{}", text(&refused.stderr));
    }
    let reason = "Only synthetic customers";
    assert!(train(&["--tier", "unchecked", "--unchecked-reason", reason]).status.success());
    let path = folder.path().join(WRITTEN[0]).display().to_string();
    let shown = text(&model_export(&["inspect", &path]).stdout);
    assert!(shown.contains("tier unchecked") && shown.contains(reason), "{shown}");
}
