//! The report as one self-contained HTML page: charts first, the tables of the terminal below.

use core::fmt;

use super::chart::Chart;
use super::questions::Reading;
use super::report::LakeReport;

/// Colours follow the reader's own choice of light or dark.
const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1d2430; --soft: #667085; --line: #e4e7ec; --ours: #0b6e4f; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ef; --soft: #98a2b3; --line: #333a47; --ours: #4cc38a; --paper: #14181f; }
}
body { margin: 2.5rem auto; max-width: 820px; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); }
h1 { font-size: 1.6rem; } h2 { margin: 2.5rem 0 .2rem; font-size: 1.2rem; } h3 { margin: 1.6rem 0 .4rem; font-size: 1rem; }
p { margin: .3rem 0; color: var(--soft); } svg { width: 100%; height: auto; font-size: 12px; fill: var(--ink); }
pre { overflow-x: auto; font-size: 11px; line-height: 1.35; }
.grid { stroke: var(--line); } .tick { fill: var(--soft); } .group { font-weight: 600; }
.other { fill: var(--soft); stroke: none; } .other line { stroke: var(--soft); stroke-width: 2; opacity: .55; }
.ours { fill: var(--ours); font-weight: 600; } .ours line { stroke: var(--ours); stroke-width: 3; }
";

/// A report to be shown as a page.
#[derive(Debug)]
pub struct Page<'a>(pub &'a LakeReport);

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        let name = escaped(&report.lake);
        writeln!(f, "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">")?;
        writeln!(f, "<meta name=\"viewport\" content=\"width=device-width\">")?;
        writeln!(f, "<title>{name}: the reranker on the latest visits</title>\n<style>{STYLE}</style>")?;
        writeln!(f, "<h1>{name}: the reranker on the latest visits</h1>")?;
        writeln!(
            f,
            "<p>Trained on what was done before {}; asked about {} visits of {} visitors after it. The model has {} \
             bytes and {} items. A bar is a 95 % interval over visitors; beside a baseline stands its mean and how far \
             it is from the reranker, or ≈ where chance alone could make the difference.</p>",
            report.cut, report.test_visits, report.test_visitors, report.report.model_bytes, report.n_items
        )?;
        for reading in &report.readings {
            let (title, knows) = match reading.reading {
                Reading::Session => ("A visit that begins unknown", "The browser knows this visit alone."),
                Reading::Returning => ("A returning visitor", "The device remembers the days before, with consent."),
            };
            writeln!(f, "<h2>{title}</h2>\n<p>{knows}</p>\n<h3>Next new items of the visit, ndcg@20</h3>")?;
            write!(f, "{}", Chart { groups: &reading.next_item, figure: "ndcg_at_20" })?;
            for page in &reading.pages {
                writeln!(f, "<h3>Category pages that the shop orders by {}, ndcg</h3>", page.shop_order.name())?;
                write!(f, "{}", Chart { groups: &page.by_events_seen[..1], figure: "ndcg" })?;
            }
        }
        writeln!(f, "<h2>Every figure</h2>\n<pre>{}</pre>\n</html>", escaped(&report.to_string()))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
