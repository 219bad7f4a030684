//! Where a source's files are: the folders that relative paths start at, globs, and `.gz` beside a plain name.
//!
//! Refused here: any order of files but that of their names, and opening them.

use std::path::{Path, PathBuf};

use super::config::{Format, folder_of};
use super::{Error, Source};

/// The folders that relative paths start at, first choice first.
#[derive(Debug, Clone)]
pub(super) struct Folders(Vec<PathBuf>);

/// One file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DataFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its name for people and reports, relative to the folder where the lake's paths start.
    pub(super) name: String,
}

impl Folders {
    /// Returns `data` alone when it is given, else the folder of the environment and then that of lake.toml.
    pub(super) fn new(lake_toml: &Path, data: Option<&Path>, environment: Option<PathBuf>) -> Self {
        Self(match data {
            Some(data) => vec![data.to_path_buf()],
            None => environment
                .filter(|folder| !folder.as_os_str().is_empty())
                .into_iter()
                .chain([folder_of(lake_toml)])
                .collect(),
        })
    }

    /// Returns the files that `pattern` names, sorted by name, from the first folder that has any.
    ///
    /// # Errors
    /// When no folder has any, or the pattern is no glob.
    pub(super) fn find(&self, source: Source, pattern: &str) -> Result<Vec<DataFile>, Error> {
        let bad = |message: String| Error::BadPath { source_name: source, pattern: pattern.to_owned(), message };
        if pattern.trim().is_empty() {
            return Err(bad("the path is empty".to_owned()));
        }
        if pattern.contains("://") {
            return Err(bad("only files of this machine are read".to_owned()));
        }
        let mut looked_for = Vec::new();
        for folder in &self.0 {
            for pattern in [pattern.to_owned(), format!("{pattern}.gz")] {
                let place = folder.join(&pattern);
                let found = files_at(&place).map_err(|error| bad(error.to_string()))?;
                if !found.is_empty() {
                    return Ok(found.into_iter().map(|path| DataFile { name: short(&path, folder), path }).collect());
                }
                looked_for.push(place.display().to_string());
            }
        }
        Err(Error::NoFile { source_name: source, pattern: pattern.to_owned(), looked_for })
    }
}

/// Returns the file at `place`, or the files that it matches as a glob; a name that merely looks like a glob wins.
fn files_at(place: &Path) -> Result<Vec<PathBuf>, glob::PatternError> {
    if place.is_file() {
        return Ok(vec![place.to_path_buf()]);
    }
    let mut found: Vec<PathBuf> =
        glob::glob(&place.to_string_lossy())?.filter_map(Result::ok).filter(|path| path.is_file()).collect();
    found.sort();
    Ok(found)
}

/// Returns `path` as lake.toml would write it, with `/` on every system.
fn short(path: &Path, folder: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// Returns the extension of a file's name, that before `.gz` if it ends so.
pub(super) fn plain_extension(name: &str) -> &str {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if extension.eq_ignore_ascii_case("gz") { stem.rsplit_once('.').map_or("", |(_, inner)| inner) } else { extension }
}

/// Returns the format that a file's name tells.
pub(super) fn format_of(name: &str) -> Option<Format> {
    let is = |wanted: &str| plain_extension(name).eq_ignore_ascii_case(wanted);
    if is("csv") || is("tsv") || is("txt") {
        return Some(Format::Csv);
    }
    // Parquet compresses its own pages; one inside gzip is not what it seems.
    let is_parquet = Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet"));
    is_parquet.then_some(Format::Parquet)
}

/// Tells whether places in the file are rows rather than lines.
pub(super) fn is_parquet(name: &str) -> bool {
    format_of(name) == Some(Format::Parquet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_name() {
        assert_eq!(format_of("a/orders.CSV"), Some(Format::Csv));
        assert_eq!(format_of("orders.csv.gz"), Some(Format::Csv));
        assert_eq!(format_of("part-0.parquet"), Some(Format::Parquet));
        assert_eq!(format_of("orders.xlsx"), None);
        assert_eq!(format_of("orders.parquet.gz"), None);
    }

    #[test]
    fn data_stands_alone_and_the_environment_comes_before_the_lakes_own_folder() {
        let lake = Path::new("shop/lake.toml");
        let folders = |data: Option<&str>, environment: Option<&str>| {
            Folders::new(lake, data.map(Path::new), environment.map(PathBuf::from)).0
        };
        assert_eq!(folders(Some("d"), Some("e")), [PathBuf::from("d")]);
        assert_eq!(folders(None, Some("e")), [PathBuf::from("e"), PathBuf::from("shop")]);
        assert_eq!(folders(None, Some("")), [PathBuf::from("shop")]);
        assert_eq!(Folders::new(Path::new("lake.toml"), None, None).0, [PathBuf::from(".")]);
    }
}
