//! Columns in the names of folders, as Hive writes them: `day=2025-11-28/` says the day of every row below it.

use percent_encoding::percent_decode_str;

/// How Hive spells a missing value.
const MISSING: &str = "__HIVE_DEFAULT_PARTITION__";

/// Returns the columns that the folders of a file's name tell, with their values; a missing value is the empty text.
pub(in crate::lake) fn partitions(name: &str) -> Vec<(String, String)> {
    let folders = name.rsplit_once('/').map_or("", |(folders, _)| folders);
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let column = |folder: &str| {
        let (column, value) = folder.split_once('=')?;
        let value = if value == MISSING { String::new() } else { decoded(value) };
        (!column.is_empty()).then(|| (decoded(column), value))
    };
    folders.split('/').filter_map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_tell_columns() {
        let told = |name: &str| partitions(name).into_iter().map(|(c, v)| format!("{c}:{v}")).collect::<Vec<_>>();
        assert_eq!(told("events/day=2025-11-28/shop=Caf%C3%A9%2F1/part-0.csv"), ["day:2025-11-28", "shop:Café/1"]);
        assert_eq!(told("day=__HIVE_DEFAULT_PARTITION__/x.csv"), ["day:"]);
        assert_eq!(told("events/price=5.csv"), Vec::<String>::new());
    }
}
