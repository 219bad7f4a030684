//! The columns of a Parquet batch, in the types that their fields read.
//!
//! Whatever the writer chose for the same thing (large, view or dictionary strings; any width of integer; any unit of
//! time) is cast to one type per field before the rows are looked at. Refused here: a type that cannot be meant.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMillisecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use arrow_schema::{DataType, SchemaRef, TimeUnit};

use super::plan::{Plan, Slot};
use super::row::Cell;
use crate::lake::Error;
use crate::lake::config::TimeFormat;
use crate::lake::schema::{Field, Kind};
use crate::lake::store::DataFile;

/// One column of a batch, in the type that its field reads.
pub(super) enum Column {
    Text(StringArray),
    Number(Float64Array),
    Whole(Int64Array),
    Flag(BooleanArray),
    Millis(TimestampMillisecondArray),
    /// The same for every row, as the name of a folder says it.
    Told(String),
}

impl Column {
    /// Returns the value of `row`, or `None` when it is null.
    pub(super) fn cell(&self, row: usize) -> Option<Cell<'_>> {
        match self {
            Self::Text(column) => column.is_valid(row).then(|| Cell::Text(column.value(row))),
            Self::Number(column) => column.is_valid(row).then(|| Cell::Number(column.value(row))),
            Self::Whole(column) => column.is_valid(row).then(|| Cell::Whole(column.value(row))),
            Self::Flag(column) => column.is_valid(row).then(|| Cell::Flag(column.value(row))),
            Self::Told(text) => Some(Cell::Text(text)),
            Self::Millis(column) => column.is_valid(row).then(|| Cell::Millis(column.value(row))),
        }
    }
}

/// Where a slot's values come from in one file.
pub(super) enum Layout {
    /// The file's column, cast to this type.
    Column(DataType),
    /// The name of a folder.
    Told(String),
}

/// Returns, for each slot that the file (or `told`, what its folders say) has, where its values come from.
///
/// # Errors
/// When a column cannot be what its field is.
pub(super) fn layouts<F: Field>(
    plan: &Plan<'_, F>,
    file: &DataFile,
    schema: &SchemaRef,
    positions: &[Option<usize>],
    told: &[(String, String)],
) -> Result<Vec<Option<Layout>>, Error> {
    let of_slot = |(slot, position): (&Slot<'_, F>, &Option<usize>)| {
        let Some(position) = *position else { return Ok(None) };
        let n_columns = schema.fields().len();
        if position >= n_columns {
            return Ok(Some(Layout::Told(told[position - n_columns].1.clone())));
        }
        let found = schema.field(position).data_type();
        let layout = if slot.field.is_some() {
            layout(slot.kind, found, &plan.table.timestamp_formats)
        } else {
            arrow_cast::can_cast_types(found, &DataType::Utf8).then_some(DataType::Utf8)
        };
        layout.map(|kind| Some(Layout::Column(kind))).ok_or_else(|| Error::WrongType {
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
pub(super) fn columns<F: Field>(
    plan: &Plan<'_, F>,
    batch: &RecordBatch,
    layouts: &[Option<Layout>],
) -> Result<Vec<Option<Column>>, arrow_schema::ArrowError> {
    let of_slot = |(slot, layout): (&Slot<'_, F>, &Option<Layout>)| match (layout, batch.column_by_name(slot.column)) {
        (Some(Layout::Told(text)), _) => Ok(Some(Column::Told(text.clone()))),
        (Some(Layout::Column(kind)), Some(found)) => Ok(column(&arrow_cast::cast(found, kind)?)),
        (None, _) | (_, None) => Ok(None),
    };
    plan.slots.iter().zip(layouts).map(of_slot).collect()
}

/// Returns the column in the type nearest to its own, or `None` when nothing here can show it (a list, a struct).
pub(super) fn as_found(found: &ArrayRef) -> Result<Option<Column>, arrow_schema::ArrowError> {
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
