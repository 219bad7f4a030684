//! Files as rows: CSV and Parquet behind one [`Row`], streamed, with the place of each row for the report.
//!
//! Refused here: knowing what any source means. A column that is missing or of an impossible type is an error before
//! the first row; a faulty row is the source's to judge.

mod advice;
mod columns;
mod csv;
mod ledger;
mod parquet;
mod plan;
mod row;

pub(super) use ledger::{Ledger, Place};
pub(crate) use row::{Cell, Malformed, Row};

use super::config::{Format, Rules, Table};
use super::locate::{Folders, format_of};
use super::schema::{Field, Kind};
use super::store::{DataFile, Watch};
use super::tolerance::Tolerance;
use super::{Error, Reason, Source};
use plan::Plan;

/// How many rows are read between two calls of the progress callback.
const PROGRESS_EVERY: u64 = 1 << 16;

/// Why a row is not kept, or why nothing more can be read.
#[derive(Debug)]
pub(super) enum Stop {
    /// This row alone.
    Row(Reason),
    /// The lake.
    Lake(Error),
}

impl From<Reason> for Stop {
    fn from(reason: Reason) -> Self {
        Self::Row(reason)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Lake(error)
    }
}

/// Judges one row: kept when `Ok`. It may also note repairs in the ledger.
pub(super) type Judge<'a, F> = &'a mut dyn FnMut(&Row<'_, F>, &mut Ledger) -> Result<(), Stop>;

/// What every source is read with.
pub(super) struct Reading<'a> {
    pub(super) folders: &'a Folders,
    pub(super) rules: &'a Rules,
    pub(super) tolerance: Tolerance,
    /// Is told, now and then, how many rows of a source were read.
    pub(super) progress: &'a mut dyn FnMut(Source, u64),
}

impl Reading<'_> {
    /// Streams every row of `table` to `judge` and keeps the books.
    ///
    /// # Errors
    /// When a file or column is missing, a column has the wrong type, a file is torn or changes, no file has a row, or
    /// too many rows are faulty.
    pub(super) fn read<F: Field>(&mut self, table: &Table<F>, judge: Judge<'_, F>) -> Result<Ledger, Error> {
        let ledger = self.stream(&Plan::new(table), judge)?;
        ledger.check_usable()?;
        ledger.check(self.tolerance)?;
        Ok(ledger)
    }

    /// Streams every row of `table` with every column of its files to `view`, which judges none.
    ///
    /// # Errors
    /// As [`Reading::read`], but that faulty rows are no error, and no rows either.
    pub(super) fn look<F: Field>(
        &mut self,
        table: &Table<F>,
        view: &mut dyn FnMut(&Row<'_, F>),
    ) -> Result<Ledger, Error> {
        let plan = Plan { whole: true, ..Plan::new(table) };
        self.stream(&plan, &mut |row, _| {
            view(row);
            Ok(())
        })
    }

    fn stream<F: Field>(&mut self, plan: &Plan<'_, F>, judge: Judge<'_, F>) -> Result<Ledger, Error> {
        let found = self.folders.find(F::SOURCE, &plan.table.path, plan.table.format)?;
        let mut ledger = Ledger::new(F::SOURCE, &found)?;
        for (file, number) in found.files.iter().zip(0..) {
            let rows_before = ledger.rows_read();
            let tolerance = self.tolerance;
            let mut books = Books { file: number, ledger: &mut ledger, tolerance, progress: self.progress, judge };
            let watch = Watch::start(file)?;
            let read = read_file(plan, file, &mut books);
            // A change explains whatever else went wrong.
            watch.check()?;
            read?;
            if ledger.rows_read() == rows_before {
                ledger.note_empty(number);
            }
        }
        (self.progress)(F::SOURCE, ledger.rows_read());
        Ok(ledger)
    }
}

fn read_file<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    match plan.table.format.or_else(|| format_of(&file.name)) {
        Some(Format::Csv) => csv::read(plan, file, books),
        Some(Format::Parquet) => parquet::read(plan, file, books),
        None => Err(Error::UnknownFormat { source_name: F::SOURCE, file: file.name.clone() }),
    }
}

/// What both readers tell about each row of one file.
struct Books<'a, F: Field> {
    file: u16,
    ledger: &'a mut Ledger,
    tolerance: Tolerance,
    progress: &'a mut dyn FnMut(Source, u64),
    judge: Judge<'a, F>,
}

impl<F: Field> Books<'_, F> {
    /// Returns the place of a line or row of this file.
    ///
    /// # Errors
    /// When the number does not fit.
    fn place(&self, line: u64) -> Result<Place, Error> {
        let limit = u64::from(u32::MAX);
        let line = u32::try_from(line).map_err(|_| Error::TooMany {
            source_name: F::SOURCE,
            what: "lines in a file",
            limit,
        })?;
        Ok(Place { file: self.file, line })
    }

    /// Counts a row and has it judged.
    fn row(&mut self, row: &Row<'_, F>) -> Result<(), Error> {
        self.count(1);
        match (self.judge)(row, self.ledger) {
            Ok(()) => self.ledger.keep(),
            Err(Stop::Row(reason)) => {
                if reason == Reason::BadTimestamp {
                    self.look_at_times(row);
                }
                self.ledger.refuse(reason, row.place());
                self.ledger.check_so_far(self.tolerance)?;
            }
            Err(Stop::Lake(error)) => return Err(error),
        }
        Ok(())
    }

    /// Counts `rows` rows from `first` on that cannot even be judged.
    fn unreadable(&mut self, reason: Reason, first: Place, rows: u64) -> Result<(), Error> {
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

    fn count(&mut self, rows: u64) {
        let before = self.ledger.rows_read();
        if self.ledger.count_all(rows) / PROGRESS_EVERY != before / PROGRESS_EVERY {
            (self.progress)(F::SOURCE, self.ledger.rows_read());
        }
    }
}
