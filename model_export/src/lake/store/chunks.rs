//! An object as a stream of bytes, in chunks that are fetched one ahead of the reader.

use std::io::{self, Read};

use bytes::{Buf, Bytes};
use tokio::task::JoinHandle;

use super::Object;
use crate::lake::Error;

/// How much is fetched by one request. Two chunks are in memory at once.
const CHUNK_BYTES: u64 = 1 << 23;

/// A reader of an object from its beginning.
pub(super) struct Chunks {
    object: Object,
    /// What was fetched and not read yet.
    current: Bytes,
    /// The request under way.
    next: Option<JoinHandle<Result<Bytes, Error>>>,
    /// The first byte that was not asked for yet.
    asked: u64,
}

impl Chunks {
    /// Asks for the first chunk.
    pub(super) fn new(object: Object) -> Self {
        let mut chunks = Self { object, current: Bytes::new(), next: None, asked: 0 };
        chunks.ask();
        chunks
    }

    fn ask(&mut self) {
        let (start, end) = (self.asked, self.object.size().min(self.asked + CHUNK_BYTES));
        if start < end {
            let object = self.object.clone();
            self.next = Some(self.object.bucket.runtime.spawn(async move { object.fetch(start..end).await }));
            self.asked = end;
        }
    }
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.current.is_empty() {
            let Some(next) = self.next.take() else { return Ok(0) };
            self.current = self.object.bucket.runtime.block_on(next)?.map_err(io::Error::other)?;
            self.ask();
        }
        let n_bytes = buffer.len().min(self.current.len());
        self.current.copy_to_slice(&mut buffer[..n_bytes]);
        Ok(n_bytes)
    }
}
