//! What lake.toml says wrongly is refused with file, line, key and cure, before any data file is opened.

use super::folder::Folder;

#[track_caller]
fn refused(tables: &str, parts: &[&str]) {
    let message = Folder::new(tables).fault();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_keys_there_are() {
    refused("[orders]\npth = 'a.csv'\n", &["lake.toml:4 (pth)", "unknown field `pth`", "`path`", "docs/lake.md"]);
    refused("[order]\npath = 'a.csv'\n", &["lake.toml:3 ([order])", "unknown field `order`", "`orders`"]);
    refused("[orders]\npath = 'a.csv'\n[rules]\nfees = []\n", &["lake.toml:6 (fees)", "`fee_items`"]);
}

#[test]
fn an_unknown_field_is_named_with_the_fields_there_are() {
    let tables = "[orders]\npath = 'a.csv'\n[orders.columns]\nsku = 'ART'\n";
    refused(tables, &["lake.toml:6 (sku)", "unknown variant `sku`", "`item_id`"]);
}

#[test]
fn a_missing_key_and_a_wrong_type_are_named() {
    refused("[orders]\nformat = 'csv'\n", &["lake.toml:3 ([orders])", "missing field `path`"]);
    refused("[orders]\npath = 7\n", &["lake.toml:4 (path)", "expected a string"]);
    refused("[orders\n", &["lake.toml:3"]);
}

#[test]
fn values_that_mean_nothing_are_refused_where_they_stand() {
    let orders = |line: &str| format!("[orders]\npath = 'a.csv'\n{line}\n");
    refused(&orders("delimiter = ';;'"), &["lake.toml:5 (delimiter)", "one ASCII character"]);
    refused(&orders("format = 'xlsx'"), &["lake.toml:5 (format)", "unknown variant `xlsx`", "`parquet`"]);
    refused(&orders("timestamp_formats = ['%H:%M']"), &["lake.toml:5 (timestamp_formats)", "strptime"]);
    refused(&orders("[rules]\nfirst_day = 'May'"), &["lake.toml:6 (first_day)", "expected a day like \"2011-10-31\""]);
    refused(&orders("[rules]\nduplicates = 'ignore'"), &["lake.toml:6 (duplicates)", "`keep`"]);
    refused(&orders("[[orders.filters]]\ncolumn = 'X'\nempty = true"), &["lake.toml:5", "drop = \"reason\""]);
}

#[test]
fn tables_that_contradict_each_other_are_refused_with_the_cure() {
    refused("", &["[orders]", "add an [orders] or a [behaviour] table"]);
    let both = "[catalogue]\npath = 'c.csv'\n[orders]\npath = 'o.csv'\ncolumns = { item_name = 'N' }\n";
    refused(both, &["[orders] item_name", "map it there, or remove [catalogue]"]);
    let twice = "[orders]\npath = 'o.csv'\ncolumns = { quantity = 'Q' }\nconstants = { quantity = 1 }\n";
    refused(twice, &["[orders] quantity", "keep one"]);
    refused("[orders]\npath = 'o.csv'\ntimestamp_formats = []\n", &["[orders] timestamp_formats", "remove the key"]);
    let stock = "[orders]\npath = 'o.csv'\n[stock]\npath = 's.csv'\n[[stock.filters]]\ncolumn = 'X'\nempty = true\nthen = 'return'\n";
    refused(stock, &["[[stock.filters]] then", "only a line of an order"]);
}

#[test]
fn a_lake_file_that_is_not_there_is_named() {
    let nowhere = std::path::Path::new("no/such/lake.toml");
    let error = model_export::lake::Lake::open(nowhere, None).expect_err("the file is not there");
    assert!(error.to_string().starts_with("no/such/lake.toml: "), "{error}");
}
