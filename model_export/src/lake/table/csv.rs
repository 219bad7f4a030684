//! Delimited text, plain or gzip, one line at a time.
//!
//! A line that is not UTF-8 is read as Latin-1 and counted: such lines are names with an accent, in tables that were
//! exported from older systems, and Latin-1 is what those write. A line with too many or too few fields is dropped and
//! counted. A quote that never closes would swallow the rest of the file in silence, so it is an error.

use std::io::{self, BufRead, BufReader, Read};

use csv::{ByteRecord, ErrorKind, ReaderBuilder, StringRecord};
use flate2::bufread::MultiGzDecoder;

use super::plan::Plan;
use super::row::Cells;
use super::{Books, Row};
use crate::lake::config::Delimiter;
use crate::lake::locate::partitions;
use crate::lake::schema::Field;
use crate::lake::store::DataFile;
use crate::lake::{Error, Reason};

/// The most lines that one quoted record may span.
const MAX_LINES_PER_RECORD: u64 = 200;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const BUFFER_BYTES: usize = 1 << 18;

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    let delimiter = plan.table.delimiter.unwrap_or_else(|| Delimiter::of(&file.name));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.0)
        .quoting(plan.table.quotes)
        .flexible(true)
        .buffer_capacity(BUFFER_BYTES)
        .from_reader(open(file)?);
    let header = match reader.byte_headers() {
        Ok(header) => to_text(header.clone()).0,
        Err(error) => return torn(file, 0, error, books),
    };
    if header.is_empty() {
        return Ok(());
    }
    let mut found: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let n_fields = found.len();
    // What the folders say stands after what the line says, which comes first where both say it.
    let (folders, told): (Vec<String>, Vec<String>) = partitions(&file.name).into_iter().unzip();
    found.extend(folders);
    let positions = plan.bind(&file.name, &found)?;

    let mut record = ByteRecord::new();
    let mut composed = Vec::new();
    let mut line = 1;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return torn(file, line, error, books),
        }
        line = record.position().map_or(0, csv::Position::line);
        if reader.position().line().saturating_sub(line) > MAX_LINES_PER_RECORD {
            return Err(Error::OpenQuote { source_name: F::SOURCE, file: file.name.clone(), line });
        }
        let place = books.place(line)?;
        if record.len() != n_fields {
            books.unreadable(Reason::WrongFieldCount, place, 1)?;
            continue;
        }
        let (mut text, is_utf8) = to_text(record);
        if !is_utf8 {
            books.ledger.repair(Reason::NotUtf8, place);
        }
        for value in &told {
            text.push_field(value);
        }
        let cells = Cells::Record(&text, &positions);
        plan.compose(cells, &mut composed);
        books.row(&Row { plan, names: &found, composed: &composed, cells, place })?;
        record = text.into_byte_record();
    }
}

/// Opens `file`, through gzip when its first bytes say so.
fn open(file: &DataFile) -> Result<Box<dyn Read>, Error> {
    let mut bytes = BufReader::with_capacity(BUFFER_BYTES, file.open()?);
    match bytes.fill_buf() {
        Ok(start) if start.starts_with(&GZIP_MAGIC) => Ok(Box::new(MultiGzDecoder::new(bytes))),
        Ok(_) => Ok(Box::new(bytes)),
        Err(error) => Err(lake_error(error).unwrap_or_else(|source| Error::Read { path: (&file.name).into(), source })),
    }
}

/// Returns the record as text, and whether it was UTF-8; if not, each byte is the Latin-1 character of that number.
fn to_text(record: ByteRecord) -> (StringRecord, bool) {
    match StringRecord::from_byte_record(record) {
        Ok(text) => (text, true),
        Err(error) => {
            let latin_1 = |field: &[u8]| field.iter().map(|&byte| char::from(byte)).collect::<String>();
            (error.into_byte_record().iter().map(latin_1).collect(), false)
        }
    }
}

/// Returns what stops the reading after `line`, the last that was read; or counts it, when that was asked for.
fn torn<F: Field>(file: &DataFile, line: u64, error: csv::Error, books: &mut Books<'_, F>) -> Result<(), Error> {
    let said = error.to_string();
    let found = match error.into_kind() {
        ErrorKind::Io(io) => match lake_error(io) {
            Ok(error) => return Err(error),
            Err(io) => io.to_string(),
        },
        _ => said,
    };
    if books.tolerance.forgives_torn {
        return books.unreadable(Reason::TornFile, books.place(line + 1)?, 1);
    }
    let message = format!("the file is torn ({found}) and could be read up to this line");
    let torn = |line, message| Error::Torn { file: file.name.clone(), line, message };
    Err(if line == 0 { torn(None, format!("the file is torn: {found}")) } else { torn(Some(line), message) })
}

/// Returns the error of the store that an error of reading carries.
fn lake_error(error: io::Error) -> Result<Error, io::Error> {
    error.downcast::<Error>()
}
