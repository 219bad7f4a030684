//! Files as rows: CSV and Parquet behind one [`Row`], streamed, with the place of each row for the report.
//!
//! Refused here: knowing what any source means. A column that is missing or of an impossible type is an error before
//! the first row; a faulty row is the source's to judge.

mod csv;
mod ledger;
mod parquet;
mod plan;
mod row;

pub(super) use ledger::{Ledger, Place};
pub(crate) use row::{Cell, Malformed, Row};

use super::config::{Format, Rules, Table};
use super::locate::{Folders, format_of};
use super::schema::Field;
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
    /// Is told, now and then, how many rows of a source were read.
    pub(super) progress: &'a mut dyn FnMut(Source, u64),
}

impl Reading<'_> {
    /// Streams every row of `table` to `judge` and keeps the books.
    ///
    /// # Errors
    /// When a file or column is missing, a column has the wrong type, a file is torn, or every row is faulty.
    pub(super) fn read<F: Field>(&mut self, table: &Table<F>, judge: Judge<'_, F>) -> Result<Ledger, Error> {
        let ledger = self.stream(&Plan::new(table), judge)?;
        ledger.check_usable()?;
        Ok(ledger)
    }

    /// Streams every row of `table` with every column of its files to `view`, which judges none.
    ///
    /// # Errors
    /// As [`Reading::read`], but that faulty rows are no error.
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
        let table = plan.table;
        let files = self.folders.find(F::SOURCE, &table.path)?;
        let mut ledger = Ledger::new(F::SOURCE, &files)?;
        for (file, number) in files.iter().zip(0..) {
            let mut books = Books { file: number, ledger: &mut ledger, progress: self.progress, judge };
            match table.format.or_else(|| format_of(&file.name)) {
                Some(Format::Csv) => csv::read(plan, file, &mut books)?,
                Some(Format::Parquet) => parquet::read(plan, file, &mut books)?,
                None => return Err(Error::UnknownFormat { source_name: F::SOURCE, file: file.name.clone() }),
            }
        }
        (self.progress)(F::SOURCE, ledger.rows_read());
        Ok(ledger)
    }
}

/// What both readers tell about each row of one file.
struct Books<'a, F: Field> {
    file: u16,
    ledger: &'a mut Ledger,
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
        self.count();
        match (self.judge)(row, self.ledger) {
            Ok(()) => self.ledger.keep(),
            Err(Stop::Row(reason)) => self.ledger.refuse(reason, row.place()),
            Err(Stop::Lake(error)) => return Err(error),
        }
        Ok(())
    }

    /// Counts a row that cannot even be judged.
    fn unreadable(&mut self, reason: Reason, place: Place) {
        self.count();
        self.ledger.refuse(reason, place);
    }

    fn count(&mut self) {
        if self.ledger.count().is_multiple_of(PROGRESS_EVERY) {
            (self.progress)(F::SOURCE, self.ledger.rows_read());
        }
    }
}
