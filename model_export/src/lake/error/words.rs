//! The parts of messages that depend on what was found.

use crate::lake::report::grouped;
use crate::lake::{Kind, Remark, Source, SourceReport};

pub(super) fn in_key(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!(" ({key})") }
}

pub(super) fn at_line(line: Option<u64>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
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
        return format!("say what the number counts: timestamp_formats = [\"unix_s\"] or [\"unix_ms\"] in [{source}]");
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
