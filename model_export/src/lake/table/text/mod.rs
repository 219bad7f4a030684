//! Delimited text, plain or packed, one record at a time.
//!
//! A record that is not UTF-8 is read as Windows-1252 and counted: such lines are names with an accent, in tables that were
//! exported from older systems. A line with too many or too few fields is dropped and counted.
//!
//! Does not: let a quote swallow lines in silence. One that never closes is an error, one that closes in a later line drops
//! the lines between and counts them.

mod fill;
mod record;
mod unpack;

use std::io::{self, BufRead, BufReader, Read};

pub(super) use fill::FillDown;
pub(super) use record::{NoRecord, Record, as_text};
pub(super) use unpack::open;

use super::binding::Columns;
use super::plan::Plan;
use super::row::Cells;
use super::{Books, Row, told};
use crate::lake::config::Delimiter;
use crate::lake::error::ContentError;
use crate::lake::schema::Field;
use crate::lake::store::DataFile;
use crate::lake::{Error, Reason};
use record::{Dialect, Found, Records};

/// The most lines that one quoted record may span.
const MAX_LINES_PER_RECORD: u64 = 200;
/// From so many columns on, a line within a quoted field that has as many is a row that the field swallowed.
const COLUMNS_OF_A_ROW: usize = 3;

/// A file whose header was read.
struct Opened {
    records: Records,
    header: Vec<String>,
    delimiter: u8,
}

/// Returns the names of the columns of `file`.
pub(super) fn names<F: Field>(plan: &Plan<'_, F>, file: &DataFile) -> Result<Vec<String>, Error> {
    match start(plan, file)? {
        Ok(opened) => Ok(opened.map(|opened| opened.header).unwrap_or_default()),
        Err(no_record) => Err(unread(file, 0, no_record, plan)),
    }
}

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    let Opened { mut records, header, delimiter } = match start(plan, file)? {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(()),
        Err(no_record) => return stopped(plan, file, 0, no_record, books),
    };
    let n_fields = header.len();
    // What is told stands after what the line says, which comes first where both say it; then what is joined.
    let told = told(file);
    let columns = Columns::new(plan, header, &told);
    let positions = books.bind(plan, file, &columns)?;
    let mut fill = FillDown::new(plan, file, &columns, &positions)?;

    let (mut record, mut composed) = (Record::default(), Vec::new());
    let mut line = 1;
    loop {
        let found = match records.next(&mut record) {
            Ok(found) => found,
            Err(NoRecord::End) => return Ok(()),
            Err(no_record) => return stopped(plan, file, line, no_record, books),
        };
        line = found.line;
        let place = books.place(line)?;
        if let Some(lines) = swallowed(&record, &found, n_fields, delimiter) {
            books.ledger.advise(Reason::SwallowedLines, cure_of_quotes(plan));
            books.unreadable(Reason::SwallowedLines, place, lines)?;
            continue;
        }
        if record.len() != n_fields {
            if plan.table.escape.is_none() && record.each().any(|field| field.contains('\\')) {
                books.ledger.advise(Reason::WrongFieldCount, cure_of_quotes(plan));
            }
            books.unreadable(Reason::WrongFieldCount, place, 1)?;
            continue;
        }
        if !found.is_utf8 {
            books.ledger.repair(Reason::NotUtf8, place);
        }
        fill.fill(&mut record, n_fields);
        for (_, value) in &told {
            record.push(value);
        }
        if let Err(reason) = join(plan, &positions, &mut record) {
            books.unreadable(reason, place, 1)?;
            continue;
        }
        let cells = Cells::Record(&record, &positions);
        plan.compose(cells, &mut composed);
        let row = Row { plan, names: &columns.names, composed: &composed, cells, place };
        fill.check(&row, books)?;
        books.row(&row)?;
    }
}

/// Adds the columns of the joined files to a record.
///
/// # Errors
/// [`Reason::UnjoinedRow`] when a joined file lacks the row's key.
pub(super) fn join<F: Field>(
    plan: &Plan<'_, F>,
    positions: &[Option<usize>],
    record: &mut Record,
) -> Result<(), Reason> {
    for (on, joined) in &plan.joins {
        let key = positions[*on].and_then(|position| record.get(position)).unwrap_or_default();
        match joined.find(key, &plan.table.missing_values)? {
            Some(texts) => texts.iter().for_each(|text| record.push(text)),
            None => joined.columns.iter().for_each(|_| record.push("")),
        }
    }
    Ok(())
}

/// Opens a file and reads its header; `None` when it is empty, the inner error when there is no header to read.
fn start<F: Field>(plan: &Plan<'_, F>, file: &DataFile) -> Result<Result<Option<Opened>, NoRecord>, Error> {
    let Some(bytes) = unpack::open(F::SOURCE, file)? else { return Ok(Ok(None)) };
    Ok(begin(plan, file, bytes))
}

fn begin<F: Field>(plan: &Plan<'_, F>, file: &DataFile, bytes: Box<dyn Read>) -> Result<Option<Opened>, NoRecord> {
    let table = plan.table;
    let mut bytes = BufReader::new(bytes);
    let mut lines_before = 0;
    for _ in 0..table.skip_lines {
        lines_before += 1;
        skip_line(&mut bytes, table.max_record_bytes, lines_before)?;
    }
    let mut delimiter = table.delimiter.unwrap_or_else(|| Delimiter::of(&file.name)).0;
    if let Some(said) = separator_line(&mut bytes).map_err(NoRecord::Io)? {
        delimiter = table.delimiter.map_or(said, |delimiter| delimiter.0);
        lines_before += 1;
        skip_line(&mut bytes, table.max_record_bytes, lines_before)?;
    }
    let dialect = Dialect {
        delimiter,
        quotes: table.quotes,
        escape: table.escape.map(|escape| escape.0),
        comment: table.comment.map(|comment| comment.0),
        max_bytes: table.max_record_bytes,
        max_lines: MAX_LINES_PER_RECORD,
    };
    let mut records = Records::new(Box::new(bytes), dialect, lines_before);
    let header = if let Some(names) = &table.header {
        names.clone()
    } else {
        let mut header = Record::default();
        match records.next(&mut header) {
            Ok(_) => header.each().map(|name| name.trim().to_owned()).collect(),
            Err(NoRecord::End) => return Ok(None),
            Err(no_record) => return Err(no_record),
        }
    };
    Ok(Some(Opened { records, header, delimiter }))
}

/// Returns the delimiter that the first line names, as Excel writes it: `sep=;`.
fn separator_line(bytes: &mut BufReader<Box<dyn Read>>) -> io::Result<Option<u8>> {
    let start = bytes.fill_buf()?;
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    Ok(match start {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', mark, b'\r' | b'\n', ..] => Some(*mark),
        _ => None,
    })
}

/// Passes over a line of at most `max_bytes`.
fn skip_line(bytes: &mut BufReader<Box<dyn Read>>, max_bytes: usize, line: u64) -> Result<(), NoRecord> {
    let mut skipped = Vec::new();
    bytes.take(max_bytes as u64).read_until(b'\n', &mut skipped).map_err(NoRecord::Io)?;
    if skipped.len() >= max_bytes { Err(NoRecord::TooLong(line)) } else { Ok(()) }
}

/// Returns how many lines a record swallowed: one of its fields holds a whole line with as many columns as the header has.
fn swallowed(record: &Record, found: &Found, n_fields: usize, delimiter: u8) -> Option<u64> {
    if !found.has_line_ends || n_fields < COLUMNS_OF_A_ROW {
        return None;
    }
    let is_row = |line: &str| line.bytes().filter(|byte| *byte == delimiter).count() + 1 == n_fields;
    let holds_row = |field: &str| {
        // The first and the last line of a field belong to the record itself.
        let mut lines = field.split('\n').skip(1).peekable();
        std::iter::from_fn(|| lines.next().filter(|_| lines.peek().is_some())).any(is_row)
    };
    let n_ends: usize = record.each().map(|field| field.matches('\n').count()).sum();
    record.each().any(holds_row).then_some(n_ends as u64 + 1)
}

fn cure_of_quotes<F: Field>(plan: &Plan<'_, F>) -> String {
    let source = F::SOURCE;
    if plan.table.escape.is_none() {
        format!("set escape = \"\\\\\" in [{source}] if the file writes \\\" for a quote within a text, as Spark does")
    } else {
        format!(
            "the file doubles quotes within a text, or quotes nothing: remove escape, or set quotes = false in [{source}]"
        )
    }
}

/// Returns what stops the reading after `line`, the last that was read; or counts it, when that was asked for.
fn stopped<F: Field>(
    plan: &Plan<'_, F>,
    file: &DataFile,
    line: u64,
    why: NoRecord,
    books: &mut Books<'_, F>,
) -> Result<(), Error> {
    match unread(file, line, why, plan) {
        Error::Torn { .. } if books.tolerance.forgives_torn => {
            books.unreadable(Reason::TornFile, books.place(line + 1)?, 1)
        }
        error => Err(error),
    }
}

/// Returns why nothing more of a file can be read after `line`.
pub(super) fn unread<F: Field>(file: &DataFile, line: u64, why: impl Into<NoRecord>, plan: &Plan<'_, F>) -> Error {
    let (source_name, file) = (F::SOURCE, file.name.clone());
    let found = match why.into() {
        NoRecord::OpenQuote(line) => return Error::OpenQuote { source_name, file, line },
        NoRecord::TooLong(line) => {
            return ContentError::TooLong { source_name, file, line, limit: plan.table.max_record_bytes }.into();
        }
        NoRecord::Io(io) => match io.downcast::<Error>() {
            Ok(error) => return error,
            Err(io) => io.to_string(),
        },
        NoRecord::End => "it ends before its header".to_owned(),
    };
    match line {
        0 => Error::Torn { file, line: None, message: format!("the file is torn: {found}") },
        line => {
            let message = format!("the file is torn ({found}) and could be read up to this line");
            Error::Torn { file, line: Some(line), message }
        }
    }
}

impl From<io::Error> for NoRecord {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
