//! Text files of published data sets, plain or gzip, line by line.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use thiserror::Error;

/// Why a file could not be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file, or a part of it, is not to be had.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A line does not hold what it should.
    #[error("{}, line {line}: expected {expected}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What each line should hold.
        expected: &'static str,
    },
    /// More users, sessions or items than 32-bit numbers can tell apart.
    #[error("{} has more users, sessions or items than 2^32 - 1", path.display())]
    TooMany {
        /// The file.
        path: PathBuf,
    },
}

/// Gives every line of a file with its number, from 1, to `take`; a name that ends in `.gz` is unpacked.
///
/// # Errors
/// [`ReadError::Io`] when the file cannot be read to its end, and what `take` finds.
pub(super) fn each_line(
    path: &Path,
    mut take: impl FnMut(usize, &str) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let failed = |source| ReadError::Io { path: path.to_owned(), source };
    let file = BufReader::new(File::open(path).map_err(failed)?);
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let mut reader: Box<dyn BufRead> =
        if packed { Box::new(BufReader::new(MultiGzDecoder::new(file))) } else { Box::new(file) };
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        if reader.read_line(&mut line).map_err(failed)? == 0 {
            break;
        }
        take(number, &line)?;
    }
    Ok(())
}
