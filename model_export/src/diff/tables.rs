//! A difference as tables in a terminal, the verdict last.

use std::fmt::{self, Display};

use comfy_table::{CellAlignment, Table, presets};

use super::answers::Overlap;
use super::catalogue::Named;
use super::{Change, Diff};

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.file())?;
        writeln!(f, "{}", self.names())?;
        if !self.segments.is_empty() {
            writeln!(f, "{}", self.segments())?;
        }
        if !self.parameters.is_empty() || !self.beside.rules.is_empty() {
            writeln!(f, "{}", self.parameters())?;
        }
        if !self.beside.rows.is_empty() {
            writeln!(f, "{}", self.rows())?;
        }
        writeln!(f, "{}", self.answers())?;
        for thing in &self.verdict.look_at {
            writeln!(f, "look at: {thing}")?;
        }
        write!(f, "verdict: {}", self.verdict.line())
    }
}

impl Diff {
    fn file(&self) -> Table {
        let mut table = table(["model", "before", "after"]);
        let mut row = |what: &str, change: [String; 2]| {
            let [before, after] = change;
            table.add_row([what.to_owned(), before, after]);
        };
        row("shop", sides(&self.shop));
        row("trained from", [self.trained.before[0].clone(), self.trained.after[0].clone()]);
        row("trained until", [self.trained.before[1].clone(), self.trained.after[1].clone()]);
        row("items", sides(&self.catalogue.items));
        row("  learned", sides(&self.catalogue.learned));
        row("bytes", sides(&self.bytes));
        for (id, bytes) in self.sections.iter().filter(|(_, bytes)| bytes.is_any()) {
            row(&format!("  {id}"), sides(bytes));
        }
        for (name, figure) in &self.beside.figures {
            let [before, after] = [figure.before, figure.after].map(|figure| or_none(figure.map(number)));
            row(name, [before, after]);
        }
        right_aligned(table)
    }

    fn names(&self) -> Table {
        let mut table = table(["what", "how many", "the first of them"]);
        let catalogue = &self.catalogue;
        for (what, named) in [
            ("new items", &catalogue.new_items),
            ("items gone", &catalogue.gone_items),
            ("vector now learned", &catalogue.now_learned),
            ("no longer learned", &catalogue.no_longer_learned),
            ("new categories", &catalogue.new_categories),
            ("categories gone", &catalogue.gone_categories),
            ("new brands", &catalogue.new_brands),
            ("brands gone", &catalogue.gone_brands),
        ] {
            let Named { count, first } = named;
            let more = if *count > first.len() { "\n..." } else { "" };
            table.add_row([what.to_owned(), count.to_string(), first.join("\n") + more]);
        }
        table
    }

    fn segments(&self) -> Table {
        let mut table = table(["segment", "before", "after"]);
        for segment in &self.segments {
            let side = |customers: Option<u32>, percent: Option<f64>| {
                or_none(customers.zip(percent).map(|(customers, percent)| format!("{customers} ({percent:.1} %)")))
            };
            let before = side(segment.customers.before, segment.percent.before);
            table.add_row([segment.name.clone(), before, side(segment.customers.after, segment.percent.after)]);
        }
        right_aligned(table)
    }

    fn parameters(&self) -> Table {
        let mut table = table(["parameter or rule", "before", "after"]);
        for (name, change) in &self.parameters {
            let [before, after] = sides(change);
            table.add_row([(*name).to_owned(), before, after]);
        }
        for (name, change) in &self.beside.rules {
            table.add_row([name.clone(), or_none(change.before.clone()), or_none(change.after.clone())]);
        }
        table
    }

    fn rows(&self) -> Table {
        let mut table = table(["rows kept of those read", "before", "after"]);
        for (source, change) in &self.beside.rows {
            let [before, after] = [change.before, change.after]
                .map(|rows| or_none(rows.map(|rows| format!("{} of {}", rows.kept, rows.read))));
            table.add_row([source.clone(), before, after]);
        }
        right_aligned(table)
    }

    fn answers(&self) -> Table {
        let mut table = table(["overlap@20 of", "questions", "mean (least)"]);
        for (what, overlap) in [
            ("each segment before any event", self.answers.segments),
            ("the catalogue after one view", self.answers.after_one_view),
        ] {
            let questions = overlap.map_or(0, |Overlap { questions, .. }| questions);
            let mean = overlap.map(|Overlap { mean, least, .. }| format!("{mean:.3} ({least:.2})"));
            table.add_row([what.to_owned(), questions.to_string(), or_none(mean)]);
        }
        right_aligned(table)
    }
}

fn sides<T: Display>(change: &Change<T>) -> [String; 2] {
    [change.before.to_string(), change.after.to_string()]
}

/// Counts as they are, shares with four decimals.
fn number(figure: f64) -> String {
    if figure.fract() == 0.0 { figure.to_string() } else { format!("{figure:.4}") }
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| "none".to_owned())
}

fn table(header: [&str; 3]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_header(header);
    table
}

fn right_aligned(mut table: Table) -> Table {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
