//! The report as tables for people: each difference with its interval, and a mark where the interval holds no zero.

use core::fmt;

use comfy_table::{CellAlignment, Table, presets};

use super::bootstrap::Estimate;
use super::compare::Comparison;
use super::questions::Reading;
use super::report::{LakeReport, PageReport, ReadingReport};

impl fmt::Display for LakeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: trained before {}, asked about {} visits of {} visitors after it",
            self.lake, self.cut, self.test_visits, self.test_visitors
        )?;
        writeln!(
            f,
            "{} visits straddle the cut and are left out; {} later events are with items that nobody had touched before",
            self.straddling_visits, self.events_with_new_items
        )?;
        writeln!(f, "{}", self.report)?;
        for reading in &self.readings {
            let knows = match reading.reading {
                Reading::Session => "SESSION: every visit begins unknown (consent page or memory)",
                Reading::Returning => "RETURNING: the device remembers earlier days (consent persistent)",
            };
            writeln!(f, "\n{knows}")?;
            writeln!(f, "{}", methods(reading, self.n_private_label > 0))?;
            writeln!(f, "ndcg@20 of the reranker, and how far it is above the others")?;
            writeln!(f, "{}", differences(&reading.next_item, "ndcg_at_20"))?;
            writeln!(f, "the same by segment")?;
            writeln!(f, "{}", differences(&reading.next_item_by_segment, "ndcg_at_20"))?;
            for page in &reading.pages {
                writeln!(f, "ndcg of category pages that the shop orders by {}", page.shop_order.name())?;
                writeln!(f, "{}", differences(&page.by_events_seen, "ndcg"))?;
            }
            if self.n_private_label > 0 {
                writeln!(f, "private label among the first ten of a page, before and after")?;
                writeln!(f, "{}", private_label(&reading.pages))?;
            }
        }
        write!(f, "[..] 95 % interval over visitors; * beyond chance: no zero in the interval")
    }
}

/// Every figure of every method over all questions.
fn methods(reading: &ReadingReport, has_private_label: bool) -> Table {
    let mut header = vec!["next new items", "ndcg@20", "hit rate@20", "mrr@20", "recall@20", "coverage@20"];
    header.extend(has_private_label.then_some("private label@10"));
    let mut table = table(&header);
    let Some(all) = reading.next_item.first() else { return table };
    for (method, shown) in all.methods.iter().zip(&reading.shown) {
        let mut row = vec![method.name.to_owned()];
        row.extend(["ndcg_at_20", "hit_rate_at_20", "mrr_at_20", "recall_at_20"].map(|name| mean(method.figure(name))));
        row.push(format!("{:.1} %", 100.0 * shown.coverage_at_20));
        row.extend(has_private_label.then(|| percent(method.figure("private_label_at_10"))));
        table.add_row(row);
    }
    align(table)
}

/// One figure of the first method, and the differences from the others.
fn differences(comparisons: &[Comparison], figure: &str) -> Table {
    let Some(first) = comparisons.first() else { return Table::new() };
    let mut header = vec!["", "questions"];
    header.extend(first.methods.iter().map(|method| method.name));
    let mut table = table(&header);
    for comparison in comparisons {
        let mut row = vec![comparison.questions.clone(), comparison.n_test.to_string()];
        for (number, method) in comparison.methods.iter().enumerate() {
            row.push(if number == 0 { mean(method.figure(figure)) } else { difference(method.difference(figure)) });
        }
        table.add_row(row);
    }
    align(table)
}

fn private_label(pages: &[PageReport]) -> Table {
    let mut table = table(&["shop's order", "original order", "reranked at 0.7", "reranked"]);
    for page in pages {
        let Some(all) = page.by_events_seen.first() else { continue };
        let share = |name| percent(all.method(name).and_then(|method| method.figure("private_label_at_10")));
        let shares = ["original order", "reranked at 0.7", "reranked"].map(share);
        table.add_row(core::iter::once(page.shop_order.name().to_owned()).chain(shares));
    }
    align(table)
}

fn mean(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(String::new, |e| format!("{:.4} [{:.4}, {:.4}]", e.mean, e.low, e.high))
}

fn percent(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(String::new, |e| format!("{:.1} %", 100.0 * e.mean))
}

fn difference(estimate: Option<Estimate>) -> String {
    let mark = |e: &Estimate| if e.is_beyond_chance() { " *" } else { "" };
    estimate.map_or_else(String::new, |e| format!("{:+.4} [{:+.4}, {:+.4}]{}", e.mean, e.low, e.high, mark(&e)))
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_header(header.to_vec());
    table
}

fn align(mut table: Table) -> Table {
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}
