//! String tables: a count, ascending offsets, the text; see [`Strings`].

use crate::Error;
use crate::model::Strings;

/// Writes a string table.
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

/// Checks a string table of `n` strings: its count, its offsets, and that every string is UTF-8.
pub(super) fn check(what: &'static str, bytes: &[u8], n: Option<usize>) -> Result<usize, Error> {
    let Some(count) = bytes.first_chunk::<4>().map(|count| u32::from_le_bytes(*count) as usize) else {
        return Err(Error::length(what, 4, bytes.len()));
    };
    if n.is_some_and(|n| n != count) {
        return Err(Error::value(what, 0, "one string for each item", count as f64));
    }
    // In u64: the count is not to be trusted before this line, and usize has 32 bits in the browser.
    let needed = (count as u64 + 2) * 4;
    if needed > bytes.len() as u64 {
        return Err(Error::length(what, needed, bytes.len()));
    }
    let strings = Strings::new(bytes);
    if strings.offset(0) != 0 || strings.offset(count) != strings.text_len() {
        return Err(Error::value(what, count, "offsets from 0 to the end of the text", strings.offset(count) as f64));
    }
    for index in 0..count {
        if strings.offset(index) > strings.offset(index + 1) || strings.get(index).is_none() {
            return Err(Error::value(what, index, "ascending offsets around UTF-8", strings.offset(index) as f64));
        }
    }
    Ok(count)
}
