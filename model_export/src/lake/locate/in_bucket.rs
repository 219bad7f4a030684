//! Objects of a bucket, by key, by glob and below a prefix.
//!
//! Does not: take hidden and marker objects for data, or the outdated files of a table, as on disk.

use std::sync::Arc;

use glob::MatchOptions;
use object_store::ObjectMeta;
use object_store::path::Path;

use super::names::{has_marker, is_data};
use super::snapshot::{self, Tree};
use super::{Found, NotFound};
use crate::lake::Error;
use crate::lake::config::Format;
use crate::lake::store::{Bucket, DataFile, Location, Object};

/// Returns what is at `pattern` below `prefix`: the objects that it matches or, when it matches none, those in the
/// folders that it matches or names, or the one object that it names.
pub(super) fn find(
    bucket: &Arc<Bucket>,
    prefix: &str,
    pattern: &str,
    format: Option<Format>,
) -> Result<Found, NotFound> {
    let whole = key(prefix, pattern);
    let path = |key: &str| {
        Path::parse(key).map_err(|_| Error::Store {
            place: bucket.address(key),
            found: "no key of an object".to_owned(),
            tried: "to read the path as one".to_owned(),
            cure: "write names with one / between them, none of them . or ..".to_owned(),
        })
    };
    // The listing starts at the folders before the first wildcard.
    let inside = pattern.trim_matches('/');
    let before_wildcard =
        inside.find(['*', '?', '[']).map(|wild| inside[..wild].rsplit_once('/').unwrap_or_default().0);
    let start = before_wildcard.map_or(whole.clone(), |plain| key(prefix, plain));
    let listed = bucket.list(&path(&start)?)?;
    let in_folder = |key: &str, folder_end: usize| {
        let (folder, name) = key.rsplit_once('/').unwrap_or(("", key));
        is_data(name, format) && !has_marker(folder.get(folder_end..).unwrap_or_default())
    };
    let tables = tables(bucket, &listed, prefix)?;
    let is_in_table = |meta: &ObjectMeta| tables.iter().find(|table| is_below(meta.location.as_ref(), &table.key));
    let mut live = Vec::new();
    let mut metas: Vec<ObjectMeta> = if before_wildcard.is_none() {
        listed.into_iter().filter(|meta| in_folder(meta.location.as_ref(), whole.len())).collect()
    } else {
        let glob = glob::Pattern::new(&key(&glob::Pattern::escape(prefix), pattern))?;
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let matches = |key: &str| glob.matches_with(key, options);
        let is_match = |key: &str| matches(key) && (has_marker(pattern) || !has_marker(after(key, prefix)));
        let (files, others): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|meta: &ObjectMeta| is_match(meta.location.as_ref()));
        if let Some((file, table)) = files.iter().find_map(|file| Some((file, is_in_table(file)?))) {
            let kind = snapshot::kind_of(table)?.unwrap_or("Delta Lake");
            return Err(snapshot::part_of(kind, after(file.location.as_ref(), prefix), &table.name).into());
        }
        let below_match = |meta: &ObjectMeta| {
            let key = meta.location.as_ref();
            let folder = key.match_indices('/').map(|(end, _)| end).find(|&end| matches(&key[..end]));
            folder.is_some_and(|end| in_folder(key, end))
        };
        if files.is_empty() { others.into_iter().filter(below_match).collect() } else { files }
    };
    for table in &tables {
        let n_before = metas.len();
        metas.retain(|meta| !is_below(meta.location.as_ref(), &table.key));
        let is_named = before_wildcard.is_none() && (table.key == whole || is_below(&table.key, &whole));
        if metas.len() < n_before || is_named {
            live.extend(snapshot::live(table)?.unwrap_or_default());
        }
    }
    if metas.is_empty() && live.is_empty() && !whole.is_empty() {
        metas.extend(bucket.head(&path(&whole)?)?);
    }
    if !metas.is_empty() || !live.is_empty() {
        let named = metas.first().map_or(start.as_str(), |meta| meta.location.as_ref());
        check_above(bucket, prefix, &start, named)?;
    }
    metas.sort_by(|a, b| a.location.parts().cmp(b.location.parts()));
    let file = |meta: ObjectMeta| file(bucket, meta, prefix);
    let mut files: Vec<DataFile> = metas.into_iter().map(file).collect::<Result<_, Error>>()?;
    files.extend(live);
    Ok(Found { files, notices: Vec::new() })
}

fn file(bucket: &Arc<Bucket>, meta: ObjectMeta, prefix: &str) -> Result<DataFile, Error> {
    let name = after(meta.location.as_ref(), prefix).to_owned();
    Ok(DataFile::new(Location::Object(Object::new(bucket, meta, &name)?), name))
}

/// Tells whether a key is below a folder's.
fn is_below(key: &str, folder: &str) -> bool {
    folder.is_empty() || key.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A folder of a bucket that may be a table.
struct Folder<'a> {
    bucket: &'a Arc<Bucket>,
    prefix: &'a str,
    /// Its key, and its name for people.
    key: String,
    name: String,
    /// The keys below it, with what the listing tells of them.
    metas: Vec<ObjectMeta>,
}

/// Returns the folders that are tables, the outer ones.
fn tables<'a>(bucket: &'a Arc<Bucket>, listed: &[ObjectMeta], prefix: &'a str) -> Result<Vec<Folder<'a>>, Error> {
    let root = |meta: &ObjectMeta| {
        let key = meta.location.as_ref();
        snapshot::MARKS.iter().find_map(|mark| match key.find(&format!("/{mark}/")) {
            Some(end) => Some(key[..end].to_owned()),
            None => key.starts_with(&format!("{mark}/")).then(String::new),
        })
    };
    let mut roots: Vec<String> = listed.iter().filter_map(root).collect();
    roots.sort();
    roots.dedup();
    let mut tables: Vec<Folder<'a>> = Vec::new();
    for key in roots {
        if tables.iter().any(|table| is_below(&key, &table.key)) {
            continue;
        }
        let metas = listed.iter().filter(|meta| is_below(meta.location.as_ref(), &key)).cloned().collect();
        let table = Folder { bucket, prefix, name: after(&key, prefix).to_owned(), key, metas };
        if snapshot::kind_of(&table)?.is_some() {
            tables.push(table);
        }
    }
    Ok(tables)
}

/// Checks that no folder above `start` is a table, whose log says which of its files are live; `named` is one that was found.
fn check_above(bucket: &Arc<Bucket>, prefix: &str, start: &str, named: &str) -> Result<(), Error> {
    let mut folder = start;
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        let mut metas = Vec::new();
        for mark in snapshot::MARKS {
            metas.extend(bucket.list(&Path::from(key(above, mark)))?);
        }
        let table = Folder { bucket, prefix, key: above.to_owned(), name: after(above, prefix).to_owned(), metas };
        if let Some(kind) = snapshot::kind_of(&table)? {
            return Err(snapshot::part_of(kind, after(named, prefix), &table.name));
        }
    }
    Ok(())
}

impl Tree for Folder<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Error> {
        let start = key(&self.key, folder);
        let inside = |meta: &ObjectMeta| {
            let rest = meta.location.as_ref().strip_prefix(start.as_str())?.trim_start_matches('/').to_owned();
            (!rest.is_empty() && !rest.contains('/')).then_some(rest)
        };
        Ok(self.metas.iter().filter_map(inside).collect())
    }

    fn file(&self, inside: &str) -> Result<Option<DataFile>, Error> {
        let wanted = key(&self.key, inside);
        let meta = self.metas.iter().find(|meta| meta.location.as_ref() == wanted);
        meta.map(|meta| file(self.bucket, meta.clone(), self.prefix)).transpose()
    }
}

/// Returns the key of what `pattern` names below `prefix`.
pub(super) fn key(prefix: &str, pattern: &str) -> String {
    let inside = pattern.trim_matches('/');
    if prefix.is_empty() { inside.to_owned() } else { format!("{prefix}/{inside}").trim_end_matches('/').to_owned() }
}

/// Returns the part of `key` after `prefix` and its `/`.
fn after<'a>(key: &'a str, prefix: &str) -> &'a str {
    key.strip_prefix(prefix).unwrap_or(key).trim_start_matches('/')
}
