//! The header and the section table: written, and read back with every field checked.

use alloc::vec::Vec;

use super::checksum::Crc32;
use super::{ALIGNMENT, ENTRY_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, MAX_SECTIONS, MIN_READER, is_ancillary};
use crate::Error;
use crate::model::sections::{FEATURES, N_SECTIONS, NAMES, NEXT_COUNTS, Sections};

/// Lays the sections out in order and writes header, table and bodies.
///
/// # Errors
/// `truncated` when the file would not fit 4 GiB.
pub(super) fn write(sections: &[([u8; 4], Vec<u8>)]) -> Result<Vec<u8>, Error> {
    let table_end = HEADER_BYTES + sections.len() * ENTRY_BYTES;
    let mut table = Vec::with_capacity(sections.len() * ENTRY_BYTES);
    let mut end = table_end;
    let crc32 = Crc32::new();
    for (id, body) in sections {
        let start = end.next_multiple_of(ALIGNMENT);
        end = start + body.len();
        table.extend_from_slice(id);
        table.extend_from_slice(&fits_u32(start)?.to_le_bytes());
        table.extend_from_slice(&fits_u32(body.len())?.to_le_bytes());
        table.extend_from_slice(&crc32.of(body).to_le_bytes());
    }
    let mut bytes = Vec::with_capacity(end);
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    bytes.extend_from_slice(&MIN_READER.to_le_bytes());
    bytes.extend_from_slice(&fits_u32(end)?.to_le_bytes());
    bytes.extend_from_slice(&fits_u32(sections.len())?.to_le_bytes());
    let head = [bytes.as_slice(), table.as_slice()].concat();
    bytes.extend_from_slice(&crc32.of(&head).to_le_bytes());
    bytes.extend_from_slice(&table);
    for (_, body) in sections {
        bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
        bytes.extend_from_slice(body);
    }
    Ok(bytes)
}

/// Reads header and table: magic, version, length, checksums, layout, padding, in this order. Returns the file's
/// format version with its sections, each of which is there once.
#[inline(never)]
pub(super) fn read(bytes: &[u8]) -> Result<(u16, Sections), Error> {
    if !bytes.starts_with(&MAGIC) {
        return Err(Error::not_a_model(&bytes[..bytes.len().min(MAGIC.len())]));
    }
    if bytes.len() < HEADER_BYTES {
        return Err(Error::length("header", HEADER_BYTES as u64, bytes.len()));
    }
    let min_reader = u16::from_le_bytes([bytes[10], bytes[11]]);
    if min_reader > FORMAT_VERSION {
        return Err(Error::newer_format(min_reader, FORMAT_VERSION));
    }
    let total = u32_at(bytes, 12) as usize;
    if total != bytes.len() {
        return Err(Error::length("file", total as u64, bytes.len()));
    }
    let count = u32_at(bytes, 16) as usize;
    let table_end = HEADER_BYTES + count.min(MAX_SECTIONS) * ENTRY_BYTES;
    if count > MAX_SECTIONS || table_end > bytes.len() {
        return Err(Error::length(
            "section table",
            (HEADER_BYTES as u64) + count as u64 * ENTRY_BYTES as u64,
            bytes.len(),
        ));
    }
    let crc32 = Crc32::new();
    let head = [&bytes[..HEADER_BYTES - 4], &bytes[HEADER_BYTES..table_end]].concat();
    check(b"header", u32_at(bytes, HEADER_BYTES - 4), crc32.of(&head))?;
    let version = u16::from_le_bytes([bytes[8], bytes[9]]);
    if version == 0 || min_reader == 0 || min_reader > version {
        return Err(Error::value("format_version", 0, "1 or above and no less than min_reader", f64::from(version)));
    }
    // The next-item table came with version 2, features with version 3; older files have them empty.
    let n_known = match version {
        1 => NEXT_COUNTS,
        2 => FEATURES,
        _ => N_SECTIONS,
    };
    let mut end = table_end;
    let (mut sections, mut missing) = (Sections::default(), (1_u32 << n_known) - 1);
    for entry in bytes[HEADER_BYTES..table_end].chunks_exact(ENTRY_BYTES) {
        let (id, start, length) = (&entry[..4], u32_at(entry, 4) as usize, u32_at(entry, 8) as usize);
        if start != end.next_multiple_of(ALIGNMENT) {
            return Err(Error::section(id, "does not begin at the first aligned byte after the one before"));
        }
        if length > bytes.len().saturating_sub(start) {
            return Err(Error::length("section", length as u64, bytes.len().saturating_sub(start)));
        }
        if bytes[end..start].iter().any(|&byte| byte != 0) {
            return Err(Error::section(id, "the padding before it is not zero"));
        }
        end = start + length;
        check(id, u32_at(entry, 12), crc32.of(&bytes[start..end]))?;
        match NAMES[..n_known].iter().position(|name| name.as_bytes() == id) {
            Some(place) if missing >> place & 1 != 0 => {
                sections.0[place] = start..end;
                missing ^= 1 << place;
            }
            None if is_ancillary(id) => {}
            _ => return Err(Error::section(id, "is not known to this reader, or is there twice")),
        }
    }
    if end != bytes.len() {
        return Err(Error::length("sections", end as u64, bytes.len()));
    }
    if missing != 0 {
        return Err(Error::section(NAMES[missing.trailing_zeros() as usize].as_bytes(), "is missing"));
    }
    Ok((version, sections))
}

fn check(what: &[u8], expected: u32, found: u32) -> Result<(), Error> {
    if expected == found { Ok(()) } else { Err(Error::checksum(what, expected, found)) }
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn fits_u32(value: usize) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| Error::length("file", u64::from(u32::MAX), value))
}
