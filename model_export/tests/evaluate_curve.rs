//! One command draws accuracy against bytes: no file above its budget, more bytes no worse where there is something to
//! learn, and a budget that the ids exceed has no figures.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn curve(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model_export"));
    command.args(["evaluate", "curve"]).args(arguments).output().expect("the command starts")
}

fn written(folder: &Path, name: &str, lines: &[String]) -> PathBuf {
    std::fs::write(folder.join(name), lines.join("\n")).expect("written");
    folder.join(name)
}

/// Sessions that walk along a ring of 400 items with long ids, in steps that depend on where they are.
fn ring(folder: &Path) -> [String; 2] {
    let walk = |start: usize| (0..4).scan(start, |at, _| Some(core::mem::replace(at, (*at + 1 + *at % 5) % 400)));
    let ids = |start: usize| walk(start).map(|item| format!("the-item-{item:03}")).collect::<Vec<_>>();
    let train: Vec<String> = (0..2000).map(|n| ids(n * 7 % 400).join(" ")).collect();
    let test: Vec<String> =
        (0..200).map(|n| ids(n * 11 % 400)).map(|ids| format!("{} {}\t{}", ids[0], ids[1], ids[2])).collect();
    [written(folder, "sessions.txt", &train), written(folder, "questions.tsv", &test)].map(|p| p.display().to_string())
}

/// Users of eight tastes, each for 25 of 200 items.
fn tastes(folder: &Path) -> [String; 2] {
    let line = |user: usize, range: core::ops::Range<usize>| {
        let items = range.map(|n| user % 8 + 8 * ((user / 8 + n * 8) % 25));
        [user].into_iter().chain(items).map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
    };
    let lines = |range: core::ops::Range<usize>| (0..240).map(|user| line(user, range.clone())).collect::<Vec<_>>();
    [written(folder, "train.txt", &lines(0..12)), written(folder, "test.txt", &lines(12..15))]
        .map(|p| p.display().to_string())
}

#[test]
fn more_bytes_answer_better_and_none_exceeds_its_budget() {
    let folder = tempfile::tempdir().expect("a folder");
    let (sessions, lists) = (ring(folder.path()), tastes(folder.path()));
    let [svg, page] = ["bytes.svg", "bytes.md"].map(|name| folder.path().join(name).display().to_string());
    let both = ["--sessions", &sessions[0], &sessions[1], "--lists", &lists[0], &lists[1]];
    let out = ["--budgets", "4,8,17,18,300", "--json", "--out-svg", &svg, "--out-md", &page];
    let run = |threads: &str| {
        let run = curve(&[&both[..], &out, &["--threads", threads]].concat());
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        run.stdout
    };
    let json = run("1");
    assert_eq!(json, run("2"), "threads change no figure");
    let curves: Value = serde_json::from_slice(&json).expect("JSON");
    for curve in curves.as_array().expect("two curves") {
        let n_items = curve["n_items"].as_u64().expect("a number");
        let points = curve["points"].as_array().expect("points");
        assert_eq!(points.len(), 5);
        let mut recalls = Vec::new();
        for point in points {
            let budget = n_items * point["bytes_per_item"].as_u64().expect("a number");
            if point["chosen"].is_null() {
                assert!(budget < curve["least_bytes"].as_u64().expect("a number"), "{point}");
                continue;
            }
            assert!(point["chosen"]["model_bytes"].as_u64() <= Some(budget), "{point}");
            recalls.push(point["chosen"]["recall_at_20"].as_f64().expect("a figure"));
        }
        assert!(points[0]["chosen"].is_null() && recalls.len() >= 2, "{points:?}");
        assert!(recalls[recalls.len() - 1] > 0.9 && recalls[0] < recalls[recalls.len() - 1], "{recalls:?}");
    }
    let (svg, page) = [svg, page].map(|path| std::fs::read_to_string(path).expect("written")).into();
    assert_eq!(svg.matches("class=\"dot\"").count() + 2 * page.matches("too small for the ids").count(), 20);
    assert!(svg.contains("ids alone need more") && page.contains("| validation recall@20 |"));
}

#[test]
fn a_curve_needs_data() {
    assert_eq!(curve(&[]).status.code(), Some(2));
    assert_eq!(curve(&["--lists", "one.txt"]).status.code(), Some(2));
}
