//! The report as one page that needs nothing else: no network, no script, light and dark, English and French.

mod chart;
mod style;
mod tables;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::text::Text;
use super::report::Report;
use crate::audit::Lang;

/// Returns the page of `report` as HTML.
pub fn page(report: &Report, lang: Lang) -> String {
    let text = &Text::of(lang);
    let title = text.with("title", &[("lake", &report.lake)]);
    let [candidates, models, targets] = [report.candidates, report.models, report.targets].map(|n| n.to_string());
    let facts = text.with("facts", &[("candidates", &candidates), ("models", &models), ("targets", &targets)]);
    html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                style { (PreEscaped(style::STYLE)) }
            }
            body { main {
                header {
                    p.eyebrow { (text.get("eyebrow")) }
                    h1 { (title) }
                    p.lead { (text.get("lead")) }
                    p.facts { (facts) }
                }
                (summary(report, text))
                (charts(report, text))
                (tables::attacks(report, text))
                (tables::baskets(report, text))
                (tables::canaries(report, text))
                (tables::erasures(report, text))
                section { h2 { (text.get("method")) } p { (text.get("method_text")) } }
            } }
        }
    }
    .into_string()
}

fn summary(report: &Report, text: &Text) -> Markup {
    let (all, exposed) = (report.joint.all, report.joint.exposed);
    let figures = [
        (text.get("auc").to_owned(), all.auc),
        (text.get("tpr01").to_owned(), all.tpr_at_01_percent),
        (format!("{} · {}", text.get("tpr1"), text.get("exposed")), exposed.tpr_at_1_percent),
        (text.get("control").to_owned(), report.control.all.auc),
    ];
    html! {
        section {
            h2 { (text.get("joint")) }
            div.cards {
                @for (name, figure) in figures {
                    div.card { p.figure { (text.number(figure.mean, 3)) } p { (name) } p.soft { (text.interval(figure, 3)) } }
                }
            }
            p.soft { (text.get("chance_note")) " " (text.get("control_note")) }
        }
    }
}

fn charts(report: &Report, text: &Text) -> Markup {
    let curves = &report.curves;
    html! {
        section {
            h2 { (text.get("roc")) }
            p.soft { (text.get("roc_caption")) }
            (chart::roc(&curves.all, &curves.exposed, text))
        }
        section {
            h2 { (text.get("scores")) }
            p.soft { (text.get("scores_caption")) }
            (chart::histogram(&curves.scores, text.get("all"), text))
            (chart::histogram(&curves.exposed_scores, text.get("exposed"), text))
        }
    }
}
