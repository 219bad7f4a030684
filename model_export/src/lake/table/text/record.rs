//! Records of delimited text, one at a time, none longer than a bound.
//!
//! Invariants: no more memory is taken than the bound, however long a line or a quoted field is.
//! Does not: know what the fields mean.

use std::io::{self, BufRead, BufReader, Read};

use csv_core::{ReadRecordResult, ReaderBuilder};

const BUFFER_BYTES: usize = 1 << 18;

/// The texts of one record.
#[derive(Debug, Default)]
pub(in crate::lake::table) struct Record {
    text: String,
    /// Where each field ends in `text`.
    ends: Vec<usize>,
}

impl Record {
    /// Returns the number of fields.
    pub(in crate::lake::table) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns a field, as it is written.
    #[inline]
    pub(in crate::lake::table) fn get(&self, field: usize) -> Option<&str> {
        let end = *self.ends.get(field)?;
        let start = field.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    /// Returns every field.
    pub(in crate::lake::table) fn each(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|field| self.get(field))
    }

    /// Adds a field.
    pub(in crate::lake::table) fn push(&mut self, field: &str) {
        self.text.push_str(field);
        self.ends.push(self.text.len());
    }

    /// Takes every field away.
    pub(in crate::lake::table) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }
}

/// How lines are split.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) quotes: bool,
    pub(super) escape: Option<u8>,
    pub(super) comment: Option<u8>,
    pub(super) max_bytes: usize,
    pub(super) max_lines: u64,
}

/// Why there is no next record.
#[derive(Debug)]
pub(in crate::lake::table) enum NoRecord {
    /// The file ends.
    End,
    /// The bytes cannot be had.
    Io(io::Error),
    /// The record is longer than the bound; with the line in which it begins.
    TooLong(u64),
    /// The record spans more lines than one may; with the line in which it begins.
    OpenQuote(u64),
}

/// What was read beside the record itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// The line in which the record begins, from 1.
    pub(super) line: u64,
    /// Whether a field may hold a line end.
    pub(super) has_line_ends: bool,
    pub(super) is_utf8: bool,
}

/// A reader of records.
pub(super) struct Records {
    bytes: BufReader<Box<dyn Read>>,
    core: csv_core::Reader,
    max_bytes: usize,
    max_lines: u64,
    /// Lines that the core did not see.
    lines_before: u64,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

impl Records {
    /// Starts at the first of the bytes.
    pub(super) fn new(bytes: Box<dyn Read>, dialect: Dialect, lines_before: u64) -> Self {
        let core = ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .quoting(dialect.quotes)
            .escape(dialect.escape)
            .comment(dialect.comment)
            .build();
        Self {
            bytes: BufReader::with_capacity(BUFFER_BYTES, bytes),
            core,
            max_bytes: dialect.max_bytes,
            max_lines: dialect.max_lines,
            lines_before,
            fields: vec![0; dialect.max_bytes.clamp(1, 1 << 12)],
            ends: vec![0; 64],
        }
    }

    /// Reads the next record into `record`. Bytes that are not UTF-8 are read as Windows-1252, which is what older systems
    /// that say Latin-1 write.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn next(&mut self, record: &mut Record) -> Result<Found, NoRecord> {
        self.skip_empty_lines()?;
        let first = self.core.line();
        let line = self.lines_before + first;
        let (mut n_bytes, mut n_ends) = (0, 0);
        let mut ends_in_line_feed = false;
        loop {
            let input = self.bytes.fill_buf().map_err(NoRecord::Io)?;
            let (result, n_in, n_out, n_end) =
                self.core.read_record(input, &mut self.fields[n_bytes..], &mut self.ends[n_ends..]);
            ends_in_line_feed = input.get(n_in.wrapping_sub(1)).map_or(ends_in_line_feed, |byte| *byte == b'\n');
            self.bytes.consume(n_in);
            n_bytes += n_out;
            n_ends += n_end;
            if self.core.line() - first > self.max_lines {
                return Err(NoRecord::OpenQuote(line));
            }
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() >= self.max_bytes => {
                    return Err(NoRecord::TooLong(line));
                }
                ReadRecordResult::OutputFull => {
                    let longer = (self.fields.len() * 2).min(self.max_bytes);
                    self.fields.resize(longer, 0);
                }
                // A field takes a byte of the file at least, its delimiter.
                ReadRecordResult::OutputEndsFull if self.ends.len() >= self.max_bytes => {
                    return Err(NoRecord::TooLong(line));
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => break,
                ReadRecordResult::End => return Err(NoRecord::End),
            }
        }
        let is_utf8 = fill(record, &self.fields[..n_bytes], &self.ends[..n_ends]);
        // A record of one line has but the line end that it ends with.
        let n_lines = self.core.line() - first;
        Ok(Found { line, has_line_ends: n_lines > u64::from(ends_in_line_feed), is_utf8 })
    }

    /// Passes over line ends, so that the place of a record is the line in which it begins.
    fn skip_empty_lines(&mut self) -> Result<(), NoRecord> {
        loop {
            let buffer = self.bytes.fill_buf().map_err(NoRecord::Io)?;
            let n_ends = buffer.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            // Seldom more than one.
            self.lines_before += buffer[..n_ends].split(|byte| *byte == b'\n').count() as u64 - 1;
            let goes_on = n_ends > 0 && n_ends == buffer.len();
            self.bytes.consume(n_ends);
            if !goes_on {
                return Ok(());
            }
        }
    }
}

/// Makes the record from the bytes of its fields; tells whether they were UTF-8.
fn fill(record: &mut Record, fields: &[u8], ends: &[usize]) -> bool {
    record.clear();
    if let Ok(text) = std::str::from_utf8(fields)
        && ends.iter().all(|end| text.is_char_boundary(*end))
    {
        record.text.push_str(text);
        record.ends.extend_from_slice(ends);
        return true;
    }
    let mut start = 0;
    for &end in ends {
        record.text.extend(fields[start..end].iter().map(|&byte| windows_1252(byte)));
        record.ends.push(record.text.len());
        start = end;
    }
    false
}

/// Returns the character of a byte in Windows-1252.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Returns bytes as text: UTF-8, or else Windows-1252.
pub(in crate::lake::table) fn as_text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => bytes.iter().map(|&byte| windows_1252(byte)).collect::<String>().into(),
    }
}
