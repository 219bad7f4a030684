//! The parts of messages that depend on what was found.

use crate::lake::report::grouped;
use crate::lake::{Kind, Remark, Source, SourceReport};

pub(super) fn in_key(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!(" ({key})") }
}

pub(super) fn at_line(line: Option<u64>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}

/// Lists the columns of a file where they look like names; a line of data may stand where the header should, and belongs to
/// a customer.
pub(super) fn columns_found(found: &[String]) -> String {
    const SHOWN: usize = 60;
    if found.is_empty() || found.iter().any(|name| !looks_like_a_name(name)) {
        let columns = if found.len() == 1 { "column" } else { "columns" };
        return format!(
            "{} {columns} whose names do not look like names; is the first line a header? If it is data, name the columns by \
             header = [..]; if it is a title, pass over it by skip_lines",
            found.len()
        );
    }
    match found.len().saturating_sub(SHOWN) {
        0 => found.join(", "),
        more => format!("{} and {more} more", found[..SHOWN].join(", ")),
    }
}

/// Tells whether a cell of the first line is a name of a column rather than a value: it begins with a letter, is short, has
/// no address, no path, no date and hardly a digit.
fn looks_like_a_name(name: &str) -> bool {
    let n_digits = name.bytes().filter(u8::is_ascii_digit).count();
    let one_line = name.split([';', '\t', '|']).all(|part| part.trim().len() <= 64);
    let begins = name.trim_start_matches(['_', '#', '$', '@', '\'', '"', '(', '[']);
    one_line
        && begins.starts_with(|letter: char| letter.is_alphabetic())
        && !name.contains(|letter: char| letter.is_control())
        && !name.trim_start_matches('@').contains('@')
        && name.matches('/').count() < 2
        && n_digits * 3 <= name.len()
        && !name.bytes().collect::<Vec<_>>().windows(4).any(|digits| digits.iter().all(u8::is_ascii_digit))
}

pub(super) fn otherwise(required: bool, found: &[String]) -> &'static str {
    match (found, required) {
        ([_], _) => ", or set delimiter if that one column is the whole header line",
        (_, true) => ", or one value for all rows under its constants",
        (_, false) => ", or remove the key",
    }
}

pub(super) fn type_cure(source: Source, field: &str, kind: Kind, counts: bool) -> String {
    if counts && matches!(kind, Kind::Timestamp | Kind::Date) {
        return format!(
            "say what the number counts: timestamp_formats = [\"unix_s\"], [\"unix_ms\"], [\"unix_us\"] or \
             [\"unix_ns\"] in [{source}]"
        );
    }
    format!("map {source}.{field} to another column, or cast this one when the file is written")
}

pub(super) fn list(items: &[String]) -> String {
    if items.is_empty() { "none".to_owned() } else { items.join(", ") }
}

/// Lists the first five of many files.
pub(super) fn first_of(files: &[String]) -> String {
    const SHOWN: usize = 5;
    match files.len().saturating_sub(SHOWN) {
        0 => list(files),
        more => format!("{} and {} more", list(&files[..SHOWN]), grouped(more as u64)),
    }
}

pub(super) fn nothing_usable(report: &SourceReport) -> String {
    let (source, rows) = (report.source, grouped(report.rows_read));
    let reasons: String = report.remarks.iter().map(reason).collect();
    format!(
        "[{source}] none of the {rows} rows is usable\n{reasons}  cure: the mapping is wrong rather than the rows; check \
         columns, timestamp_formats and delimiter in lake.toml"
    )
}

pub(super) fn unreadable_objection(report: &SourceReport) -> String {
    let (source, reasons) = (report.source, report.remarks.iter().map(reason).collect::<String>());
    format!(
        "[{source}] expected each row to name a customer, found rows that cannot be read: each may be an objection\n\
         {reasons}  cure: correct these rows of the list; nothing is learned from a lake whose objections are not known"
    )
}

/// Lists the faults for which rows were dropped, the most frequent first.
pub(super) fn too_many_bad(report: &SourceReport, limit: &str) -> String {
    let is_bad = |remark: &&Remark| remark.reason.is_bad_row();
    let mut faults: Vec<&Remark> = report.remarks.iter().filter(is_bad).collect();
    faults.sort_by_key(|remark| std::cmp::Reverse(remark.rows));
    let n_bad: u64 = faults.iter().map(|remark| remark.rows).sum();
    let reasons: String = faults.into_iter().map(reason).collect();
    let (source, share) = (report.source, n_bad as f64 * 100.0 / report.rows_read.max(1) as f64);
    let (bad, rows) = (grouped(n_bad), grouped(report.rows_read));
    format!(
        "[{source}] {bad} of {rows} rows read are faulty ({share:.1} %), and at most {limit} may be\n{reasons}  cure: \
         correct the rows, or their mapping in lake.toml; or go on without them by --max-bad-rows N or N%"
    )
}

fn reason(remark: &Remark) -> String {
    let (rows, name, sentence) = (grouped(remark.rows), remark.reason.name(), remark.reason.sentence());
    let advice = remark.advice.as_ref().map(|advice| format!("    {advice}\n")).unwrap_or_default();
    format!("  {rows} {name} (first at {}): {sentence}\n{advice}", remark.samples.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_shown_where_they_look_like_names_and_a_customers_row_never_is() {
        let split = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        for header in [
            "order_id,sku,ordered_at,quantity",
            "InvoiceNo,StockCode,Description",
            "Lineitem name,Created at,Total (EUR)",
            "order_id;item_id;ordered_at;quantity",
            "_id,$price,address_1,iso_code",
            "num\u{e9}ro,d\u{e9}signation,\u{6570}\u{91cf}",
        ] {
            assert_eq!(columns_found(&split(header)), header.replace(',', ", "));
        }
        for row in [
            "Jane Doe,jane.doe@example.org,+33 6 12 34 56 78",
            "O1,SKU-013,10000,2025-01-01",
            "Jane,Doe,12 rue de la Paix",
            "name,,price",
            "{\"user\":\"jane\"}",
            "root:x:0:0:root:/root:/bin/bash",
            "\u{1b}[31mname,price",
            "Jane Doe,FR7630006000011234567890189",
            "a,b,1",
            "customer,2025-01-01T10:00:00Z",
        ] {
            let shown = columns_found(&split(row));
            assert!(shown.contains("do not look like names"), "{shown}");
        }
    }
}
