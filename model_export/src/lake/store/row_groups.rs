//! A Parquet file, row group by row group, the wanted columns alone.
//!
//! A file of this machine is read as it is decoded; of an object, the columns of one row group are fetched at once, and
//! those of the next while these are decoded. Refused here: a row group's fault as the whole file's.

use std::cell::Cell;
use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::sync::Once;

use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::{ParquetRecordBatchStreamBuilder, ProjectionMask};
use parquet::errors::ParquetError;
use tokio::task::JoinHandle;

use super::{DataFile, Location, Object, disk};
use crate::lake::Error;
use crate::lake::error::ContentError;

/// What is read of every row group.
#[derive(Debug, Clone)]
pub(in crate::lake) struct Projection {
    /// The wanted columns.
    pub(in crate::lake) columns: ProjectionMask,
    /// The most rows of one batch.
    pub(in crate::lake) batch_rows: usize,
}

/// Why a row group cannot be read.
#[derive(Debug)]
pub(in crate::lake) enum RowGroupFault {
    /// Its bytes are not what they should be.
    Torn(String),
    /// The store refused, or the file changed.
    Lake(Error),
}

impl From<ParquetError> for RowGroupFault {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(cause) => match cause.downcast::<Error>() {
                Ok(error) => Self::Lake(*error),
                Err(cause) => Self::Torn(cause.to_string()),
            },
            error => Self::Torn(error.to_string()),
        }
    }
}

thread_local! {
    /// Whether a panic of this thread is caught and told as a fault of the file.
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a part of the library that may panic on bytes which are not what they should be; a panic is a fault of the file.
///
/// # Errors
/// Those of `run`, and [`RowGroupFault::Torn`] when it panics.
pub(in crate::lake) fn guarded<T>(run: impl FnOnce() -> Result<T, RowGroupFault>) -> Result<T, RowGroupFault> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    // Whatever was under way belongs to the file alone, and is not used again.
    let result = std::panic::catch_unwind(AssertUnwindSafe(run));
    IS_GUARDED.set(before);
    result.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(RowGroupFault::Torn(format!("its bytes contradict each other ({said})")))
    })
}

type Fetched = Result<ParquetRecordBatchReader, ParquetError>;

/// An open Parquet file whose footer was read.
pub(in crate::lake) struct RowGroups {
    metadata: ArrowReaderMetadata,
    bytes: Bytes,
}

enum Bytes {
    Disk(File),
    Object(Object, Option<(usize, JoinHandle<Fetched>)>),
}

impl RowGroups {
    /// Opens `file` and reads its footer.
    ///
    /// # Errors
    /// When the system or the store refuses, or the footer is not one.
    pub(in crate::lake) fn open(file: &DataFile) -> Result<Self, Error> {
        let options = ArrowReaderOptions::new();
        let (metadata, bytes) = match &file.location {
            Location::Object(object) => {
                let mut reader = object.clone();
                let load = || object.bucket.runtime.block_on(ArrowReaderMetadata::load_async(&mut reader, options));
                (guarded(|| Ok(load()?)), Bytes::Object(object.clone(), None))
            }
            Location::Disk(path) => {
                let bytes = disk::open(path)?;
                (guarded(|| Ok(ArrowReaderMetadata::load(&bytes, options)?)), Bytes::Disk(bytes))
            }
        };
        let metadata = metadata.map_err(|fault| match fault {
            RowGroupFault::Lake(error) => error,
            RowGroupFault::Torn(message) if is_encrypted(&message) => {
                let found = format!("the file is encrypted, or its footer is torn ({message})");
                ContentError::unreadable(file, found, "write it again without encryption").into()
            }
            RowGroupFault::Torn(message) => Error::Torn { file: file.name.clone(), line: None, message },
        })?;
        Ok(Self { metadata, bytes })
    }

    /// Returns what the footer says.
    pub(in crate::lake) fn metadata(&self) -> &ArrowReaderMetadata {
        &self.metadata
    }

    /// Returns the number of row groups.
    pub(in crate::lake) fn len(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// Returns how many rows the footer says a row group has.
    pub(in crate::lake) fn rows(&self, group: usize) -> u64 {
        self.metadata.metadata().row_group(group).num_rows().unsigned_abs()
    }

    /// Opens a row group.
    ///
    /// # Errors
    /// When its bytes cannot be had, or are not what the footer says.
    pub(in crate::lake) fn read(
        &mut self,
        group: usize,
        projection: &Projection,
    ) -> Result<ParquetRecordBatchReader, RowGroupFault> {
        let n_groups = self.len();
        let metadata = &self.metadata;
        match &mut self.bytes {
            Bytes::Disk(file) => {
                let bytes = file.try_clone().map_err(|error| RowGroupFault::Torn(error.to_string()))?;
                let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, metadata.clone());
                Ok(builder
                    .with_row_groups(vec![group])
                    .with_projection(projection.columns.clone())
                    .with_batch_size(projection.batch_rows)
                    .build()?)
            }
            Bytes::Object(object, ahead) => {
                let ask = |group: usize| {
                    let (object, metadata, projection) = (object.clone(), metadata.clone(), projection.clone());
                    object.bucket.clone().runtime.spawn(fetch(object, metadata, group, projection))
                };
                let asked = match ahead.take() {
                    Some((asked, handle)) if asked == group => handle,
                    _ => ask(group),
                };
                *ahead = (group + 1 < n_groups).then(|| (group + 1, ask(group + 1)));
                let fetched = object.bucket.runtime.block_on(asked);
                Ok(fetched.map_err(|error| RowGroupFault::Torn(error.to_string()))??)
            }
        }
    }
}

/// Tells whether the library missed what only encrypted files lack.
fn is_encrypted(message: &str) -> bool {
    message.contains("encrypt") || message.contains("Required field")
}

async fn fetch(object: Object, metadata: ArrowReaderMetadata, group: usize, projection: Projection) -> Fetched {
    let mut stream = ParquetRecordBatchStreamBuilder::new_with_metadata(object, metadata)
        .with_row_groups(vec![group])
        .with_projection(projection.columns)
        .with_batch_size(projection.batch_rows)
        .build()?;
    stream.next_row_group().await?.ok_or_else(|| ParquetError::EOF("the row group has no rows".to_owned()))
}
