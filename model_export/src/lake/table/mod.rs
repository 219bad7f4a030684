//! Files as rows: text, JSON lines, Parquet and Excel behind one [`Row`], streamed, with the place of each row for the report.
//!
//! Does not: know what any source means. A column that is missing or of an impossible type is an error before the first
//! row; a faulty row is the source's to judge.

mod advice;
mod binding;
mod books;
mod cast;
mod columns;
mod excel;
mod joins;
mod json;
mod ledger;
mod nested;
mod numbers;
mod parquet;
mod plan;
mod row;
mod tally;
mod text;

pub(super) use advice::PLAUSIBLE;
pub(super) use ledger::Ledger;
pub(super) use plan::Customs;
pub(crate) use row::{Cell, Malformed, Row};
pub(super) use tally::Place;

use super::config::{Format, Rules, Table};
use super::error::ContentError;
use super::locate::{Folders, format_of, partitions};
use super::schema::{Field, NoField};
use super::store::{Content, DataFile, HEAD, Watch, sniff};
use super::tolerance::Tolerance;
use super::{Error, Reason, Source};
use binding::Bindings;
use books::{Books, number_fields};
use joins::JoinedTable;
use plan::Plan;

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
    pub(super) customs: Customs<'a>,
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
        self.read_with(table, judge).map(|(ledger, _)| ledger)
    }

    /// As [`Reading::read`]; also returns which fields come from nowhere, and the names of the first file's columns.
    pub(super) fn read_with<F: Field>(
        &mut self,
        table: &Table<F>,
        judge: Judge<'_, F>,
    ) -> Result<(Ledger, Lacking<F>), Error> {
        let (ledger, lacking) = self.stream(table, false, judge)?;
        self.settle(&ledger)?;
        Ok((ledger, lacking))
    }

    /// Checks that a source has rows that can be used, and no more faulty ones than may be.
    ///
    /// # Errors
    /// When it has not.
    pub(super) fn settle(&self, ledger: &Ledger) -> Result<(), Error> {
        ledger.check_usable()?;
        ledger.check_numbers()?;
        ledger.check(self.tolerance)
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
        let view = &mut |row: &Row<'_, F>, _: &mut Ledger| {
            view(row);
            Ok(())
        };
        self.stream(table, true, view).map(|(ledger, _)| ledger)
    }

    fn stream<F: Field>(
        &mut self,
        table: &Table<F>,
        whole: bool,
        judge: Judge<'_, F>,
    ) -> Result<(Ledger, Lacking<F>), Error> {
        let mut plan = Plan { whole, ..Plan::new(table, self.customs) };
        let doubtful = if table.decimal.is_some() { Vec::new() } else { number_fields::<F>() };
        for (join, number) in table.joins.iter().zip(0..) {
            plan.joins[number].1 = self.join(join, &plan)?;
        }
        let found = self.folders.find(F::SOURCE, table.path.each(), table.format)?;
        let mut ledger = Ledger::new(F::SOURCE, &found)?;
        let mut bindings = Bindings::default();
        for (file, number) in found.files.iter().zip(0..) {
            let rows_before = ledger.rows_read();
            let tolerance = self.tolerance;
            let mut books = Books {
                file: number,
                ledger: &mut ledger,
                bindings: &mut bindings,
                tolerance,
                progress: self.progress,
                judge,
                doubtful: &doubtful,
            };
            let watch = Watch::start(file)?;
            let read = read_file(&plan, file, &mut books);
            // A change explains whatever else went wrong.
            watch.check()?;
            read?;
            if ledger.rows_read() == rows_before {
                ledger.note_empty(number);
            }
        }
        bindings.check_seen()?;
        (self.progress)(F::SOURCE, ledger.rows_read());
        let fields = F::ALL.iter().copied().filter(|field| !bindings.fills(&plan, *field)).collect();
        Ok((ledger, Lacking { fields, names: bindings.names().to_vec() }))
    }

    /// Reads a joined file: of its columns, those that a slot of `plan` asks for.
    fn join<F: Field>(&mut self, join: &super::config::Join, plan: &Plan<'_, F>) -> Result<JoinedTable, Error> {
        let theirs = Table::<NoField>::of_join(join);
        let called = |name: &str| join.rename.get(name).map_or(name, String::as_str).to_owned();
        let wanted = |name: &str| {
            let name = called(name);
            name != join.on && plan.slots.iter().any(|slot| slot.column == name)
        };
        let found = self.folders.find(Source::Joined, theirs.path.each(), theirs.format)?;
        let mut columns: Vec<String> = Vec::new();
        for file in &found.files {
            for name in column_names(&theirs, file, self.customs)? {
                if wanted(&name) && !columns.contains(&name) {
                    columns.push(name);
                }
            }
        }
        let mut table = JoinedTable::new(columns.iter().map(|name| called(name)).collect(), join.unmatched);
        let plan = Plan::of_columns(&theirs, join.key(), &columns, self.customs);
        let mut ledger = Ledger::new(Source::Joined, &found)?;
        let mut bindings = Bindings::default();
        for (file, number) in found.files.iter().zip(0..) {
            let mut judge = |row: &Row<'_, NoField>, ledger: &mut Ledger| {
                Ok(table.add(row, join.key(), || ledger.name(row.place()))??)
            };
            let mut books = Books {
                file: number,
                ledger: &mut ledger,
                bindings: &mut bindings,
                tolerance: self.tolerance,
                progress: self.progress,
                judge: &mut judge,
                doubtful: &[],
            };
            let watch = Watch::start(file)?;
            let read = read_file(&plan, file, &mut books);
            watch.check()?;
            read?;
        }
        self.settle(&ledger)?;
        Ok(table)
    }
}

/// What a source does not have.
pub(super) struct Lacking<F> {
    fields: Vec<F>,
    /// The columns of its first file.
    pub(super) names: Vec<String>,
}

impl<F: Field> Lacking<F> {
    /// Tells whether nothing fills the field.
    pub(super) fn has(&self, field: F) -> bool {
        self.fields.contains(&field)
    }
}

/// Returns the names of the columns of a file, without reading its rows.
fn column_names<F: Field>(table: &Table<F>, file: &DataFile, customs: Customs<'_>) -> Result<Vec<String>, Error> {
    let plan = Plan::new(table, customs);
    match format(table, file)? {
        None => Ok(Vec::new()),
        Some(Format::Csv) => text::names(&plan, file),
        Some(Format::Parquet) => parquet::names(file),
        Some(Format::JsonLines) => json::names(&plan, file),
        Some(Format::Excel) => excel::names(&plan, file),
    }
}

/// Returns the columns that a table's log or the folders of a file's name tell, with their values.
fn told(file: &DataFile) -> Vec<(String, String)> {
    file.told.clone().unwrap_or_else(|| partitions(&file.name))
}

/// Returns the format of a file: as lake.toml says, else as its name does; `None` when it is empty.
fn format<F: Field>(table: &Table<F>, file: &DataFile) -> Result<Option<Format>, Error> {
    if let Some(format) = table.format.or_else(|| format_of(&file.name)) {
        return Ok(Some(format));
    }
    // A name that tells nothing; the first bytes of some formats do.
    let mut head = Vec::with_capacity(HEAD);
    let read = std::io::Read::take(file.open()?, HEAD as u64);
    std::io::Read::read_to_end(&mut { read }, &mut head)
        .map_err(|source| Error::Read { path: (&file.name).into(), source })?;
    match sniff(&head) {
        Content::Empty => Ok(None),
        Content::Parquet => Ok(Some(Format::Parquet)),
        _ => Err(Error::UnknownFormat { source_name: F::SOURCE, file: file.name.clone() }),
    }
}

fn read_file<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    let format = format(plan.table, file)?;
    if let (Some(Format::Parquet | Format::JsonLines), Some([column, ..])) = (format, plan.table.fill_down.as_deref()) {
        let found = format!("fill_down = [{column:?}, ..] fills the cells of CSV and Excel alone");
        let cure = format!("fill the column when the file is written, and remove fill_down in [{}]", F::SOURCE);
        return Err(ContentError::unreadable(file, found, cure).into());
    }
    match format {
        None => Ok(()),
        Some(Format::Csv) => text::read(plan, file, books),
        Some(Format::Parquet) => parquet::read(plan, file, books),
        Some(Format::JsonLines) => json::read(plan, file, books),
        Some(Format::Excel) => excel::read(plan, file, books),
    }
}
