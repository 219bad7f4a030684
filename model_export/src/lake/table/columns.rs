//! The columns of a Parquet batch, in the types that their fields read.
//!
//! Whatever the writer chose for the same thing (large, view or dictionary strings; any width of integer; any unit of
//! time) is cast to one type per field before the rows are looked at. Does not: read a type that cannot be meant.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type, TimestampMillisecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray,
};
use arrow_schema::{DataType, SchemaRef, TimeUnit};
use arrow_select::take::take;

use super::binding::Columns;
use super::cast::{as_text_type, cast, layout, plain, short};
use super::nested::{Explosion, Path, Step, type_of, walk};
use super::plan::{Plan, Slot};
use super::row::Cell;
use crate::lake::Error;
use crate::lake::schema::Field;
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
#[derive(Debug)]
pub(super) enum Layout {
    /// What is at the end of this path in the file, cast to this type.
    Column(Path, DataType),
    /// The name of a folder, or the table's log.
    Told(String),
    /// A column of a joined file: the number of the join, and of the column.
    Joined(usize, usize),
}

/// Returns, for each slot that the file has, where its values come from; `told` is what its folders say.
///
/// # Errors
/// When a column cannot be what its field is.
pub(super) fn layouts<F: Field>(
    plan: &Plan<'_, F>,
    file: &DataFile,
    schema: &SchemaRef,
    positions: &[Option<usize>],
    (columns, told): (&Columns, &[(String, String)]),
) -> Result<Vec<Option<Layout>>, Error> {
    let of_slot = |(slot, position): (&Slot<'_, F>, &Option<usize>)| {
        let Some(position) = *position else { return Ok(None) };
        if let Some(after) = position.checked_sub(columns.n_known) {
            return Ok(Some(joined(plan, after)));
        }
        if let Some(after) = position.checked_sub(columns.n_own) {
            return Ok(Some(Layout::Told(told[after].1.clone())));
        }
        let path = path(schema, slot.column);
        let found = type_of(schema.fields(), path.steps()).unwrap_or(DataType::Null);
        let layout = if slot.field.is_some() {
            layout(slot.kind, &found, &plan.table.timestamp_formats)
        } else {
            as_text_type(&found)
        };
        layout.map(|kind| Some(Layout::Column(path, kind))).ok_or_else(|| Error::WrongType {
            source_name: F::SOURCE,
            file: file.name.clone(),
            column: slot.column.to_owned(),
            found: short(&found),
            counts: found.is_integer(),
            field: slot.field_name(),
            kind: slot.kind,
            columns: schema
                .fields()
                .iter()
                .map(|field| format!("{} {}", field.name(), short(field.data_type())))
                .collect(),
        })
    };
    plan.slots.iter().zip(positions).map(of_slot).collect()
}

/// Returns a column's name as a path; a name that the file has as it is, is no path.
pub(super) fn path(schema: &SchemaRef, column: &str) -> Path {
    if schema.fields().iter().any(|field| field.name() == column) {
        Path::of(vec![Step::Field(column.to_owned())])
    } else {
        Path::new(column)
    }
}

/// Returns the join and the column behind the position among all joined columns.
fn joined<F: Field>(plan: &Plan<'_, F>, mut position: usize) -> Layout {
    for (number, (_, joined)) in plan.joins.iter().enumerate() {
        match position.checked_sub(joined.columns.len()) {
            None => return Layout::Joined(number, position),
            Some(rest) => position = rest,
        }
    }
    Layout::Told(String::new())
}

/// The columns of some rows, by slot.
pub(super) struct Rows {
    pub(super) columns: Vec<Option<Column>>,
    /// The rows of the batch that they are of, where a list makes several of one.
    pub(super) explosion: Option<Explosion>,
    /// Rows of whose key a joined file has none.
    pub(super) unjoined: Vec<bool>,
}

/// Makes the rows of a batch: a list that is wanted makes one of each element.
pub(super) fn rows<F: Field>(
    plan: &Plan<'_, F>,
    batch: &RecordBatch,
    layouts: &[Option<Layout>],
) -> Result<Rows, arrow_schema::ArrowError> {
    let list = layouts.iter().flatten().find_map(|layout| match layout {
        Layout::Column(path, _) => path.exploded().map(|(list, _)| list),
        _ => None,
    });
    let explosion = list.map(|steps| Explosion::of(&column_at(batch, steps)?)).transpose()?;
    let n_rows = explosion.as_ref().map_or(batch.num_rows(), |explosion| explosion.rows.len());
    let mut columns = Vec::with_capacity(layouts.len());
    for layout in layouts {
        columns.push(match layout {
            None | Some(Layout::Joined(..)) => None,
            Some(Layout::Told(text)) => Some(Column::Told(text.clone())),
            Some(Layout::Column(path, kind)) => column(&cast(&values(batch, path, explosion.as_ref())?, kind)?),
        });
    }
    let mut unjoined = vec![false; if plan.joins.is_empty() { 0 } else { n_rows }];
    for (number, (on, joined)) in plan.joins.iter().enumerate() {
        let found: Vec<Option<&[Box<str>]>> = (0..n_rows)
            .map(|row| {
                let key = match columns[*on].as_ref().and_then(|column| column.cell(row)) {
                    Some(Cell::Text(key)) => key,
                    _ => "",
                };
                joined.find(key, &plan.table.missing_values).unwrap_or_else(|_| {
                    unjoined[row] = true;
                    None
                })
            })
            .collect();
        for (slot, layout) in layouts.iter().enumerate() {
            if let Some(Layout::Joined(of, at)) = layout
                && *of == number
            {
                let texts = found.iter().map(|texts| texts.map(|texts| &*texts[*at]));
                columns[slot] = Some(Column::Text(texts.collect()));
            }
        }
    }
    Ok(Rows { columns, explosion, unjoined })
}

/// Returns what is at the end of a path, for each row.
fn values(
    batch: &RecordBatch,
    path: &Path,
    explosion: Option<&Explosion>,
) -> Result<ArrayRef, arrow_schema::ArrowError> {
    match (explosion, path.exploded()) {
        (None, _) => column_at(batch, path.steps()),
        (Some(explosion), None) => take(&column_at(batch, path.steps())?, &explosion.rows, None),
        (Some(explosion), Some((_, rest))) => explosion.column(rest),
    }
}

fn column_at(batch: &RecordBatch, steps: &[Step]) -> Result<ArrayRef, arrow_schema::ArrowError> {
    let (Some(Step::Field(name)), rest) = (steps.first(), steps.get(1..).unwrap_or_default()) else {
        return Err(arrow_schema::ArrowError::SchemaError("a path begins with a name".to_owned()));
    };
    let missing = || arrow_schema::ArrowError::SchemaError(format!("no column {name:?}"));
    let root = batch.column_by_name(name).cloned().ok_or_else(missing)?;
    rest.iter().try_fold(root, |column, step| walk(&column, step))
}

/// Returns the column in the type nearest to its own, or `None` when nothing here can show it (a list, a struct).
pub(super) fn as_found(found: &ArrayRef, rows: Option<&Explosion>) -> Result<Option<Column>, arrow_schema::ArrowError> {
    let layout = match plain(found.data_type()) {
        DataType::Boolean => DataType::Boolean,
        DataType::Timestamp(_, zone) => DataType::Timestamp(TimeUnit::Millisecond, zone.clone()),
        DataType::Date32 | DataType::Date64 => DataType::Timestamp(TimeUnit::Millisecond, None),
        whole if whole.is_integer() => DataType::Int64,
        number if number.is_numeric() => DataType::Float64,
        other if as_text_type(other).is_some() => DataType::Utf8,
        _ => return Ok(None),
    };
    let cast = cast(found, &layout)?;
    Ok(column(&match rows {
        None => cast,
        Some(explosion) => take(&cast, &explosion.rows, None)?,
    }))
}

fn column(cast: &ArrayRef) -> Option<Column> {
    None.or_else(|| cast.as_string_opt::<i32>().cloned().map(Column::Text))
        .or_else(|| cast.as_primitive_opt::<Float64Type>().cloned().map(Column::Number))
        .or_else(|| cast.as_primitive_opt::<Int64Type>().cloned().map(Column::Whole))
        .or_else(|| cast.as_boolean_opt().cloned().map(Column::Flag))
        .or_else(|| cast.as_primitive_opt::<TimestampMillisecondType>().cloned().map(Column::Millis))
}
