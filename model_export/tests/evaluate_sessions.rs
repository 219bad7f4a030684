//! `evaluate next-item` finds a rule where there is one and none where there is none, keeps its budget of bytes, and says
//! the same for any number of threads; `tune` finds a better recipe, the same one every time.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Pairs of items of which the second always comes after the first.
const PAIRS: usize = 150;

fn model_export(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_model_export")).args(arguments).output().expect("the command starts")
}

fn json(arguments: &[&str]) -> Value {
    let run = model_export(&[arguments, &["--json"]].concat());
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).expect("JSON")
}

fn figure(report: &Value, key: &str) -> f64 {
    report[key].as_f64().unwrap_or_else(|| panic!("{key} in {report}"))
}

fn write(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, lines.join("\n")).expect("written");
    path
}

/// Sessions of two pairs each: a, its b, another a, its b.
fn planted() -> Vec<[String; 4]> {
    let pair = |n: usize| [format!("a{}", n % PAIRS), format!("b{}", n % PAIRS)];
    let session = |n: usize| {
        let ([a, b], [c, d]) = (pair(n * 7), pair(n * 31 + n / PAIRS));
        [a, b, c, d]
    };
    (0..1500).map(session).collect()
}

/// The same items in as many sessions of the same length, in an order that has no rule.
fn shuffled() -> Vec<[String; 4]> {
    let items: Vec<String> = planted().into_iter().flatten().collect();
    // A linear congruence: each item is taken once, as the multiplier has no factor in common with their number.
    let mut items = (0..items.len()).map(|n| items[(n * n % items.len() + n * 2_741) % items.len()].clone());
    core::iter::from_fn(|| Some([items.next()?, items.next()?, items.next()?, items.next()?])).collect()
}

/// Writes sessions to learn from, and for each pair the question what comes after its first item.
fn files(folder: &Path, sessions: &[[String; 4]]) -> (String, String) {
    let lines: Vec<String> = sessions.iter().map(|items| items.join(" ")).collect();
    let questions: Vec<String> = (0..PAIRS).map(|n| format!("a{n}\tb{n}")).collect();
    let (train, test) = (write(folder, "train.txt", &lines), write(folder, "test.tsv", &questions));
    (train.display().to_string(), test.display().to_string())
}

#[test]
fn a_planted_rule_is_found_and_a_shuffled_log_has_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (train, test) = files(folder.path(), &planted());
    let report = json(&["evaluate", "next-item", "--train", &train, "--test", &test]);
    assert_eq!(report["n_test"], PAIRS);
    assert!(figure(&report, "recall_at_20") > 0.99, "{report}");
    assert!(figure(&report, "mrr_at_20") > 0.45, "first or, after the item itself, second: {report}");
    let (train, test) = files(folder.path(), &shuffled());
    let report = json(&["evaluate", "next-item", "--train", &train, "--test", &test]);
    // Twenty of 300 items by chance are .07.
    assert!(figure(&report, "recall_at_20") < 0.25, "{report}");
}

#[test]
fn every_budget_is_kept_and_one_too_small_says_what_it_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (train, test) = files(folder.path(), &planted());
    let arguments = ["evaluate", "next-item", "--train", &train, "--test", &test];
    let free = json(&arguments);
    let whole = free["model_bytes"].as_u64().expect("bytes");
    let mut recalls = vec![figure(&free, "recall_at_20")];
    for budget in [whole, whole * 3 / 4, whole / 2] {
        let report = json(&[&arguments[..], &["--max-bytes", &budget.to_string()]].concat());
        assert!(report["model_bytes"].as_u64() <= Some(budget), "{budget}: {report}");
        recalls.push(figure(&report, "recall_at_20"));
    }
    assert!(recalls[1] > 0.99 && recalls.is_sorted_by(|more, less| more >= less), "{recalls:?}");
    let run = model_export(&[&arguments[..], &["--max-bytes", "1000"]].concat());
    let error = String::from_utf8_lossy(&run.stderr);
    assert!(!run.status.success() && error.contains("at most 1000 bytes") && error.contains("or more"), "{error}");
}

#[test]
fn threads_change_no_figure() {
    let folder = tempfile::tempdir().expect("a folder");
    let (train, test) = files(folder.path(), &planted());
    let factors = write(folder.path(), "recipe.toml", &["n_factors = 8".to_owned()]).display().to_string();
    for more in [&[][..], &["--recipe", &factors], &["--max-bytes", "6000"]] {
        let run = |threads: &str| {
            let arguments = ["evaluate", "next-item", "--train", &train, "--test", &test, "--threads", threads];
            json(&[&arguments, more].concat())
        };
        let (one, two) = (run("1"), run("2"));
        for key in ["recall_at_20", "mrr_at_20", "ndcg_at_20", "hit_rate_at_20", "model_bytes", "n_test"] {
            assert!(one[key].is_number(), "{key} in {one}");
            assert_eq!(one[key], two[key], "{key}");
        }
    }
}

#[test]
fn tuning_improves_a_bad_recipe_and_finds_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (train, _) = files(folder.path(), &planted());
    // Going back is all that this recipe believes in: it buries the rule under what was seen.
    let bad = "[ask]\nrepeat_last = 1.0\nrepeat_only = 1.0\nrepeat = 1.0\n";
    let bad = write(folder.path(), "bad.toml", &[bad.to_owned()]).display().to_string();
    let tune = |name: &str, threads: &str| {
        let (out, log) = (folder.path().join(name), folder.path().join("trials.jsonl"));
        let (out_text, log_text) = (out.display().to_string(), log.display().to_string());
        let files = ["tune", "next-item", "--train", &train, "--from", &bad, "--out", &out_text, "--log", &log_text];
        let report = json(&[&files[..], &["--trials", "243", "--objective", "mrr", "--threads", threads]].concat());
        let readings = std::fs::read_to_string(log).expect("a log");
        // The start and nine rounds of 27, 9 and 3.
        assert_eq!(readings.lines().count(), 352);
        (report, std::fs::read_to_string(&out).expect("a recipe"), out_text)
    };
    let (report, recipe, path) = tune("once.toml", "1");
    assert!(figure(&report["best"], "mrr_at_20") > figure(&report["start"], "mrr_at_20") + 0.05, "{report}");
    let (_, again, _) = tune("again.toml", "2");
    assert_eq!(recipe, again);
    let found = json(&["evaluate", "next-item", "--train", &train, "--validate", "0.08", "--recipe", &path]);
    assert_eq!(found["mrr_at_20"], report["best"]["mrr_at_20"], "evaluate says what tune said");
}

#[test]
fn diginetica_stays_as_good_as_it_was_measured() {
    let Some(data) = std::env::var_os("ETALAGE_DATA") else {
        println!("skipped: ETALAGE_DATA does not say where diginetica/train_sessions.txt.gz is");
        return;
    };
    let train = Path::new(&data).join("diginetica/train_sessions.txt.gz").display().to_string();
    // The newest 1,493 sessions: a tenth of what the recipe was chosen on.
    let arguments = ["evaluate", "next-item", "--train", &train, "--validate", "0.008", "--max-bytes", "4194304"];
    let report = json(&arguments);
    println!("recall@20 {}, mrr@20 {}", report["recall_at_20"], report["mrr_at_20"]);
    assert_eq!(report["n_test"], 5_173);
    assert!(report["model_bytes"].as_u64() <= Some(4_194_304), "{report}");
    assert!(figure(&report, "recall_at_20") > 0.575, "{report}");
    assert!(figure(&report, "mrr_at_20") > 0.212, "{report}");
}
