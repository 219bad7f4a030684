//! Objects of a bucket, by key, by glob and below a prefix.
//!
//! Refused here: hidden and marker objects, as on disk.

use std::sync::Arc;

use object_store::path::Path;

use super::names::{has_marker, is_data};
use super::{Found, NotFound};
use crate::lake::Error;
use crate::lake::config::Format;
use crate::lake::store::{Bucket, DataFile, Location, Object};

/// Returns what is at `pattern` below `prefix`; a key that merely looks like a glob wins over the glob.
pub(super) fn find(
    bucket: &Arc<Bucket>,
    prefix: &str,
    pattern: &str,
    format: Option<Format>,
) -> Result<Found, NotFound> {
    let key = key(prefix, pattern);
    let path = |key: &str| {
        Path::parse(key).map_err(|_| Error::Store {
            place: bucket.address(key),
            found: "no key of an object".to_owned(),
            tried: "to read the path as one".to_owned(),
            cure: "write names with one / between them, none of them . or ..".to_owned(),
        })
    };
    let mut metas = Vec::new();
    if !key.is_empty() {
        metas.extend(bucket.head(&path(&key)?)?);
    }
    if metas.is_empty() {
        // The listing starts at the folders before the first wildcard.
        let plain =
            key.find(['*', '?', '[']).map_or(key.as_str(), |wild| key[..wild].rsplit_once('/').unwrap_or_default().0);
        let (glob, all) = (glob::Pattern::new(&key)?, bucket.list(&path(plain)?)?);
        let options = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
        let matches = |key: &str| glob.matches_with(key, options);
        let is_folder = plain == key;
        let (files, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|meta| {
            let key = meta.location.as_ref();
            !is_folder && matches(key) && (has_marker(pattern) || !has_marker(after(key, prefix)))
        });
        metas = files;
        if metas.is_empty() {
            // The folder that is named, or the shallowest that the glob matches.
            let base = |key: &str| match is_folder {
                true => Some(plain.len()),
                false => key.match_indices('/').map(|(end, _)| end).find(|&end| matches(&key[..end])),
            };
            metas.extend(others.into_iter().filter(|meta| {
                let key = meta.location.as_ref();
                base(key).is_some_and(|end| {
                    !has_marker(&key[end..]) && is_data(key.rsplit('/').next().unwrap_or_default(), format)
                })
            }));
        }
        metas.sort_by(|a, b| a.location.parts().cmp(b.location.parts()));
    }
    let file = |meta: object_store::ObjectMeta| {
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
