//! One row as its source reads it: by field, typed, with empty text as "missing".

use super::columns::Column;
use super::plan::{Origin, Part, Plan};
use super::tally::Place;
use super::text::Record;
use crate::lake::Reason;
use crate::lake::config::{Action, Filter, TimeFormat, day_of};
use crate::lake::schema::Field;

/// One row of a file.
pub(crate) struct Row<'a, F: Field> {
    pub(super) plan: &'a Plan<'a, F>,
    /// The texts composed of the row's columns, as the plan numbers them.
    pub(super) composed: &'a [String],
    /// The names of the file's columns.
    pub(super) names: &'a [String],
    pub(super) cells: Cells<'a>,
    pub(super) place: Place,
}

/// The row's values, by slot.
#[derive(Clone, Copy)]
pub(super) enum Cells<'a> {
    /// A record of text, and the position of each slot in it.
    Record(&'a Record, &'a [Option<usize>]),
    /// A Parquet batch's columns by slot, and the row in the batch.
    Batch(&'a [Option<Column>], usize),
}

/// A value that is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Whole(i64),
    Flag(bool),
    /// ms since 1970-01-01 UTC.
    Millis(i64),
}

/// A value that is there but cannot be what its field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

impl<F: Field> Row<'_, F> {
    /// Returns where the row is.
    pub(in crate::lake) fn place(&self) -> Place {
        self.place
    }

    /// Returns the number of the file that the row is in.
    pub(crate) fn file(&self) -> u16 {
        self.place.file
    }

    /// Returns the names of the file's columns, mapped or not.
    pub(crate) fn columns(&self) -> &[String] {
        self.names
    }

    /// Returns the column's value as the file has it, untrimmed, by its position in [`Row::columns`]; `None` when it is null.
    /// Parquet has only the mapped columns unless the table is read by [`super::Reading::look`].
    pub(crate) fn raw(&self, column: usize) -> Option<Cell<'_>> {
        match self.cells {
            Cells::Record(record, _) => record.get(column).map(Cell::Text),
            Cells::Batch(columns, row) => columns.get(self.plan.slots.len() + column)?.as_ref()?.cell(row),
        }
    }

    /// Returns the column that fills `field`, by its position in [`Row::columns`].
    pub(crate) fn column_of(&self, field: F) -> Option<usize> {
        match self.plan.origins[field.ix()] {
            Origin::Constant(_) | Origin::Composed(_) => None,
            Origin::Slot(slot) => self.names.iter().position(|name| name == self.plan.slots[slot].column),
        }
    }

    /// Tells whether the file has the field's column, or lake.toml a constant.
    pub(crate) fn has(&self, field: F) -> bool {
        match self.plan.origins[field.ix()] {
            Origin::Constant(_) | Origin::Composed(_) => true,
            Origin::Slot(slot) => self.cells.has(slot) || self.plan.is_empty_where_absent(slot),
        }
    }

    /// Returns the text, trimmed; `None` when it is missing.
    pub(crate) fn text(&self, field: F) -> Option<&str> {
        match self.cell(field)? {
            Cell::Text(text) => Some(text),
            // A text field's column is read as text in every format (`columns::layout`).
            _ => None,
        }
    }

    /// Returns the identifier.
    ///
    /// # Errors
    /// [`Reason::MissingId`] when there is none.
    pub(crate) fn id(&self, field: F) -> Result<&str, Reason> {
        self.text(field).ok_or(Reason::MissingId)
    }

    /// Returns the finite number.
    ///
    /// # Errors
    /// When the value is anything else.
    pub(crate) fn number(&self, field: F) -> Result<Option<f64>, Malformed> {
        let Some(cell) = self.cell(field) else { return Ok(None) };
        let number = match cell {
            Cell::Number(number) => Some(number),
            Cell::Whole(whole) => Some(whole as f64),
            Cell::Text(text) => self.plan.numbers.parse(text),
            Cell::Flag(_) | Cell::Millis(_) => None,
        };
        number.filter(|number| number.is_finite()).map(Some).ok_or(Malformed)
    }

    /// Returns the whole number; `6.0` is one.
    ///
    /// # Errors
    /// When the value is anything else.
    pub(crate) fn whole(&self, field: F) -> Result<Option<i64>, Malformed> {
        let whole = match self.cell(field) {
            None => return Ok(None),
            Some(Cell::Whole(whole)) => Some(whole),
            Some(Cell::Text(text)) => self.whole_text(text),
            Some(Cell::Number(number)) => whole_of(number),
            Some(Cell::Flag(_) | Cell::Millis(_)) => None,
        };
        whole.map(Some).ok_or(Malformed)
    }

    /// Reads a whole number from text; one beyond the exact numbers of an `f64` is written with digits alone.
    fn whole_text(&self, text: &str) -> Option<i64> {
        let plain = if self.plan.numbers.is_said() { None } else { text.parse().ok() };
        plain.or_else(|| self.plan.numbers.parse(text).and_then(whole_of))
    }

    /// Returns yes or no.
    ///
    /// # Errors
    /// When the value is neither.
    pub(crate) fn flag(&self, field: F) -> Result<Option<bool>, Malformed> {
        let is = |text: &str, words: [&str; 5]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        match self.cell(field) {
            None => Ok(None),
            Some(Cell::Flag(flag)) => Ok(Some(flag)),
            Some(Cell::Whole(whole @ (0 | 1))) => Ok(Some(whole == 1)),
            Some(Cell::Text(text)) if is(text, ["true", "1", "yes", "y", "t"]) => Ok(Some(true)),
            Some(Cell::Text(text)) if is(text, ["false", "0", "no", "n", "f"]) => Ok(Some(false)),
            Some(_) => Err(Malformed),
        }
    }

    /// Returns the instant in ms since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`Reason::MissingTimestamp`] or [`Reason::BadTimestamp`].
    pub(crate) fn timestamp(&self, field: F) -> Result<i64, Reason> {
        let formats = &self.plan.table.timestamp_formats;
        let at = match self.cell(field).ok_or(Reason::MissingTimestamp)? {
            Cell::Text(text) => formats.iter().find_map(|format| format.parse(text, self.plan.zone)),
            Cell::Whole(whole) => formats.iter().find_map(|format| format.from_number(whole)),
            Cell::Millis(millis) => TimeFormat::UnixMillis.from_number(millis),
            Cell::Number(_) | Cell::Flag(_) => None,
        };
        at.ok_or(Reason::BadTimestamp)
    }

    /// Returns the day (UTC).
    ///
    /// # Errors
    /// As [`Row::timestamp`].
    pub(crate) fn date(&self, field: F) -> Result<jiff::civil::Date, Reason> {
        day_of(self.timestamp(field)?).ok_or(Reason::BadTimestamp)
    }

    /// Applies the table's filters and tells whether one marks the row as a return.
    ///
    /// # Errors
    /// [`Reason::Filter`] when one drops the row.
    pub(crate) fn filter(&self) -> Result<bool, Reason> {
        let mut is_return = false;
        for (filter, slot) in self.plan.table.filters.iter().zip(self.plan.first_filter..) {
            let text = self.slot(slot).unwrap_or_default();
            if filter.meets(text, &self.plan.numbers) {
                match filter.action() {
                    Action::Drop(reason) => return Err(Reason::Filter(reason.clone())),
                    Action::Return => is_return = true,
                }
            }
        }
        Ok(is_return)
    }

    /// Returns the slot of the first filter that drops the row.
    pub(super) fn dropping_filter(&self) -> Option<usize> {
        let drops = |(filter, slot): (&Filter, usize)| {
            let meets = filter.meets(self.slot(slot).unwrap_or_default(), &self.plan.numbers);
            (meets && matches!(filter.action(), Action::Drop(_))).then_some(slot)
        };
        self.plan.table.filters.iter().zip(self.plan.first_filter..).find_map(drops)
    }

    /// Returns the trimmed text of a slot that is read as text.
    pub(super) fn slot(&self, slot: usize) -> Option<&str> {
        match self.cells.get(slot)? {
            Cell::Text(text) => Some(text.trim()),
            _ => None,
        }
    }

    fn cell(&self, field: F) -> Option<Cell<'_>> {
        let cell = match self.plan.origins[field.ix()] {
            Origin::Constant(text) => Cell::Text(text),
            Origin::Slot(slot) => self.cells.get(slot)?,
            Origin::Composed(number) => Cell::Text(self.composed.get(number)?),
        };
        let Cell::Text(text) = cell else { return Some(cell) };
        let text = text.trim();
        let missing = text.is_empty() || self.plan.table.missing_values.iter().any(|value| value == text);
        let means = self.plan.table.values.get(&field).and_then(|values| values.get(text));
        let text = means.map_or(text, String::as_str);
        (!missing).then_some(Cell::Text(text))
    }
}

impl<'a> Cells<'a> {
    fn has(self, slot: usize) -> bool {
        match self {
            Self::Record(_, positions) => positions[slot].is_some(),
            Self::Batch(columns, _) => columns[slot].is_some(),
        }
    }

    fn get(self, slot: usize) -> Option<Cell<'a>> {
        match self {
            Self::Record(record, positions) => record.get(positions[slot]?).map(Cell::Text),
            Self::Batch(columns, row) => columns[slot].as_ref()?.cell(row),
        }
    }
}

impl<F: Field> Plan<'_, F> {
    /// Composes the texts of a row in `texts`, which is used again for each; a text of which a column is missing is empty.
    pub(super) fn compose(&self, cells: Cells<'_>, texts: &mut Vec<String>) {
        texts.resize_with(self.composed.len(), String::new);
        for (text, parts) in texts.iter_mut().zip(&self.composed) {
            text.clear();
            for part in parts {
                match part {
                    Part::Text(as_it_is) => text.push_str(as_it_is),
                    Part::Slot(slot) => match cells.get(*slot) {
                        Some(Cell::Text(value)) if !value.trim().is_empty() => text.push_str(value.trim()),
                        _ => {
                            text.clear();
                            break;
                        }
                    },
                }
            }
        }
    }
}

fn whole_of(number: f64) -> Option<i64> {
    /// Every whole number below this is exact in an `f64`.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}
