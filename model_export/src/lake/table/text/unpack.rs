//! The text of a file: unpacked as often as it was packed, and in UTF-8 where it was in UTF-16.
//!
//! Does not: mend text in an older encoding, which is one of lines ([`super::record`]).

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::lake::error::ContentError;
use crate::lake::store::{Content, DataFile, HEAD, sniff};
use crate::lake::{Error, Source};

const BUFFER_BYTES: usize = 1 << 18;
/// How often a file may be packed: a second time by a transport that packs what is packed, a third by mistake.
const MOST_PACKED: usize = 3;

/// Opens `file` as UTF-8 text, or text of single bytes; `None` when it is empty.
///
/// # Errors
/// When the file cannot be opened, or is no text.
pub(in crate::lake::table) fn open(source: Source, file: &DataFile) -> Result<Option<Box<dyn Read>>, Error> {
    let mut bytes: Box<dyn Read> = file.open()?;
    for packed in 0.. {
        let (content, peeked) = peek(bytes).map_err(|error| read_error(file, error))?;
        let found = match content {
            Content::Empty => return Ok(None),
            Content::Text => return Ok(Some(peeked)),
            Content::Utf16Le => return Ok(Some(Box::new(Utf16::new(peeked, u16::from_le_bytes)))),
            Content::Utf16Be => return Ok(Some(Box::new(Utf16::new(peeked, u16::from_be_bytes)))),
            Content::Gzip | Content::Zstd if packed == MOST_PACKED => "packed more than three times",
            Content::Gzip => {
                bytes = Box::new(MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, peeked)));
                continue;
            }
            Content::Zstd => {
                bytes = Box::new(zstd::Decoder::new(peeked).map_err(|error| read_error(file, error))?);
                continue;
            }
            Content::Parquet => "a Parquet file",
            Content::Excel => "an Excel workbook",
            Content::Other(name) => name,
        };
        return Err(ContentError::no_text(source, file, content, found).into());
    }
    Ok(None)
}

/// Returns what the bytes begin as, and all of them.
fn peek(mut bytes: Box<dyn Read>) -> io::Result<(Content, Box<dyn Read>)> {
    let mut head = Vec::with_capacity(HEAD);
    bytes.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let content = sniff(&head);
    Ok((content, Box::new(BufReader::with_capacity(BUFFER_BYTES, io::Cursor::new(head).chain(bytes)))))
}

/// Returns the error of opening a file, that of the store when it carries one.
fn read_error(file: &DataFile, error: io::Error) -> Error {
    let torn = |error: io::Error| {
        let message = format!("the file is torn: {error}");
        Error::Torn { file: file.name.clone(), line: None, message }
    };
    error.downcast::<Error>().unwrap_or_else(torn)
}

/// Text in UTF-16 as UTF-8. A half of a pair that stands alone becomes U+FFFD.
struct Utf16 {
    bytes: BufReader<Box<dyn Read>>,
    unit: fn([u8; 2]) -> u16,
    /// A high half that waits for its low one.
    high: Option<u16>,
    ready: Vec<u8>,
    read: usize,
}

impl Utf16 {
    fn new(bytes: Box<dyn Read>, unit: fn([u8; 2]) -> u16) -> Self {
        Self { bytes: BufReader::with_capacity(BUFFER_BYTES, bytes), unit, high: None, ready: Vec::new(), read: 0 }
    }

    /// Decodes what can be read next into `ready`.
    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.read = 0;
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        let buffer = self.bytes.fill_buf()?;
        let n_whole = buffer.len() / 2 * 2;
        let mut is_end = false;
        units.extend(buffer[..n_whole].chunks_exact(2).map(|pair| (self.unit)([pair[0], pair[1]])));
        if n_whole > 0 {
            self.bytes.consume(n_whole);
        } else {
            // One byte is left in the buffer, so a unit straddles two fillings of it, or the file ends in its middle.
            let mut pair = [0; 2];
            let mut n_read = 0;
            while n_read < 2 {
                match self.bytes.read(&mut pair[n_read..])? {
                    0 => break,
                    n => n_read += n,
                }
            }
            units.extend((n_read == 2).then(|| (self.unit)(pair)));
            is_end = n_read < 2;
        }
        if let Some(last) = units.last().copied().filter(|unit| (0xd800..0xdc00).contains(unit) && !is_end) {
            self.high = Some(last);
            units.pop();
        }
        for letter in char::decode_utf16(units) {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(())
    }
}

impl Read for Utf16 {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.read == self.ready.len() {
            if self.bytes.fill_buf()?.is_empty() && self.high.is_none() {
                return Ok(0);
            }
            self.fill()?;
            if self.ready.is_empty() && self.high.is_none() && self.bytes.fill_buf()?.is_empty() {
                return Ok(0);
            }
        }
        let n_bytes = out.len().min(self.ready.len() - self.read);
        out[..n_bytes].copy_from_slice(&self.ready[self.read..self.read + n_bytes]);
        self.read += n_bytes;
        Ok(n_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives so many bytes at a time.
    struct Slowly(Vec<u8>, usize);

    impl Read for Slowly {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let n_bytes = self.1.min(out.len()).min(self.0.len());
            out[..n_bytes].copy_from_slice(&self.0[..n_bytes]);
            self.0.drain(..n_bytes);
            Ok(n_bytes)
        }
    }

    #[test]
    fn utf_16_is_decoded_wherever_its_bytes_are_cut() {
        let text = "order_id;Café “Paris” 5€ \u{1f600}\r\n".repeat(3);
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for step in [1, 2, 3, 5, 7, 1_000] {
            let mut read = String::new();
            let mut utf16 = Utf16::new(Box::new(Slowly(bytes.clone(), step)), u16::from_le_bytes);
            assert!(utf16.read_to_string(&mut read).is_ok_and(|n_bytes| n_bytes == text.len()), "step {step}");
            assert_eq!(read, text, "step {step}");
        }
        let mut torn = String::new();
        let cut = bytes[..bytes.len() - 1].to_vec();
        assert!(Utf16::new(Box::new(Slowly(cut, 4)), u16::from_le_bytes).read_to_string(&mut torn).is_ok());
        assert_eq!(torn, text.trim_end_matches('\n'));
    }
}
