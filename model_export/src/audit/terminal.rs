//! The audit as tables for the terminal.

use core::fmt;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::profile::Group;
use super::report::Audit;
use super::text::{Lang, Text};

/// An audit to be shown in a terminal.
#[derive(Debug)]
pub struct Terminal<'a>(pub &'a Audit, pub Lang);

impl fmt::Display for Terminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (audit, text) = (self.0, &Text::of(self.1));
        writeln!(f, "{}", text.with("page", "title", &[("name", &audit.lake)]))?;
        let mut verdicts = table(&[text.get("page", "verdicts"), String::new(), String::new()]);
        for verdict in &audit.verdicts {
            let reasons: Vec<String> = verdict.reasons.iter().map(|reason| text.reason(reason)).collect();
            verdicts.add_row([
                text.get("purpose", verdict.purpose.name()),
                text.fitness(verdict.fitness),
                reasons.join("\n"),
            ]);
        }
        writeln!(f, "{verdicts}")?;
        let mut steps = table(&[text.get("page", "first"), String::new()]);
        for (number, step) in (1..).zip(&audit.first_steps) {
            steps.add_row([format!("{number}"), text.step(step)]);
        }
        if !audit.first_steps.is_empty() {
            writeln!(f, "{steps}")?;
        }
        if let Some(source) = audit.training.stopped_at {
            let source = text.get("source", source.name());
            writeln!(f, "{}", text.with("page", "stopped", &[("source", &source)]))?;
        }
        let mut sources = table(
            &["col_source", "col_rows", "col_period", "col_finding", "col_personal"].map(|key| text.get("page", key)),
        );
        for source in &audit.sources {
            let period = source.period.as_ref().map_or_else(
                || text.get("page", "no_period"),
                |period| format!("{}\n{}", text.date(&period.first_day), text.date(&period.last_day)),
            );
            let show = |note: bool| {
                let findings = source.findings.iter().filter(move |finding| (finding.group == Group::Note) == note);
                findings.map(|finding| match &finding.advice {
                    None => text.finding(finding),
                    Some(advice) => format!("{}\n  {advice}", text.finding(finding)),
                })
            };
            let findings: Vec<String> = show(false).chain(show(true)).collect();
            let suspicion = |found: &super::Suspicion| {
                let (kind, cells) = (text.get("kind", found.kind.name()), text.number(found.cells));
                text.labelled(&found.column, &format!("{cells} {kind}"))
            };
            let personal: Vec<String> = source.personal_data.iter().map(suspicion).collect();
            sources.add_row([
                text.get("source", source.source.name()),
                text.number(source.rows),
                period,
                if findings.is_empty() { text.get("page", "findings_none") } else { findings.join("\n") },
                if personal.is_empty() { text.get("page", "none") } else { personal.join("\n") },
            ]);
        }
        if let Some(rows) = sources.column_mut(1) {
            rows.set_cell_alignment(CellAlignment::Right);
        }
        write!(f, "{sources}")
    }
}

fn table(header: &[String]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header);
    table
}
