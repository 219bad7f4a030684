//! Delta Lake: the live files are those that the log added and did not remove, from the last checkpoint on.
//!
//! After the protocol at github.com/delta-io/delta/blob/master/PROTOCOL.md, reader versions 1 and 3 with the features listed
//! here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::Value;

use super::deletion_vector::{DeletionVector, rows};
use super::{Tree, read, torn};
use crate::lake::Error;
use crate::lake::error::ContentError;
use crate::lake::store::{DataFile, RowGroupFault, RowGroups, guarded};

const LOG: &str = "_delta_log";

/// What a reader has to know and this one does.
const KNOWN_FEATURES: [&str; 5] =
    ["columnMapping", "deletionVectors", "timestampNtz", "typeWidening", "vacuumProtocolCheck"];

/// One line of the log.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Action {
    add: Option<Add>,
    remove: Option<Remove>,
    protocol: Option<Protocol>,
    meta_data: Option<MetaData>,
    sidecar: Option<Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Add {
    path: String,
    #[serde(default)]
    partition_values: Partitions,
    deletion_vector: Option<DeletionVector>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Remove {
    path: String,
    deletion_vector: Option<DeletionVector>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Protocol {
    min_reader_version: i64,
    reader_features: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct MetaData {
    configuration: Option<Partitions>,
}

/// Keys and values: an object in JSON, a list of pairs in a checkpoint.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(untagged)]
enum Partitions {
    #[default]
    None,
    Object(BTreeMap<String, Option<String>>),
    Pairs(Vec<Pair>),
}

#[derive(Debug, Clone, Deserialize)]
struct Pair {
    key: String,
    value: Option<String>,
}

impl Partitions {
    fn into_pairs(self) -> Vec<(String, String)> {
        match self {
            Self::None => Vec::new(),
            Self::Object(map) => map.into_iter().map(|(key, value)| (key, value.unwrap_or_default())).collect(),
            Self::Pairs(pairs) => pairs.into_iter().map(|pair| (pair.key, pair.value.unwrap_or_default())).collect(),
        }
    }
}

/// Tells whether the folder is a table: its log has a version.
pub(super) fn is_one(tree: &dyn Tree) -> Result<bool, Error> {
    Ok(tree.list(LOG)?.iter().any(|name| version(name).is_some()))
}

/// Returns the version that a file of the log is of.
fn version(name: &str) -> Option<u64> {
    let (digits, rest) = name.split_once('.')?;
    let is_of_log = rest == "json" || rest.starts_with("checkpoint.");
    (is_of_log && digits.len() == 20).then(|| digits.parse().ok())?
}

/// Returns the files of the newest version.
pub(super) fn live(tree: &dyn Tree) -> Result<Vec<DataFile>, Error> {
    let names = tree.list(LOG)?;
    let (start, checkpoint) = checkpoint(tree, &names)?;
    let mut log = Log::default();
    for name in checkpoint {
        for action in checkpoint_actions(tree, &name)? {
            log.play(tree, action, &name)?;
        }
    }
    let mut commits: Vec<(u64, &String)> = names
        .iter()
        .filter(|name| name.split_once('.').is_some_and(|(_, rest)| rest == "json"))
        .filter_map(|name| Some((version(name)?, name)))
        .filter(|(version, _)| *version >= start)
        .collect();
    commits.sort();
    for ((version, name), expected) in commits.into_iter().zip(start..) {
        if version != expected {
            return Err(torn(tree.name(), &format!("{LOG}/{expected:020}.json"), "the version is missing"));
        }
        for line in lines(tree, name)? {
            let action = serde_json::from_str(&line).map_err(|error| torn(tree.name(), name, &error.to_string()))?;
            log.play(tree, action, name)?;
        }
    }
    log.files(tree)
}

/// Returns the first version that has to be replayed, and the files of the newest checkpoint before it.
fn checkpoint(tree: &dyn Tree, names: &[String]) -> Result<(u64, Vec<String>), Error> {
    let mut newest: BTreeMap<(u64, usize), Vec<String>> = BTreeMap::new();
    for name in names {
        let (Some(version), parts) = (version(name), name.split('.').collect::<Vec<_>>()) else { continue };
        match parts.as_slice() {
            [_, "checkpoint", "parquet"] => newest.entry((version, 1)).or_default().push(name.clone()),
            [_, "checkpoint", _, of, "parquet"] => {
                newest.entry((version, of.parse().unwrap_or(0))).or_default().push(name.clone());
            }
            [_, "checkpoint", ..] => return Err(unknown(tree, "a checkpoint of the second version (v2Checkpoint)")),
            _ => {}
        }
    }
    // A checkpoint of which a part is missing was not finished.
    let whole = newest.into_iter().rev().find(|((_, parts), files)| files.len() == *parts);
    Ok(whole.map_or((0, Vec::new()), |((version, _), mut files)| {
        files.sort();
        (version + 1, files)
    }))
}

fn lines(tree: &dyn Tree, name: &str) -> Result<Vec<String>, Error> {
    let file = log_file(tree, name)?;
    let bytes = read(tree.name(), &file)?;
    let text = String::from_utf8(bytes).map_err(|error| torn(tree.name(), name, &error.to_string()))?;
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
}

fn log_file(tree: &dyn Tree, name: &str) -> Result<DataFile, Error> {
    tree.file(&format!("{LOG}/{name}"))?.ok_or_else(|| torn(tree.name(), name, "the file is gone"))
}

/// Returns the actions of a part of a checkpoint, each a row.
fn checkpoint_actions(tree: &dyn Tree, name: &str) -> Result<Vec<Action>, Error> {
    let file = log_file(tree, name)?;
    let mut groups = RowGroups::open(&file)?;
    let rows =
        guarded(|| super::value::rows_of_parquet(&mut groups, &["add", "remove", "protocol", "metaData", "sidecar"]));
    let rows = rows.map_err(|fault| match fault {
        RowGroupFault::Lake(error) => error,
        RowGroupFault::Torn(message) => torn(tree.name(), name, &message),
    })?;
    let action = |row| serde_json::from_value(row).map_err(|error| torn(tree.name(), name, &error.to_string()));
    rows.into_iter().map(action).collect()
}

fn unknown(tree: &dyn Tree, what: &str) -> Error {
    let found = format!("the Delta table uses {what}, which is not read here");
    let cure = "export its live rows as Parquet (Spark: spark.read.format(\"delta\").load(..).write.parquet(..); Python: \
                DeltaTable(..).to_pyarrow_dataset())";
    ContentError::snapshot(tree.name(), found, cure).into()
}

/// The state of the table while its log is replayed.
#[derive(Debug, Default)]
struct Log {
    /// By path and deletion vector, as the protocol keys them.
    live: BTreeMap<(String, Option<String>), Add>,
}

impl Log {
    fn play(&mut self, tree: &dyn Tree, action: Action, name: &str) -> Result<(), Error> {
        let Action { add, remove, protocol, meta_data, sidecar } = action;
        if sidecar.is_some_and(|sidecar| !sidecar.is_null()) {
            return Err(unknown(tree, &format!("sidecar files of a checkpoint ({name})")));
        }
        if let Some(Protocol { min_reader_version, reader_features }) = protocol {
            let features = reader_features.unwrap_or_default();
            let strange: BTreeSet<&String> =
                features.iter().filter(|feature| !KNOWN_FEATURES.contains(&feature.as_str())).collect();
            if let Some(feature) = strange.first() {
                return Err(unknown(tree, &format!("the feature {feature:?}")));
            }
            if min_reader_version > 3 {
                return Err(unknown(tree, &format!("reader version {min_reader_version}")));
            }
        }
        if let Some(MetaData { configuration: Some(configuration) }) = meta_data {
            let mapping = configuration.into_pairs().into_iter().find(|(key, _)| key == "delta.columnMapping.mode");
            if let Some((_, mode)) = mapping.filter(|(_, mode)| !mode.is_empty() && mode != "none") {
                return Err(unknown(tree, &format!("column mapping ({mode})")));
            }
        }
        let key = |path: &str, vector: Option<&DeletionVector>| (path.to_owned(), vector.map(DeletionVector::key));
        if let Some(remove) = remove {
            self.live.remove(&key(&remove.path, remove.deletion_vector.as_ref()));
        }
        if let Some(add) = add {
            self.live.insert(key(&add.path, add.deletion_vector.as_ref()), add);
        }
        Ok(())
    }

    fn files(self, tree: &dyn Tree) -> Result<Vec<DataFile>, Error> {
        let mut files = Vec::with_capacity(self.live.len());
        for add in self.live.into_values() {
            let path = percent_decode_str(&add.path).decode_utf8_lossy().into_owned();
            if path.contains("://") || path.starts_with('/') {
                return Err(unknown(tree, "files outside of its folder (a shallow clone)"));
            }
            let mut file = tree.file(&path)?.ok_or_else(|| torn(tree.name(), &path, "a live file is missing"))?;
            file.told = Some(add.partition_values.into_pairs());
            file.deleted = match &add.deletion_vector {
                None => None,
                Some(vector) => Some(Arc::new(rows(tree, vector)?)),
            };
            files.push(file);
        }
        Ok(files)
    }
}
