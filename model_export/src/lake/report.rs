//! What became of every row: read, kept, and a count with samples for each reason.
//!
//! A sample is a place (`file:line`, or `file:row` in Parquet), never a value: the line may belong to a customer.

use std::collections::BTreeMap;
use std::fmt;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::{Fate, Reason, Source, SuppressionReport};

/// The reports of all sources that the lake has, in their fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ReadReport {
    /// One report per source.
    pub sources: Vec<SourceReport>,
    /// Whom the suppression list names, as counts; `None` for a lake without one.
    pub suppression: Option<SuppressionReport>,
    /// Items of sensitive categories, which are not in the dataset, by the group that denies them.
    pub sensitive_items: BTreeMap<&'static str, u64>,
}

/// What became of one source's rows: `rows_read` = `rows_kept` + those dropped + those set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceReport {
    /// Which source.
    pub source: Source,
    /// Its files, relative to where the lake's paths start, in the order they were read.
    pub files: Vec<String>,
    /// Rows found.
    pub rows_read: u64,
    /// Rows that the dataset holds.
    pub rows_kept: u64,
    /// Every reason that occurred, in the order of [`Reason`].
    pub remarks: Vec<Remark>,
}

/// How often a reason occurred, and where first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// The reason.
    pub reason: Reason,
    /// What became of the rows.
    pub fate: Fate,
    /// How many.
    pub rows: u64,
    /// The first places, at most five.
    pub samples: Vec<String>,
    /// What might put the rows right, when their reader can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl ReadReport {
    /// Returns the report of `source`, if the lake has it.
    pub fn source(&self, source: Source) -> Option<&SourceReport> {
        self.sources.iter().find(|report| report.source == source)
    }
}

impl SourceReport {
    /// Returns how many rows the reason called `name` concerned.
    pub fn rows(&self, name: &str) -> u64 {
        self.remarks.iter().find(|remark| remark.reason.name() == name).map_or(0, |remark| remark.rows)
    }

    /// Returns how many rows met `fate`.
    pub fn total(&self, fate: Fate) -> u64 {
        self.remarks.iter().filter(|remark| remark.fate == fate).map(|remark| remark.rows).sum()
    }
}

/// A table for people: one line per source, then one per reason.
impl fmt::Display for ReadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED);
        table.set_header(["source", "rows", "what became of them", "first seen at"]);
        for report in &self.sources {
            table.add_row([
                report.source.name().to_owned(),
                grouped(report.rows_read),
                "read".to_owned(),
                report.files.join("\n"),
            ]);
            table.add_row([String::new(), grouped(report.rows_kept), "kept".to_owned(), String::new()]);
            for remark in &report.remarks {
                let what = format!("{}: {}", remark.fate, remark.reason.name());
                let first = remark.samples.first().cloned().unwrap_or_default();
                table.add_row([String::new(), grouped(remark.rows), what, first]);
                if let Some(advice) = &remark.advice {
                    table.add_row([String::new(), String::new(), format!("  {advice}"), String::new()]);
                }
            }
        }
        if let Some(rows) = table.column_mut(1) {
            rows.set_cell_alignment(CellAlignment::Right);
        }
        write!(f, "{table}")?;
        if let Some(list) = &self.suppression {
            let [listed, matched, erasures] = [list.listed, list.matched, list.erasures].map(grouped);
            write!(f, "\nsuppression list: {listed} customers, {matched} of them in this lake; {erasures} erasures")?;
        }
        if !self.sensitive_items.is_empty() {
            let groups = self.sensitive_items.iter().map(|(group, items)| format!("{} {group}", grouped(*items)));
            let groups: Vec<String> = groups.collect();
            write!(f, "\nitems of sensitive categories, left out: {}", groups.join(", "))?;
        }
        Ok(())
    }
}

/// Writes a number with a comma between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, 1000, 431_673].map(grouped), ["0", "999", "1,000", "431,673"]);
    }
}
