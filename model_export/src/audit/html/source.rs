//! One source on the page: its months, its fields, what was found, and what training keeps.

use core::fmt;

use super::{chart, escaped, table_head};
use crate::audit::profile::Group;
use crate::audit::report::{Finding, SourceAudit};
use crate::audit::text::Text;
use crate::lake::{Fate, SourceReport};

/// The order of the groups on the page.
const GROUPS: [Group; 6] =
    [Group::Missing, Group::Duplicate, Group::Format, Group::Outlier, Group::Orphan, Group::Consistency];

/// A source to be shown.
pub(super) struct Section<'a> {
    pub(super) audit: &'a SourceAudit,
    pub(super) training: Option<&'a SourceReport>,
    pub(super) text: &'a Text,
}

impl fmt::Display for Section<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.audit.source.name();
        let title = self.title();
        writeln!(f, "<section class=\"source\" id=\"{name}\">\n<h2>{}</h2>", escaped(&title))?;
        let rows = self.text.number(self.audit.rows);
        let rows = escaped(&self.text.labelled(&self.text.get("page", "col_rows"), &rows));
        let files = escaped(&self.text.labelled(&self.text.get("page", "col_files"), ""));
        let names = escaped(&self.audit.files.join(", "));
        writeln!(f, "<p class=\"facts\">{rows} · {files}<code>{names}</code></p>")?;
        if let Some(period) = &self.audit.period {
            writeln!(f, "<h3>{}</h3>", self.say("months_title"))?;
            write!(f, "{}", chart::months(period, &title, self.text))?;
        }
        self.findings(f)?;
        self.fields(f)?;
        self.training(f)?;
        f.write_str("</section>\n")
    }
}

impl Section<'_> {
    fn title(&self) -> String {
        self.text.get("source", self.audit.source.name())
    }

    fn say(&self, key: &str) -> String {
        escaped(&self.text.get("page", key))
    }

    fn findings(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (audit, text) = (self.audit, self.text);
        writeln!(f, "<h3>{}</h3>", self.say("findings_title"))?;
        let of = |group: Group| audit.findings.iter().filter(move |finding| finding.group == group);
        if GROUPS.iter().all(|group| of(*group).next().is_none()) {
            writeln!(f, "<p>{}</p>", self.say("findings_none"))?;
        } else {
            let columns = ["col_finding", "col_share"];
            table_head(f, text, "findings_caption", &[("source", &self.title())], &columns, &[1])?;
            for group in GROUPS.into_iter().filter(|group| of(*group).next().is_some()) {
                let name = escaped(&text.get("group", group_name(group)));
                writeln!(f, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"2\">{name}</th></tr>")?;
                of(group).try_for_each(|finding| self.finding(f, finding))?;
            }
            f.write_str("</tbody></table></div>\n")?;
        }
        if of(Group::Note).next().is_some() || !audit.filtered.is_empty() {
            writeln!(f, "<h4>{}</h4>\n<ul class=\"notes\">", self.say("notes"))?;
            for finding in of(Group::Note) {
                writeln!(f, "<li>{}</li>", escaped(&text.finding(finding)))?;
            }
            for filter in &audit.filtered {
                let label = text.with("page", "filtered", &[("name", &filter.name)]);
                writeln!(f, "<li>{}</li>", escaped(&text.labelled(&label, &text.number(filter.rows))))?;
            }
            f.write_str("</ul>\n")?;
        }
        Ok(())
    }

    fn finding(&self, f: &mut fmt::Formatter<'_>, finding: &Finding) -> fmt::Result {
        let share = escaped(&self.text.percent(finding.rows as f64 / self.audit.rows.max(1) as f64));
        writeln!(f, "<tr><td>{}</td><td class=\"n\">{share}</td></tr>", escaped(&self.text.finding(finding)))
    }

    fn fields(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (audit, text) = (self.audit, self.text);
        writeln!(f, "<h3>{}</h3>", self.say("complete_title"))?;
        let columns = ["col_field", "col_column", "col_filled"];
        table_head(f, text, "complete_caption", &[("source", &self.title())], &columns, &[])?;
        for field in &audit.fields {
            let required = if field.required {
                format!(" <span class=\"tag\">{}</span>", self.say("required"))
            } else {
                String::new()
            };
            let column = escaped(&text.column(field));
            let column = if field.column.is_some() { format!("<code>{column}</code>") } else { column };
            let filled = field.filled as f64 / (field.filled + field.missing).max(1) as f64;
            let bar = chart::share(filled, &text.percent(filled));
            writeln!(f, "<tr><th scope=\"row\">{}{required}</th><td>{column}</td><td>{bar}</td></tr>", field.field)?;
        }
        f.write_str("</tbody></table></div>\n")
    }

    fn training(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(report) = self.training else { return Ok(()) };
        let text = self.text;
        writeln!(f, "<h3>{}</h3>\n<p class=\"soft\">{}</p>", self.say("training_title"), self.say("training_lead"))?;
        f.write_str(&chart::kept(report.rows_kept, report.rows_read, &self.title(), text))?;
        if report.remarks.is_empty() {
            return Ok(());
        }
        let columns = ["col_reason", "col_fate", "col_rows"];
        table_head(f, text, "training_caption", &[("source", &self.title())], &columns, &[2])?;
        for remark in &report.remarks {
            let reason = escaped(&text.get("reason", remark.reason.name()));
            let fate = escaped(&text.get("fate", fate_name(remark.fate)));
            writeln!(
                f,
                "<tr><th scope=\"row\">{reason}</th><td>{fate}</td><td class=\"n\">{}</td></tr>",
                text.number(remark.rows)
            )?;
        }
        f.write_str("</tbody></table></div>\n")
    }
}

fn group_name(group: Group) -> &'static str {
    match group {
        Group::Missing => "missing",
        Group::Duplicate => "duplicate",
        Group::Format => "format",
        Group::Outlier => "outlier",
        Group::Orphan => "orphan",
        Group::Consistency => "consistency",
        Group::Note => "note",
    }
}

fn fate_name(fate: Fate) -> &'static str {
    match fate {
        Fate::Dropped => "dropped",
        Fate::SetAside => "set_aside",
        Fate::Repaired => "repaired",
        Fate::Noted => "noted",
    }
}
