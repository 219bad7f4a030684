//! What makes a source unreadable stops the reading, and the message says what, where, and the cure.

use std::sync::Arc;

use arrow_array::{BooleanArray, Int64Array, ListArray, StringArray, types::Int32Type};

use super::folder::{Folder, gzip, orders};

const ORDERS: &str = "[orders]\npath = 'orders.csv'\n";
const HEADER: &str = "order_id,item_id,ordered_at,quantity\n";

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

#[test]
fn a_missing_file_lists_where_it_was_looked_for() {
    let parts =
        ["[orders] path = \"orders.csv\"", "no such file", "orders.csv, orders.csv.gz", "--data DIR", "ETALAGE_DATA"];
    stops(&Folder::new(ORDERS), &parts);
}

#[test]
fn a_path_that_is_none_says_what_a_path_is() {
    stops(&Folder::new("[orders]\npath = 'a[.csv'\n"), &["[orders] path = \"a[.csv\"", "a glob with"]);
    stops(&Folder::new("[orders]\npath = ''\n"), &["the path is empty"]);
    stops(&Folder::new("[orders]\npath = 'gs://lake/o.csv'\n"), &["only files of this machine and s3://"]);
}

#[test]
fn a_name_without_a_format_asks_for_it() {
    let folder = Folder::new("[orders]\npath = 'orders.dat'\n").with("orders.dat", HEADER);
    stops(&folder, &["orders.dat", "set format = \"csv\""]);
}

#[test]
fn a_missing_column_lists_the_columns_found_and_the_cure() {
    let folder = Folder::new(ORDERS).with("orders.csv", "order_id,sku,ordered_at,quantity\n");
    let cure = "[orders.columns] item_id = \"the column's name\", or one value for all rows";
    stops(
        &folder,
        &["orders.csv: no column \"item_id\" for orders.item_id", "order_id, sku, ordered_at, quantity", cure],
    );
    let mapped =
        Folder::new("[orders]\npath = 'orders.csv'\ncolumns = { unit_price = 'PREIS' }\n").with("orders.csv", HEADER);
    stops(&mapped, &["no column \"PREIS\" for orders.unit_price", "or remove the key"]);
    let filtered =
        "[orders]\npath = 'orders.csv'\n[[orders.filters]]\ncolumn = 'Land'\nempty = true\ndrop = 'nowhere'\n";
    stops(&Folder::new(filtered).with("orders.csv", HEADER), &["no column \"Land\" for orders.filters"]);
}

#[test]
fn another_delimiter_is_suspected_when_the_header_is_one_column() {
    let folder = Folder::new(ORDERS).with("orders.csv", HEADER.replace(',', ";"));
    stops(&folder, &["columns found: order_id;item_id;ordered_at;quantity", "or set delimiter"]);
}

fn parquet_orders(ordered_at: arrow_array::ArrayRef, quantity: arrow_array::ArrayRef) -> Folder {
    Folder::new("[orders]\npath = 'orders.parquet'\n").with_parquet(
        "orders.parquet",
        vec![
            ("order_id", Arc::new(StringArray::from(vec!["o1"]))),
            ("item_id", Arc::new(StringArray::from(vec!["i1"]))),
            ("ordered_at", ordered_at),
            ("quantity", quantity),
        ],
    )
}

#[test]
fn a_parquet_type_that_cannot_be_meant_is_named_with_every_column() {
    let text = || Arc::new(StringArray::from(vec!["2025-01-01"]));
    let flag = Arc::new(BooleanArray::from(vec![true]));
    let parts =
        ["column \"quantity\" is Boolean", "orders.quantity needs whole numbers", "item_id Utf8", "cast this one"];
    stops(&parquet_orders(text(), flag), &parts);
    let list = Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>([Some([Some(1)])]));
    stops(&parquet_orders(text(), list), &["column \"quantity\" is List"]);
    let number = || Arc::new(Int64Array::from(vec![1_735_689_600]));
    stops(&parquet_orders(number(), number()), &["column \"ordered_at\" is Int64", "timestamp_formats = [\"unix_s\"]"]);
}

#[test]
fn a_torn_file_is_named() {
    let bytes = gzip(&orders(&["o1,i1,c1,2025-01-01,1,2.5"; 50]));
    let torn = Folder::new(ORDERS).with("orders.csv.gz", &bytes[..bytes.len() - 20]);
    stops(&torn, &["orders.csv.gz", "fetch or export the file again"]);
    let parquet = Folder::new("[orders]\npath = 'orders.parquet'\n").with("orders.parquet", "PAR1 and no more");
    stops(&parquet, &["orders.parquet: ", "fetch or export the file again"]);
}

#[test]
fn a_quote_that_never_closes_does_not_swallow_the_file() {
    let mut lines = vec!["o1,i1,c1,2025-01-01,1,2.5"; 600];
    lines[3] = "o1,\"19 inch,c1,2025-01-01,1,2.5";
    let folder = Folder::new(ORDERS).with("orders.csv", orders(&lines));
    stops(&folder, &["orders.csv:5: a quote opens here", "quotes = false in [orders]"]);
    let unquoted =
        Folder::new(&format!("{ORDERS}quotes = false\n[rules]\nduplicates = 'keep'\nmax_events_per_customer = 999\n"));
    assert_eq!(unquoted.with("orders.csv", orders(&lines)).read().interactions.len(), 600);
}

#[test]
fn rows_that_are_all_faulty_mean_a_wrong_mapping() {
    let folder = Folder::new(ORDERS).with("orders.csv", orders(&["o1,i1,c1,03/01/2025,1,2.5"; 3]));
    stops(
        &folder,
        &[
            "[orders] none of the 3 rows is usable",
            "3 bad_timestamp (first at orders.csv:2, orders.csv:3, orders.csv:4)",
            "timestamp_formats",
        ],
    );
}

#[test]
fn a_lake_without_anything_to_learn_from_shows_why() {
    let folder = Folder::new(&format!("{ORDERS}[rules]\nfee_items = ['i1']\n"));
    let folder = folder.with("orders.csv", orders(&["o1,i1,c1,2025-01-01,1,2.5"]));
    stops(&folder, &["no interaction left to learn from", "fee_line", "docs/lake.md explains each"]);
}
