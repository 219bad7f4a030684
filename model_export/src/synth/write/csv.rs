//! Arrow batches as CSV: empty for missing, `true`/`false`, ISO dates, RFC 3339 timestamps in UTC.
//!
//! It refuses column types that no source has.

use std::fs::File;
use std::io::{BufWriter, Write as _};

use anyhow::{Result, bail};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int32Type, TimestampMillisecondType};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema, TimeUnit};
use jiff::civil::{DateTime, date};
use jiff::{SignedDuration, ToSpan as _};

use crate::synth::dirt::UNSET_MS;

/// A CSV file being written.
pub(super) struct CsvTable {
    writer: csv::Writer<BufWriter<File>>,
    field: Vec<u8>,
    rows: u64,
}

impl CsvTable {
    /// Writes the header.
    pub(super) fn new(file: BufWriter<File>, schema: &Schema) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(schema.fields().iter().map(|field| field.name()))?;
        Ok(Self { writer, field: Vec::new(), rows: 0 })
    }

    /// Writes the rows of a batch.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        for row in 0..batch.num_rows() {
            for column in batch.columns() {
                self.field.clear();
                if column.is_valid(row) {
                    write_value(&mut self.field, column.as_ref(), row)?;
                }
                self.writer.write_field(&self.field)?;
            }
            self.writer.write_record(None::<&[u8]>)?;
        }
        self.rows += batch.num_rows() as u64;
        Ok(())
    }

    /// Writes what is buffered and returns the number of rows.
    pub(super) fn close(mut self) -> Result<u64> {
        self.writer.flush()?;
        Ok(self.rows)
    }
}

fn write_value(out: &mut Vec<u8>, column: &dyn Array, row: usize) -> Result<()> {
    match column.data_type() {
        DataType::Utf8 => out.extend_from_slice(column.as_string::<i32>().value(row).as_bytes()),
        DataType::Int32 => write!(out, "{}", column.as_primitive::<Int32Type>().value(row))?,
        DataType::Float64 => write!(out, "{}", column.as_primitive::<Float64Type>().value(row))?,
        DataType::Boolean => write!(out, "{}", column.as_boolean().value(row))?,
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            write!(out, "{}", date(1970, 1, 1).checked_add(i64::from(days).days())?)?;
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            write_instant(out, column.as_primitive::<TimestampMillisecondType>().value(row))?;
        }
        other => bail!("a source has a column of type {other}, which has no CSV form here"),
    }
    Ok(())
}

fn write_instant(out: &mut Vec<u8>, ms: i64) -> Result<()> {
    if ms == UNSET_MS {
        out.extend_from_slice(b"0000-00-00 00:00:00");
        return Ok(());
    }
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    write!(out, "{}Z", epoch.checked_add(SignedDuration::from_millis(ms))?)?;
    Ok(())
}
