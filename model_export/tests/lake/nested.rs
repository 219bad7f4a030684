//! JSON lines, columns within columns, and the types in which warehouses write Parquet.

use std::sync::Arc;

use arrow_array::builder::{FixedSizeBinaryBuilder, Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, Decimal128Array, DictionaryArray, Int64Array, LargeBinaryArray,
    StringArray, StructArray,
};
use arrow_schema::{DataType, Field, Fields};
use model_export::lake::{Dataset, Source};

use super::folder::{Folder, gzip, orders, remarks, report, texts};

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

fn unreported(folder: &Folder) -> Dataset {
    Dataset { report: model_export::lake::ReadReport::default(), ..folder.read() }
}

const NESTED: &str = "timestamp_formats = ['unix_us']\n\
    columns = { session_id = 'params[key=ga_session_id].value.int_value', at = 'event_timestamp', event = 'event_name', \
    item_id = 'items[].item_id', item_name = 'items[].item_name', customer_id = 'user.id' }\n\
    [[behaviour.filters]]\ncolumn = 'event_name'\nnot_equals = ['view_item', 'purchase']\ndrop = 'other_event'\n";

/// One event: session, second, name, customer, items.
type Event<'a> = (i64, i64, &'a str, Option<&'a str>, &'a [(&'a str, &'a str)]);

const EVENTS: [Event<'static>; 5] = [
    (1, 0, "session_start", None, &[]),
    (1, 10, "view_item", Some("ann"), &[("i1", "Cup"), ("i2", "Pan")]),
    (2, 20, "purchase", None, &[("i1", "Cup")]),
    (2, 21, "page_view", None, &[("i9", "Shown")]),
    (3, 30, "view_item", Some("bob"), &[("i3", "Jug")]),
];

const AT: i64 = 1_736_035_200_000_000;

fn json_of((session, second, name, user, items): &Event<'_>) -> String {
    let items: Vec<_> = items.iter().map(|(id, name)| serde_json::json!({"item_id": id, "item_name": name})).collect();
    let line = serde_json::json!({
        "event_timestamp": (AT + second * 1_000_000).to_string(), "event_name": name, "items": items,
        "user": user.map(|id| serde_json::json!({"id": id})),
        "params": [{"key": "page", "value": {"int_value": null}}, {"key": "ga_session_id", "value": {"int_value": session}}],
    });
    format!("{line}\n")
}

fn json() -> String {
    EVENTS.iter().map(json_of).collect()
}

fn flat() -> Folder {
    let line = |(session, second, name, user, items): &Event<'_>| {
        let head = format!("{session},{},{name},{}", AT / 1_000 + second * 1_000, user.unwrap_or_default());
        items.iter().map(|(id, name)| format!("{head},{id},{name}\n")).collect::<Vec<_>>().concat()
    };
    let lines: String = EVENTS.iter().filter(|event| matches!(event.2, "view_item" | "purchase")).map(line).collect();
    let header = "session_id,at,event,customer_id,item_id,item_name\n";
    Folder::new("[behaviour]\npath = 'b.csv'\ntimestamp_formats = ['unix_ms']\n")
        .with("b.csv", format!("{header}{lines}"))
}

fn strukt(fields: Vec<(&str, ArrayRef)>, there: Option<Vec<bool>>) -> ArrayRef {
    let (names, arrays): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let fields: Fields =
        names.iter().zip(&arrays).map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    Arc::new(StructArray::new(fields, arrays, there.map(Into::into)))
}

fn columns() -> Vec<(&'static str, ArrayRef)> {
    let value = Fields::from(vec![Field::new("int_value", DataType::Int64, true)]);
    let param = vec![Field::new("key", DataType::Utf8, true), Field::new("value", DataType::Struct(value), true)];
    let mut params = ListBuilder::new(StructBuilder::from_fields(param, 8));
    let item = vec![Field::new("item_id", DataType::Utf8, true), Field::new("item_name", DataType::Utf8, true)];
    let mut items = ListBuilder::new(StructBuilder::from_fields(item, 8));
    for (session, _, _, _, bought) in &EVENTS {
        for (key, number) in [("page", None), ("ga_session_id", Some(*session))] {
            let param = params.values();
            param.field_builder::<StringBuilder>(0).expect("a field").append_value(key);
            let value = param.field_builder::<StructBuilder>(1).expect("a field");
            value.field_builder::<Int64Builder>(0).expect("a field").append_option(number);
            value.append(true);
            param.append(true);
        }
        params.append(true);
        for (id, name) in *bought {
            let item = items.values();
            item.field_builder::<StringBuilder>(0).expect("a field").append_value(id);
            item.field_builder::<StringBuilder>(1).expect("a field").append_value(name);
            item.append(true);
        }
        items.append(true);
    }
    let users: ArrayRef = Arc::new(EVENTS.iter().map(|event| event.3.or(Some("nobody"))).collect::<StringArray>());
    let there = EVENTS.iter().map(|event| event.3.is_some()).collect();
    vec![
        ("event_timestamp", Arc::new(EVENTS.iter().map(|event| AT + event.1 * 1_000_000).collect::<Int64Array>())),
        ("event_name", texts(EVENTS.map(|event| event.2))),
        ("params", Arc::new(params.finish())),
        ("items", Arc::new(items.finish())),
        ("user", strukt(vec![("id", users)], Some(there))),
    ]
}

#[test]
fn nested_columns_read_the_same_from_json_lines_and_parquet_as_from_flat_csv() {
    let folder = |name: &str| Folder::new(&format!("[behaviour]\npath = '{name}'\n{NESTED}"));
    let expected = unreported(&flat());
    assert_eq!(expected.interactions.len(), 4);
    for read in [
        folder("b.jsonl").with("b.jsonl", json()),
        folder("b.ndjson").with("b.ndjson", json().replace('\n', "\r\n\n")),
        folder("b.json.gz").with("b.json.gz", gzip(&json())),
        folder("b.parquet").with_parquet("b.parquet", columns()),
    ] {
        assert_eq!(unreported(&read), expected);
        let dataset = read.read();
        let report = report(&dataset, Source::Behaviour);
        // An event without items is a row, so that nothing vanishes.
        assert_eq!((report.rows_read, report.rows("other_event")), (6, 2));
    }
}

#[test]
fn a_path_that_leads_nowhere_is_a_missing_column() {
    for (path, part) in [
        ("items[].id", "no column \"items[].id\" for behaviour.item_id"),
        ("items.item_id", "no column \"items.item_id\""),
        ("itemz[].item_id", "no column \"itemz[].item_id\""),
        ("itemz[].item_name", "no column \"itemz[].item_name\""),
        ("params[key=none].value.int_value", ""),
        ("user.id.more", "no column \"user.id.more\""),
    ] {
        let tables = NESTED.replace("items[].item_id", path);
        let json_folder = Folder::new(&format!("[behaviour]\npath = 'b.jsonl'\n{tables}")).with("b.jsonl", json());
        let parquet =
            Folder::new(&format!("[behaviour]\npath = 'b.parquet'\n{tables}")).with_parquet("b.parquet", columns());
        if part.is_empty() {
            assert!(parquet.fault().contains("missing_id"), "a key that no element has is no value");
        } else {
            stops(&json_folder, &[part, "columns found: "]);
            stops(&parquet, &[part]);
        }
    }
    let two = NESTED.replace("item_name = 'items[].item_name'", "item_name = 'params[].key'");
    stops(
        &Folder::new(&format!("[behaviour]\npath = 'b.parquet'\n{two}")).with_parquet("b.parquet", columns()),
        &["two lists"],
    );
    stops(&Folder::new(&format!("[behaviour]\npath = 'b.jsonl'\n{two}")).with("b.jsonl", json()), &["two lists"]);
}

#[test]
fn json_values_are_read_as_a_csv_would_have_had_them() {
    let csv = Folder::new("[orders]\npath = 'o.csv'\n").with(
        "o.csv",
        format!("{}o3,7,ann,2025-01-03,1,\n", orders(&["o1,i1,17850,2025-01-01,2,2.5", "o2,i2,,2025-01-02,1,3"])),
    );
    let lines = "{\"order_id\":\"o1\",\"item_id\":\"i1\",\"customer_id\":17850,\"ordered_at\":\"2025-01-01\",\"quantity\":2,\"unit_price\":2.5}\n\
        {\"order_id\":\"o2\",\"item_id\":\"i2\",\"customer_id\":null,\"ordered_at\":\"2025-01-02\",\"quantity\":\"1\",\"unit_price\":3}\n\
        {\"order_id\":\"o3\",\"item_id\":7,\"customer_id\":\"ann\",\"ordered_at\":\"2025-01-03\",\"quantity\":1.0}\n";
    let folder = |text: &str| Folder::new("[orders]\npath = 'o.jsonl'\n").with("o.jsonl", text);
    assert_eq!(unreported(&folder(lines)), unreported(&csv));
    let listed =
        lines.replace("\"quantity\":2,", "\"quantity\":2,\"allowed_purposes\":[\"newsletter\",\"recommendation\"],");
    let dataset = folder(&listed).read();
    assert_eq!(
        (report(&dataset, Source::Orders).rows_kept, report(&dataset, Source::Orders).rows("no_purpose")),
        (1, 2)
    );
    for bad in [
        "not json",
        "[1,2]",
        "{\"order_id\":",
        "7",
        "null",
        "\"text\"",
        "{} {}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
    ] {
        let dataset = folder(&format!("{lines}{bad}\n{}", lines.replace(":\"o", ":\"p"))).read();
        assert_eq!(remarks(report(&dataset, Source::Orders)), [("bad_json", 1, vec!["o.jsonl:4"])], "{bad}");
    }
    stops(&folder("[{\"order_id\":\"o1\"}]"), &["o.jsonl: expected JSON lines", "one object a line"]);
    stops(&folder("order_id,item_id\n1,2\n"), &["o.jsonl: expected JSON lines"]);
    let sparse = |user: &str| {
        let line = |n: usize, user: &str| {
            format!("{{\"order_id\":\"o{n}\",\"item_id\":\"i\",\"ordered_at\":\"2025-01-01\",\"quantity\":1{user}}}\n")
        };
        let lines: String = (0..1_200).map(|n| line(n, "")).collect();
        Folder::new("[orders]\npath = 'o'\ncolumns = { customer_id = 'user' }\n[rules]\nduplicates = 'keep'\n")
            .with("o/1.jsonl", lines)
            .with("o/2.jsonl", line(9_999, user))
    };
    assert_eq!(sparse(",\"user\":\"ann\"").read().customer_ids.iter().flatten().count(), 1, "nulls are left out");
    stops(&sparse(""), &["no column \"user\" for orders.customer_id"]);
    stops(
        &sparse(",\"User\":\"ann\""),
        &["o/2.jsonl: no column \"user\" for orders.customer_id, but a column \"User\""],
    );
    let wrong = lines.replace("item_id", "sku");
    stops(
        &folder(&wrong),
        &["no column \"item_id\"", "columns found: customer_id, order_id, ordered_at, quantity, sku, unit_price"],
    );
}

fn bought(item_id: ArrayRef, customer_id: ArrayRef, quantity: ArrayRef) -> Folder {
    let columns = vec![
        ("order_id", texts(["o1", "o2"])),
        ("item_id", item_id),
        ("customer_id", customer_id),
        ("ordered_at", texts(["2025-01-01", "2025-01-02"])),
        ("quantity", quantity),
    ];
    Folder::new("[orders]\npath = 'o.parquet'\n").with_parquet("o.parquet", columns)
}

fn decimal(values: [i128; 2], precision: u8, scale: i8) -> ArrayRef {
    Arc::new(Decimal128Array::from(values.to_vec()).with_precision_and_scale(precision, scale).expect("a decimal"))
}

#[test]
fn parquet_as_warehouses_write_it_is_read() {
    let expected = unreported(&Folder::new("[orders]\npath = 'o.csv'\n").with(
        "o.csv",
        "order_id,item_id,customer_id,ordered_at,quantity\no1,17850,ann,2025-01-01,2\no2,7,bob,2025-01-02,1\n",
    ));
    let whole = || -> ArrayRef { Arc::new(Int64Array::from(vec![2, 1])) };
    let people = || texts(["ann", "bob"]);
    let ids: [&[u8]; 2] = [b"17850", b"7"];
    let dictionary: DictionaryArray<Int32Type> = ["17850", "7"].into_iter().collect();
    let bytes = arrow_cast::cast(
        &(Arc::new(dictionary) as ArrayRef),
        &DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Binary)),
    );
    for (item_id, quantity) in [
        (decimal([17_850, 7], 38, 0), whole()),
        (decimal([17_850, 7], 9, 0), decimal([2, 1], 38, 0)),
        (texts(["17850", "7"]), decimal([2_000, 1_000], 13, 3)),
        (Arc::new(BinaryArray::from(ids.to_vec())), whole()),
        (Arc::new(LargeBinaryArray::from(ids.to_vec())), whole()),
        (Arc::new(BinaryViewArray::from(ids.to_vec())), whole()),
        (bytes.expect("a dictionary of bytes"), whole()),
    ] {
        let kind = format!("{} and {}", item_id.data_type(), quantity.data_type());
        assert_eq!(unreported(&bought(item_id, people(), quantity)), expected, "{kind}");
    }
    let mut uuids = FixedSizeBinaryBuilder::new(16);
    for first in [0x72_u8, 0x01] {
        let mut uuid = [0xab; 16];
        uuid[0] = first;
        uuids.append_value(uuid).expect("sixteen bytes");
    }
    let dataset = bought(Arc::new(uuids.finish()), people(), whole()).read();
    assert_eq!(&*dataset.items[1].id, "72ababab-abab-abab-abab-abababababab");
    let latin: [&[u8]; 2] = [b"Caf\xe9", b"x"];
    let dataset = bought(Arc::new(BinaryArray::from(latin.to_vec())), people(), whole()).read();
    assert_eq!(&*dataset.items[0].id, "Caf\u{e9}");
    let dataset = bought(texts(["17850", "7"]), people(), decimal([2_500, 1_000], 13, 3)).read();
    assert_eq!(report(&dataset, Source::Orders).rows("bad_quantity"), 1, "two and a half pieces");
    stops(
        &bought(decimal([17_850, 7], 38, 2), people(), whole()),
        &["column \"item_id\" is Decimal128(38, 2)", "text or whole numbers"],
    );
}

#[test]
fn a_footer_or_page_that_contradicts_itself_names_the_file_and_never_panics() {
    let whole = super::folder::parquet(columns(), 2);
    let mut refused = 0;
    for position in 0..whole.len() {
        for value in [0x7f, 0xff, 0x00] {
            let mut bytes = whole.clone();
            bytes[position] = value;
            let folder = Folder::new(&format!("[behaviour]\npath = 'b.parquet'\n{NESTED}")).with("b.parquet", bytes);
            if let Err(error) = folder.try_read() {
                let message = error.to_string();
                assert!(message.contains("b.parquet") || message.starts_with("[behaviour]"), "{message}");
                refused += 1;
            }
        }
    }
    assert!(refused > 100, "{refused}");
}
