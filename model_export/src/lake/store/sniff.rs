//! What a file is, by its first bytes, whatever its name says.
//!
//! Does not: read on. What is no text that can be read is named, so that a message never shows raw bytes.

/// How many bytes of a file's beginning tell.
pub(in crate::lake) const HEAD: usize = 512;

/// What a file begins as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lake) enum Content {
    /// Nothing.
    Empty,
    /// Text in UTF-8, or in an older encoding of single bytes.
    Text,
    /// Text in UTF-16, the lower byte first.
    Utf16Le,
    /// Text in UTF-16, the higher byte first.
    Utf16Be,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
    /// Apache Parquet.
    Parquet,
    /// A zip archive with an Excel workbook.
    Excel,
    /// Anything else that is known, by its name for people.
    Other(&'static str),
}

/// First bytes, and what begins so that cannot be read.
const OTHERS: [(&[u8], &str); 17] = [
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "compressed with lz4"),
    (b"\xff\x06\0\0sNaPpY", "compressed with Snappy"),
    (b"PARE", "an encrypted Parquet file"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
    (b"ARROW1", "an Arrow (Feather) file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF document"),
    (b"\xff\xfe\0\0", "text in UTF-32"),
    (b"\0\0\xfe\xff", "text in UTF-32"),
];

/// Returns what a file is that begins with `head`, its first [`HEAD`] bytes or all that it has.
pub(in crate::lake) fn sniff(head: &[u8]) -> Content {
    let starts = |magic: &[u8]| head.starts_with(magic);
    // An archive names its first file; that of an Excel workbook says what it is.
    let names = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    if head.is_empty() {
        return Content::Empty;
    }
    if starts(b"PK\x03\x04") && (names(b"[Content_Types].xml") || names(b"_rels/") || names(b"xl/")) {
        return Content::Excel;
    }
    if let Some((_, name)) = OTHERS.iter().find(|(magic, _)| starts(magic)) {
        return Content::Other(name);
    }
    match () {
        () if starts(&[0x1f, 0x8b]) => Content::Gzip,
        () if starts(&[0x28, 0xb5, 0x2f, 0xfd]) => Content::Zstd,
        () if starts(b"PAR1") => Content::Parquet,
        () if starts(&[0xff, 0xfe]) => Content::Utf16Le,
        () if starts(&[0xfe, 0xff]) => Content::Utf16Be,
        () => of_text(head),
    }
}

/// Returns what a file is that has no mark at its beginning.
fn of_text(head: &[u8]) -> Content {
    let start = head.trim_ascii_start();
    let begins = |tag: &[u8]| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    if begins(b"<!doctype html") || begins(b"<html") {
        return Content::Other("a web page (HTML): perhaps a login page or an error");
    }
    if begins(b"<?xml") {
        return Content::Other("an XML document");
    }
    // Every other byte of Latin letters in UTF-16 is zero; a stray zero is a fault of a cell, as exports of C programs have.
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    match () {
        () if half >= 8 && odd * 4 > half * 3 && even * 8 < half => Content::Utf16Le,
        () if half >= 8 && even * 4 > half * 3 && odd * 8 < half => Content::Utf16Be,
        () if (even + odd) * 4 > head.len() => Content::Other("no text: a quarter of its first bytes are zero"),
        () => Content::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_what_a_file_is() {
        let utf16 = |text: &str, big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for (head, content) in [
            (b"".to_vec(), Content::Empty),
            (b"order_id,item_id\n1,2\n".to_vec(), Content::Text),
            (b"\xef\xbb\xbforder_id\n".to_vec(), Content::Text),
            (b"caf\xe9,1\n".to_vec(), Content::Text),
            (b"a,b\0,c\n1,2,3\n".to_vec(), Content::Text),
            (b"\x1f\x8b\x08\0".to_vec(), Content::Gzip),
            (b"\x28\xb5\x2f\xfd\x04".to_vec(), Content::Zstd),
            (b"PAR1\x15\x04".to_vec(), Content::Parquet),
            (
                b"PK\x03\x04\x14\0\x06\0\x08\0\0\0\x21\0AAAAAAAAAAAA\x13\0\0\0[Content_Types].xml".to_vec(),
                Content::Excel,
            ),
            (b"PK\x03\x04\x14\0\0\0\x08\0orders.csv".to_vec(), Content::Other("a zip archive")),
            (utf16("\u{feff}order_id;item", false), Content::Utf16Le),
            (utf16("\u{feff}order_id;item", true), Content::Utf16Be),
            (utf16("order_id;item_id", false), Content::Utf16Le),
            (utf16("order_id;item_id", true), Content::Utf16Be),
            (b"BZh91AY&SY".to_vec(), Content::Other("compressed with bzip2")),
            (b"\xfd7zXZ\0\0".to_vec(), Content::Other("compressed with xz")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0".to_vec(), Content::Other("an old Excel workbook (.xls)")),
            (b"Obj\x01\x04".to_vec(), Content::Other("an Avro file")),
            (b"PARE\0".to_vec(), Content::Other("an encrypted Parquet file")),
            (
                b"\n <!DOCTYPE html><html>".to_vec(),
                Content::Other("a web page (HTML): perhaps a login page or an error"),
            ),
            (b"<?xml version='1.0'?>".to_vec(), Content::Other("an XML document")),
            (vec![0; 64], Content::Other("no text: a quarter of its first bytes are zero")),
        ] {
            assert_eq!(sniff(&head), content, "{}", head.escape_ascii());
        }
    }
}
