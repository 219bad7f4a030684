//! A lake without a customer and the lake that suppresses them give the very same dataset, in whatever format their orders are.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use model_export::lake::Dataset;

use super::excel::workbook;
use super::folder::{Folder, orders, parquet, texts};
use super::iceberg::iceberg;
use super::snapshots::{add, delta, head, remove};
use super::store::Store;

/// One line: order, item, customer, day, units, price.
type Line = [String; 6];

const HEADER: [&str; 6] = ["order_id", "item_id", "customer_id", "ordered_at", "quantity", "unit_price"];
const GONE: &str = "c3";

fn lines() -> Vec<Line> {
    let line = |n: usize| {
        let (customer, item) = (format!("c{}", n % 8), format!("i{}", n * 5 % 13));
        [format!("o{n}"), item, customer, format!("2025-01-{:02}", n % 28 + 1), (n % 3 + 1).to_string(), "2.5".to_owned()]
    };
    (0..80).map(line).collect()
}

fn columns(lines: &[Line]) -> Vec<(&'static str, ArrayRef)> {
    let text = |at: usize| texts(lines.iter().map(|line| line[at].clone()));
    let units: Int64Array = lines.iter().map(|line| line[4].parse::<i64>().ok()).collect();
    vec![
        ("order_id", text(0)),
        ("item_id", text(1)),
        ("customer_id", text(2)),
        ("ordered_at", text(3)),
        ("quantity", Arc::new(units)),
        ("unit_price", text(5)),
    ]
}

fn csv(lines: &[Line]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| line.join(",")).collect();
    orders(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn json(lines: &[Line]) -> String {
    let line = |line: &Line| {
        let pairs: Vec<String> = HEADER.iter().zip(line).map(|(name, text)| format!("\"{name}\":\"{text}\"")).collect();
        format!("{{{}}}\n", pairs.join(","))
    };
    lines.iter().map(line).collect()
}

/// Adds the orders to a folder in each of the formats.
fn formats(tables: &str, lines: &[Line]) -> Vec<(&'static str, Folder)> {
    let folder = |path: &str| Folder::new(&format!("[orders]\npath = '{path}'\n{tables}"));
    let (first, second) = lines.split_at(lines.len() / 2);
    let file = |lines: &[Line]| parquet(columns(lines), 16);
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| line.iter().map(String::as_str).collect()).collect();
    let mut rows: Vec<&[&str]> = vec![&HEADER];
    rows.extend(cells.iter().map(Vec::as_slice));
    let by_day = |folder: Folder, (at, line): (usize, &Line)| {
        folder.with(&format!("orders/day={}/{at}.csv", line[3]), csv(std::slice::from_ref(line)))
    };
    let mut all = vec![
        ("csv", folder("orders.csv").with("orders.csv", csv(lines))),
        ("json lines", folder("orders.jsonl").with("orders.jsonl", json(lines))),
        ("excel", folder("orders.xlsx").with("orders.xlsx", workbook(&[("Orders", &rows)]))),
        ("parquet", folder("orders").with("orders/1.parquet", file(first)).with("orders/2.parquet", file(second))),
        ("partitions", lines.iter().enumerate().fold(folder("orders"), by_day)),
    ];
    let log = [head(), vec![add("old.parquet"), add("1.parquet")]].concat();
    let table = delta(&format!("[orders]\npath = 'orders'\n{tables}"), &[&log, &[remove("old.parquet"), add("2.parquet")]]);
    let old = [&lines[..3], &[["o9".into(), "i1".into(), GONE.into(), "2025-01-01".into(), "1".into(), "9".into()]]].concat();
    let table = table.with("orders/old.parquet", file(&old));
    all.push(("delta", table.with("orders/1.parquet", file(first)).with("orders/2.parquet", file(second))));
    let table = iceberg(&format!("[orders]\npath = 'orders'\n{tables}"), &[(1, 0, "1.parquet"), (1, 0, "2.parquet"), (2, 0, "old.parquet")], true);
    let table = table.with("orders/data/old.parquet", file(&old));
    all.push(("iceberg", table.with("orders/data/1.parquet", file(first)).with("orders/data/2.parquet", file(second))));
    all
}

fn unreported(folder: &Folder) -> Dataset {
    Dataset { report: model_export::lake::ReadReport::default(), ..folder.read() }
}

#[test]
fn suppressing_a_customer_is_as_if_they_had_never_been_there_in_every_format() {
    let with = lines();
    let without: Vec<Line> = with.iter().filter(|line| line[2] != GONE).cloned().collect();
    let expected = unreported(&formats("", &without)[0].1);
    assert!(expected.customer_ids.iter().flatten().all(|id| &**id != GONE));
    for (format, folder) in formats("", &without) {
        assert_eq!(unreported(&folder), expected, "{format} without the customer");
    }
    for (format, folder) in formats("[suppression]\npath = 's.csv'\n", &with) {
        let folder = folder.with("s.csv", format!("customer_id,ground\n{GONE},erasure\n"));
        assert_eq!(unreported(&folder), expected, "{format} with the customer suppressed");
    }
    for (format, folder) in formats("[customers]\npath = 'k.csv'\n", &with) {
        let customers: String = (0..8).map(|n| format!("c{n},{}\n", u8::from(n == 3))).collect();
        let folder = folder.with("k.csv", format!("customer_id,suppressed\n{customers}"));
        assert_eq!(unreported(&folder), expected, "{format} with an objection");
    }
}

#[test]
fn the_live_version_of_a_table_is_read_from_a_store_too() {
    let expected = unreported(&formats("", &lines())[0].1);
    for (format, folder) in formats("", &lines()).into_iter().skip(5) {
        let store = Store::start();
        copy(&folder.path("orders"), &store.bucket().join("shop/orders"));
        let lake = model_export::lake::Lake::open(&folder.path("lake.toml"), Some("s3://lake/shop".as_ref())).expect("a mapping");
        let dataset = lake.with_environment(store.environment(None)).read(&mut |_, _| ()).unwrap_or_else(|error| panic!("{error}"));
        let dataset = Dataset { report: model_export::lake::ReadReport::default(), ..dataset };
        assert_eq!(dataset, expected, "{format}");
        let part = folder.with("part.toml", format!("{}[orders]\npath = 'orders/**/*.parquet'\n", super::folder::TOP));
        let lake = model_export::lake::Lake::open(&part.path("part.toml"), Some("s3://lake/shop".as_ref())).expect("a mapping");
        let error = lake.with_environment(store.environment(None)).read(&mut |_, _| ()).expect_err("a file within a table");
        assert!(error.to_string().contains("the file belongs to a table of"), "{error}");
    }
}

/// Copies a folder with all that is in it.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("folders can be made");
    for entry in from.read_dir().expect("the folder is there") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("files can be copied");
        }
    }
}
