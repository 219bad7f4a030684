//! Files of this machine, by path, by glob and below a folder.
//!
//! Does not: follow links to folders (one that points upwards has no end), or take hidden and marker files for data. A folder
//! that is a table (Delta Lake, Iceberg) is read as its live files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::names::{has_marker, is_data, is_marker};
use super::snapshot::{self, Tree};
use super::{Found, NotFound};
use crate::lake::config::Format;
use crate::lake::store::{DataFile, Location};
use crate::lake::{Error, Reason};

/// Returns what is at `pattern` in `folder`; a name that merely looks like a glob wins over the glob.
pub(super) fn find(folder: &Path, pattern: &str, format: Option<Format>) -> Result<Found, NotFound> {
    let place = folder.join(pattern);
    let mut gathered =
        Gathered { start: folder, format, files: Vec::new(), notices: Vec::new(), checked: BTreeSet::new() };
    if place.is_file() {
        gathered.file(place)?;
    } else if place.is_dir() {
        gathered.check(&place)?;
        gathered.below(&place)?;
    } else {
        let inside = |path: &PathBuf| has_marker(pattern) || !has_marker(&short(path, folder));
        let matches: Vec<PathBuf> =
            glob::glob(&place.to_string_lossy())?.filter_map(Result::ok).filter(inside).collect();
        for path in matches.iter().filter(|path| path.is_file()) {
            gathered.file(path.clone())?;
        }
        if gathered.files.is_empty() {
            for folder in matches.iter().filter(|path| path.is_dir()) {
                gathered.check(folder)?;
                gathered.below(folder)?;
            }
        }
    }
    let Gathered { mut files, mut notices, .. } = gathered;
    files.sort_by(|one, other| Path::new(&one.name).cmp(Path::new(&other.name)));
    files.dedup_by(|one, other| one.name == other.name);
    notices.sort_by(|one, other| one.1.cmp(&other.1));
    notices.dedup();
    Ok(Found { files, notices })
}

/// What was found so far.
struct Gathered<'a> {
    /// Where the lake's paths start.
    start: &'a Path,
    format: Option<Format>,
    files: Vec<DataFile>,
    notices: Vec<(Reason, String)>,
    /// Folders that are known to be no tables.
    checked: BTreeSet<PathBuf>,
}

impl Gathered<'_> {
    /// Adds one file that was asked for.
    ///
    /// # Errors
    /// As [`Gathered::check`].
    fn file(&mut self, path: PathBuf) -> Result<(), Error> {
        self.check(&path)?;
        let name = short(&path, self.start);
        self.files.push(DataFile::new(Location::Disk(path), name));
        Ok(())
    }

    /// Checks that no folder above `path` is a table, whose log says which of its files are live.
    ///
    /// # Errors
    /// When one is.
    fn check(&mut self, path: &Path) -> Result<(), Error> {
        for folder in path.ancestors().skip(1) {
            if !self.checked.insert(folder.to_path_buf()) {
                break;
            }
            if let Some(kind) = snapshot::kind_of(&self.folder(folder))? {
                return Err(snapshot::part_of(kind, &short(path, self.start), &short(folder, self.start)));
            }
        }
        Ok(())
    }

    fn folder(&self, path: &Path) -> Folder {
        Folder { path: path.to_path_buf(), name: short(path, self.start) }
    }

    /// Adds the data files below `folder`, and what lies there beside them.
    ///
    /// # Errors
    /// When a folder cannot be read, or the live files of a table cannot be told.
    fn below(&mut self, folder: &Path) -> Result<(), Error> {
        if let Some(files) = snapshot::live(&self.folder(folder))? {
            if files.is_empty() {
                self.notices.push((Reason::EmptyFile, format!("{}/", short(folder, self.start))));
            }
            self.files.extend(files);
            return Ok(());
        }
        let found_before = (self.files.len(), self.notices.len());
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
                self.below(&path)?;
            } else if path.is_dir() {
                self.notices.push((Reason::LinkedFolder, format!("{}/", short(&path, self.start))));
            } else if path.is_file() && is_data(&name, self.format) {
                let name = short(&path, self.start);
                self.files.push(DataFile::new(Location::Disk(path), name));
            }
        }
        if found_before == (self.files.len(), self.notices.len()) {
            self.notices.push((Reason::EmptyFile, format!("{}/", short(folder, self.start))));
        }
        Ok(())
    }
}

/// A folder that may be a table.
struct Folder {
    path: PathBuf,
    name: String,
}

impl Tree for Folder {
    fn name(&self) -> &str {
        &self.name
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, Error> {
        let place = self.path.join(folder);
        // A folder that nobody may look into is no table that anybody reads.
        if !place.is_dir() {
            return Ok(Vec::new());
        }
        let names = place.read_dir().and_then(|entries| {
            entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<Vec<_>, _>>()
        });
        names.map_err(|source| refused(&place, source))
    }

    fn file(&self, inside: &str) -> Result<Option<DataFile>, Error> {
        let path = self.path.join(inside);
        let name = if self.name.is_empty() { inside.to_owned() } else { format!("{}/{inside}", self.name) };
        Ok(path.is_file().then(|| DataFile::new(Location::Disk(path), name)))
    }
}

fn refused(folder: &Path, source: std::io::Error) -> Error {
    Error::Read { path: folder.to_path_buf(), source }
}

/// Returns `path` as lake.toml would write it, with `/` on every system.
fn short(path: &Path, folder: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}
