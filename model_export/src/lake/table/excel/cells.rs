//! The cells of a sheet through calamine.

use std::io::{BufReader, Cursor, Read, Seek};

use calamine::{Cell, DataRef, Reader, Xlsx, XlsxCellReader};

use crate::lake::Error;
use crate::lake::error::ContentError;
use crate::lake::schema::Field;
use crate::lake::store::{Content, DataFile, HEAD, sniff};
use crate::lake::table::binding::Columns;
use crate::lake::table::plan::Plan;
use crate::lake::table::row::Cells;
use crate::lake::table::text::{FillDown, Record, join};
use crate::lake::table::{Books, Row, told};

/// The most bytes of a workbook: it is a zip archive, whose end has to be read first.
const MOST_BYTES: u64 = 1 << 30;

/// Returns the names of the columns of `file`.
pub(in crate::lake::table) fn names<F: Field>(plan: &Plan<'_, F>, file: &DataFile) -> Result<Vec<String>, Error> {
    let Some(mut book) = open(file)? else { return Ok(Vec::new()) };
    let sheet = sheet(plan, file, &book)?;
    let mut rows = Rows::new(file, &mut book, &sheet)?;
    rows.header(plan)
}

/// Reads every row of `file`.
pub(in crate::lake::table) fn read<F: Field>(
    plan: &Plan<'_, F>,
    file: &DataFile,
    books: &mut Books<'_, F>,
) -> Result<(), Error> {
    let Some(mut book) = open(file)? else { return Ok(()) };
    let sheet = sheet(plan, file, &book)?;
    let mut rows = Rows::new(file, &mut book, &sheet)?;
    let header = rows.header(plan)?;
    if header.is_empty() {
        return Ok(());
    }
    let n_fields = header.len();
    let told = told(file);
    let columns = Columns::new(plan, header, &told);
    let positions = books.bind(plan, file, &columns)?;
    let mut fill = FillDown::new(plan, file, &columns, &positions)?;
    let (mut record, mut composed) = (Record::default(), Vec::new());
    while let Some(number) = rows.next(&mut record, n_fields)? {
        let place = books.place(number)?;
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
    Ok(())
}

type Book = Xlsx<BufReader<Cursor<Vec<u8>>>>;

fn open(file: &DataFile) -> Result<Option<Book>, Error> {
    let torn = |message: String| Error::Torn { file: file.name.clone(), line: None, message };
    let bytes = file.bytes(MOST_BYTES)?.map_err(|error| torn(format!("the workbook cannot be read: {error}")))?;
    match sniff(&bytes[..bytes.len().min(HEAD)]) {
        Content::Empty => return Ok(None),
        Content::Excel | Content::Other("a zip archive") if longest(&bytes) > MOST_BYTES => {
            let found = "a part of the workbook is longer than 1 GiB";
            return Err(ContentError::unreadable(file, found, "save the sheet as CSV UTF-8").into());
        }
        Content::Excel | Content::Other("a zip archive") => {}
        content => {
            let found = match content {
                Content::Other(found) => found.to_owned(),
                Content::Text => "text".to_owned(),
                other => format!("{other:?}"),
            };
            let cure = "save it as an Excel workbook (.xlsx), or set format to what it is".to_owned();
            return Err(ContentError::OtherContent {
                file: file.name.clone(),
                expected: "an Excel workbook",
                found,
                cure,
            }
            .into());
        }
    }
    Xlsx::new(BufReader::new(Cursor::new(bytes)))
        .map(Some)
        .map_err(|error| torn(format!("the workbook cannot be read: {error}")))
}

/// Returns how many bytes the longest file of a zip archive says it has, unpacked.
fn longest(archive: &[u8]) -> u64 {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let size = |at: usize| archive.get(at + 24..at + 28).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes);
    let entries = archive.windows(ENTRY.len()).enumerate().filter(|(_, window)| *window == ENTRY);
    entries.filter_map(|(at, _)| size(at)).max().map_or(0, u64::from)
}

/// Returns the name of the sheet that is meant.
fn sheet<F: Field>(plan: &Plan<'_, F>, file: &DataFile, book: &Book) -> Result<String, Error> {
    let sheets = book.sheet_names();
    let meant = match &plan.table.sheet {
        Some(name) => sheets.iter().find(|sheet| *sheet == name),
        None => sheets.first(),
    };
    meant.cloned().ok_or_else(|| {
        let names: Vec<String> = sheets.iter().map(|name| format!("{name:?}")).collect();
        let cure = format!("set sheet in [{}] to one of: {}", F::SOURCE, names.join(", "));
        ContentError::unreadable(file, "the workbook has no such sheet", cure).into()
    })
}

/// The rows of a sheet, in their order.
struct Rows<'a, R: Read + Seek> {
    file: &'a str,
    cells: XlsxCellReader<'a, R>,
    /// The first cell of the next row.
    ahead: Option<(u32, u32, String)>,
    /// Whether the sheet has ended, after which it must not be asked again.
    is_done: bool,
}

impl<'a, R: Read + Seek> Rows<'a, R> {
    fn new(file: &'a DataFile, book: &'a mut Xlsx<R>, sheet: &str) -> Result<Self, Error> {
        let file = &file.name;
        let cells = book.worksheet_cells_reader(sheet).map_err(|error| torn(file, &error))?;
        Ok(Self { file, cells, ahead: None, is_done: false })
    }

    /// Reads the first row that has any text, after those that lake.toml passes over.
    fn header<F: Field>(&mut self, plan: &Plan<'_, F>) -> Result<Vec<String>, Error> {
        if let Some(names) = &plan.table.header {
            return Ok(names.clone());
        }
        let mut record = Record::default();
        while let Some(number) = self.next(&mut record, 0)? {
            if number > u64::from(plan.table.skip_lines) {
                return Ok(record.each().map(|name| name.trim().to_owned()).collect());
            }
        }
        Ok(Vec::new())
    }

    /// Reads the next row with a cell into `record`, of `n_fields` fields (of all that it has when 0); returns its number
    /// from 1.
    fn next(&mut self, record: &mut Record, n_fields: usize) -> Result<Option<u64>, Error> {
        let mut row = None;
        record.clear();
        while let Some((at, column, text)) = self.cell()? {
            if row.is_some_and(|row| row != at) {
                self.ahead = Some((at, column, text));
                break;
            }
            row = Some(at);
            while record.len() < column as usize {
                record.push("");
            }
            if n_fields == 0 || record.len() < n_fields {
                record.push(&text);
            }
        }
        while record.len() < n_fields {
            record.push("");
        }
        Ok(row.map(|row| u64::from(row) + 1))
    }

    /// Returns the next cell that is not empty: its row, its column and its text.
    fn cell(&mut self) -> Result<Option<(u32, u32, String)>, Error> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        while !self.is_done {
            let Some(cell) = self.cells.next_cell().map_err(|error| torn(self.file, &error))? else {
                self.is_done = true;
                break;
            };
            if let Some(text) = text(&cell) {
                let (row, column) = cell.get_position();
                return Ok(Some((row, column, text)));
            }
        }
        Ok(None)
    }
}

fn torn(file: &str, error: &dyn std::error::Error) -> Error {
    Error::Torn { file: file.to_owned(), line: None, message: format!("the workbook cannot be read: {error}") }
}

/// Returns a cell as a CSV export writes it; `None` when it is empty, or an error that a formula gave.
fn text(cell: &Cell<DataRef<'_>>) -> Option<String> {
    match cell.get_value() {
        DataRef::Empty | DataRef::Error(_) => None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Some(text.clone()),
        DataRef::SharedString(text) => Some((*text).to_owned()),
        DataRef::Bool(flag) => Some(flag.to_string()),
        DataRef::Int(whole) => Some(whole.to_string()),
        DataRef::Float(number) => Some(number.to_string()),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
            let shown = format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}");
            Some(if milli == 0 { shown } else { format!("{shown}.{milli:03}") })
        }
    }
    .filter(|text| !text.is_empty())
}
