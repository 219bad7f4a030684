//! What is wrong with a file is said with the file and the line or rows, and gone on without when that is asked for.

use std::io::Write as _;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};
use model_export::lake::{Dataset, Error, Lake, Source, SourceReport};

use super::folder::{Folder, gzip, orders, parquet, remarks, report, texts};

const ORDERS: &str = "[orders]\npath = 'orders.csv'\n";
const PARQUET: &str = "[orders]\npath = 'orders.parquet'\n";

/// Lines of valid orders, each of its own.
fn lines(n: usize) -> Vec<String> {
    (0..n).map(|n| format!("o{n},i{},c{},2025-01-{:02},1,2.5", n * 31 % 97, n * 17 % 89, n % 28 + 1)).collect()
}

fn csv(lines: &[String]) -> String {
    orders(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn columns(n: usize) -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("order_id", texts((0..n).map(|n| format!("o{n}")))),
        ("item_id", texts((0..n).map(|n| format!("i{}", n * 31 % 97)))),
        ("ordered_at", texts((0..n).map(|n| format!("2025-01-{:02}", n % 28 + 1)))),
        ("quantity", Arc::new(Int64Array::from(vec![1; n]))),
    ]
}

#[track_caller]
fn says(folder: &Folder, error: &Error, parts: &[&str]) {
    let message = folder.told(error);
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    says(folder, &folder.try_read().expect_err("the lake is faulty"), parts);
}

/// Returns the report of the orders of a lake that is read all the same.
#[track_caller]
fn goes_on(folder: &Folder, max_bad_rows: &str) -> SourceReport {
    let read = folder.try_read_without(max_bad_rows);
    of_orders(&read.unwrap_or_else(|error| panic!("{error}")))
}

fn of_orders(dataset: &Dataset) -> SourceReport {
    report(dataset, Source::Orders).clone()
}

#[test]
fn a_truncated_gzip_says_up_to_which_line_it_could_be_read() {
    let bytes = gzip(&csv(&lines(5_000)));
    let folder = Folder::new(ORDERS).with("orders.csv.gz", &bytes[..bytes.len() / 2]);
    let error = folder.try_read().expect_err("half of the file is missing");
    says(&folder, &error, &["orders.csv.gz:", "is torn", "could be read up to this line", "--max-bad-rows N"]);
    let Error::Torn { line: Some(line), .. } = error else { panic!("{error}") };
    let report = goes_on(&folder, "1");
    assert_eq!((report.rows_read, report.rows_kept), (line, line - 1));
    assert_eq!(remarks(&report), [("torn_file", 1, vec![format!("orders.csv.gz:{}", line + 1).as_str()])]);
    assert!(line > 1_000, "only {line} lines of half a file of 5,000 were read");
}

#[test]
fn bad_rows_are_counted_up_to_a_limit_and_then_listed() {
    let mut rows = lines(100);
    for bad in rows.iter_mut().skip(20).take(11) {
        bad.push_str(",one too many");
    }
    rows[50] = rows[50].replace("2025-01", "2025-31");
    let folder = Folder::new(ORDERS).with("orders.csv", csv(&rows));
    stops(
        &folder,
        &[
            "[orders] 12 of 100 rows read are faulty (12.0 %), and at most 10% (or 10 rows) may be",
            "11 wrong_field_count (first at orders.csv:22, orders.csv:23, orders.csv:24, orders.csv:25, orders.csv:26)",
            "1 bad_timestamp (first at orders.csv:52)",
            "go on without them by --max-bad-rows",
        ],
    );
    for limit in ["12", "12%"] {
        let report = goes_on(&folder, limit);
        assert_eq!((report.rows_read, report.rows_kept, report.rows("wrong_field_count")), (100, 88, 11));
    }
    for limit in ["11", "11.9%"] {
        let error = folder.try_read_without(limit).expect_err("one too many");
        says(&folder, &error, &[&format!("at most {limit} may be")]);
    }
}

#[test]
fn lines_of_another_encoding_are_read_and_shown_by_their_places() {
    let text = csv(&lines(20)).replacen("i0,", "caf\u{e9},", 1).replacen("i31,", "cr\u{e8}me,", 1);
    let with_latin_1 = |line: (usize, &str)| {
        // The second of the two lines is as an older system writes it.
        if line.0 == 2 {
            line.1.chars().map(|c| c as u8).chain([b'\n']).collect()
        } else {
            format!("{}\n", line.1).into_bytes()
        }
    };
    let bytes: Vec<u8> = text.lines().enumerate().flat_map(with_latin_1).collect();
    let dataset = Folder::new(ORDERS).with("orders.csv", bytes).read();
    assert_eq!(remarks(report(&dataset, Source::Orders)), [("not_utf8", 1, vec!["orders.csv:3"])]);
    for id in ["caf\u{e9}", "cr\u{e8}me"] {
        assert!(dataset.items.iter().any(|item| &*item.id == id), "{id} is not an item");
    }
}

#[test]
fn a_partition_without_a_column_is_named() {
    let mut lacking = columns(10);
    lacking.remove(3);
    let folder = Folder::new("[orders]\npath = 'orders'\n")
        .with_parquet("orders/day=1/a.parquet", columns(10))
        .with_parquet("orders/day=2/b.parquet", lacking);
    stops(
        &folder,
        &[
            "orders/day=2/b.parquet: no column \"quantity\" for orders.quantity",
            "columns found: order_id, item_id, ordered_at, day",
        ],
    );
}

#[test]
fn a_corrupt_row_group_names_itself_and_its_rows() {
    let whole = parquet(columns(300), 100);
    let second = second_row_group(&whole);
    let mut bytes = whole.clone();
    bytes[second.start..second.start + 40].fill(0xff);
    let folder = Folder::new(PARQUET).with("orders.parquet", bytes);
    stops(
        &folder,
        &["orders.parquet: rows 101 to 200 cannot be read (row group 2 of 3)", "fetch or export", "--max-bad-rows"],
    );
    let report = goes_on(&folder, "100");
    assert_eq!((report.rows_read, report.rows_kept), (300, 200));
    assert_eq!(remarks(&report), [("torn_row_group", 100, vec!["orders.parquet:row 101"])]);
    let error = folder.try_read_without("99").expect_err("a row too many");
    says(&folder, &error, &["100 of 200 rows read are faulty", "100 torn_row_group"]);
}

/// Returns where the second row group's bytes are.
fn second_row_group(bytes: &[u8]) -> std::ops::Range<usize> {
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    let metadata = parquet::file::metadata::ParquetMetaDataReader::new().parse_and_finish(&bytes).expect("a footer");
    let start = |group: usize| metadata.row_group(group).column(0).byte_range().0 as usize;
    start(1)..start(2)
}

#[test]
fn no_corrupt_byte_of_a_row_group_stops_more_than_its_rows() {
    let whole = parquet(columns(300), 100);
    let (mut faults, second) = (0, second_row_group(&whole));
    for position in second.clone().step_by(7) {
        let mut bytes = whole.clone();
        bytes[position] ^= 0xff;
        let folder = Folder::new(PARQUET).with("orders.parquet", bytes);
        match folder.try_read() {
            // The byte was within a value: whatever it says now is judged as any other.
            Ok(_) | Err(Error::TooManyBadRows { .. }) => {}
            Err(Error::TornRowGroup { row_group: 2, row_groups: 3, first_row: 101..=200, last_row: 200, .. }) => {
                faults += 1;
                let report = goes_on(&folder, "100");
                assert_eq!(report.rows_read, 300);
                assert!(report.rows_kept >= 200, "row groups 1 and 3 are whole");
            }
            Err(error) => panic!("byte {position}: {error}"),
        }
    }
    assert!(faults > 10, "{faults} of {} bytes were found", second.len() / 7);
}

#[test]
fn mixed_timestamp_formats_are_read_when_named_and_suggested_when_not() {
    let mut rows = lines(400);
    for (day, row) in rows.iter_mut().enumerate().skip(100).take(20) {
        *row = row.replace(&format!("2025-01-{:02}", day % 28 + 1), &format!("{:02}/01/2025 09:31", day % 28 + 1));
    }
    let folder = Folder::new(ORDERS).with("orders.csv", csv(&rows));
    let dataset = folder.read();
    let remark = &report(&dataset, Source::Orders).remarks[0];
    assert_eq!(
        (remark.reason.name(), remark.rows, remark.samples[0].as_str()),
        ("bad_timestamp", 20, "orders.csv:102")
    );
    let advice = "tried rfc3339, iso8601; \"%d/%m/%Y %H:%M\" reads 20 of them: add it to timestamp_formats";
    assert_eq!(remark.advice.as_deref(), Some(advice));
    println!("{}", dataset.report);
    assert!(dataset.report.to_string().contains(advice));
    let error = folder.try_read_without("19").expect_err("a row too many");
    says(&folder, &error, &["20 bad_timestamp (first at orders.csv:102, ", advice]);

    let named = Folder::new(&format!("{ORDERS}timestamp_formats = ['iso8601', '%d/%m/%Y %H:%M']\n"));
    assert_eq!(of_orders(&named.with("orders.csv", csv(&rows)).read()).rows_kept, 400);
}

#[test]
fn empty_files_and_folders_are_remarked_and_a_source_of_nothing_else_stops() {
    let tables = "[orders]\npath = 'orders'\n";
    let empties = |folder: Folder| {
        folder.with("orders/day=2/zero.csv", "").with("orders/day=3/header.csv", csv(&[])).with_folder("orders/day=4")
    };
    let folder = empties(Folder::new(tables)).with("orders/day=1/a.csv", csv(&lines(3)));
    let dataset = folder.read();
    let report = report(&dataset, Source::Orders);
    assert_eq!((report.rows_read, report.rows_kept), (3, 3));
    assert_eq!(
        remarks(report),
        [("empty_file", 3, vec!["orders/day=2/zero.csv", "orders/day=3/header.csv", "orders/day=4/"])]
    );
    let none = empties(Folder::new(tables));
    stops(
        &none,
        &["[orders] no row in orders/day=2/zero.csv, orders/day=3/header.csv, orders/day=4/", "remove [orders]"],
    );
    let parquet = Folder::new(PARQUET).with("orders.parquet", "");
    stops(&parquet, &["[orders] no row in orders.parquet"]);
    let folder = Folder::new(tables).with_folder("orders/day=4");
    stops(&folder, &["no such file", "orders (a folder without data files)"]);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_named() {
    let folder = Folder::new(ORDERS).with("orders.csv", csv(&lines(70_000)));
    let lake = Lake::open(&folder.path("lake.toml"), Some(&folder.path(""))).expect("a mapping");
    let mut is_changed = false;
    let read = lake.read(&mut |_, _| {
        if !std::mem::replace(&mut is_changed, true) {
            let file = std::fs::OpenOptions::new().append(true).open(folder.path("orders.csv"));
            file.and_then(|mut file| file.write_all(b"o,i,c,2025-01-01,1,2.5\n")).expect("the file can be added to");
        }
    });
    let parts = ["orders.csv: the file was changed while it was read", "when nothing writes to it"];
    says(&folder, &read.expect_err("the file was added to"), &parts);
}

#[test]
fn a_truncated_parquet_file_is_named() {
    let bytes = parquet(columns(300), 100);
    for length in [bytes.len() - 9, bytes.len() / 2, 10] {
        let folder = Folder::new(PARQUET).with("orders.parquet", &bytes[..length]);
        stops(&folder, &["orders.parquet: ", "fetch or export the file again"]);
        // Without its footer nothing of it is known, so nothing can be counted.
        assert!(folder.try_read_without("100%").is_err());
    }
}

#[test]
fn orphans_are_no_bad_rows_and_lists_that_grow_may_be_empty_or_repeat_themselves() {
    let sold: Vec<String> =
        (0..40).map(|n| format!("o{n},{},c1,2025-01-01,1,2.5", if n < 20 { "gone" } else { "i1" })).collect();
    let tables = "[catalogue]\npath = 'catalogue.csv'\n[orders]\npath = 'orders.csv'\n[marketing]\npath = 'marketing.csv'\n\
                  [suppression]\npath = 'suppression.csv'\n";
    let folder = Folder::new(tables)
        .with("catalogue.csv", "item_id\ni1\n")
        .with("orders.csv", orders(&sold.iter().map(String::as_str).collect::<Vec<_>>()))
        .with("marketing.csv", "action_id,kind,starts_on,ends_on\n");
    let repeated = format!("customer_id\n{}", "c9\n".repeat(30));
    let dataset = folder.with("suppression.csv", repeated).read();
    assert_eq!(report(&dataset, Source::Orders).rows("unknown_item"), 20);
    assert_eq!(report(&dataset, Source::Marketing).rows("empty_file"), 1);
    assert_eq!(report(&dataset, Source::Suppression).rows("duplicate_id"), 29);
}
