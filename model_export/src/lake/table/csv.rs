//! Delimited text, plain or gzip, one line at a time.
//!
//! A line that is not UTF-8 is read as Latin-1 and counted: such lines are names with an accent, in tables that were
//! exported from older systems, and Latin-1 is what those write. A line with too many or too few fields is dropped and
//! counted. A quote that never closes would swallow the rest of the file in silence, so it is an error.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use csv::{ByteRecord, ErrorKind, ReaderBuilder, StringRecord};
use flate2::bufread::MultiGzDecoder;

use super::plan::Plan;
use super::row::Cells;
use super::{Books, Row};
use crate::lake::config::Delimiter;
use crate::lake::locate::DataFile;
use crate::lake::schema::Field;
use crate::lake::{Error, Reason};

/// The most lines that one quoted record may span.
const MAX_LINES_PER_RECORD: u64 = 200;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const BUFFER_BYTES: usize = 1 << 18;

/// Reads every row of `file`.
pub(super) fn read<F: Field>(plan: &Plan<'_, F>, file: &DataFile, books: &mut Books<'_, F>) -> Result<(), Error> {
    let torn = |error: csv::Error| torn(&file.name, &error);
    let delimiter = plan.table.delimiter.unwrap_or_else(|| Delimiter::of(&file.name));
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter.0)
        .quoting(plan.table.quotes)
        .flexible(true)
        .buffer_capacity(BUFFER_BYTES)
        .from_reader(open(file)?);
    let header = to_text(reader.byte_headers().map_err(torn)?.clone()).0;
    let found: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let positions = plan.bind(&file.name, &found)?;

    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(torn)? {
        let line = record.position().map_or(0, csv::Position::line);
        if reader.position().line().saturating_sub(line) > MAX_LINES_PER_RECORD {
            return Err(Error::OpenQuote { source_name: F::SOURCE, file: file.name.clone(), line });
        }
        let place = books.place(line)?;
        if record.len() != found.len() {
            books.unreadable(Reason::WrongFieldCount, place);
            continue;
        }
        let (text, is_utf8) = to_text(record);
        if !is_utf8 {
            books.ledger.repair(Reason::NotUtf8, place);
        }
        books.row(&Row { plan, names: &found, cells: Cells::Record(&text, &positions), place })?;
        record = text.into_byte_record();
    }
    Ok(())
}

/// Opens `file`, through gzip when its first bytes say so.
fn open(file: &DataFile) -> Result<Box<dyn Read>, Error> {
    let failed = |source| Error::Read { path: file.path.clone(), source };
    let mut bytes = BufReader::with_capacity(BUFFER_BYTES, File::open(&file.path).map_err(failed)?);
    if bytes.fill_buf().map_err(failed)?.starts_with(&GZIP_MAGIC) {
        return Ok(Box::new(MultiGzDecoder::new(bytes)));
    }
    Ok(Box::new(bytes))
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

fn torn(file: &str, error: &csv::Error) -> Error {
    let message = match error.kind() {
        ErrorKind::Io(io) => io.to_string(),
        _ => error.to_string(),
    };
    Error::Torn { file: file.to_owned(), line: error.position().map(csv::Position::line), message }
}
