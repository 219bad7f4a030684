//! What every source is asked alike: rows, empty cells, repeated rows, padded and misread text, days, people.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::days::Days;
use super::fault::{Fault, Tally};
use super::ids::{hash_of, repeats};
use crate::audit::personal::{Search, Use};
use crate::lake::config::Table;
use crate::lake::{Cell, Field, Kind, Row, Source};

const STATE: FixedState = FixedState::with_seed(0xd0_0b1e);
/// The share of a column's times that may be in the future before that is what the column is for.
const SOME_FUTURE: f64 = 0.05;

/// One source as a sheet of columns.
#[derive(Debug)]
pub(in crate::audit) struct Sheet {
    pub(in crate::audit) source: Source,
    pub(in crate::audit) rows: u64,
    pub(in crate::audit) columns: Vec<Column>,
    pub(super) tally: Tally,
    /// The columns of the file that is being read.
    order: Vec<usize>,
    file: Option<u16>,
    hashes: Vec<u64>,
    missing_values: Vec<String>,
}

/// One column, mapped or not.
#[derive(Debug)]
pub(in crate::audit) struct Column {
    pub(in crate::audit) name: String,
    /// The fields that it fills.
    pub(in crate::audit) fields: Vec<&'static str>,
    pub(in crate::audit) missing: u64,
    pub(in crate::audit) filled: u64,
    pub(in crate::audit) days: Days,
    pub(in crate::audit) search: Search,
    reads: Reads,
}

/// How the cells of a column are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// As a field that is a time or a day.
    Time(usize),
    /// As a field that is a number or a flag: there is no text to search.
    Number,
    /// As text that may be a day.
    Text,
}

impl Sheet {
    /// Returns the empty sheet of a table.
    pub(super) fn new<F: Field>(table: &Table<F>) -> Self {
        Self {
            source: F::SOURCE,
            rows: 0,
            columns: Vec::new(),
            tally: Tally::default(),
            order: Vec::new(),
            file: None,
            hashes: Vec::new(),
            missing_values: table.missing_values.clone(),
        }
    }

    /// Looks at every cell of a row.
    pub(super) fn see<F: Field>(&mut self, row: &Row<'_, F>) {
        if self.file != Some(row.file()) {
            self.file = Some(row.file());
            self.order = self.bind(row);
        }
        self.rows += 1;
        let mut hasher = STATE.build_hasher();
        let (mut padded, mut misread) = (false, false);
        for (position, &number) in self.order.iter().enumerate() {
            let column = &mut self.columns[number];
            let Some(cell) = row.raw(position) else {
                hasher.write_u8(0);
                column.missing += 1;
                continue;
            };
            match cell {
                Cell::Text(text) => {
                    let hash = hash_of(text.as_bytes());
                    hasher.write_u64(hash);
                    let trimmed = text.trim();
                    if trimmed.is_empty() || self.missing_values.iter().any(|value| value == trimmed) {
                        column.missing += 1;
                        continue;
                    }
                    column.filled += 1;
                    padded |= trimmed.len() != text.len();
                    misread |= column.see(row, trimmed, hash);
                }
                Cell::Millis(at_ms) => {
                    hasher.write_i64(at_ms);
                    column.filled += 1;
                    column.days.add_ms(at_ms);
                }
                Cell::Number(number) => {
                    hasher.write_u64(number.to_bits());
                    column.filled += 1;
                }
                Cell::Whole(whole) => {
                    hasher.write_i64(whole);
                    column.filled += 1;
                    if let Reads::Time(field) = column.reads {
                        column.count_day(row.timestamp(F::ALL[field]).ok());
                    }
                }
                Cell::Flag(flag) => {
                    hasher.write_u8(1 + u8::from(flag));
                    column.filled += 1;
                }
            }
        }
        self.tally.note(Fault::PaddedText, padded);
        self.tally.note(Fault::StrayEncoding, misread);
        self.hashes.push(hasher.finish());
    }

    /// Returns the numbers of the file's columns; one that no file had before is a new column.
    fn bind<F: Field>(&mut self, row: &Row<'_, F>) -> Vec<usize> {
        let names = row.columns().iter().enumerate();
        let number = |(position, name): (usize, &String)| {
            self.columns.iter().position(|column| column.name == *name).unwrap_or_else(|| {
                self.columns.push(Column::new(name, row, position, self.rows));
                self.columns.len() - 1
            })
        };
        names.map(number).collect()
    }

    /// Takes the row just seen out of the search for repeated rows: without what it is about, nothing tells whether two rows
    /// are one.
    pub(super) fn is_about_nothing(&mut self) {
        self.hashes.pop();
    }

    /// Ends the reading: counts the rows that repeat another.
    pub(super) fn close(&mut self) {
        let mut hashes = std::mem::take(&mut self.hashes);
        self.tally.add(Fault::Duplicate, repeats(&mut hashes));
    }

    /// Returns the days of the column that fills `field`.
    pub(in crate::audit) fn days_of(&self, field: &str) -> Option<&Days> {
        self.columns.iter().find(|column| column.fields.contains(&field)).map(|column| &column.days)
    }

    /// Counts clocks that were never set or run ahead of `newest`, the lake's last day. Marketing plans ahead, and so may a
    /// catalogue.
    pub(super) fn judge_clocks(&mut self, newest: i32) {
        const MONTH: i32 = 30;
        let plans = matches!(self.source, Source::Marketing | Source::Catalogue);
        for column in &self.columns {
            let (first, last) = column.days.usual();
            self.tally.add(Fault::UnsetTimestamp, column.days.between(i32::MIN, first.saturating_sub(1)));
            let limit = if plans { last } else { last.min(newest.saturating_add(MONTH)) };
            let ahead = if limit == i32::MAX { 0 } else { column.days.between(limit + 1, i32::MAX) };
            let meant = column.fields.is_empty() && ahead as f64 > SOME_FUTURE * column.days.count() as f64;
            self.tally.add(Fault::FutureTimestamp, if meant { 0 } else { ahead });
        }
    }
}

impl Column {
    fn new<F: Field>(name: &str, row: &Row<'_, F>, position: usize, rows_before: u64) -> Self {
        let fields: Vec<F> = F::ALL.iter().copied().filter(|field| row.column_of(*field) == Some(position)).collect();
        let reads = match fields.first().map(|field| (field.kind(), field.ix())) {
            Some((Kind::Timestamp | Kind::Date, field)) => Reads::Time(field),
            Some((Kind::Number | Kind::Whole | Kind::Flag, _)) => Reads::Number,
            _ => Reads::Text,
        };
        let fields: Vec<&'static str> = fields.into_iter().map(Field::name).collect();
        let of = usage(F::SOURCE, &fields);
        Self {
            name: name.to_owned(),
            fields,
            missing: rows_before,
            filled: 0,
            days: Days::default(),
            search: Search::new(of),
            reads,
        }
    }

    fn count_day(&mut self, at_ms: Option<i64>) {
        if let Some(at_ms) = at_ms {
            self.days.add_ms(at_ms);
        }
    }

    /// Looks at a text; tells whether it was misread.
    fn see<F: Field>(&mut self, row: &Row<'_, F>, text: &str, hash: u64) -> bool {
        match self.reads {
            Reads::Number => return false,
            Reads::Time(field) => {
                self.count_day(row.timestamp(F::ALL[field]).ok());
                return false;
            }
            Reads::Text => {}
        }
        if let Some(at_ms) = self.fields.is_empty().then(|| instant(text)).flatten() {
            self.days.add_ms(at_ms);
            return false;
        }
        self.search.see(text, hash)
    }
}

/// Returns what a column is for, by the fields that it fills.
fn usage(source: Source, fields: &[&'static str]) -> Use {
    let is_identifier = |field: &&str| matches!(*field, "customer_id" | "order_id" | "session_id" | "action_id");
    match (source, fields) {
        (_, []) => Use::Other,
        (_, fields) if fields.iter().any(is_identifier) => Use::Identifier,
        _ => Use::Public,
    }
}

/// Reads a text that begins as an ISO day does as an instant in ms since 1970-01-01 UTC.
fn instant(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let begins = bytes.len() >= 10 && bytes[4] == b'-' && bytes[7] == b'-' && bytes[..4].iter().all(u8::is_ascii_digit);
    if !begins {
        return None;
    }
    let zoned = || text.parse::<Timestamp>().ok();
    let plain = || text.parse::<DateTime>().ok().and_then(|at| Offset::UTC.to_timestamp(at).ok());
    zoned().or_else(plain).map(Timestamp::as_millisecond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_from_other_texts() {
        assert_eq!(instant("1970-01-02"), Some(86_400_000));
        assert_eq!(instant("1970-01-01T00:00:01Z"), Some(1_000));
        for text in ["0000-00-00 00:00:00", "536365", "72d76fde-8bb3-4e00-8c23-a032dfed738c", "2024-13-01"] {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
