//! Objects of a bucket, by key, by glob and below a prefix.
//!
//! Refused here: hidden and marker objects, as on disk.

use std::sync::Arc;

use glob::MatchOptions;
use object_store::ObjectMeta;
use object_store::path::Path;

use super::names::{has_marker, is_data};
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
    let listed = bucket.list(&path(&before_wildcard.map_or(whole.clone(), |plain| key(prefix, plain)))?)?;
    let in_folder = |key: &str, folder_end: usize| {
        let (folder, name) = key.rsplit_once('/').unwrap_or(("", key));
        is_data(name, format) && !has_marker(folder.get(folder_end..).unwrap_or_default())
    };
    let mut metas: Vec<ObjectMeta> = if before_wildcard.is_none() {
        listed.into_iter().filter(|meta| in_folder(meta.location.as_ref(), whole.len())).collect()
    } else {
        let glob = glob::Pattern::new(&key(&glob::Pattern::escape(prefix), pattern))?;
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let matches = |key: &str| glob.matches_with(key, options);
        let is_match = |key: &str| matches(key) && (has_marker(pattern) || !has_marker(after(key, prefix)));
        let (files, others): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|meta: &ObjectMeta| is_match(meta.location.as_ref()));
        let below_match = |meta: &ObjectMeta| {
            let key = meta.location.as_ref();
            let folder = key.match_indices('/').map(|(end, _)| end).find(|&end| matches(&key[..end]));
            folder.is_some_and(|end| in_folder(key, end))
        };
        if files.is_empty() { others.into_iter().filter(below_match).collect() } else { files }
    };
    if metas.is_empty() && !whole.is_empty() {
        metas.extend(bucket.head(&path(&whole)?)?);
    }
    metas.sort_by(|a, b| a.location.parts().cmp(b.location.parts()));
    let file = |meta: ObjectMeta| {
        let name = after(meta.location.as_ref(), prefix).to_owned();
        Ok(DataFile { location: Location::Object(Object::new(bucket, meta, &name)?), name })
    };
    Ok(Found { files: metas.into_iter().map(file).collect::<Result<_, Error>>()?, empty_folders: Vec::new() })
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
