//! What the name of a file tells: its format, and whether it is data at all.

use std::path::Path;

use crate::lake::config::Format;

/// Tells whether a folder's file of this name is read.
pub(super) fn is_data(name: &str, format: Option<Format>) -> bool {
    !is_marker(name) && format.or_else(|| format_of(name)).is_some()
}

/// Tells whether a name on the path is a marker's; a glob that has one asks for markers.
pub(super) fn has_marker(name: &str) -> bool {
    name.split('/').any(is_marker)
}

/// What text is packed with, by the end of its name.
const PACKED: [&str; 3] = ["gz", "zst", "zstd"];

/// Returns the extension of a file's name, that before `.gz` or `.zst` if it ends so.
pub(in crate::lake) fn plain_extension(name: &str) -> &str {
    unpacked(name).rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Returns a file's name without `.gz` or `.zst` at its end.
pub(super) fn unpacked(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, end)) if PACKED.iter().any(|packed| end.eq_ignore_ascii_case(packed)) => stem,
        _ => name,
    }
}

/// Returns the format that a file's name tells.
pub(in crate::lake) fn format_of(name: &str) -> Option<Format> {
    let is = |wanted: &str| plain_extension(name).eq_ignore_ascii_case(wanted);
    if is("csv") || is("tsv") || is("txt") {
        return Some(Format::Csv);
    }
    if is("jsonl") || is("ndjson") || is("json") {
        return Some(Format::JsonLines);
    }
    // Parquet compresses its own pages; one inside gzip is not what it seems.
    let ends = |wanted: &str| Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case(wanted));
    match () {
        () if ends("parquet") => Some(Format::Parquet),
        () if ends("xlsx") || ends("xlsm") => Some(Format::Excel),
        () => None,
    }
}

/// Tells whether places in the file are rows rather than lines.
pub(in crate::lake) fn has_rows(name: &str) -> bool {
    matches!(format_of(name), Some(Format::Parquet | Format::Excel))
}

/// Tells whether a file or folder of this name is not data: hidden, a writer's marker or log, or a checksum.
pub(super) fn is_marker(name: &str) -> bool {
    let hidden = name.starts_with(['_', '.']) && !matches!(name, "." | "..");
    // `_year=2025` is a partition whose column begins so.
    let partition = name.starts_with('_') && name.contains('=');
    (hidden && !partition) || Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("crc"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_name() {
        assert_eq!(format_of("a/orders.CSV"), Some(Format::Csv));
        assert_eq!(format_of("orders.csv.gz"), Some(Format::Csv));
        assert_eq!(format_of("part-0.parquet"), Some(Format::Parquet));
        assert_eq!(format_of("orders.csv.zst"), Some(Format::Csv));
        assert_eq!(format_of("events.ndjson.gz"), Some(Format::JsonLines));
        assert_eq!(format_of("Online Retail.xlsx"), Some(Format::Excel));
        assert_eq!(format_of("orders.dat"), None);
        assert_eq!(format_of("orders.parquet.gz"), None);
    }

    #[test]
    fn markers_are_not_data() {
        for name in ["_SUCCESS", "_delta_log", ".part-0.csv.crc", "part-0.csv.crc", ".hidden"] {
            assert!(is_marker(name), "{name}");
        }
        for name in ["part-0.csv", "day=2025-11-28", "_year=2025", ".."] {
            assert!(!is_marker(name), "{name}");
        }
    }
}
