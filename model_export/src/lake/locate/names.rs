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

/// Returns the extension of a file's name, that before `.gz` if it ends so.
pub(in crate::lake) fn plain_extension(name: &str) -> &str {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if extension.eq_ignore_ascii_case("gz") { stem.rsplit_once('.').map_or("", |(_, inner)| inner) } else { extension }
}

/// Returns the format that a file's name tells.
pub(in crate::lake) fn format_of(name: &str) -> Option<Format> {
    let is = |wanted: &str| plain_extension(name).eq_ignore_ascii_case(wanted);
    if is("csv") || is("tsv") || is("txt") {
        return Some(Format::Csv);
    }
    // Parquet compresses its own pages; one inside gzip is not what it seems.
    let is_parquet = Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet"));
    is_parquet.then_some(Format::Parquet)
}

/// Tells whether places in the file are rows rather than lines.
pub(in crate::lake) fn is_parquet(name: &str) -> bool {
    format_of(name) == Some(Format::Parquet)
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
        assert_eq!(format_of("orders.xlsx"), None);
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
