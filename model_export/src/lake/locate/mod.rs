//! Where a source's files are: the places that relative paths start at, files, globs and folders, on disk or in a
//! bucket, and `.gz` beside a plain name.
//!
//! Refused here: any order of files but that of their names, and opening them.

mod in_bucket;
mod names;
mod on_disk;
mod partitions;
mod snapshot;

use std::path::{Path, PathBuf};

pub(super) use names::{format_of, has_rows, plain_extension};
pub(super) use partitions::partitions;

use super::config::{Format, folder_of};
use super::store::{Bucket, DataFile, Environment, S3};
use super::{Error, Reason, Source};

/// The places that relative paths start at, first choice first.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    starts: Vec<Start>,
    /// What stores are reached with.
    pub(super) environment: Environment,
}

/// Where relative paths start.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Start {
    Folder(PathBuf),
    /// A bucket, and the keys that begin with this prefix and a `/`, or all when it is empty.
    Bucket {
        name: String,
        prefix: String,
    },
}

/// The files of a source, in the order of their names.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<DataFile>,
    /// What lies there and is no data file, or may be one too many, with its name.
    pub(super) notices: Vec<(Reason, String)>,
}

impl Start {
    fn new(place: PathBuf) -> Self {
        match place.to_str().and_then(|text| text.strip_prefix(S3)) {
            Some(address) => Self::of_address(address),
            None => Self::Folder(place),
        }
    }

    /// Splits what comes after `s3://`.
    fn of_address(address: &str) -> Self {
        let (name, prefix) = address.split_once('/').unwrap_or((address, ""));
        Self::Bucket { name: name.to_owned(), prefix: prefix.trim_matches('/').to_owned() }
    }

    /// Returns the place that `pattern` names, for people.
    fn place(&self, pattern: &str) -> String {
        match self {
            Self::Folder(folder) => folder.join(pattern).display().to_string(),
            Self::Bucket { name, prefix } => format!("{S3}{name}/{}", in_bucket::key(prefix, pattern)),
        }
    }

    fn find(&self, pattern: &str, format: Option<Format>, environment: &Environment) -> Result<Found, NotFound> {
        match self {
            Self::Folder(folder) => on_disk::find(folder, pattern, format),
            Self::Bucket { name, prefix } => {
                in_bucket::find(&Bucket::connect(name, environment)?, prefix, pattern, format)
            }
        }
    }
}

/// Why nothing was looked for.
enum NotFound {
    Pattern(glob::PatternError),
    Lake(Error),
}

impl From<glob::PatternError> for NotFound {
    fn from(error: glob::PatternError) -> Self {
        Self::Pattern(error)
    }
}

impl From<Error> for NotFound {
    fn from(error: Error) -> Self {
        Self::Lake(error)
    }
}

impl Folders {
    /// Returns `data` alone when it is given, else the place of the environment and then the folder of lake.toml.
    pub(super) fn new(lake_toml: &Path, data: Option<&Path>, start: Option<PathBuf>, environment: Environment) -> Self {
        let places = match data {
            Some(data) => vec![data.to_path_buf()],
            None => start
                .filter(|folder| !folder.as_os_str().is_empty())
                .into_iter()
                .chain([folder_of(lake_toml)])
                .collect(),
        };
        Self { starts: places.into_iter().map(Start::new).collect(), environment }
    }

    /// Returns the files that `patterns` name, those of each sorted by name, from the first place that has any. Of a folder,
    /// those that are of `format`, or whose names tell a format.
    ///
    /// # Errors
    /// When no place has any, a pattern is no glob, the live files of a table cannot be told, or a store refuses.
    pub(super) fn find(&self, source: Source, patterns: &[String], format: Option<Format>) -> Result<Found, Error> {
        let mut all = Found::default();
        for pattern in patterns {
            let Found { files, notices } = self.find_one(source, pattern, format)?;
            let is_new = |file: &DataFile| all.files.iter().all(|known| known.name != file.name);
            let new: Vec<DataFile> = files.into_iter().filter(is_new).collect();
            all.files.extend(new);
            all.notices.extend(notices);
        }
        let packed = all.files.iter().map(|file| &file.name);
        let is_twin = |name: &&String| {
            let plain = names::unpacked(name);
            plain.len() < name.len() && all.files.iter().any(|file| file.name == plain)
        };
        let twins: Vec<String> = packed.filter(is_twin).cloned().collect();
        all.notices.extend(twins.into_iter().map(|name| (Reason::TwinFile, name)));
        Ok(all)
    }

    fn find_one(&self, source: Source, pattern: &str, format: Option<Format>) -> Result<Found, Error> {
        let bad = |message: String| Error::BadPath { source_name: source, pattern: pattern.to_owned(), message };
        if pattern.trim().is_empty() {
            return Err(bad("the path is empty".to_owned()));
        }
        let absolute;
        let (starts, inside, prefix) = match pattern.split_once("://") {
            None => (self.starts.as_slice(), pattern, String::new()),
            Some(("s3", address)) => {
                let (name, inside) = address.split_once('/').unwrap_or((address, ""));
                absolute = [Start::Bucket { name: name.to_owned(), prefix: String::new() }];
                (absolute.as_slice(), inside, format!("{S3}{name}/"))
            }
            Some(_) => return Err(bad("only files of this machine and s3:// are read".to_owned())),
        };
        let mut looked_for = Vec::new();
        for start in starts {
            for inside in [inside.to_owned(), format!("{inside}.gz")] {
                let mut found = start.find(&inside, format, &self.environment).map_err(|error| match error {
                    NotFound::Pattern(error) => bad(error.to_string()),
                    NotFound::Lake(error) => error,
                })?;
                if !found.files.is_empty() {
                    found.files.iter_mut().for_each(|file| file.name.insert_str(0, &prefix));
                    return Ok(found);
                }
                let is_empty = found.notices.iter().any(|(reason, _)| *reason == Reason::EmptyFile);
                let note = if is_empty { " (a folder without data files)" } else { "" };
                looked_for.push(format!("{}{note}", start.place(&inside)));
            }
        }
        Err(Error::NoFile { source_name: source, pattern: pattern.to_owned(), looked_for })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_stands_alone_and_the_environment_comes_before_the_lakes_own_folder() {
        let lake = Path::new("shop/lake.toml");
        let starts = |data: Option<&str>, environment: Option<&str>| {
            Folders::new(lake, data.map(Path::new), environment.map(PathBuf::from), Environment::default()).starts
        };
        let folder = |path: &str| Start::Folder(path.into());
        assert_eq!(starts(Some("d"), Some("e")), [folder("d")]);
        assert_eq!(starts(None, Some("e")), [folder("e"), folder("shop")]);
        assert_eq!(starts(None, Some("")), [folder("shop")]);
        let bucket = |prefix: &str| Start::Bucket { name: "b".to_owned(), prefix: prefix.to_owned() };
        assert_eq!(starts(Some("s3://b/shop/day/"), None), [bucket("shop/day")]);
        assert_eq!(starts(Some("s3://b"), None), [bucket("")]);
    }
}
