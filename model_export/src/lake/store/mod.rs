//! Stores: where the bytes of a file are, on this machine or in a bucket of an S3-compatible store.
//!
//! A file is opened as a stream of bytes (CSV) or as Parquet whose row groups are fetched one by one, the wanted columns
//! alone. Refused here: knowing what the bytes mean, a file that is another at its end than it was at its beginning, and
//! any credential in a message or a debug print.

mod bucket;
mod chunks;
mod disk;
mod environment;
mod explain;
mod object;
mod row_groups;
mod sniff;

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) use bucket::Bucket;
pub use environment::Environment;
pub(super) use object::Object;
pub(super) use row_groups::{Projection, RowGroupFault, RowGroups, guarded};
pub(super) use sniff::{Content, HEAD, sniff};

use roaring::RoaringTreemap;

use super::Error;
use chunks::Chunks;
use disk::Stamp;

/// What the address of an object begins with.
pub(super) const S3: &str = "s3://";

/// Where a file is.
#[derive(Debug, Clone)]
pub(super) enum Location {
    /// On this machine.
    Disk(PathBuf),
    /// In a bucket.
    Object(Object),
}

/// One file of a source.
#[derive(Debug, Clone)]
pub(super) struct DataFile {
    /// Where it is.
    pub(super) location: Location,
    /// Its name for people and reports, relative to the place where the lake's paths start.
    pub(super) name: String,
    /// The columns that stand in no file, where a table's log tells them; else the folders of the name do.
    pub(super) told: Option<Vec<(String, String)>>,
    /// The rows, from 0, that a table's log says are deleted.
    pub(super) deleted: Option<Arc<RoaringTreemap>>,
}

impl DataFile {
    /// Returns a file of which nothing is told but its name.
    pub(super) fn new(location: Location, name: String) -> Self {
        Self { location, name, told: None, deleted: None }
    }

    /// Reads the whole file, of at most so many bytes: for the logs of tables, which are small.
    ///
    /// # Errors
    /// When the system or the store refuses; the inner error when the file is longer or ends early.
    pub(super) fn bytes(&self, most: u64) -> Result<std::io::Result<Vec<u8>>, Error> {
        let mut bytes = Vec::new();
        let read = self.open()?.take(most + 1).read_to_end(&mut bytes);
        let too_long = || std::io::Error::other(format!("longer than {most} bytes"));
        Ok(read.and_then(|n_bytes| if n_bytes as u64 > most { Err(too_long()) } else { Ok(bytes) }))
    }

    /// Opens the file's bytes from its beginning.
    ///
    /// # Errors
    /// When the system or the store refuses.
    pub(super) fn open(&self) -> Result<Box<dyn Read>, Error> {
        Ok(match &self.location {
            Location::Disk(path) => Box::new(disk::open(path)?),
            Location::Object(object) => Box::new(Chunks::new(object.clone())),
        })
    }

    /// Returns the file's size in bytes.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn size(&self) -> Result<u64, Error> {
        Ok(match &self.location {
            Location::Disk(path) => Stamp::of(path)?.size(),
            Location::Object(object) => object.size(),
        })
    }
}

/// What a file looked like before it was read. An object's own requests carry its `ETag` instead.
pub(super) struct Watch<'a> {
    file: &'a DataFile,
    before: Option<Stamp>,
}

impl<'a> Watch<'a> {
    /// Looks at `file`.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn start(file: &'a DataFile) -> Result<Self, Error> {
        let before = match &file.location {
            Location::Disk(path) => Some(Stamp::of(path)?),
            Location::Object(_) => None,
        };
        Ok(Self { file, before })
    }

    /// Looks again.
    ///
    /// # Errors
    /// [`Error::Changed`] when the file is not what it was.
    pub(super) fn check(self) -> Result<(), Error> {
        match (&self.file.location, self.before) {
            (Location::Disk(path), Some(before)) if Stamp::of(path).ok() != Some(before) => {
                Err(Error::Changed { file: self.file.name.clone() })
            }
            _ => Ok(()),
        }
    }
}
