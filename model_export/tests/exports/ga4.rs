//! The `BigQuery` export of GA4, as newline-delimited JSON and as Parquet.

use std::fmt::Write as _;
use std::sync::Arc;

use arrow_array::builder::{Float64Builder, Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray, StructArray};
use arrow_schema::{DataType, Field, Fields};
use model_export::lake::{Dataset, Source};
use parquet::arrow::ArrowWriter;

use super::shop::{Shop, bought, shown, whole};

/// The events of GA4: each order line a view, and one event without items for each.
fn ga4_events() -> impl Iterator<Item = (usize, usize, usize, usize, i64)> {
    bought().map(|(customer, order, line, item, at)| {
        (customer, order, line, item, 1_704_067_200_000_000 + ((at * 86_400 + line * 60) as i64) * 1_000_000)
    })
}

const GA4_ITEM: [&str; 6] = ["item_id", "item_name", "item_brand", "item_variant", "item_category", "price"];

fn ga4_json() -> String {
    let mut text = String::new();
    for (customer, order, _, item, at) in ga4_events() {
        for (name, items) in [("page_view", false), ("view_item", true)] {
            let items: Vec<_> = items
                .then(|| serde_json::json!({"item_id": format!("SKU{item}"), "item_name": format!("Cup {item}"), "item_brand": "House",
                    "item_category": "Kitchen", "price": 9.5, "quantity": "1"}))
                .into_iter()
                .collect();
            // BigQuery writes whole numbers as text.
            let event = serde_json::json!({
                "event_date": "20240101", "event_timestamp": at.to_string(), "event_name": name,
                "event_params": [{"key": "page_title", "value": {"string_value": "x"}},
                    {"key": "ga_session_id", "value": {"int_value": order.to_string()}}],
                "user_id": format!("u{customer}"), "user_pseudo_id": format!("{customer}.1"),
                "privacy_info": {"analytics_storage": "Yes"}, "geo": {"country": "France"}, "items": items,
            });
            writeln!(text, "{event}").expect("a string can be written to");
        }
    }
    text
}

fn ga4_parquet() -> Vec<u8> {
    let text = |name: &str| Field::new(name, DataType::Utf8, true);
    let value = Fields::from(vec![text("string_value"), Field::new("int_value", DataType::Int64, true)]);
    let param = vec![text("key"), Field::new("value", DataType::Struct(value), true)];
    let mut params = ListBuilder::new(StructBuilder::from_fields(param, 8));
    let of_item =
        GA4_ITEM.map(|name| if name == "price" { Field::new(name, DataType::Float64, true) } else { text(name) });
    let mut items = ListBuilder::new(StructBuilder::from_fields(of_item.to_vec(), 8));
    let (mut names, mut times, mut users, mut browsers) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (customer, order, _, item, at) in ga4_events() {
        for (name, has_items) in [("page_view", false), ("view_item", true)] {
            let builder = params.values();
            for (key, said, number) in [("page_title", Some("x"), None), ("ga_session_id", None, Some(order as i64))] {
                builder.field_builder::<StringBuilder>(0).expect("a field").append_value(key);
                let value = builder.field_builder::<StructBuilder>(1).expect("a field");
                value.field_builder::<StringBuilder>(0).expect("a field").append_option(said);
                value.field_builder::<Int64Builder>(1).expect("a field").append_option(number);
                value.append(true);
                builder.append(true);
            }
            params.append(true);
            if has_items {
                let builder = items.values();
                let texts = [
                    format!("SKU{item}"),
                    format!("Cup {item}"),
                    "House".to_owned(),
                    String::new(),
                    "Kitchen".to_owned(),
                ];
                for (field, text) in texts.iter().enumerate() {
                    builder.field_builder::<StringBuilder>(field).expect("a field").append_value(text);
                }
                builder.field_builder::<Float64Builder>(5).expect("a field").append_value(9.5);
                builder.append(true);
            }
            items.append(true);
            names.push(name);
            times.push(at);
            users.push(format!("u{customer}"));
            browsers.push(format!("{customer}.1"));
        }
    }
    let privacy: ArrayRef = Arc::new(StringArray::from(vec!["Yes"; names.len()]));
    let privacy = StructArray::from(vec![(Arc::new(text("analytics_storage")), privacy)]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("event_date", Arc::new(StringArray::from(vec!["20240101"; names.len()]))),
        ("event_timestamp", Arc::new(Int64Array::from(times))),
        ("event_name", Arc::new(StringArray::from(names))),
        ("event_params", Arc::new(params.finish())),
        ("user_id", Arc::new(StringArray::from(users))),
        ("user_pseudo_id", Arc::new(StringArray::from(browsers))),
        ("privacy_info", Arc::new(privacy)),
        ("items", Arc::new(items.finish())),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writable schema");
    writer.write(&batch).expect("a vector can be written to");
    writer.into_inner().expect("a vector can be written to")
}

#[test]
fn ga4_as_json_lines_and_as_parquet() {
    let shops = [
        Shop::new().with("ga4/events-000000000000.json", ga4_json()),
        Shop::new().with("ga4/events-000000000000.parquet", ga4_parquet()),
    ];
    let [json, parquet] = shops.map(|shop| {
        let dataset = shop.read("ga4");
        whole(&dataset, Source::Behaviour);
        let report = dataset.report.source(Source::Behaviour).expect("behaviour");
        assert_eq!((report.rows_read, report.rows("other_event")), (2_880, 1_440));
        assert_eq!(dataset.items[0].category.as_deref(), Some("Kitchen"));
        let catalogue = shop.published("ga4");
        shown(&catalogue, "Cup 3");
        let dataset = Dataset { report: model_export::lake::ReadReport::default(), ..dataset };
        (dataset, catalogue)
    });
    assert_eq!(json.0, parquet.0);
    assert_eq!(json.1, parquet.1);
}
