//! Of an Iceberg table the files of the current snapshot are read, and nothing else.

use super::folder::Folder;
use super::snapshots::{ORDERS, file, plain, stops, unreported};

/// Avro, as far as these tests write it.
fn long(number: i64) -> Vec<u8> {
    let mut value = ((number << 1) ^ (number >> 63)).cast_unsigned();
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    [long(text.len() as i64), text.as_bytes().to_vec()].concat()
}

fn avro(schema: &str, records: &[Vec<u8>], is_packed: bool) -> Vec<u8> {
    let mut block = records.concat();
    if is_packed {
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packed, &block).expect("a vector can be written to");
        block = packed.finish().expect("a vector can be written to");
    }
    let codec = if is_packed { "deflate" } else { "null" };
    [
        b"Obj\x01".to_vec(),
        long(2),
        text("avro.schema"),
        text(schema),
        text("avro.codec"),
        text(codec),
        long(0),
        vec![7; 16],
        long(records.len() as i64),
        long(block.len() as i64),
        block,
        vec![7; 16],
    ]
    .concat()
}

const LIST: &str = r#"{"type":"record","name":"manifest_file","fields":[
    {"name":"manifest_path","type":"string"},{"name":"manifest_length","type":"long"},{"name":"content","type":"int"}]}"#;
const MANIFEST: &str = r#"{"type":"record","name":"manifest_entry","fields":[
    {"name":"status","type":"int"},{"name":"snapshot_id","type":["null","long"]},
    {"name":"data_file","type":{"type":"record","name":"r2","fields":[
        {"name":"content","type":"int"},{"name":"file_path","type":"string"},{"name":"file_format","type":"string"},
        {"name":"record_count","type":"long"}]}}]}"#;
const LOCATION: &str = "s3://somewhere/warehouse/orders";

/// Returns a folder with an Iceberg table whose current snapshot has these entries: status, content, path.
pub(crate) fn iceberg(tables: &str, entries: &[(i64, i64, &str)], is_packed: bool) -> Folder {
    let entry = |(status, content, path): &(i64, i64, &str)| {
        let path = if path.contains("://") { (*path).to_owned() } else { format!("{LOCATION}/data/{path}") };
        [long(*status), long(1), long(77), long(*content), text(&path), text("PARQUET"), long(9)].concat()
    };
    let entries: Vec<Vec<u8>> = entries.iter().map(entry).collect();
    let list = [text(&format!("{LOCATION}/metadata/m.avro")), long(1), long(0)].concat();
    let metadata = |version: i64, snapshot: i64| {
        format!(
            r#"{{"format-version":2,"location":"{LOCATION}","last-updated-ms":{version},"current-snapshot-id":{snapshot},
            "snapshots":[{{"snapshot-id":77,"manifest-list":"{LOCATION}/metadata/snap-77.avro"}}]}}"#
        )
    };
    Folder::new(tables)
        .with("orders/metadata/00000-aaa.metadata.json", metadata(1, -1))
        .with("orders/metadata/00001-bbb.metadata.json", metadata(2, 77))
        .with("orders/metadata/snap-77.avro", avro(LIST, &[list], is_packed))
        .with("orders/metadata/m.avro", avro(MANIFEST, &entries, is_packed))
}

#[test]
fn the_files_of_icebergs_current_snapshot_are_read_wherever_the_table_was_moved() {
    for is_packed in [false, true] {
        let folder = iceberg(ORDERS, &[(1, 0, "b.parquet"), (2, 0, "a.parquet"), (0, 0, "day=1/c.parquet")], is_packed)
            .with("orders/data/a.parquet", file(0, 20))
            .with("orders/data/b.parquet", file(1, 20))
            .with("orders/data/day=1/c.parquet", file(20, 30))
            .with("orders/data/orphan.parquet", file(40, 50));
        assert_eq!(unreported(folder.read()), plain(&[(1, 20), (20, 30)]), "customer c0 is erased");
    }
}

#[test]
fn what_an_iceberg_table_has_and_nobody_here_understands_stops_the_reading() {
    let read =
        |entries: &[(i64, i64, &str)]| iceberg(ORDERS, entries, false).with("orders/data/a.parquet", file(0, 20));
    stops(&read(&[(1, 0, "a.parquet"), (1, 1, "d.parquet")]), &["delete files", "rewrite_data_files"]);
    stops(&read(&[(1, 0, "a.parquet"), (1, 2, "d.parquet")]), &["delete files"]);
    stops(&read(&[(1, 0, "z.parquet")]), &["data/z.parquet: a live file is missing"]);
    stops(&read(&[(1, 0, "s3://other/a.parquet")]), &["files outside of its folder"]);
    let v3 = read(&[(1, 0, "a.parquet")]).with(
        "orders/metadata/00002-ccc.metadata.json",
        format!(r#"{{"format-version":3,"location":"{LOCATION}","current-snapshot-id":77}}"#),
    );
    stops(&v3, &["a format version above 2"]);
    let torn = read(&[(1, 0, "a.parquet")]).with("orders/metadata/m.avro", "Obj\u{1}");
    stops(&torn, &["orders/metadata/m.avro", "it ends early"]);
    let glob = Folder::new("[orders]\npath = 'orders/data/*.parquet'\n")
        .with("orders/metadata/00000-a.metadata.json", "{}")
        .with("orders/data/a.parquet", file(0, 20));
    stops(&glob, &["belongs to a table of Iceberg", "path = \"orders\""]);
}
