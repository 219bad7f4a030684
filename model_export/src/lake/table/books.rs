//! What every reader tells about the rows of one file: each is counted, judged, and looked at when it cannot be read.
//!
//! Does not: know formats.

use super::binding::{Bindings, Columns};
use super::ledger::Ledger;
use super::plan::Plan;
use super::row::{Malformed, Row};
use super::tally::Place;
use super::{Judge, Stop};
use crate::lake::schema::{Field, Kind};
use crate::lake::store::DataFile;
use crate::lake::tolerance::Tolerance;
use crate::lake::{Error, Reason, Source};

/// How many rows are read between two calls of the progress callback.
const PROGRESS_EVERY: u64 = 1 << 16;

/// Returns the fields that are numbers.
pub(super) fn number_fields<F: Field>() -> Vec<F> {
    F::ALL.iter().copied().filter(|field| matches!(field.kind(), Kind::Number | Kind::Whole)).collect()
}

/// What the readers tell about each row of one file.
pub(super) struct Books<'a, F: Field> {
    pub(super) file: u16,
    pub(super) ledger: &'a mut Ledger,
    pub(super) bindings: &'a mut Bindings,
    pub(super) tolerance: Tolerance,
    pub(super) progress: &'a mut dyn FnMut(Source, u64),
    pub(super) judge: Judge<'a, F>,
    /// The number fields whose texts may be read in two ways.
    pub(super) doubtful: &'a [F],
}

impl<F: Field> Books<'_, F> {
    /// Returns, for each slot, the position of its column in this file.
    ///
    /// # Errors
    /// As [`Bindings::bind`].
    pub(super) fn bind(
        &mut self,
        plan: &Plan<'_, F>,
        file: &DataFile,
        columns: &Columns,
    ) -> Result<Vec<Option<usize>>, Error> {
        let (positions, notices) = self.bindings.bind(plan, &file.name, columns)?;
        for (reason, advice) in notices {
            self.ledger.note(reason, Place { file: self.file, line: 0 }, Some(advice));
        }
        Ok(positions)
    }

    /// Returns the place of a line or row of this file.
    ///
    /// # Errors
    /// When the number does not fit.
    pub(super) fn place(&self, line: u64) -> Result<Place, Error> {
        let limit = u64::from(u32::MAX);
        let line = u32::try_from(line).map_err(|_| Error::TooMany {
            source_name: F::SOURCE,
            what: "lines in a file",
            limit,
        })?;
        Ok(Place { file: self.file, line })
    }

    /// Counts a row and has it judged.
    pub(super) fn row(&mut self, row: &Row<'_, F>) -> Result<(), Error> {
        self.count(1);
        match (self.judge)(row, self.ledger) {
            Ok(()) => {
                self.ledger.keep();
                self.look_at_read_numbers(row);
            }
            Err(Stop::Row(reason)) => {
                match reason {
                    Reason::BadTimestamp => self.look_at_times(row),
                    Reason::BadPrice | Reason::BadQuantity | Reason::BadDiscount => self.look_at_numbers(row),
                    _ => {}
                }
                self.ledger.refuse(reason, row.place());
                self.ledger.check_so_far(self.tolerance)?;
            }
            Err(Stop::Lake(error)) => return Err(error),
        }
        Ok(())
    }

    /// Counts `rows` rows from `first` on that cannot even be judged.
    pub(super) fn unreadable(&mut self, reason: Reason, first: Place, rows: u64) -> Result<(), Error> {
        self.count(rows);
        self.ledger.refuse_all(reason, first, rows);
        self.ledger.check_so_far(self.tolerance)
    }

    /// Looks at the row's times that its formats do not read.
    fn look_at_times(&mut self, row: &Row<'_, F>) {
        let formats = &row.plan.table.timestamp_formats;
        for &field in F::ALL.iter().filter(|field| matches!(field.kind(), Kind::Timestamp | Kind::Date)) {
            if let (Some(text), Err(Reason::BadTimestamp)) = (row.text(field), row.timestamp(field)) {
                self.ledger.look_at_time(text, formats);
            }
        }
    }

    /// Looks at the row's numbers that cannot be read.
    fn look_at_numbers(&mut self, row: &Row<'_, F>) {
        for field in number_fields::<F>() {
            if let (Some(text), Err(Malformed)) = (row.text(field), row.number(field)) {
                self.ledger.look_at_number(text, row.place());
            }
        }
    }

    /// Looks at the row's numbers that may be read in two ways.
    fn look_at_read_numbers(&mut self, row: &Row<'_, F>) {
        for &field in self.doubtful {
            if let Some(text) = row.text(field).filter(|text| text.len() > 4) {
                self.ledger.look_at_read_number(text);
            }
        }
    }

    fn count(&mut self, rows: u64) {
        let before = self.ledger.rows_read();
        if self.ledger.count_all(rows) / PROGRESS_EVERY != before / PROGRESS_EVERY {
            (self.progress)(F::SOURCE, self.ledger.rows_read());
        }
    }
}
