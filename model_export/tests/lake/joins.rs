//! A file of heads beside a file of lines: its columns are looked up row by row, and what is not there is counted.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use model_export::lake::{Dataset, Source};

use super::folder::{Folder, remarks, report, texts};

const TABLES: &str = "[orders]\npath = 'lines.csv'\n\
    columns = { order_id = 'order_id', item_id = 'sku', customer_id = 'buyer', ordered_at = 'created_at', quantity = 'qty' }\n\
    [[orders.joins]]\npath = 'heads.csv'\non = 'order_id'\nkey = 'id'\nrename = { customer = 'buyer' }\n\
    [[orders.filters]]\ncolumn = 'state'\nnot_equals = 'paid'\ndrop = 'unpaid'\n";
const HEADS: &str =
    "id,customer,created_at,state,unused\n1,ann,2025-01-01,paid,x\n2,bob,2025-01-02,void,y\n3,,2025-01-03,paid,z\n";
const LINES: &str = "order_id,sku,qty\n1,a,1\n1,b,2\n2,a,1\n3,c,1\n";

fn unreported(folder: &Folder) -> Dataset {
    Dataset { report: model_export::lake::ReadReport::default(), ..folder.read() }
}

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

fn joined(heads: &str, lines: &str) -> Folder {
    Folder::new(TABLES).with("heads.csv", heads).with("lines.csv", lines)
}

#[test]
fn heads_and_lines_read_as_the_one_file_that_they_were() {
    let flat = Folder::new("[orders]\npath = 'o.csv'\n").with(
        "o.csv",
        "order_id,item_id,customer_id,ordered_at,quantity\n1,a,ann,2025-01-01,1\n1,b,ann,2025-01-01,2\n3,c,,2025-01-03,1\n",
    );
    let expected = unreported(&flat);
    let folder = joined(HEADS, LINES);
    assert_eq!(unreported(&folder), expected);
    assert_eq!(report(&folder.read(), Source::Orders).rows("unpaid"), 1);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("order_id", Arc::new(Int64Array::from(vec![1, 1, 2, 3]))),
        ("sku", texts(["a", "b", "a", "c"])),
        ("qty", Arc::new(Int64Array::from(vec![1, 2, 1, 1]))),
    ];
    let parquet = Folder::new(&TABLES.replace("lines.csv", "lines.parquet")).with("heads.csv", HEADS);
    assert_eq!(unreported(&parquet.with_parquet("lines.parquet", columns)), expected);
    let json = "{\"order_id\":1,\"sku\":\"a\",\"qty\":1}\n{\"order_id\":1,\"sku\":\"b\",\"qty\":2}\n{\"order_id\":2,\"sku\":\"a\",\"qty\":1}\n{\"order_id\":3,\"sku\":\"c\",\"qty\":1}\n";
    let lines =
        Folder::new(&TABLES.replace("lines.csv", "lines.jsonl")).with("heads.csv", HEADS).with("lines.jsonl", json);
    assert_eq!(unreported(&lines), expected);
}

#[test]
fn a_join_may_lead_to_another() {
    let tables = TABLES
        .replace("rename = { customer = 'buyer' }", "")
        .replace("[[orders.filters]]", "[[orders.joins]]\npath = 'people.csv'\non = 'customer'\n[[orders.filters]]");
    let folder = Folder::new(&tables)
        .with("heads.csv", HEADS)
        .with("lines.csv", LINES)
        .with("people.csv", "customer,buyer\nann,A1\nbob,B1\n");
    let dataset = folder.read();
    assert_eq!(dataset.customer_ids, [Some("A1".into()), None]);
}

#[test]
fn a_row_without_its_head_is_a_bad_row_and_a_head_that_is_two_stops() {
    let many = |n: usize| format!("{LINES}{}", (0..n).map(|n| format!("9{n},a,1\n")).collect::<Vec<_>>().concat());
    let dataset = joined(HEADS, &many(2)).read();
    let read = report(&dataset, Source::Orders);
    assert_eq!(
        (read.rows_read, read.rows("unjoined_row"), remarks(read)[0].2.clone()),
        (6, 2, vec!["lines.csv:6", "lines.csv:7"])
    );
    stops(&joined(HEADS, &many(40)), &["40 of 44 rows read are faulty", "40 unjoined_row", "no row of this key"]);
    stops(
        &joined(HEADS, &LINES.replace("\n1,", "\n1.0,").replace("\n2,", "\n2.0,").replace("\n3,", "\n3.0,")),
        &["none of the 4 rows"],
    );
    stops(&joined(&format!("{HEADS}1,bob,2025-01-01,paid,x\n"), LINES), &["heads.csv:5: the row's \"id\"", "once"]);
    assert_eq!(
        unreported(&joined(&format!("{HEADS}1,ann,2025-01-01,paid,other\n"), LINES)),
        unreported(&joined(HEADS, LINES))
    );
    stops(&joined("nr,customer,created_at,state\n", LINES), &["heads.csv: no column \"id\""]);
    stops(
        &joined(&HEADS.replace("created_at", "day"), LINES),
        &["lines.csv: no column \"created_at\" for orders.ordered_at"],
    );
    stops(&Folder::new(TABLES).with("lines.csv", LINES), &["[joins] path = \"heads.csv\": no such file"]);
}

#[test]
fn a_customer_with_a_joined_refusal_is_not_learned_from() {
    let tables = TABLES.replace("quantity = 'qty' }", "quantity = 'qty', allowed_purposes = 'consent' }");
    let heads =
        HEADS.replace("unused", "consent").replace(",x\n", ",recommendation\n").replace(",z\n", ",newsletter\n");
    let dataset = Folder::new(&tables).with("heads.csv", heads).with("lines.csv", LINES).read();
    let read = report(&dataset, Source::Orders);
    assert_eq!((read.rows_kept, read.rows("no_purpose")), (2, 2));
}
