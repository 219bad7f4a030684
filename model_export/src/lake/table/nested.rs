//! Columns within columns: `geo.country`, `items[].item_id`, `event_params[key=ga_session_id].value.int_value`.
//!
//! A path goes from a record to one of its fields by `.name`, to each element of a list by `[]` (which makes a row of each),
//! and to the element of a list whose field says something by `[field=value]`.
//! Does not: multiply two lists, or look into a list of lists.

use std::sync::Arc;

use arrow_array::builder::UInt64Builder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, UInt64Array, new_null_array};
use arrow_schema::{ArrowError, DataType, Fields};
use arrow_select::take::take;
use serde_json::Value;

/// A step from a value to one within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// The field of this name.
    Field(String),
    /// Each element of the list.
    Each,
    /// The first element whose field says this.
    Where(String, String),
}

/// A column's name as a path; a plain name is one of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

impl Path {
    /// Reads a column's name as a path; whatever is none is a plain name.
    pub(super) fn new(column: &str) -> Self {
        Self(steps(column).unwrap_or_else(|| vec![Step::Field(column.to_owned())]))
    }

    /// Returns the path of these steps.
    pub(super) fn of(steps: Vec<Step>) -> Self {
        Self(steps)
    }

    /// Returns the name of the outermost field.
    pub(super) fn root(&self) -> &str {
        match self.0.first() {
            Some(Step::Field(name)) => name,
            _ => "",
        }
    }

    /// Returns the path to the list of which each element is a row, and the path from there.
    pub(super) fn exploded(&self) -> Option<(&[Step], &[Step])> {
        let each = self.0.iter().position(|step| *step == Step::Each)?;
        Some((&self.0[..each], &self.0[each + 1..]))
    }

    /// Returns every step.
    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }
}

fn steps(column: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for part in column.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        steps.push(Step::Field(name.to_owned()));
        while !rest.is_empty() {
            let (inside, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(match inside.split_once('=') {
                _ if inside.is_empty() => Step::Each,
                Some((field, value)) => Step::Where(field.to_owned(), value.to_owned()),
                None => return None,
            });
            rest = after;
        }
    }
    (steps.iter().filter(|step| **step == Step::Each).count() <= 1).then_some(steps)
}

/// Returns the value at the end of a path, where there is one.
pub(super) fn find<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Each => None,
        Step::Where(field, wanted) => {
            let says =
                |element: &&Value| element.get(field).is_some_and(|value| text(value).as_deref() == Some(wanted));
            value.as_array()?.iter().find(says)
        }
    })
}

/// Returns a value as the text that a file would have had: of a list of texts, these with `;` between them; `None` of a record.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().map(text).collect::<Option<Vec<_>>>().map(|texts| texts.join(";")),
        Value::Object(_) => None,
    }
}

/// Returns the type at the end of a path in a schema.
pub(super) fn type_of(fields: &Fields, steps: &[Step]) -> Option<DataType> {
    let (first, rest) = steps.split_first()?;
    let Step::Field(name) = first else { return None };
    let mut found = fields.iter().find(|field| field.name() == name)?.data_type().clone();
    for step in rest {
        found = match (step, &found) {
            (Step::Field(name), DataType::Struct(fields)) => {
                fields.iter().find(|field| field.name() == name)?.data_type().clone()
            }
            (Step::Each | Step::Where(..), DataType::List(field) | DataType::LargeList(field)) => {
                field.data_type().clone()
            }
            (Step::Where(field, _), DataType::Map(entries, _)) if field == "key" => entries.data_type().clone(),
            _ => return None,
        };
    }
    Some(found)
}

/// The rows that a list makes: for each the row it is in, and its place among all elements.
#[derive(Debug)]
pub(super) struct Explosion {
    pub(super) rows: UInt64Array,
    elements: UInt64Array,
    values: ArrayRef,
}

impl Explosion {
    /// Makes a row of each element of a list; of an empty list one row without an element.
    pub(super) fn of(list: &ArrayRef) -> Result<Self, ArrowError> {
        let (offsets, values) = list_parts(list).ok_or_else(|| not_a_list(list))?;
        let (mut rows, mut elements) = (UInt64Builder::new(), UInt64Builder::new());
        for (row, range) in (0..).zip(offsets.windows(2)) {
            if range[0] == range[1] || list.is_null(row as usize) {
                rows.append_value(row);
                elements.append_null();
                continue;
            }
            for element in range[0]..range[1] {
                rows.append_value(row);
                elements.append_value(element);
            }
        }
        Ok(Self { rows: rows.finish(), elements: elements.finish(), values })
    }

    /// Returns what the elements say at the end of a path.
    pub(super) fn column(&self, steps: &[Step]) -> Result<ArrayRef, ArrowError> {
        let elements = take(&self.values, &self.elements, None)?;
        steps.iter().try_fold(elements, |column, step| walk(&column, step))
    }
}

fn not_a_list(found: &ArrayRef) -> ArrowError {
    ArrowError::SchemaError(format!("expected a list, found {}", found.data_type()))
}

fn list_parts(list: &ArrayRef) -> Option<(Vec<u64>, ArrayRef)> {
    if let Some(list) = list.as_list_opt::<i32>() {
        return Some((list.value_offsets().iter().map(|at| *at as u64).collect(), Arc::clone(list.values())));
    }
    if let Some(list) = list.as_list_opt::<i64>() {
        return Some((list.value_offsets().iter().map(|at| *at as u64).collect(), Arc::clone(list.values())));
    }
    let map = list.as_map_opt()?;
    let entries: ArrayRef = Arc::new(map.entries().clone());
    Some((map.value_offsets().iter().map(|at| *at as u64).collect(), entries))
}

/// Follows one step from a column, row by row.
pub(super) fn walk(column: &ArrayRef, step: &Step) -> Result<ArrayRef, ArrowError> {
    let no_field = |name: &str| ArrowError::SchemaError(format!("no field {name:?} in {}", column.data_type()));
    match step {
        Step::Field(name) => {
            let record = column.as_struct_opt().ok_or_else(|| no_field(name))?;
            let field = record.column_by_name(name).ok_or_else(|| no_field(name))?;
            if record.null_count() == 0 {
                return Ok(Arc::clone(field));
            }
            // Of a record that is not there, no field is.
            let there = (0..record.len() as u64).map(|row| record.is_valid(row as usize).then_some(row));
            take(field, &there.collect::<UInt64Array>(), None)
        }
        Step::Where(name, wanted) => {
            let (offsets, values) = list_parts(column).ok_or_else(|| not_a_list(column))?;
            let keys = walk(&values, &Step::Field(name.clone()))?;
            let keys = arrow_cast::cast(&keys, &DataType::Utf8)?;
            let keys = keys.as_string::<i32>();
            let found = offsets.windows(2).enumerate().map(|(row, range)| {
                let mut places = (range[0]..range[1]).filter(|_| column.is_valid(row));
                places.find(|place| keys.is_valid(*place as usize) && keys.value(*place as usize) == wanted)
            });
            let found: UInt64Array = found.collect();
            if values.is_empty() {
                Ok(new_null_array(values.data_type(), found.len()))
            } else {
                take(&values, &found, None)
            }
        }
        Step::Each => Err(not_a_list(column)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_paths() {
        let field = |name: &str| Step::Field(name.to_owned());
        for (column, steps) in [
            ("user_id", vec![field("user_id")]),
            ("geo.country", vec![field("geo"), field("country")]),
            ("items[].item_id", vec![field("items"), Step::Each, field("item_id")]),
            (
                "p[key=ga_session_id].value.int_value",
                vec![field("p"), Step::Where("key".into(), "ga_session_id".into()), field("value"), field("int_value")],
            ),
            ("Price [EUR]", vec![field("Price [EUR]")]),
            ("No.", vec![field("No.")]),
            (".hidden", vec![field(".hidden")]),
            ("a[].b[].c", vec![field("a[].b[].c")]),
            ("a[", vec![field("a[")]),
            ("", vec![field("")]),
        ] {
            assert_eq!(Path::new(column).0, steps, "{column}");
        }
    }

    #[test]
    fn values_of_json_are_found_and_written_as_text() {
        let value = serde_json::json!({
            "a": {"b": 1.5, "none": null}, "flag": true, "list": ["x", "y"],
            "p": [{"key": "k", "value": {"int_value": 7}}, {"key": "l", "value": {"int_value": 8}}],
        });
        for (path, wanted) in [
            ("a.b", Some("1.5")),
            ("a.none", Some("")),
            ("flag", Some("true")),
            ("list", Some("x;y")),
            ("p[key=l].value.int_value", Some("8")),
            ("p[key=m].value.int_value", None),
            ("a.c", None),
            ("a", None),
        ] {
            assert_eq!(find(&value, Path::new(path).steps()).and_then(text).as_deref(), wanted, "{path}");
        }
    }
}
