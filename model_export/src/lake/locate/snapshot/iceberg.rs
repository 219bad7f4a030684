//! Iceberg: the live files are those that the manifests of the current snapshot list.
//!
//! After the specification at iceberg.apache.org/spec, format versions 1 and 2. Does not: apply delete files (rows deleted since
//! a file was written), which are refused.

use std::io::Read as _;

use serde_json::Value;

use super::{MOST_LOG_BYTES, Tree, avro, read, torn};
use crate::lake::Error;
use crate::lake::error::ContentError;
use crate::lake::store::DataFile;

const METADATA: &str = "metadata";

/// Tells whether the folder is a table.
pub(super) fn is_one(tree: &dyn Tree) -> Result<bool, Error> {
    Ok(tree.list(METADATA)?.iter().any(|name| is_metadata(name)))
}

fn is_metadata(name: &str) -> bool {
    name.ends_with(".metadata.json") || name.ends_with(".metadata.json.gz") || name.ends_with(".gz.metadata.json")
}

/// Returns the version that a metadata file's name tells: `v3.metadata.json`, `00003-….metadata.json`.
fn version(name: &str) -> u64 {
    let digits: String = name.trim_start_matches('v').chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// Returns the files of the current snapshot.
pub(super) fn live(tree: &dyn Tree) -> Result<Vec<DataFile>, Error> {
    let (name, metadata) = newest(tree)?;
    let bad = |found: &str| torn(tree.name(), &name, found);
    if metadata.get("format-version").and_then(Value::as_u64).unwrap_or(1) > 2 {
        return Err(unknown(tree, "a format version above 2"));
    }
    let location = metadata.get("location").and_then(Value::as_str).ok_or_else(|| bad("no location"))?.to_owned();
    let current = metadata.get("current-snapshot-id").and_then(Value::as_i64).filter(|id| *id != -1);
    let Some(current) = current else { return Ok(Vec::new()) };
    let snapshots = metadata.get("snapshots").and_then(Value::as_array);
    let is_current = |snapshot: &&Value| snapshot.get("snapshot-id").and_then(Value::as_i64) == Some(current);
    let snapshot = snapshots.and_then(|all| all.iter().find(is_current)).ok_or_else(|| bad("no current snapshot"))?;
    let table = Table { tree, location };
    let list = snapshot.get("manifest-list").and_then(Value::as_str);
    let list = list.ok_or_else(|| unknown(tree, "a snapshot without a manifest list"))?;
    let mut files = Vec::new();
    for manifest in table.records(list)? {
        let path =
            manifest.get("manifest_path").and_then(Value::as_str).ok_or_else(|| bad("a manifest has no path"))?;
        let is_of_deletes = manifest.get("content").and_then(Value::as_i64).unwrap_or(0) != 0;
        for entry in table.records(path)? {
            const DELETED: i64 = 2;
            if entry.get("status").and_then(Value::as_i64) == Some(DELETED) {
                continue;
            }
            let file = entry.get("data_file").ok_or_else(|| bad("a manifest has no files"))?;
            if is_of_deletes || file.get("content").and_then(Value::as_i64).unwrap_or(0) != 0 {
                return Err(unknown(tree, "delete files (rows deleted since their files were written)"));
            }
            let format = file.get("file_format").and_then(Value::as_str).unwrap_or_default();
            if !format.eq_ignore_ascii_case("parquet") {
                return Err(unknown(tree, &format!("files of the format {format}")));
            }
            let path = file.get("file_path").and_then(Value::as_str).ok_or_else(|| bad("a file has no path"))?;
            let mut file = table.file(path)?;
            // Iceberg's files hold the columns that they are parted by.
            file.told = Some(Vec::new());
            files.push(file);
        }
    }
    Ok(files)
}

/// Returns the newest metadata file: that of the hint, else of the highest version.
fn newest(tree: &dyn Tree) -> Result<(String, Value), Error> {
    let names: Vec<String> = tree.list(METADATA)?.into_iter().filter(|name| is_metadata(name)).collect();
    let mut newest: Option<(u64, i64, String, Value)> = None;
    for name in names {
        let file =
            tree.file(&format!("{METADATA}/{name}"))?.ok_or_else(|| torn(tree.name(), &name, "the file is gone"))?;
        let mut bytes = read(tree.name(), &file)?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(bytes.as_slice())
                .take(MOST_LOG_BYTES)
                .read_to_end(&mut plain)
                .map_err(|error| torn(tree.name(), &name, &error.to_string()))?;
            bytes = plain;
        }
        let metadata: Value =
            serde_json::from_slice(&bytes).map_err(|error| torn(tree.name(), &name, &error.to_string()))?;
        let updated = metadata.get("last-updated-ms").and_then(Value::as_i64).unwrap_or(0);
        let rank = (version(&name), updated);
        if newest.as_ref().is_none_or(|newest| (newest.0, newest.1) < rank) {
            newest = Some((rank.0, rank.1, name, metadata));
        }
    }
    newest.map(|(_, _, name, metadata)| (name, metadata)).ok_or_else(|| torn(tree.name(), METADATA, "no metadata file"))
}

fn unknown(tree: &dyn Tree, what: &str) -> Error {
    let found = format!("the Iceberg table has {what}, which is not read here");
    let cure = "compact it first (Spark: CALL system.rewrite_data_files(table => '..', options => map('delete-file-threshold', \
                '1'))), or export its live rows as Parquet (Spark: spark.table(..).write.parquet(..); Python: \
                table.scan().to_arrow())";
    ContentError::snapshot(tree.name(), found, cure).into()
}

/// A table's folder, and where the table believes to be.
struct Table<'a> {
    tree: &'a dyn Tree,
    location: String,
}

impl Table<'_> {
    /// Returns the file of an absolute path, wherever the folder was moved.
    fn file(&self, path: &str) -> Result<DataFile, Error> {
        let without_scheme = |path: &str| {
            let rest = path.split_once(':').map_or(path, |(_, rest)| rest);
            rest.trim_start_matches('/').to_owned()
        };
        let (whole, location) = (without_scheme(path), without_scheme(&self.location));
        let inside = whole.strip_prefix(location.trim_end_matches('/')).and_then(|rest| rest.strip_prefix('/'));
        let inside = inside.ok_or_else(|| unknown(self.tree, "files outside of its folder"))?;
        self.tree.file(inside)?.ok_or_else(|| torn(self.tree.name(), inside, "a live file is missing"))
    }

    fn records(&self, path: &str) -> Result<Vec<Value>, Error> {
        let file = self.file(path)?;
        let bytes = read(self.tree.name(), &file)?;
        avro::records(&bytes).map_err(|found| torn(self.tree.name(), &file.name, &found))
    }
}
