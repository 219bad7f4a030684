//! `evaluate top-n` says what the decoded bytes rank: the same figures for any number of threads, tastes found where there
//! are some, and int8 at what float32 found.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn evaluate(arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
    let run = command.args(["evaluate", "top-n", "--json"]).args(arguments).output().expect("the command starts");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

/// Writes lists of users with one of four tastes, each for 25 of 100 items: 12 to learn from, 3 to be found.
fn four_tastes(folder: &Path) -> (PathBuf, PathBuf) {
    let line = |user: usize, range: core::ops::Range<usize>| {
        let items = range.map(|n| user % 4 + 4 * ((user / 4 + n * 8) % 25));
        [user].into_iter().chain(items).map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
    };
    let write = |name: &str, range: core::ops::Range<usize>| {
        let lines: Vec<String> = (0..200).map(|user| line(user, range.clone())).collect();
        std::fs::write(folder.join(name), lines.join("\n")).expect("written");
        folder.join(name)
    };
    (write("train.txt", 0..12), write("test.txt", 12..15))
}

#[test]
fn tastes_are_found_and_threads_change_no_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    let (train, test) = four_tastes(folder.path());
    let (train, test) = (train.display().to_string(), test.display().to_string());
    let run = |threads: &str, solver: &str| {
        let options = ["--factors", "8", "--threads", threads, "--solver", solver, "--float"];
        evaluate(&[&["--train", &train, "--test", &test][..], &options].concat())
    };
    for solver in ["cg", "cholesky"] {
        let report = run("1", solver);
        // Thirteen items of the user's taste are left, and twenty are asked for.
        assert!(report["recall_at_20"].as_f64() > Some(0.99), "{report}");
        assert_eq!((&report["n_test"], &report["n_train"]), (&Value::from(200), &Value::from(2400)));
        let other = run("2", solver);
        for key in ["recall_at_20", "mrr_at_20", "ndcg_at_20", "hit_rate_at_20", "ndcg_at_10", "model_bytes"] {
            assert!(report[key].is_number(), "{key} in {report}");
            assert_eq!(report[key], other[key], "{key}");
        }
        let (int8, float) = (&report["ndcg_at_20"], &report["float"]["ndcg_at_20"]);
        assert!((int8.as_f64().zip(float.as_f64())).is_some_and(|(a, b)| (a / b - 1.0).abs() < 0.05), "{report}");
    }
}

#[test]
fn a_question_needs_one_source() {
    for arguments in [&["--train", "a.txt"][..], &["--ratings", "a.tsv"], &["--folds", "5"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
        let run = command.args(["evaluate", "top-n"]).args(arguments).output().expect("the command starts");
        assert_eq!(run.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn movielens_100k_beats_the_published_figure() {
    let Some(data) = std::env::var_os("ETALAGE_DATA") else {
        println!("skipped: ETALAGE_DATA does not say where ml-100k/u.data.gz is");
        return;
    };
    let ratings = Path::new(&data).join("ml-100k/u.data.gz").display().to_string();
    let report = evaluate(&[
        "--ratings",
        &ratings,
        "--folds",
        "5",
        "--factors",
        "32",
        "--float",
        "--unobserved-total",
        "1000",
        "--regularization",
        "0.02",
        "--sweeps",
        "16",
    ]);
    let ndcg = report["ndcg_at_10"].as_f64().expect("a number");
    println!("NDCG@10 {ndcg:.4}");
    assert!(ndcg > 0.4161, "gorse's documentation gives .4161 for WRMF; found {ndcg}");
    let float = report["float"]["ndcg_at_10"].as_f64().expect("a number");
    assert!(ndcg > float * 0.995, "int8 {ndcg}, float32 {float}");
}
