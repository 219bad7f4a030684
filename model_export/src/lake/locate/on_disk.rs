//! Files of this machine, by path, by glob and below a folder.
//!
//! Refused here: links to folders (one that points upwards has no end), and hidden and marker files.

use std::path::{Path, PathBuf};

use super::names::{has_marker, is_data, is_marker};
use super::{Found, NotFound};
use crate::lake::Error;
use crate::lake::config::Format;
use crate::lake::store::{DataFile, Location};

/// Returns what is at `pattern` in `folder`; a name that merely looks like a glob wins over the glob.
pub(super) fn find(folder: &Path, pattern: &str, format: Option<Format>) -> Result<Found, NotFound> {
    let place = folder.join(pattern);
    let wanted = |name: &str| is_data(name, format);
    let (mut files, mut empty) = (Vec::new(), Vec::new());
    if place.is_file() {
        files.push(place);
    } else if place.is_dir() {
        below(&place, &wanted, &mut files, &mut empty)?;
    } else {
        let inside = |path: &PathBuf| has_marker(pattern) || !has_marker(&short(path, folder));
        let matches: Vec<PathBuf> =
            glob::glob(&place.to_string_lossy())?.filter_map(Result::ok).filter(inside).collect();
        files.extend(matches.iter().filter(|path| path.is_file()).cloned());
        if files.is_empty() {
            for folder in matches.iter().filter(|path| path.is_dir()) {
                below(folder, &wanted, &mut files, &mut empty)?;
            }
        }
    }
    for paths in [&mut files, &mut empty] {
        paths.sort();
        paths.dedup();
    }
    let file = |path: PathBuf| DataFile { name: short(&path, folder), location: Location::Disk(path) };
    let empty_folders = empty.iter().map(|path| format!("{}/", short(path, folder))).collect();
    Ok(Found { files: files.into_iter().map(file).collect(), empty_folders })
}

/// Adds the files below `folder` that `wanted` takes by name to `files`, and the folders that hold nothing to `empty`.
///
/// # Errors
/// When a folder cannot be read.
fn below(
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
    files: &mut Vec<PathBuf>,
    empty: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    let found_before = (files.len(), empty.len());
    for entry in folder.read_dir().map_err(|source| refused(folder, source))? {
        let entry = entry.map_err(|source| refused(folder, source))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let kind = entry.file_type().map_err(|source| refused(folder, source))?;
        if is_marker(&name) {
            continue;
        }
        let path = entry.path();
        if kind.is_dir() {
            below(&path, wanted, files, empty)?;
        } else if path.is_file() && wanted(&name) {
            files.push(path);
        }
    }
    if found_before == (files.len(), empty.len()) {
        empty.push(folder.to_path_buf());
    }
    Ok(())
}

fn refused(folder: &Path, source: std::io::Error) -> Error {
    Error::Read { path: folder.to_path_buf(), source }
}

/// Returns `path` as lake.toml would write it, with `/` on every system.
fn short(path: &Path, folder: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}
