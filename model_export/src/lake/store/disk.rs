//! Files of this machine: opened, and stamped so that a change is seen.

use std::fs::File;
use std::path::Path;
use std::time::SystemTime;

use crate::lake::Error;

/// The size and the time of the last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// Looks at the file at `path`.
    ///
    /// # Errors
    /// When the system refuses.
    pub(super) fn of(path: &Path) -> Result<Self, Error> {
        let metadata = path.metadata().map_err(|source| refused(path, source))?;
        Ok(Self { size: metadata.len(), modified: metadata.modified().ok() })
    }

    /// Returns the size in bytes.
    pub(super) fn size(self) -> u64 {
        self.size
    }
}

/// Opens the file at `path`.
///
/// # Errors
/// When the system refuses.
pub(super) fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|source| refused(path, source))
}

fn refused(path: &Path, source: std::io::Error) -> Error {
    Error::Read { path: path.to_path_buf(), source }
}
