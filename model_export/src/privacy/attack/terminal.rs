//! The report as a person reads it in a terminal.

use core::fmt;

use comfy_table::{CellAlignment, Table, presets};

use super::baskets::{BasketGap, List};
use super::canaries::{Buyers, CanaryFigures};
use super::report::{Attack, Report};
use super::roc::Figures;
use crate::evaluate::lake::Estimate;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} customers judged by {} targets of {} models, likelihood ratio of published files\n",
            self.lake, self.candidates, self.targets, self.models
        )?;
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).set_header([
            "attack by",
            "AUC",
            "TPR at 1 %",
            "TPR at 0.1 %",
            "5 % most exposed: AUC",
            "TPR at 1 %",
            "TPR at 0.1 %",
        ]);
        table.add_row(cells("everything", &self.joint));
        self.groups.iter().for_each(|group| _ = table.add_row(cells(group.name, group)));
        table.add_row(cells("control: membership drawn anew", &self.control));
        for statistic in &self.statistics {
            table.add_row(cells(&format!("  {}", statistic.name), statistic));
        }
        align_right(&mut table, 1..7);
        writeln!(f, "{table}")?;
        if !self.dropped.is_empty() {
            writeln!(f, "the same in every model, and left out: {}", self.dropped.join(", "))?;
        }
        writeln!(f, "\n{}", baskets(&self.baskets))?;
        if let Some(worst) = self.worst_basket() {
            let (name, customers) = (list(worst.list), bucket(worst.customers));
            writeln!(f, "the worst: {name} of items with {customers} customers, a gap of {}", interval(worst.gap))?;
        }
        let outsiders = self.outsiders;
        writeln!(
            f,
            "outsiders excluded for certain: {} of {} held out, at most {} by one model",
            outsiders.excluded, outsiders.held_out, outsiders.most_of_a_model
        )?;
        if !self.canaries.is_empty() {
            writeln!(f, "\n{}", canaries(&self.canaries))?;
        }
        if let Some(erasures) = &self.erasures {
            writeln!(
                f,
                "\ntwo releases, the later without one customer ({} tried): who went is told from who stayed with AUC {} \
                 (same secret seed), {} (another one)",
                erasures.erasures,
                interval(erasures.auc_same_seed),
                interval(erasures.auc_other_seed)
            )?;
            writeln!(f, "numbers of the public manifest that change: {}", erasures.manifest_numbers.join(" "))?;
            writeln!(f, "texts of it that change: {}", erasures.manifest_texts.join(" "))?;
        }
        let bounds = self.bounds();
        writeln!(
            f,
            "\nupper bounds: AUC {:.3}, TPR at 0.1 % {:.4}, TPR at 1 % of the most exposed {:.3}; basket gap {:.3}, excluded \
             for certain {}, canaries {:.0} off chance; control {:.3} off chance",
            bounds.auc,
            bounds.tpr_at_01_percent,
            bounds.exposed_tpr_at_1_percent,
            bounds.basket_gap,
            bounds.excluded_for_certain,
            bounds.canary_off_chance,
            bounds.control_off_chance
        )?;
        Ok(())
    }
}

fn canaries(figures: &[CanaryFigures]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_header([
        "canaries: customers, visits of each",
        "pairs",
        "nearness before",
        "after",
        "its move among untouched pairs",
        "other weights of the row",
        "their change among untouched rows",
        "published",
        "untouched",
    ]);
    for of in figures {
        let Buyers { customers, visits, both_items } = of.buyers;
        let what = if both_items { "" } else { " (control: one item each)" };
        table.add_row([
            format!("{customers}, {visits}{what}"),
            of.pairs.to_string(),
            format!("{:.0}", of.percentile_before),
            format!("{:.0}", of.percentile_after),
            percentile(of.move_percentile),
            format!("{:+.1} %", 100.0 * of.row_change),
            percentile(of.row_percentile),
            format!("{:.2}", of.published),
            format!("{:.2}", of.references_published),
        ]);
    }
    align_right(&mut table, 1..9);
    table
}

/// Returns a percentile with its interval; 50 is chance.
pub(super) fn percentile(estimate: Estimate) -> String {
    format!("{:.0} [{:.0}, {:.0}]", estimate.mean, estimate.low, estimate.high)
}

fn cells(name: &str, attack: &Attack) -> Vec<String> {
    let of = |figures: &Figures| [figures.auc, figures.tpr_at_1_percent, figures.tpr_at_01_percent].map(interval);
    [vec![name.to_owned()], of(&attack.all).to_vec(), of(&attack.exposed).to_vec()].concat()
}

/// Returns a figure with its interval.
pub(super) fn interval(estimate: Estimate) -> String {
    format!("{:.3} [{:.3}, {:.3}]", estimate.mean, estimate.low, estimate.high)
}

/// Returns the bounds of a bucket as people write them.
pub(super) fn bucket((least, most): (usize, Option<usize>)) -> String {
    match most {
        None => format!("{least} and more"),
        Some(most) if most == least => least.to_string(),
        Some(most) => format!("{least} to {most}"),
    }
}

fn baskets(gaps: &[BasketGap]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_header([
        "list of an item",
        "its training customers",
        "lists",
        "an owner in training has",
        "one held out has",
        "gap",
    ]);
    for gap in gaps {
        table.add_row([
            list(gap.list).to_owned(),
            bucket(gap.customers),
            gap.lists.to_string(),
            format!("{:.3}", gap.inside),
            format!("{:.3}", gap.outside),
            interval(gap.gap),
        ]);
    }
    align_right(&mut table, 1..6);
    table
}

fn list(list: List) -> &'static str {
    match list {
        List::Nearest => "10 nearest",
        List::Successors => "10 successors",
        List::Popular => "10 most popular (no leak)",
    }
}

fn align_right(table: &mut Table, columns: core::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}
