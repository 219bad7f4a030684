//! Texts: the item ids as lengths and text (version 2), everything else as a string table of offsets and text.

use alloc::string::String;
use alloc::vec::Vec;

use super::header::u32_at;
use crate::Error;
use crate::model::Model;
use crate::model::sections::{IDS, NAMES, Text};

/// Writes the item ids: one byte of length for each, then the text of all.
///
/// # Errors
/// `bad_item_ids` for an id longer than 255 bytes.
pub(super) fn encode_ids<'a>(ids: impl Iterator<Item = &'a str> + Clone) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    for (index, id) in ids.clone().enumerate() {
        let too_long = |_| Error::item_ids(index, "is longer than 255 bytes");
        bytes.push(u8::try_from(id.len()).map_err(too_long)?);
    }
    bytes.extend(ids.flat_map(str::bytes));
    Ok(bytes)
}

/// Reads the item ids of a version 2 file.
pub(super) fn read_ids(model: &Model, n: usize) -> Result<Text, Error> {
    let bytes = model.section(IDS);
    let Some((lengths, text)) = bytes.split_at_checked(n) else {
        return Err(Error::length("ITID", n as u64, bytes.len()));
    };
    let (starts, end) = starts(lengths);
    if end != text.len() as u64 {
        return Err(Error::length("ITID", n as u64 + end, bytes.len()));
    }
    checked(model, IDS, starts, n)
}

/// Returns where each of some lengths begins, with the end of the last one, and that end: to be compared with what there
/// is before a start is used, for the starts have 32 bits.
#[inline(never)]
pub(super) fn starts(lengths: &[u8]) -> (Vec<u32>, u64) {
    let mut starts = Vec::with_capacity(lengths.len() + 1);
    // At most 255 times 2³².
    let mut end = 0_u64;
    starts.push(0);
    for &length in lengths {
        end += u64::from(length);
        starts.push(end as u32);
    }
    (starts, end)
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

/// Reads a string table: its count, its offsets, and that every string is UTF-8.
#[inline(never)]
pub(super) fn read(model: &Model, place: usize, n: Option<usize>) -> Result<Text, Error> {
    let (what, bytes) = (NAMES[place], model.section(place));
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
    let head = (count + 2) * 4;
    let starts: Vec<u32> = bytes[4..head].as_chunks().0.iter().map(|start| u32::from_le_bytes(*start)).collect();
    if starts[0] != 0 || starts[count] as usize != bytes.len() - head {
        return Err(Error::value(what, count, "offsets from 0 to the end of the text", f64::from(starts[count])));
    }
    checked(model, place, starts, head)
}

/// Makes a text whose bytes begin at `head` of its section.
fn checked(model: &Model, place: usize, starts: Vec<u32>, head: usize) -> Result<Text, Error> {
    let range = model.sections().0[place].clone();
    let found = Text { starts, range: range.start + head..range.end };
    let strings = model.text(&found);
    // A start above the next one, or above the text, has no string either.
    match (0..strings.len()).find(|&index| strings.get(index).is_none()) {
        Some(index) => {
            Err(Error::value(NAMES[place], index, "ascending offsets around UTF-8", f64::from(found.starts[index])))
        }
        None => Ok(found),
    }
}
