//! Of a Delta Lake or Iceberg table the live rows are read, and nothing else: erased customers do not come back.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use model_export::lake::Dataset;
use roaring::RoaringTreemap;

use super::folder::{Folder, parquet, texts};

pub(super) const ORDERS: &str = "[orders]\npath = 'orders'\n";

/// Orders `from..to`, each of its own customer.
fn columns(from: usize, to: usize) -> Vec<(&'static str, ArrayRef)> {
    let all = || from..to;
    vec![
        ("order_id", texts(all().map(|n| format!("o{n}")))),
        ("item_id", texts(all().map(|n| format!("i{}", n % 7)))),
        ("customer_id", texts(all().map(|n| format!("c{n}")))),
        ("ordered_at", texts(all().map(|n| format!("2025-01-{:02}", n % 28 + 1)))),
        ("quantity", Arc::new(Int64Array::from(vec![1; to - from]))),
    ]
}

/// Returns orders `from..to` as a file.
pub(super) fn file(from: usize, to: usize) -> Vec<u8> {
    parquet(columns(from, to), usize::MAX)
}

/// Returns the dataset of plain files, as a lake would have it without what was erased.
pub(super) fn plain(files: &[(usize, usize)]) -> Dataset {
    let folder = files.iter().enumerate().fold(Folder::new(ORDERS), |folder, (n, (from, to))| {
        folder.with(&format!("orders/{n}.parquet"), file(*from, *to))
    });
    unreported(folder.read())
}

/// Returns the dataset without what only the report knows.
pub(super) fn unreported(mut dataset: Dataset) -> Dataset {
    dataset.report = model_export::lake::ReadReport::default();
    dataset
}

#[track_caller]
pub(super) fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

const PROTOCOL: &str = r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}"#;
const METADATA: &str = r#"{"metaData":{"id":"1","configuration":{}}}"#;

/// Returns the line of a log that adds a file.
pub(crate) fn add(path: &str) -> String {
    format!(r#"{{"add":{{"path":"{path}","partitionValues":{{}},"size":1,"modificationTime":0,"dataChange":true}}}}"#)
}

/// Returns the line of a log that removes a file.
pub(crate) fn remove(path: &str) -> String {
    format!(r#"{{"remove":{{"path":"{path}","dataChange":true}}}}"#)
}

/// Returns a folder with a log of these versions.
pub(crate) fn delta(tables: &str, versions: &[&[String]]) -> Folder {
    versions.iter().enumerate().fold(Folder::new(tables), |folder, (version, lines)| {
        folder.with(&format!("orders/_delta_log/{version:020}.json"), lines.join("\n"))
    })
}

/// Returns the first lines of a log.
pub(crate) fn head() -> Vec<String> {
    vec![PROTOCOL.to_owned(), METADATA.to_owned()]
}

#[test]
fn files_that_the_log_removed_are_not_read() {
    let first = [head(), vec![add("a.parquet"), add("b.parquet")]].concat();
    let second = [remove("a.parquet"), add("c%20d.parquet")];
    let folder = delta(ORDERS, &[&first, &second])
        .with("orders/a.parquet", file(0, 20))
        .with("orders/b.parquet", file(20, 30))
        .with("orders/c d.parquet", file(1, 20))
        .with("orders/never-committed.parquet", file(40, 50));
    assert_eq!(unreported(folder.read()), plain(&[(20, 30), (1, 20)]), "customer c0 is erased");
    let overwritten = [remove("b.parquet"), remove("c%20d.parquet"), add("e.parquet")];
    let folder = delta(ORDERS, &[&first, &second, &overwritten]).with("orders/e.parquet", file(60, 70));
    assert_eq!(unreported(folder.read()), plain(&[(60, 70)]));
}

#[test]
fn what_the_log_parts_by_is_a_column_whatever_the_folders_say() {
    let tables = format!("{ORDERS}columns = {{ ordered_at = 'day', customer_id = 'who' }}\n");
    let line = r#"{"add":{"path":"x/a.parquet","partitionValues":{"day":"2025-01-05","who":null},"size":1}}"#;
    let mut some = columns(0, 3);
    some.retain(|(name, _)| !matches!(*name, "ordered_at" | "customer_id"));
    let folder = Folder::new(&tables)
        .with("orders/_delta_log/00000000000000000000.json", [head(), vec![line.to_owned()]].concat().join("\n"))
        .with("orders/x/a.parquet", parquet(some, usize::MAX));
    let dataset = folder.read();
    assert_eq!(
        (dataset.window, dataset.customer_ids),
        ((1_736_035_200_000, 1_736_035_200_000), vec![None, None, None])
    );
}

#[test]
fn a_checkpoint_stands_for_the_versions_before_it() {
    let record = |fields: Vec<(&str, ArrayRef)>| -> ArrayRef {
        let fields = fields
            .into_iter()
            .map(|(name, array)| (Arc::new(arrow_schema::Field::new(name, array.data_type().clone(), true)), array));
        Arc::new(arrow_array::StructArray::from(fields.collect::<Vec<_>>()))
    };
    let some = |text: Option<&str>| -> ArrayRef { Arc::new([text].into_iter().collect::<arrow_array::StringArray>()) };
    let checkpoint = parquet(vec![("add", record(vec![("path", some(Some("b.parquet")))]))], usize::MAX);
    // Versions 0 and 1 were cleaned up; version 2 is within the checkpoint.
    let folder = Folder::new(ORDERS)
        .with("orders/_delta_log/00000000000000000002.json", add("a.parquet"))
        .with("orders/_delta_log/00000000000000000002.checkpoint.parquet", checkpoint)
        .with("orders/_delta_log/00000000000000000003.json", add("c.parquet"))
        .with("orders/_delta_log/_last_checkpoint", r#"{"version":2,"size":1}"#)
        .with("orders/a.parquet", file(0, 20))
        .with("orders/b.parquet", file(20, 30))
        .with("orders/c.parquet", file(30, 40));
    assert_eq!(unreported(folder.read()), plain(&[(20, 30), (30, 40)]));
}

/// Encodes Z85.
fn z85(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    let mut text = String::new();
    for four in bytes.chunks(4) {
        let mut value = u32::from_be_bytes(four.try_into().expect("whole words"));
        let mut five = [0_u8; 5];
        for letter in five.iter_mut().rev() {
            *letter = LETTERS[value as usize % 85];
            value /= 85;
        }
        text.push_str(std::str::from_utf8(&five).expect("ASCII"));
    }
    text
}

/// Returns the bytes of a deletion vector: mark and bitmap, filled up to whole words.
fn vector(rows: &[u64]) -> Vec<u8> {
    let mut bytes = 1_681_511_377_u32.to_le_bytes().to_vec();
    rows.iter().copied().collect::<RoaringTreemap>().serialize_into(&mut bytes).expect("a vector can be written to");
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn with_vector(path: &str, storage: &str, text: &str, bytes: &[u8], rows: usize) -> String {
    let text = serde_json::to_string(text).expect("text is JSON");
    let offset = if storage == "u" { ",\"offset\":1" } else { "" };
    format!(
        r#"{{"add":{{"path":"{path}","partitionValues":{{}},"size":1,"deletionVector":{{"storageType":"{storage}","pathOrInlineDv":{text}{offset},"sizeInBytes":{},"cardinality":{rows}}}}}}}"#,
        bytes.len()
    )
}

#[test]
fn rows_of_a_deletion_vector_are_not_read() {
    let bytes = vector(&[0, 3, 19]);
    let first = [head(), vec![add("a.parquet")]].concat();
    let expected = plain(&[(1, 3), (4, 19)]);
    let inline = [remove("a.parquet"), with_vector("a.parquet", "i", &z85(&bytes), &bytes, 3)];
    let folder = delta(ORDERS, &[&first, &inline]).with("orders/a.parquet", parquet(columns(0, 20), 6));
    assert_eq!(unreported(folder.read()), expected);

    let id: Vec<u8> = (1..=16).collect();
    let in_file = [remove("a.parquet"), with_vector("a.parquet", "u", &z85(&id), &bytes, 3)];
    let stored = [&[1], &(bytes.len() as u32).to_be_bytes()[..], &bytes, &[0; 4]].concat();
    let name = "orders/deletion_vector_01020304-0506-0708-090a-0b0c0d0e0f10.bin";
    let folder = delta(ORDERS, &[&first, &in_file]).with("orders/a.parquet", file(0, 20));
    stops(&folder, &["orders: the table's log cannot be read", "deletion_vector_01020304", "missing"]);
    assert_eq!(unreported(folder.with(name, stored).read()), expected);

    let wrong = [remove("a.parquet"), with_vector("a.parquet", "i", &z85(&bytes), &bytes, 4)];
    let folder = delta(ORDERS, &[&first, &wrong]).with("orders/a.parquet", file(0, 20));
    stops(&folder, &["expected 4 rows, found 3"]);
}

#[test]
fn what_the_log_says_and_nobody_here_understands_stops_the_reading() {
    let version = |protocol: &str, metadata: &str| vec![protocol.to_owned(), metadata.to_owned(), add("a.parquet")];
    let v3 = |feature: &str| {
        format!(r#"{{"protocol":{{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["{feature}"]}}}}"#)
    };
    let mapped = r#"{"metaData":{"id":"1","configuration":{"delta.columnMapping.mode":"name"}}}"#;
    for (protocol, metadata, part) in [
        (v3("variantType"), METADATA, "the feature \"variantType\""),
        (v3("clustering-of-2030"), METADATA, "the feature \"clustering-of-2030\""),
        (r#"{"protocol":{"minReaderVersion":4}}"#.to_owned(), METADATA, "reader version 4"),
        (PROTOCOL.to_owned(), mapped, "column mapping (name)"),
        (PROTOCOL.to_owned(), "{\"metaData\":", "EOF while parsing"),
    ] {
        let folder = delta(ORDERS, &[&version(&protocol, metadata)]).with("orders/a.parquet", file(0, 20));
        stops(&folder, &["orders: the ", part, "cure: "]);
    }
    let gone = delta(ORDERS, &[&version(PROTOCOL, METADATA)]);
    stops(&gone, &["a.parquet: a live file is missing"]);
    let hole = delta(ORDERS, &[&version(PROTOCOL, METADATA)])
        .with("orders/a.parquet", file(0, 20))
        .with("orders/_delta_log/00000000000000000002.json", remove("a.parquet"));
    stops(&hole, &["00000000000000000001.json: the version is missing"]);
    let elsewhere = [head(), vec![add("s3://other/table/a.parquet")]].concat();
    stops(&delta(ORDERS, &[&elsewhere]), &["files outside of its folder"]);
    let sidecar = [head(), vec![r#"{"sidecar":{"path":"x"}}"#.to_owned()]].concat();
    stops(&delta(ORDERS, &[&sidecar]), &["sidecar files"]);
    stops(
        &delta(ORDERS, &[&head()]).with("orders/_delta_log/00000000000000000000.checkpoint.80a083e8.json", "{}"),
        &["v2Checkpoint"],
    );
    let hudi = Folder::new(ORDERS).with("orders/.hoodie/hoodie.properties", "x").with("orders/a.parquet", file(0, 20));
    stops(&hudi, &["a Hudi table", "export the live rows"]);
}

#[test]
fn a_file_or_glob_within_a_table_is_refused_with_the_folder_to_name() {
    for path in ["orders/a.parquet", "orders/*.parquet", "orders/**/*.parquet", "orders/[ab].parquet"] {
        let folder = Folder::new(&format!("[orders]\npath = '{path}'\n"))
            .with("orders/_delta_log/00000000000000000000.json", [head(), vec![add("a.parquet")]].concat().join("\n"))
            .with("orders/a.parquet", file(0, 20))
            .with("orders/b.parquet", file(20, 30));
        stops(&folder, &["belongs to a table of Delta Lake", "path = \"orders\""]);
    }
    let outer = Folder::new("[orders]\npath = 'lake'\n")
        .with("lake/t/_delta_log/00000000000000000000.json", [head(), vec![add("a.parquet")]].concat().join("\n"))
        .with("lake/t/a.parquet", file(0, 20))
        .with("lake/t/b.parquet", file(20, 30))
        .with("lake/plain/c.parquet", file(30, 40));
    assert_eq!(unreported(outer.read()), plain(&[(0, 20), (30, 40)]), "a table within a folder is read as one");
}
