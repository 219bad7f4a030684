//! Texts: the item ids as lengths and text (version 2), everything else as a string table of offsets and text.

use alloc::string::String;
use alloc::vec::Vec;

use super::header::u32_at;
use crate::model::{Strings, Text};
use crate::{Error, Problem};

/// Writes the item ids: one byte of length for each, then the text of all.
///
/// # Errors
/// [`Problem::ItemIds`](crate::Problem) for an id longer than 255 bytes.
pub(super) fn encode_ids<'a>(ids: impl Iterator<Item = &'a str> + Clone) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for (index, id) in ids.clone().enumerate() {
        let too_long = |_| Error::from(Problem::ItemIds { index: index as u64, problem: "is longer than 255 bytes" });
        bytes.push(u8::try_from(id.len()).map_err(too_long)?);
    }
    bytes.extend(ids.flat_map(str::bytes));
    Ok(bytes)
}

/// Reads the item ids of a version 2 file, which begins at `start` of the file.
pub(super) fn read_ids(bytes: &[u8], start: usize, n: usize) -> Result<Text, Error> {
    let Some((lengths, text)) = bytes.split_at_checked(n) else {
        return Err(Error::length("ITID", n as u64, bytes.len()));
    };
    // At most 255 times 2³² in u64, and compared with the bytes that there are before it becomes a u32.
    let total: u64 = lengths.iter().map(|&length| u64::from(length)).sum();
    if total != text.len() as u64 {
        return Err(Error::length("ITID", n as u64 + total, bytes.len()));
    }
    let mut starts = Vec::with_capacity(n + 1);
    let mut end = 0;
    starts.push(end);
    for &length in lengths {
        end += u32::from(length);
        starts.push(end);
    }
    checked("ITID", Text { starts, range: start + n..start + bytes.len() }, text)
}

/// Writes a string table: a count, ascending offsets, the text.
pub(super) fn encode<'a>(
    what: &'static str,
    strings: impl ExactSizeIterator<Item = &'a str>,
) -> Result<Vec<u8>, Error> {
    let too_long = |_| Error::value(what, 0, "at most 4 GiB of text", f64::INFINITY);
    let mut bytes = u32::try_from(strings.len()).map_err(too_long)?.to_le_bytes().to_vec();
    bytes.extend_from_slice(&0_u32.to_le_bytes());
    let mut text = String::new();
    for string in strings {
        text.push_str(string);
        bytes.extend_from_slice(&u32::try_from(text.len()).map_err(too_long)?.to_le_bytes());
    }
    bytes.extend_from_slice(text.as_bytes());
    Ok(bytes)
}

/// Reads a string table, which begins at `start` of the file: its count, its offsets, and that every string is UTF-8.
pub(super) fn read(what: &'static str, bytes: &[u8], start: usize, n: Option<usize>) -> Result<Text, Error> {
    if bytes.len() < 4 {
        return Err(Error::length(what, 4, bytes.len()));
    }
    let count = u32_at(bytes, 0) as usize;
    if n.is_some_and(|n| n != count) {
        return Err(Error::value(what, 0, "one string for each item", count as f64));
    }
    // In u64: the count is not to be trusted before this line, and usize has 32 bits in the browser.
    let needed = (count as u64 + 2) * 4;
    if needed > bytes.len() as u64 {
        return Err(Error::length(what, needed, bytes.len()));
    }
    let (head, text) = bytes.split_at((count + 2) * 4);
    let starts: Vec<u32> = (0..=count).map(|index| u32_at(head, 4 + index * 4)).collect();
    if starts[0] != 0 || starts[count] as usize != text.len() {
        return Err(Error::value(what, count, "offsets from 0 to the end of the text", f64::from(starts[count])));
    }
    checked(what, Text { starts, range: start + head.len()..start + bytes.len() }, text)
}

fn checked(what: &'static str, found: Text, text: &[u8]) -> Result<Text, Error> {
    let strings = Strings::new(&found.starts, text);
    // A start above the next one, or above the text, has no string either.
    match (0..strings.len()).find(|&index| strings.get(index).is_none()) {
        Some(index) => Err(Error::value(what, index, "ascending offsets around UTF-8", f64::from(found.starts[index]))),
        None => Ok(found),
    }
}
