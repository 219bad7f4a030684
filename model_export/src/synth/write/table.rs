//! A source on its way to disk: clean rows come in, dirt is planted after them, batches of Arrow columns go out as Parquet
//! or CSV.
//!
//! At most [`BATCH`] rows and one row group are held, however long the source. It refuses nothing about values: what a row
//! says is its source's business.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::csv::CsvTable;
use crate::synth::dirt::{Damage, Planter, Rates};
use crate::synth::personal::{Counts, Extra};
use crate::synth::stream::{Stream, Streams};

/// Rows in a batch.
const BATCH: usize = 64 * 1024;
/// Rows in a Parquet row group: what a reader can take in one go and what the writer holds in memory.
const ROW_GROUP: usize = 1024 * 1024;

/// The file format of a lake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Parquet, compressed with zstd.
    Parquet,
    /// CSV with a header, comma-separated, UTF-8, RFC 3339 timestamps.
    Csv,
}

impl Format {
    /// Returns the ending of a file name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// The columns of one source, filled row by row.
pub(crate) trait Columns: Default {
    /// Name of the source, and of its file.
    const NAME: &'static str;
    /// Number of the source's random stream for dirt.
    const NUMBER: u64;
    /// The source's dirt.
    const DIRT: Rates;
    /// A clean row.
    type Row<'a>;

    /// Returns the columns' names and types.
    fn fields() -> Vec<Field>;

    /// Draws what the columns beside the story hold in this row; nothing, in most sources.
    fn draw(_rng: &mut ChaCha8Rng, _row: &Self::Row<'_>, _extra: &mut Extra) {}

    /// Adds a row, damaged if asked for.
    ///
    /// # Errors
    /// Never: text is formatted into memory, but the formatter's signature has an error.
    fn push(&mut self, row: &Self::Row<'_>, extra: &Extra, damage: Option<Damage>) -> std::fmt::Result;

    /// Empties the columns into arrays, in the order of [`Self::fields`].
    fn finish(&mut self) -> Vec<ArrayRef>;
}

enum Sink {
    // Boxed: the writers are large, and of different sizes.
    Parquet(Box<ArrowWriter<BufWriter<File>>>),
    Csv(Box<CsvTable>),
}

/// A source being written.
pub(crate) struct Table<C> {
    columns: C,
    planter: Planter,
    rng: ChaCha8Rng,
    extra: Extra,
    personal: Counts,
    schema: SchemaRef,
    sink: Sink,
    path: PathBuf,
    buffered: usize,
    clean: u64,
}

/// A source that has been written.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// Name of the source.
    pub source: &'static str,
    /// The file.
    pub path: PathBuf,
    /// Rows in the file, dirt included.
    pub rows: u64,
    /// Rows of the clean story.
    pub clean: u64,
    /// Dirty rows by kind.
    pub planted: BTreeMap<&'static str, u64>,
    /// Rows with personal data by column and kind.
    pub personal: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// Size of the file.
    pub bytes: u64,
}

impl<C: Columns> Table<C> {
    /// Creates the source's file in `folder`, replacing one of the same name.
    ///
    /// # Errors
    /// When the file cannot be created.
    pub(crate) fn create(streams: &Streams, folder: &Path, format: Format) -> Result<Self> {
        let path = folder.join(C::NAME).with_extension(format.extension());
        let schema: SchemaRef = Arc::new(Schema::new(C::fields()));
        let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
        let file = BufWriter::with_capacity(1 << 20, file);
        let sink = match format {
            Format::Csv => Sink::Csv(Box::new(CsvTable::new(file, &schema)?)),
            Format::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
                    .set_max_row_group_row_count(Some(ROW_GROUP))
                    .build();
                Sink::Parquet(Box::new(ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))?))
            }
        };
        let planter = Planter::new(streams, C::NUMBER, C::DIRT);
        let rng = streams.open(Stream::Personal, C::NUMBER);
        let (extra, personal) = (Extra::default(), Counts::new());
        Ok(Self { columns: C::default(), planter, rng, extra, personal, schema, sink, path, buffered: 0, clean: 0 })
    }

    /// Adds a clean row and whatever dirt is due after it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add(&mut self, row: &C::Row<'_>) -> Result<()> {
        self.clean += 1;
        C::draw(&mut self.rng, row, &mut self.extra);
        match self.planter.next() {
            Some(damage) if damage.in_place() => self.push(row, Some(damage)),
            Some(damage) => {
                self.push(row, None)?;
                self.push(row, Some(damage))
            }
            None => self.push(row, None),
        }
    }

    /// Adds a row that is dirt as a whole, counted under `kind`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn add_dirt(&mut self, row: &C::Row<'_>, kind: &'static str) -> Result<()> {
        self.planter.count(kind, 1);
        C::draw(&mut self.rng, row, &mut self.extra);
        self.push(row, None)
    }

    /// Writes what is left and closes the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn close(mut self) -> Result<Written> {
        self.flush()?;
        let cannot = || format!("cannot finish {}", self.path.display());
        let rows = match self.sink {
            Sink::Csv(table) => table.close().with_context(cannot)?,
            Sink::Parquet(mut writer) => {
                let rows = writer.finish().with_context(cannot)?.file_metadata().num_rows();
                writer.inner_mut().flush().with_context(cannot)?;
                rows as u64
            }
        };
        let bytes = std::fs::metadata(&self.path).with_context(cannot)?.len();
        let planted = self.planter.into_counts();
        Ok(Written {
            source: C::NAME,
            path: self.path,
            rows,
            clean: self.clean,
            planted,
            personal: self.personal,
            bytes,
        })
    }

    fn push(&mut self, row: &C::Row<'_>, damage: Option<Damage>) -> Result<()> {
        self.columns.push(row, &self.extra, damage)?;
        self.extra.count(&mut self.personal);
        self.buffered += 1;
        if self.buffered >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if self.buffered == 0 {
            return Ok(());
        }
        self.buffered = 0;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), self.columns.finish())?;
        match &mut self.sink {
            Sink::Parquet(writer) => writer.write(&batch).map_err(anyhow::Error::from),
            Sink::Csv(table) => table.write(&batch),
        }
        .with_context(|| format!("cannot write {}", self.path.display()))
    }
}
