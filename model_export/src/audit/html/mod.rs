//! The audit as one page that needs nothing else: no network, no script, light and dark, on screen and on paper.
//!
//! [`page`](self) says what stands where; `source` shows one source, `chart` draws. Names of columns and of the lake come from
//! outside and are escaped where they are written ([`escaped`]). Refused here: colour as the only sign of anything.

mod chart;
mod source;
mod style;

use core::fmt::{self, Write as _};

use super::report::{Audit, SourceAudit};
use super::text::{Lang, Text};
use super::verdict::Fitness;
use crate::audit::profile::Group;

/// An audit to be shown as a page.
#[derive(Debug)]
pub struct Page<'a>(pub &'a Audit, pub Lang);

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (audit, text) = (self.0, &Text::of(self.1));
        let title = escaped(&text.with("page", "title", &[("name", &audit.lake)]));
        writeln!(f, "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\"/>", self.1.code())?;
        writeln!(f, "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>{title}</title>")?;
        writeln!(f, "<style>{}</style>\n</head>\n<body>\n<main>", style::STYLE)?;
        self.header(f, text)?;
        self.verdicts(f, text)?;
        self.first_steps(f, text)?;
        self.glance(f, text)?;
        self.personal(f, text)?;
        self.links(f, text)?;
        for each in &audit.sources {
            let training = audit.training.sources.iter().find(|report| report.source == each.source);
            source::Section { audit: each, training, text }.fmt(f)?;
        }
        let say = |key| escaped(&text.get("page", key));
        writeln!(f, "<footer>\n<h2>{}</h2>", say("method"))?;
        for key in ["method_form", "method_hash", "method_clock", "method_docs"] {
            writeln!(f, "<p>{}</p>", say(key))?;
        }
        f.write_str("</footer>\n</main>\n</body>\n</html>\n")
    }
}

impl Page<'_> {
    fn header(&self, f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
        let audit = self.0;
        let rows = text.number(audit.sources.iter().map(|source| source.rows).sum());
        let sources = text.counted("page", "sources", audit.sources.len() as u64);
        let facts = match &audit.newest_day {
            Some(day) => {
                text.with("page", "facts", &[("rows", &rows), ("sources", &sources), ("day", &text.date(day))])
            }
            None => text.with("page", "facts_no_day", &[("rows", &rows), ("sources", &sources)]),
        };
        writeln!(f, "<header>\n<p class=\"eyebrow\">{}</p>", escaped(&text.get("page", "eyebrow")))?;
        writeln!(f, "<h1>{}</h1>\n<p class=\"lead\">{}</p>", escaped(&audit.lake), escaped(&text.get("page", "lead")))?;
        writeln!(f, "<p class=\"facts\">{}</p>\n</header>", escaped(&facts))
    }

    fn verdicts(&self, f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
        writeln!(f, "<section>\n<h2>{}</h2>\n<div class=\"cards\">", escaped(&text.get("page", "verdicts")))?;
        for verdict in &self.0.verdicts {
            let (purpose, fitness) = (verdict.purpose.name(), verdict.fitness);
            writeln!(f, "<article class=\"card {}\">", fitness.name())?;
            writeln!(f, "<p class=\"badge\">{} {}</p>", chart::mark(fitness), escaped(&text.fitness(fitness)))?;
            writeln!(f, "<h3>{}</h3>", escaped(&text.get("purpose", purpose)))?;
            writeln!(f, "<p class=\"asks\">{}</p>\n<ul>", escaped(&text.get("asks", purpose)))?;
            for reason in &verdict.reasons {
                let (mark, word) = (chart::mark(reason.fitness), escaped(&text.fitness(reason.fitness)));
                let sentence = escaped(&text.reason(reason));
                writeln!(
                    f,
                    "<li class=\"{}\">{mark}<span><span class=\"unseen\">{word}: </span>{sentence}</span></li>",
                    reason.fitness.name()
                )?;
            }
            f.write_str("</ul>\n</article>\n")?;
        }
        f.write_str("</div>\n</section>\n")
    }

    fn first_steps(&self, f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
        writeln!(f, "<section>\n<h2>{}</h2>", escaped(&text.get("page", "first")))?;
        if self.0.first_steps.is_empty() {
            writeln!(f, "<p>{}</p>", escaped(&text.get("page", "nothing_first")))?;
        } else {
            f.write_str("<ol class=\"steps\">\n")?;
            for step in &self.0.first_steps {
                writeln!(f, "<li>{}</li>", escaped(&text.step(step)))?;
            }
            f.write_str("</ol>\n")?;
        }
        if let Some(source) = self.0.training.stopped_at {
            let source = text.get("source", source.name());
            writeln!(f, "<p><strong>{}</strong></p>", escaped(&text.with("page", "stopped", &[("source", &source)])))?;
        }
        f.write_str("</section>\n")
    }

    fn glance(&self, f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
        let say = |key| escaped(&text.get("page", key));
        writeln!(f, "<section>\n<h2>{}</h2>", say("glance"))?;
        let columns = ["col_source", "col_rows", "col_files", "col_period", "col_fresh", "col_faults", "col_personal"];
        table_head(f, text, "glance_caption", &[], &columns, &[1, 2, 5])?;
        for source in &self.0.sources {
            let name = source.source.name();
            write!(f, "<tr><th scope=\"row\"><a href=\"#{name}\">{}</a></th>", escaped(&text.get("source", name)))?;
            write!(
                f,
                "<td class=\"n\">{}</td><td class=\"n\">{}</td>",
                text.number(source.rows),
                text.number(source.files.len() as u64)
            )?;
            match &source.period {
                Some(period) => {
                    let fresh = match period.days_behind {
                        0 => text.get("page", "fresh"),
                        days => text.counted("page", "behind", days),
                    };
                    let (first, last) = (text.date(&period.first_day), text.date(&period.last_day));
                    write!(f, "<td>{first} – {last}</td><td>{}</td>", escaped(&fresh))?;
                }
                None => write!(f, "<td class=\"soft\">{}</td><td></td>", say("no_period"))?,
            }
            write!(f, "<td class=\"n\">{}</td>", escaped(&text.percent(faulty(source))))?;
            let mut columns: Vec<&str> = source.personal_data.iter().map(|found| found.column.as_str()).collect();
            columns.dedup();
            let personal = match columns.len() as u64 {
                0 => format!("<span class=\"soft\">{}</span>", say("none")),
                n => format!("<strong>{}</strong>", escaped(&text.counted("page", "columns", n))),
            };
            writeln!(f, "<td>{personal}</td></tr>")?;
        }
        f.write_str("</tbody></table></div>\n</section>\n")
    }

    fn personal(&self, f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
        let say = |key| escaped(&text.get("page", key));
        writeln!(f, "<section>\n<h2>{}</h2>", say("personal"))?;
        if self.0.sources.iter().all(|source| source.personal_data.is_empty()) {
            return writeln!(f, "<p>{}</p>\n</section>", say("personal_none"));
        }
        writeln!(f, "<p>{}</p>", say("personal_lead"))?;
        let columns = ["col_source", "col_column", "col_kind", "col_cells", "col_of", "col_used"];
        table_head(f, text, "personal_caption", &[], &columns, &[3, 4])?;
        for source in &self.0.sources {
            for found in &source.personal_data {
                let name = escaped(&text.get("source", source.source.name()));
                write!(f, "<tr><td>{name}</td><th scope=\"row\"><code>{}</code></th>", escaped(&found.column))?;
                write!(
                    f,
                    "<td>{}</td><td class=\"n\">{}</td>",
                    escaped(&text.get("kind", found.kind.name())),
                    text.number(found.cells)
                )?;
                let share = escaped(&text.percent(found.cells as f64 / found.of.max(1) as f64));
                writeln!(
                    f,
                    "<td class=\"n\">{share}</td><td>{}</td></tr>",
                    say(if found.mapped { "yes" } else { "no" })
                )?;
            }
        }
        f.write_str("</tbody></table></div>\n</section>\n")
    }

    fn links(&self, f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
        let (all, training) = (&self.0.coverage, &self.0.training);
        let items = all.catalogue_items;
        let shares = [
            ("items_with_price", all.items_with_price, items),
            ("items_with_category", all.items_with_category, items),
            ("private_label_items", all.private_label_items, items),
            ("customers_who_allow", all.customers_who_allow, all.customers),
            ("customers_suppressed", all.customers_suppressed, all.customers),
            ("lines_with_known_customer", all.lines_with_known_customer, all.order_lines),
            ("items_with_enough_visitors", Some(training.items_with_enough_visitors), Some(training.items)),
            (
                "customers_with_five_interactions",
                Some(training.customers_with_five_interactions),
                Some(training.customers),
            ),
            ("weeks_with_sales", all.weeks_with_sales, all.weeks),
            ("sessions_with_two_events", all.sessions_with_two_events, all.sessions),
            ("sessions_with_customer", all.sessions_with_customer, all.sessions),
            ("stock_items", all.stock_items, None),
            ("stock_days", all.stock_days, None),
            ("prices_compared", all.prices_compared, all.sale_lines),
            ("lines_compared_with_site", all.lines_compared_with_site, all.sale_lines),
            ("actions_with_discount", all.actions_with_discount, all.actions),
        ];
        writeln!(f, "<section>\n<h2>{}</h2>", escaped(&text.get("page", "links")))?;
        table_head(f, text, "links_caption", &[], &["col_measure", "col_value", "col_share"], &[1])?;
        for (key, part, whole) in shares {
            let Some(part) = part else { continue };
            let share = whole.filter(|whole| *whole > 0).map(|whole| part as f64 / whole as f64);
            let bar = share.map_or_else(String::new, |share| chart::share(share, &text.percent(share)));
            let label = escaped(&text.get("cover", key));
            writeln!(
                f,
                "<tr><th scope=\"row\">{label}</th><td class=\"n\">{}</td><td>{bar}</td></tr>",
                text.number(part)
            )?;
        }
        if let Some(ratio) = all.median_paid_over_catalogue {
            let label = escaped(&text.get("cover", "median_paid_over_catalogue"));
            writeln!(
                f,
                "<tr><th scope=\"row\">{label}</th><td class=\"n\">{}</td><td></td></tr>",
                escaped(&text.percent(ratio))
            )?;
        }
        f.write_str("</tbody></table></div>\n</section>\n")
    }
}

/// Returns the share of rows with a fault, at most all: a row may have several.
fn faulty(source: &SourceAudit) -> f64 {
    let faults = source.findings.iter().filter(|finding| finding.group != Group::Note);
    let rows: u64 = faults.map(|finding| finding.rows).sum();
    (rows as f64 / source.rows.max(1) as f64).min(1.0)
}

/// Opens a table: its caption, its header, and its body; `numeric` columns are set to the right.
fn table_head(
    f: &mut fmt::Formatter<'_>,
    text: &Text,
    caption: &str,
    values: &[(&str, &str)],
    columns: &[&str],
    numeric: &[usize],
) -> fmt::Result {
    let caption = escaped(&text.with("page", caption, values));
    write!(f, "<div class=\"wide\"><table>\n<caption>{caption}</caption>\n<thead><tr>")?;
    for (place, column) in columns.iter().enumerate() {
        let class = if numeric.contains(&place) { " class=\"n\"" } else { "" };
        write!(f, "<th scope=\"col\"{class}>{}</th>", escaped(&text.get("page", column)))?;
    }
    f.write_str("</tr></thead>\n<tbody>\n")
}

/// Returns text as HTML shows it, in an attribute too.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A control character is no character of a page.
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// Returns a class of the style sheet for how fit something is.
fn class(fitness: Fitness) -> &'static str {
    fitness.name()
}

/// Writes into a string; that cannot fail.
fn put(out: &mut String, what: fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_outside_cannot_leave_its_place() {
        assert_eq!(escaped("<b a=\"1\" c='2'>&\u{0}"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp; ");
    }
}
