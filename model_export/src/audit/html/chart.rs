//! The charts: bars by month, a bar for a share, and the marks of verdicts, as inline SVG.

use super::{class, escaped, put};
use crate::audit::report::Period;
use crate::audit::text::Text;
use crate::audit::verdict::Fitness;

/// Height of the bars, of the labels below, and width of the whole, in px.
const HEIGHT: f64 = 96.0;
const BELOW: f64 = 22.0;
const WIDTH: f64 = 720.0;
/// The most a bar is wide, in px.
const WIDEST: f64 = 44.0;

/// Returns the sign of a verdict: its shape says it without its colour.
pub(super) fn mark(fitness: Fitness) -> String {
    let shape = match fitness {
        Fitness::Fit => "<path d=\"M4.5 8.3l2.4 2.4 4.6-5.2\"/>",
        Fitness::FitWithWork => "<path d=\"M8 4.4v4.4M8 11.4v.2\"/>",
        Fitness::NotFit => "<path d=\"M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4\"/>",
    };
    format!(
        "<svg class=\"mark {}\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle cx=\"8\" cy=\"8\" r=\"7.2\"/>{shape}</svg>",
        class(fitness)
    )
}

/// Returns a bar for a share with its figure beside it.
pub(super) fn share(share: f64, figure: &str) -> String {
    let width = (share.clamp(0.0, 1.0) * 100.0).max(if share > 0.0 { 0.8 } else { 0.0 });
    format!(
        "<div class=\"share\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"track\" width=\"100\" height=\"8\"/><rect class=\"fill\" width=\"{width:.2}\" height=\"8\"/></svg>\
         <span>{}</span></div>",
        escaped(figure)
    )
}

/// Returns the rows of each month as bars, with the first month of each year named.
pub(super) fn months(period: &Period, source: &str, text: &Text) -> String {
    let most = period.months.iter().map(|month| month.rows).max().unwrap_or(0).max(1);
    let n = period.months.len().max(1) as f64;
    let step = (WIDTH / n).min(WIDEST);
    let (width, height) = (step * n, HEIGHT + BELOW);
    let label = text.with(
        "page",
        "months_label",
        &[
            ("source", source),
            ("first", &text.date(&period.first_day)),
            ("last", &text.date(&period.last_day)),
            ("most", &text.number(most)),
        ],
    );
    let mut out = format!(
        "<svg class=\"months\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(&label)
    );
    put(&mut out, format_args!("<line class=\"grid\" x1=\"0\" x2=\"{width:.1}\" y1=\"{HEIGHT}\" y2=\"{HEIGHT}\"/>\n"));
    for (place, month) in period.months.iter().enumerate() {
        let tall = (month.rows as f64 / most as f64) * (HEIGHT - 4.0);
        let (x, y) = (place as f64 * step, HEIGHT - tall);
        let title = escaped(&text.labelled(&text.month_of(&month.month), &text.number(month.rows)));
        put(
            &mut out,
            format_args!(
                "<rect class=\"bar\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{tall:.1}\" rx=\"1.5\"><title>{title}</title></rect>\n",
                x + step * 0.12,
                step * 0.76
            ),
        );
        let is_january = month.month.ends_with("-01");
        if place == 0 || is_january {
            // The first label gives way when January is too near for both.
            let near = place == 0
                && !is_january
                && period.months.iter().take(3).skip(1).any(|next| next.month.ends_with("-01"))
                && step < 30.0;
            if !near {
                let year = month.month.get(..4).unwrap_or_default();
                put(
                    &mut out,
                    format_args!(
                        "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\">{year}</text>\n",
                        x + step * 0.12,
                        HEIGHT + 16.0
                    ),
                );
            }
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Returns how many of the rows are kept, as one bar of two parts.
pub(super) fn kept(kept: u64, read: u64, source: &str, text: &Text) -> String {
    let share = if read == 0 { 0.0 } else { kept as f64 / read as f64 };
    let (kept, read) = (text.number(kept), text.number(read));
    let label = text.with("page", "training_label", &[("source", source), ("kept", &kept), ("read", &read)]);
    format!(
        "<p class=\"kept\"><strong>{}</strong> · {}</p>\n<svg class=\"split\" viewBox=\"0 0 100 3\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">\
         <rect class=\"track\" width=\"100\" height=\"3\"/><rect class=\"fill\" width=\"{:.2}\" height=\"3\"/></svg>\n",
        escaped(&text.percent(share)),
        escaped(&label),
        escaped(&label),
        share * 100.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Lang;
    use crate::audit::report::Month;

    #[test]
    fn the_fullest_month_is_the_tallest_bar() {
        let months = [("2024-12", 10), ("2025-01", 20)];
        let months = months.map(|(month, rows)| Month { month: month.to_owned(), rows }).to_vec();
        let period =
            Period { first_day: "2024-12-01".into(), last_day: "2025-01-31".into(), days: 62, days_behind: 0, months };
        let svg = super::months(&period, "Stock", &Text::of(Lang::En));
        // Two bars of 44 px: half of 92 px high, and all of it.
        assert!(svg.contains("y=\"50.0\" width=\"33.4\" height=\"46.0\""), "{svg}");
        assert!(svg.contains("y=\"4.0\" width=\"33.4\" height=\"92.0\""), "{svg}");
        assert!(svg.contains("December 2024: 10") && svg.contains(">2025</text>"), "{svg}");
    }
}
