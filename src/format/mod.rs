//! The file: header, section table, sections. `docs/format.md` is normative; the constants here are its tables.
//!
//! [`encode`] and [`Model::decode`](crate::Model::decode) stand side by side. The room refuses bytes that it cannot account for: every byte of a file
//! is covered by a checksum, or is padding and zero.

mod checksum;
mod decode;
mod encode;
mod header;
mod meaning;
mod meta;
mod text;

use crate::model::N_SECTIONS;

pub use checksum::crc32;
pub use encode::encode;

/// The first eight bytes: not text (a high bit), named, and broken by any conversion of line ends, as in PNG.
pub const MAGIC: [u8; 8] = *b"\x89ETL\r\n\x1a\n";

/// The format version that this crate writes, and the newest that it reads.
pub const FORMAT_VERSION: u16 = 3;

/// The oldest format version whose readers may read what this crate writes.
pub const MIN_READER: u16 = 3;

/// The bytes before the section table.
pub const HEADER_BYTES: usize = 24;

/// The bytes of one entry of the section table.
pub const ENTRY_BYTES: usize = 16;

/// Every section begins at a multiple of this many bytes.
pub const ALIGNMENT: usize = 16;

/// The most sections that a file may have.
pub const MAX_SECTIONS: usize = 64;

/// The most bytes of metadata.
pub const MAX_META_BYTES: usize = 64 * 1024;

/// The sections of a file, in the order in which they are written.
pub const SECTION_IDS: [[u8; 4]; N_SECTIONS] = [
    *b"META", *b"ITID", *b"FACT", *b"SCAL", *b"GRAM", *b"SEGM", *b"POPU", *b"ATTR", *b"CATS", *b"BRND", *b"NXTN",
    *b"NXTI", *b"NXTW", *b"NXTC", *b"FEAT", *b"FEAW", *b"FEAN", *b"FEAI",
];

/// Whether a reader that does not know the section may pass over it: PNG's rule, a lower-case first letter.
pub(crate) fn is_ancillary(id: &[u8]) -> bool {
    id[0].is_ascii_lowercase()
}
