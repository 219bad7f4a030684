//! One object of a bucket: ranges of its bytes, all of the same version.
//!
//! Every request names the `ETag` that was seen first, and every answer is compared with it: not every store heeds the
//! condition. Refused here: bytes of two versions in one file.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use object_store::{
    GetOptions, GetRange, OBJECT_STORE_COALESCE_DEFAULT, ObjectMeta, ObjectStore, ObjectStoreExt, coalesce_ranges,
};
use parquet::arrow::arrow_reader::ArrowReaderOptions;
use parquet::arrow::async_reader::AsyncFileReader;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use super::Bucket;
use super::explain::Attempt;
use crate::lake::Error;

/// What is fetched from the end of a Parquet file at once: the footer of most.
const FOOTER_BYTES: usize = 1 << 16;

/// An object as it was when it was first seen.
#[derive(Debug, Clone)]
pub(in crate::lake) struct Object {
    pub(super) bucket: Arc<Bucket>,
    meta: Arc<ObjectMeta>,
    /// Its name for people.
    name: Arc<str>,
}

impl Object {
    /// Remembers the object that `meta` tells of.
    ///
    /// # Errors
    /// When a listing does not tell its `ETag`, and the store does not either.
    pub(in crate::lake) fn new(bucket: &Arc<Bucket>, meta: ObjectMeta, name: &str) -> Result<Self, Error> {
        let meta = match &meta.e_tag {
            Some(_) => meta,
            None => bucket.head(&meta.location)?.unwrap_or(meta),
        };
        Ok(Self { bucket: Arc::clone(bucket), meta: Arc::new(meta), name: name.into() })
    }

    /// Returns the size in bytes.
    pub(in crate::lake) fn size(&self) -> u64 {
        self.meta.size
    }

    /// Fetches a range of bytes.
    ///
    /// # Errors
    /// [`Error::Changed`] when the object is another by now, or whatever the store says.
    pub(super) async fn fetch(&self, range: Range<u64>) -> Result<Bytes, Error> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            if_match: self.meta.e_tag.clone(),
            ..GetOptions::default()
        };
        let answer = match self.bucket.store.get_opts(&self.meta.location, options).await {
            Ok(answer) => {
                self.compare(&answer.meta)?;
                answer.bytes().await
            }
            Err(error) => Err(error),
        };
        match answer {
            Ok(bytes) => Ok(bytes),
            Err(error) => {
                // Of an object that became shorter, a store may only say that the range is not there.
                if let Ok(now) = self.bucket.store.head(&self.meta.location).await {
                    self.compare(&now)?;
                }
                match self.bucket.explain(Attempt::Fetch, self.meta.location.as_ref(), &error) {
                    Error::Changed { .. } => Err(self.changed()),
                    error => Err(error),
                }
            }
        }
    }

    fn compare(&self, now: &ObjectMeta) -> Result<(), Error> {
        let same_version = match (&self.meta.e_tag, &now.e_tag) {
            (Some(then), Some(now)) => then == now,
            // Without tags, time tells; a listing has fractions of seconds that an answer's header has not.
            _ => self.meta.last_modified.timestamp() == now.last_modified.timestamp(),
        };
        if same_version && self.meta.size == now.size { Ok(()) } else { Err(self.changed()) }
    }

    fn changed(&self) -> Error {
        Error::Changed { file: self.name.to_string() }
    }
}

fn external(error: Error) -> ParquetError {
    ParquetError::External(Box::new(error))
}

impl AsyncFileReader for Object {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, Result<Bytes, ParquetError>> {
        async move { self.fetch(range).await.map_err(external) }.boxed()
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, Result<Vec<Bytes>, ParquetError>> {
        let this = &*self;
        async move {
            let fetch = |range| async move { this.fetch(range).await.map_err(external) };
            coalesce_ranges(&ranges, fetch, OBJECT_STORE_COALESCE_DEFAULT).await
        }
        .boxed()
    }

    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, Result<Arc<ParquetMetaData>, ParquetError>> {
        async move {
            let size = self.size();
            let reader =
                ParquetMetaDataReader::new().with_arrow_reader_options(options).with_prefetch_hint(Some(FOOTER_BYTES));
            reader.load_and_finish(self, size).await.map(Arc::new)
        }
        .boxed()
    }
}
