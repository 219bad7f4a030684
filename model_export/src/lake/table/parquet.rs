//! Parquet through Arrow, one batch at a time, the wanted columns alone.
//!
//! Whatever the writer chose for the same thing (large, view or dictionary strings; any width of integer; any unit of
//! time) is cast to one type per field before the rows are looked at. A type that cannot be meant is an error.

use std::fs::File;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMillisecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use arrow_schema::{DataType, SchemaRef, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::plan::{Plan, Slot};
use super::row::{Cell, Cells};
use super::{Books, Row};
use crate::lake::Error;
use crate::lake::config::TimeFormat;
use crate::lake::locate::DataFile;
use crate::lake::schema::{Field, Kind};

const BATCH_ROWS: usize = 8_192;

/// One column of a batch, in the type that its field reads.
pub(super) enum Column {
    Text(StringArray),
    Number(Float64Array),
    Whole(Int64Array),
    Flag(BooleanArray),
    Millis(TimestampMillisecondArray),
}

impl Column {
    /// Returns the value of `row`, or `None` when it is null.
    pub(super) fn cell(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Self::Text(column) => column.is_valid(row).then(|| Cell::Text(column.value(row))),
            Self::Number(column) => column.is_valid(row).then(|| Cell::Number(column.value(row))),
            Self::Whole(column) => column.is_valid(row).then(|| Cell::Whole(column.value(row))),
            Self::Flag(column) => column.is_valid(row).then(|| Cell::Flag(column.value(row))),
            Self::Millis(column) => column.is_valid(row).then(|| Cell::Millis(column.value(row))),
        }
    }
}

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    let torn = |message: String| Error::Torn { file: file.name.clone(), line: None, message };
    let bytes = File::open(&file.path).map_err(|source| Error::Read { path: file.path.clone(), source })?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| torn(error.to_string()))?;
    let schema = SchemaRef::clone(builder.schema());
    let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let positions = plan.bind(&file.name, &names)?;
    let layouts = layouts(plan, file, &schema, &positions)?;

    let wanted = if plan.whole {
        ProjectionMask::all()
    } else {
        ProjectionMask::roots(builder.parquet_schema(), positions.iter().flatten().copied())
    };
    let reader =
        builder.with_projection(wanted).with_batch_size(BATCH_ROWS).build().map_err(|error| torn(error.to_string()))?;
    let mut first_row = 1;
    for batch in reader {
        let batch = batch.map_err(|error| torn(error.to_string()))?;
        let mut columns = columns(plan, &batch, &layouts).map_err(|error| torn(error.to_string()))?;
        if plan.whole {
            for found in batch.columns() {
                columns.push(as_found(found).map_err(|error| torn(error.to_string()))?);
            }
        }
        for row in 0..batch.num_rows() {
            let place = books.place(first_row + row as u64)?;
            books.row(&Row { plan, names: &names, cells: Cells::Batch(&columns, row), place })?;
        }
        first_row += batch.num_rows() as u64;
    }
    Ok(())
}

/// Returns, for each slot that the file has, the type to cast its column to.
///
/// # Errors
/// When a column cannot be what its field is.
fn layouts<F: Field>(
    plan: &Plan<'_, F>,
    file: &DataFile,
    schema: &SchemaRef,
    positions: &[Option<usize>],
) -> Result<Vec<Option<DataType>>, Error> {
    let of_slot = |(slot, position): (&Slot<'_, F>, &Option<usize>)| {
        let Some(position) = *position else { return Ok(None) };
        let found = schema.field(position).data_type();
        let layout = if slot.field.is_some() {
            layout(slot.kind, found, &plan.table.timestamp_formats)
        } else {
            arrow_cast::can_cast_types(found, &DataType::Utf8).then_some(DataType::Utf8)
        };
        layout.map(Some).ok_or_else(|| Error::WrongType {
            source_name: F::SOURCE,
            file: file.name.clone(),
            column: slot.column.to_owned(),
            found: found.to_string(),
            counts: found.is_integer(),
            field: slot.field_name(),
            kind: slot.kind,
            columns: schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect(),
        })
    };
    plan.slots.iter().zip(positions).map(of_slot).collect()
}

/// Returns the type that a column of type `found` is cast to for a field of `kind`, or `None` when it cannot be meant.
fn layout(kind: Kind, found: &DataType, formats: &[TimeFormat]) -> Option<DataType> {
    let found = match found {
        DataType::Dictionary(_, values) => values.as_ref(),
        plain => plain,
    };
    let is_text = matches!(found, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    match (kind, found) {
        (_, DataType::Null) => Some(DataType::Utf8),
        _ if is_text => Some(DataType::Utf8),
        (Kind::Text, whole) if whole.is_integer() => Some(DataType::Utf8),
        (Kind::Number, number) if number.is_numeric() => Some(DataType::Float64),
        (Kind::Whole | Kind::Flag, whole) if whole.is_integer() => Some(DataType::Int64),
        (Kind::Whole, number) if number.is_floating() => Some(DataType::Float64),
        (Kind::Flag, DataType::Boolean) => Some(DataType::Boolean),
        (Kind::Timestamp | Kind::Date, DataType::Timestamp(_, zone)) => {
            // A zone changes how the instant is shown, not which one it is: keeping it keeps the number.
            Some(DataType::Timestamp(TimeUnit::Millisecond, zone.clone()))
        }
        (Kind::Timestamp | Kind::Date, DataType::Date32 | DataType::Date64) => {
            Some(DataType::Timestamp(TimeUnit::Millisecond, None))
        }
        (Kind::Timestamp | Kind::Date, whole) if whole.is_integer() && formats.iter().any(TimeFormat::is_unix) => {
            Some(DataType::Int64)
        }
        _ => None,
    }
}

/// Casts the batch's columns, by slot.
fn columns<F: Field>(
    plan: &Plan<'_, F>,
    batch: &RecordBatch,
    layouts: &[Option<DataType>],
) -> Result<Vec<Option<Column>>, arrow_schema::ArrowError> {
    let of_slot = |(slot, layout): (&Slot<'_, F>, &Option<DataType>)| {
        let (Some(layout), Some(found)) = (layout, batch.column_by_name(slot.column)) else { return Ok(None) };
        let cast = arrow_cast::cast(found, layout)?;
        Ok(column(&cast))
    };
    plan.slots.iter().zip(layouts).map(of_slot).collect()
}

/// Returns the column in the type nearest to its own, or `None` when nothing here can show it (a list, a struct).
fn as_found(found: &ArrayRef) -> Result<Option<Column>, arrow_schema::ArrowError> {
    let values = match found.data_type() {
        DataType::Dictionary(_, values) => values.as_ref(),
        plain => plain,
    };
    let layout = match values {
        DataType::Boolean => DataType::Boolean,
        DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Millisecond, zone.clone()),
        DataType::Date32 | DataType::Date64 => DataType::Timestamp(TimeUnit::Millisecond, None),
        whole if whole.is_integer() => DataType::Int64,
        number if number.is_numeric() => DataType::Float64,
        other if arrow_cast::can_cast_types(other, &DataType::Utf8) => DataType::Utf8,
        _ => return Ok(None),
    };
    Ok(column(&arrow_cast::cast(found, &layout)?))
}

fn column(cast: &ArrayRef) -> Option<Column> {
    None.or_else(|| cast.as_string_opt::<i32>().cloned().map(Column::Text))
        .or_else(|| cast.as_primitive_opt::<Float64Type>().cloned().map(Column::Number))
        .or_else(|| cast.as_primitive_opt::<Int64Type>().cloned().map(Column::Whole))
        .or_else(|| cast.as_boolean_opt().cloned().map(Column::Flag))
        .or_else(|| cast.as_primitive_opt::<TimestampMillisecondType>().cloned().map(Column::Millis))
}
