//! Text as other programs write it: escaped quotes, packed files, encodings, lines before the header, blank continuation cells.

use std::io::Write as _;

use model_export::lake::Source;

use super::folder::{Folder, gzip, remarks, report};

const ORDERS: &str = "[orders]\npath = 'orders.csv'\n";
const HEADER: &str = "order_id,item_id,customer_id,ordered_at,quantity,unit_price,item_name";

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

fn table(name: impl Fn(usize) -> String, rows: usize) -> String {
    let line = |n: usize| format!("o{n},i{},c{n},2025-01-{:02},1,2.5,{}\n", n % 9, n % 28 + 1, name(n));
    format!("{HEADER}\n{}", (0..rows).map(line).collect::<String>())
}

/// Asserts that both folders hold the same rows.
#[track_caller]
fn same(a: &Folder, b: &Folder) {
    let unreported = |folder: &Folder| {
        let mut dataset = folder.read();
        dataset.report = model_export::lake::ReadReport::default();
        dataset
    };
    assert_eq!(unreported(a), unreported(b));
}

#[test]
fn lines_that_a_quoted_text_swallows_are_counted_and_escape_reads_them() {
    // In every 30th of 360 lines, as Spark writes a quote: 15 lines of every 60 were no rows any more.
    let spark = table(|n| if n % 30 == 0 { "\"Monitor 24\\\"\"".to_owned() } else { format!("Cup {n}") }, 360);
    let folder = Folder::new(ORDERS).with("orders.csv", &spark);
    stops(
        &folder,
        &["swallowed_lines (first at orders.csv:2", "escape = \"\\\\\" in [orders]", "of 360 rows read are faulty"],
    );
    let escaped = Folder::new(&format!("{ORDERS}escape = '\\'\n")).with("orders.csv", &spark);
    let dataset = escaped.read();
    let read = report(&dataset, Source::Orders);
    assert_eq!((read.rows_read, read.rows_kept, read.remarks.len()), (360, 360, 0));
    assert!(dataset.items.iter().any(|item| item.name == "Monitor 24\""));
    let comma = table(|n| if n < 4 { "\"Box 10\\\" wide, black\"".to_owned() } else { "Cup".to_owned() }, 60);
    let dataset = Folder::new(ORDERS).with("orders.csv", &comma).read();
    let remark = &report(&dataset, Source::Orders).remarks[0];
    assert_eq!((remark.reason.name(), remark.rows), ("wrong_field_count", 4));
    assert!(remark.advice.as_deref().is_some_and(|advice| advice.contains("escape = ")), "{:?}", remark.advice);
}

#[test]
fn a_text_of_several_lines_is_no_swallowed_line() {
    for text in [
        "\"two\nlines\"",
        "\"a\n\nb\"",
        "\"with, some, commas\nand, more\"",
        "\"1,2,3\n4,5,6\n7,8,9\"",
        "\"he said \"\"yes\"\"\nand left\"",
        "\"\n\"",
        "\"crlf\r\nline\"",
        "\"tab\tand\nline\"",
        "\"a;b;c;d;e;f;g\nh;i;j\"",
        "\"ends\n\"",
    ] {
        let dataset = Folder::new(ORDERS).with("orders.csv", table(|_| text.to_owned(), 12)).read();
        let read = report(&dataset, Source::Orders);
        assert_eq!((read.rows_read, read.rows_kept), (12, 12), "{text:?}");
        assert!(read.remarks.is_empty(), "{text:?}: {:?}", read.remarks);
    }
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("a vector can be written to")
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn packed_and_wide_text_is_recognised_by_its_first_bytes() {
    let text = table(|n| format!("Caf\u{e9} {n} \u{201c}x\u{201d} 5\u{20ac}"), 40);
    let plain = Folder::new(ORDERS).with("orders.csv", &text);
    let marked = format!("\u{feff}{text}");
    let twice = {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&gzip(&text)).expect("a vector can be written to");
        packed.finish().expect("a vector can be written to")
    };
    for bytes in [
        gzip(&text),
        twice,
        zstandard(text.as_bytes()),
        zstandard(&gzip(&text)),
        marked.clone().into_bytes(),
        utf16(&marked, u16::to_le_bytes),
        utf16(&marked, u16::to_be_bytes),
        utf16(&text, u16::to_le_bytes),
        utf16(&text, u16::to_be_bytes),
        gzip_bytes(&utf16(&marked, u16::to_le_bytes)),
        zstandard(&utf16(&marked, u16::to_be_bytes)),
        text.replace('\n', "\r\n").into_bytes(),
    ] {
        same(&Folder::new(ORDERS).with("orders.csv", bytes), &plain);
    }
    let named = Folder::new("[orders]\npath = 'orders.csv.zst'\n").with("orders.csv.zst", zstandard(text.as_bytes()));
    same(&named, &plain);
}

fn gzip_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("a vector can be written to");
    packed.finish().expect("a vector can be written to")
}

#[test]
fn what_is_no_text_is_named_and_no_byte_of_it_is_shown() {
    for (bytes, name) in [
        (&b"PK\x03\x04\x14\0\0\0\x08\0secret-orders.csv"[..], "a zip archive"),
        (b"BZh91AY&SY\x1b[31m", "compressed with bzip2"),
        (b"\xfd7zXZ\0\0\x04", "compressed with xz"),
        (b"7z\xbc\xaf\x27\x1c\0", "a 7-Zip archive"),
        (b"PAR1\x15\x04\x15", "a Parquet file"),
        (b"ORC\x01\x02", "an ORC file"),
        (b"Obj\x01\x04\x14", "an Avro file"),
        (b"SQLite format 3\0\x10", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook"),
        (b"%PDF-1.7 secret", "a PDF document"),
        (b"<!DOCTYPE html><title>Sign in</title>", "a web page (HTML)"),
        (b"<?xml version='1.0'?><secret/>", "an XML document"),
        (&[0; 200], "no text"),
    ] {
        let folder = Folder::new(ORDERS).with("orders.csv", bytes);
        stops(&folder, &["orders.csv: expected text, found ", name, "cure: "]);
        let message = folder.fault();
        assert!(!message.contains("secret") && !message.chars().any(|letter| letter.is_control() && letter != '\n'));
    }
}

#[test]
fn bytes_of_windows_are_read_as_windows_writes_them() {
    for (bytes, name) in [
        (&b"Caf\xe9"[..], "Caf\u{e9}"),
        (b"5\x80", "5\u{20ac}"),
        (b"\x93Paris\x94", "\u{201c}Paris\u{201d}"),
        (b"l\x92eau", "l\u{2019}eau"),
        (b"a \x96 b", "a \u{2013} b"),
        (b"a \x97 b", "a \u{2014} b"),
        (b"\x8cuvre", "\u{152}uvre"),
        (b"\x9cuvre", "\u{153}uvre"),
        (b"Bata\x99", "Bata\u{2122}"),
        (b"\x8aimek", "\u{160}imek"),
        (b"more\x85", "more\u{2026}"),
        (b"\xdcber", "\u{dc}ber"),
    ] {
        let file = [HEADER.as_bytes(), b"\no1,i1,c1,2025-01-01,1,2.5,", bytes, b"\n"].concat();
        let dataset = Folder::new(ORDERS).with("orders.csv", file).read();
        assert_eq!(dataset.items[0].name, name);
        assert_eq!(report(&dataset, Source::Orders).rows("not_utf8"), 1);
    }
}

#[test]
fn what_stands_before_or_instead_of_a_header_is_passed_over_when_asked_for() {
    let text = table(|n| format!("Cup {n}"), 6);
    let plain = Folder::new(ORDERS).with("orders.csv", &text);
    let read = |keys: &str, text: String| Folder::new(&format!("{ORDERS}{keys}")).with("orders.csv", text);
    let body = text.split_once('\n').map(|(_, body)| body.to_owned()).unwrap_or_default();
    let names = HEADER.split(',').map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let semicolons = text.replace(',', ";");
    for (keys, text) in [
        ("skip_lines = 1\n".to_owned(), format!("Orders of January\n{text}")),
        ("skip_lines = 3\n".to_owned(), format!("Orders\n\n\"made, by\"\n{text}")),
        ("comment = '#'\n".to_owned(), format!("# made by\n{text}# the end\n")),
        ("skip_lines = 1\ncomment = '#'\n".to_owned(), format!("title\n# made by\n{text}")),
        (format!("header = [{names}]\n"), body.clone()),
        (format!("header = [{names}]\nskip_lines = 1\n"), format!("a,b,c\n{body}")),
        (String::new(), format!("sep=,\n{text}")),
        (String::new(), format!("sep=;\n{semicolons}")),
        (String::new(), format!("\u{feff}sep=;\r\n{}", semicolons.replace('\n', "\r\n"))),
        ("delimiter = ';'\n".to_owned(), format!("sep=;\n{semicolons}")),
        (String::new(), format!("\n\n{text}\n\n")),
    ] {
        same(&read(&keys, text), &plain);
    }
    stops(&read("header = ['a', 'a']\n", body), &["[orders] header", "two columns cannot have one name"]);
    let titled = read("skip_lines = 1\n", format!("Orders of January\n{text}").replace("o3,i3", "o3"));
    assert_eq!(remarks(report(&titled.read(), Source::Orders))[0].2, ["orders.csv:6"], "places count every line");
}

#[test]
fn a_header_of_data_is_not_shown() {
    let folder = Folder::new(ORDERS).with("orders.csv", "Jane Doe,jane.doe@example.org,+33 6 12 34,2025-01-01,1,9\n");
    let message = folder.fault();
    assert!(!message.contains("Jane") && !message.contains("example.org"), "{message}");
    stops(&folder, &["6 columns whose names do not look like names", "header = [..]", "skip_lines"]);
}

const SHOPIFY: &str = "[orders]\npath = 'orders.csv'\ncolumns = { order_id = 'Name', item_id = 'Lineitem sku', ordered_at = \
                       'Created at', quantity = 'Lineitem quantity', unit_price = 'Lineitem price', customer_id = 'Email' }\n";
const REFUNDED: &str =
    "[[orders.filters]]\ncolumn = 'Financial Status'\nequals = ['refunded', 'voided']\ndrop = 'refunded'\n";

/// Orders of three lines each, whose order-level cells stand on the first alone; every third order is refunded.
fn shopify() -> String {
    let mut text = "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem price,Lineitem sku\n".to_owned();
    for order in 0..30 {
        let status = if order % 3 == 0 { "refunded" } else { "paid" };
        let first = format!("#{order},a{order}@b.example,{status},2025-01-{:02} 10:00:00,", order % 28 + 1);
        for line in 0..3 {
            let head = if line == 0 { first.clone() } else { format!("#{order},,,,") };
            text.extend([head, format!("1,9.5,sku{}\n", (order + line) % 5)]);
        }
    }
    text
}

#[test]
fn cells_that_only_the_first_line_of_an_order_fills_are_filled_down_or_told() {
    let folder = Folder::new(&format!("{SHOPIFY}{REFUNDED}")).with("orders.csv", shopify());
    let parts = [
        "orders.csv:3",
        "the filter on \"Financial Status\" drops the first line",
        "fill_down = [\"Financial Status\"]",
    ];
    stops(&folder, &parts);
    let fill = "fill_down = ['Financial Status', 'Created at', 'Email']\n";
    let dataset = Folder::new(&format!("{SHOPIFY}{fill}{REFUNDED}")).with("orders.csv", shopify()).read();
    let read = report(&dataset, Source::Orders);
    assert_eq!((read.rows_read, read.rows_kept, read.rows("refunded")), (90, 60, 30));
    assert_eq!(dataset.visitors.len(), 20);
    let not = "[[orders.filters]]\ncolumn = 'Financial Status'\nnot_equals = ['paid', 'partially_refunded']\ndrop = 'unpaid'\n";
    let dataset = Folder::new(&format!("{SHOPIFY}{fill}{not}")).with("orders.csv", shopify()).read();
    assert_eq!(report(&dataset, Source::Orders).rows("unpaid"), 30);
    let wrong = Folder::new(&format!("{SHOPIFY}fill_down = ['Financial status']\n")).with("orders.csv", shopify());
    stops(&wrong, &["no column \"Financial status\" for orders.fill_down"]);
    // Nothing is filled down from one order into the next.
    let guest = shopify().replace("a4@b.example", "");
    let dataset = Folder::new(&format!("{SHOPIFY}{fill}{REFUNDED}")).with("orders.csv", guest).read();
    assert_eq!(dataset.customer_ids.iter().filter(|id| id.is_none()).count(), 1);
}
