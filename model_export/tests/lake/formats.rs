//! The same rows read the same from CSV, gzip and Parquet, whatever types and text encodings their writers chose.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int8Array, Int64Array, LargeStringArray,
    StringArray, StringViewArray, TimestampMicrosecondArray, TimestampNanosecondArray, TimestampSecondArray,
    UInt32Array,
};
use model_export::lake::{Dataset, Source};

use super::folder::{Folder, orders, remarks, report};

const CSV: &str = "[orders]\npath = 'orders.csv'\n";
const PARQUET: &str = "[orders]\npath = 'orders.parquet'\n";
/// 2025-01-05 00:00 and 2025-01-06 00:00 UTC, in seconds.
const DAYS: [i64; 2] = [1_736_035_200, 1_736_121_600];

fn plain() -> Dataset {
    Folder::new(CSV).with("orders.csv", lines()).read()
}

fn lines() -> String {
    orders(&["1,10,7,2025-01-05,2,2.5", "2,11,,2025-01-06T00:00:00Z,1,"])
}

/// Asserts that both lakes hold the same, whatever their files are called.
#[track_caller]
fn same(mut a: Dataset, mut b: Dataset) {
    a.report.sources.clear();
    b.report.sources.clear();
    assert_eq!(a, b);
}

#[test]
fn gzip_is_found_beside_the_name_and_recognised_by_its_bytes() {
    same(Folder::new(CSV).with_gzip("orders.csv.gz", &lines()).read(), plain());
    same(Folder::new(CSV).with_gzip("orders.csv", &lines()).read(), plain());
}

#[test]
fn delimiters_byte_order_marks_crlf_and_spaces_change_nothing() {
    let folder = Folder::new("[orders]\npath = 'orders.csv'\ndelimiter = ';'\n");
    let text = format!("\u{feff}{}", lines().replace(',', " ; ").replace('\n', "\r\n"));
    same(folder.with("orders.csv", text).read(), plain());
    let tabs = Folder::new("[orders]\npath = 'orders.tsv'\n").with("orders.tsv", lines().replace(',', "\t"));
    same(tabs.read(), plain());
}

#[test]
fn columns_constants_and_missing_values_are_mapped() {
    let tables = "[orders]\npath = 'orders.csv'\nmissing_values = ['NULL']\ntimestamp_formats = ['%d.%m.%Y']\n\
                  columns = { order_id = 'BON', customer_id = 'KUNDE', ordered_at = 'TAG', unit_price = 'PREIS' }\n\
                  constants = { quantity = 3, item_name = 'Cup' }\n";
    let text = "BON,PREIS,item_id,KUNDE,TAG,unused\n1,NULL,10,7,05.01.2025,x\n2,2.5,10,NULL,06.01.2025,\"y,\nz\"\n";
    let dataset = Folder::new(tables).with("orders.csv", text).read();
    assert_eq!(dataset.customer_ids, [Some("7".into()), None]);
    assert!(dataset.interactions.iter().all(|interaction| interaction.quantity == 3));
    assert_eq!((dataset.items[0].name.as_str(), dataset.items[0].price), ("Cup", Some(2.5)));
}

fn parquet(
    item_id: ArrayRef,
    customer_id: ArrayRef,
    ordered_at: ArrayRef,
    quantity: ArrayRef,
    price: ArrayRef,
) -> Dataset {
    let order_id: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let unread: ArrayRef = Arc::new(BooleanArray::from(vec![true, false]));
    let columns = vec![
        ("unread", unread),
        ("unit_price", price),
        ("order_id", order_id),
        ("item_id", item_id),
        ("customer_id", customer_id),
        ("ordered_at", ordered_at),
        ("quantity", quantity),
    ];
    Folder::new(PARQUET).with_parquet("orders.parquet", columns).read()
}

#[test]
fn parquet_types_are_read_for_what_they_mean() {
    let dictionary: DictionaryArray<Int32Type> = [Some("7"), None].into_iter().collect();
    let variants: [[ArrayRef; 5]; 4] = [
        [
            Arc::new(StringArray::from(vec!["10", "11"])),
            Arc::new(StringArray::from(vec![Some("7"), None])),
            Arc::new(TimestampMicrosecondArray::from(DAYS.map(|s| s * 1_000_000).to_vec()).with_timezone("UTC")),
            Arc::new(Int64Array::from(vec![2, 1])),
            Arc::new(Float64Array::from(vec![Some(2.5), None])),
        ],
        [
            Arc::new(LargeStringArray::from(vec!["10", "11"])),
            Arc::new(dictionary),
            Arc::new(TimestampNanosecondArray::from(DAYS.map(|s| s * 1_000_000_000).to_vec())),
            Arc::new(Int8Array::from(vec![2, 1])),
            Arc::new(StringArray::from(vec!["2.5", ""])),
        ],
        [
            Arc::new(StringViewArray::from(vec!["10", "11"])),
            Arc::new(Int64Array::from(vec![Some(7), None])),
            Arc::new(Date32Array::from(DAYS.map(|s| (s / 86_400) as i32).to_vec())),
            Arc::new(Float64Array::from(vec![2.0, 1.0])),
            Arc::new(Float64Array::from(vec![Some(2.5), None])),
        ],
        [
            Arc::new(UInt32Array::from(vec![10, 11])),
            Arc::new(StringArray::from(vec![Some("7"), Some(" ")])),
            Arc::new(TimestampSecondArray::from(DAYS.to_vec()).with_timezone("+02:00")),
            Arc::new(StringArray::from(vec!["2", "1"])),
            Arc::new(Float64Array::from(vec![Some(2.5), None])),
        ],
    ];
    for [item_id, customer_id, ordered_at, quantity, price] in variants {
        same(parquet(item_id, customer_id, ordered_at, quantity, price), plain());
    }
}

#[test]
fn numbers_are_times_when_lake_toml_says_what_they_count() {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("order_id", Arc::new(Int64Array::from(vec![1, 2]))),
        ("item_id", Arc::new(Int64Array::from(vec![10, 11]))),
        ("customer_id", Arc::new(StringArray::from(vec![Some("7"), None]))),
        ("ordered_at", Arc::new(Int64Array::from(DAYS.to_vec()))),
        ("quantity", Arc::new(Int64Array::from(vec![2, 1]))),
        ("unit_price", Arc::new(Float64Array::from(vec![Some(2.5), None]))),
    ];
    let folder = Folder::new(&format!("{PARQUET}timestamp_formats = ['unix_s']\n"));
    same(folder.with_parquet("orders.parquet", columns).read(), plain());
}

#[test]
fn places_in_parquet_are_rows() {
    let text = |values: [&str; 2]| -> ArrayRef { Arc::new(StringArray::from(values.to_vec())) };
    let columns = vec![
        ("order_id", text(["1", "2"])),
        ("item_id", text(["10", ""])),
        ("ordered_at", text(["2025-01-05", "2025-01-05"])),
        ("quantity", text(["1", "1"])),
    ];
    let dataset = Folder::new(PARQUET).with_parquet("orders.parquet", columns).read();
    assert_eq!(remarks(report(&dataset, Source::Orders)), [("missing_id", 1, vec!["orders.parquet:row 2"])]);
}

#[test]
fn a_line_that_is_not_utf_8_is_read_as_latin_1_and_counted() {
    let text =
        b"order_id,item_id,ordered_at,quantity,item_name\n1,10,2025-01-05,1,Caf\xe9\n2,11,2025-01-05,1,Caf\xc3\xa9\n";
    let dataset = Folder::new(CSV).with("orders.csv", text).read();
    assert_eq!(dataset.items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), ["Café", "Café"]);
    assert_eq!(remarks(report(&dataset, Source::Orders)), [("not_utf8", 1, vec!["orders.csv:2"])]);
}
