//! Parquet rows of a log as JSON values: records as objects, maps as lists of `key` and `value`.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use serde_json::{Map, Value};

use crate::lake::store::{Projection, RowGroupFault, RowGroups};

/// Returns every row of a file with the columns of these names that it has.
pub(super) fn rows_of_parquet(groups: &mut RowGroups, names: &[&str]) -> Result<Vec<Value>, RowGroupFault> {
    let fields = groups.metadata().schema().fields().clone();
    let wanted = fields.iter().enumerate().filter(|(_, field)| names.contains(&field.name().as_str()));
    let columns = ProjectionMask::roots(groups.metadata().parquet_schema(), wanted.map(|(at, _)| at));
    let projection = Projection { columns, batch_rows: 1_024 };
    let mut rows = Vec::new();
    for group in 0..groups.len() {
        for batch in groups.read(group, &projection)? {
            let batch = batch.map_err(|error| RowGroupFault::Torn(error.to_string()))?;
            for row in 0..batch.num_rows() {
                let schema = batch.schema();
                let cells = schema.fields().iter().zip(batch.columns());
                rows.push(Value::Object(
                    cells.map(|(field, column)| (field.name().clone(), value(column, row))).collect(),
                ));
            }
        }
    }
    Ok(rows)
}

/// Returns a cell as a value; of a type that no log needs, null.
fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    if let Some(record) = column.as_struct_opt() {
        let cells = record.column_names().into_iter().zip(record.columns());
        return Value::Object(cells.map(|(name, column)| (name.to_owned(), value(column, row))).collect::<Map<_, _>>());
    }
    let elements = |elements: ArrayRef| Value::Array((0..elements.len()).map(|at| value(&elements, at)).collect());
    if let Some(list) = column.as_list_opt::<i32>() {
        return elements(list.value(row));
    }
    if let Some(list) = column.as_list_opt::<i64>() {
        return elements(list.value(row));
    }
    if let Some(map) = column.as_map_opt() {
        return elements(std::sync::Arc::new(map.value(row)));
    }
    if let Some(flags) = column.as_boolean_opt() {
        return flags.value(row).into();
    }
    let cell = column.slice(row, 1);
    let cast = |kind: &DataType| arrow_cast::cast(&cell, kind).ok();
    match column.data_type() {
        whole if whole.is_integer() => {
            let cast = cast(&DataType::Int64);
            cast.as_ref()
                .and_then(|cast| cast.as_primitive_opt::<Int64Type>())
                .map_or(Value::Null, |cast| cast.value(0).into())
        }
        _ => {
            let cast = cast(&DataType::Utf8);
            cast.as_ref().and_then(|cast| cast.as_string_opt::<i32>()).map_or(Value::Null, |cast| cast.value(0).into())
        }
    }
}
