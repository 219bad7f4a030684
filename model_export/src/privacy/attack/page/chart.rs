//! The charts as inline SVG: ROC curves on logarithmic axes, and the scores of members and others.

use core::fmt::Write as _;

use maud::{Markup, html};

use super::text::Text;

/// Width and height of a chart's field, and the room for labels, in px.
const FIELD: (f64, f64) = (560.0, 320.0);
const MARGIN: (f64, f64) = (64.0, 44.0);

/// The least share that the logarithmic axes show.
const LEAST: f64 = 1e-4;

/// Bars of a histogram.
const N_BARS: usize = 60;

/// Draws two ROC curves, of all candidates and of the most exposed.
pub(super) fn roc(all: &[(f64, f64)], exposed: &[(f64, f64)], text: &Text) -> Markup {
    let (width, height) = (FIELD.0 + MARGIN.0 + 16.0, FIELD.1 + MARGIN.1 + 12.0);
    let ticks: [f64; 5] = [1e-4, 1e-3, 1e-2, 1e-1, 1.0];
    html! {
        svg viewBox=(format!("0 0 {width} {height}")) role="img" aria-label=(text.get("roc_caption")) {
            @for tick in ticks {
                @let (x, y) = (place_x(tick), place_y(tick));
                line class="grid" x1=(px(x)) x2=(px(x)) y1=(px(place_y(1.0))) y2=(px(place_y(LEAST))) {}
                line class="grid" x1=(px(place_x(LEAST))) x2=(px(place_x(1.0))) y1=(px(y)) y2=(px(y)) {}
                @let label = text.number(tick, if tick < 1.0 { -tick.log10().round() as usize } else { 0 });
                text class="tick" x=(px(x)) y=(px(FIELD.1 + 30.0)) text-anchor="middle" { (label) }
                text class="tick" x=(px(MARGIN.0 - 8.0)) y=(px(y + 4.0)) text-anchor="end" { (label) }
            }
            polyline class="chance" points=(points(&[(LEAST, LEAST), (1.0, 1.0)])) {}
            polyline class="others" points=(points(exposed)) {}
            polyline class="ours" points=(points(all)) {}
            text class="label ours" x=(px(MARGIN.0 + 12.0)) y="30" { (text.get("all")) }
            text class="label others" x=(px(MARGIN.0 + 12.0)) y="48" { (text.get("exposed")) }
            text class="tick" x=(px(MARGIN.0 + FIELD.0 / 2.0)) y=(px(height - 2.0)) text-anchor="middle" {
                (text.get("false_positives"))
            }
        }
    }
}

/// Draws how the scores of members and others are spread.
pub(super) fn histogram(scores: &[(f64, bool)], label: &str, text: &Text) -> Markup {
    let (bounds, counts) = spread(scores);
    let (width, height) = (FIELD.0 + MARGIN.0 + 16.0, FIELD.1 / 2.0 + MARGIN.1);
    let most = counts.iter().flatten().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let field = FIELD.1 / 2.0;
    let line = |side: usize| {
        let point = |(bar, of): (usize, &[f64; 2])| {
            let x = MARGIN.0 + FIELD.0 * (bar as f64 + 0.5) / N_BARS as f64;
            format!("{},{} ", px(x), px(12.0 + field * (1.0 - of[side] / most)))
        };
        counts.iter().enumerate().map(point).collect::<String>()
    };
    html! {
        svg viewBox=(format!("0 0 {width} {height}")) role="img" aria-label=(format!("{}: {label}", text.get("scores"))) {
            line class="grid" x1=(px(MARGIN.0)) x2=(px(MARGIN.0 + FIELD.0)) y1=(px(12.0 + field)) y2=(px(12.0 + field)) {}
            polyline class="others" points=(line(1)) {}
            polyline class="ours" points=(line(0)) {}
            text class="tick" x=(px(MARGIN.0)) y=(px(field + 30.0)) { (text.number(bounds.0, 1)) }
            text class="tick" x=(px(MARGIN.0 + FIELD.0)) y=(px(field + 30.0)) text-anchor="end" { (text.number(bounds.1, 1)) }
            text class="label ours" x=(px(MARGIN.0 + 12.0)) y="30" { (text.get("members")) }
            text class="label others" x=(px(MARGIN.0 + 12.0)) y="48" { (text.get("others")) }
            text class="tick" x=(px(MARGIN.0 + FIELD.0 / 2.0)) y=(px(field + 30.0)) text-anchor="middle" { (label) }
        }
    }
}

/// Returns the bounds of the middle 99 % of the scores, and for each bar the share of members and of others.
fn spread(scores: &[(f64, bool)]) -> ((f64, f64), Vec<[f64; 2]>) {
    let mut sorted: Vec<f64> = scores.iter().map(|score| score.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let quantile = |share: f64| sorted.get((share * sorted.len() as f64) as usize).copied().unwrap_or(0.0);
    let (low, high) = (quantile(0.005), quantile(0.995).max(quantile(0.005) + 1e-9));
    let mut counts = vec![[0.0; 2]; N_BARS];
    for &(score, is_member) in scores {
        let bar = ((score - low) / (high - low) * N_BARS as f64).clamp(0.0, N_BARS as f64 - 1.0) as usize;
        counts[bar][usize::from(!is_member)] += 1.0;
    }
    let totals = [0, 1].map(|side| counts.iter().map(|of| of[side]).sum::<f64>().max(1.0));
    for of in &mut counts {
        of.iter_mut().zip(totals).for_each(|(n, total)| *n /= total);
    }
    ((low, high), counts)
}

fn place_x(share: f64) -> f64 {
    MARGIN.0 + FIELD.0 * along(share)
}

fn place_y(share: f64) -> f64 {
    12.0 + FIELD.1 * (1.0 - along(share))
}

/// Returns where a share lies on a logarithmic axis, 0 at its least and 1 at its end.
fn along(share: f64) -> f64 {
    1.0 - share.max(LEAST).log10() / LEAST.log10()
}

fn points(curve: &[(f64, f64)]) -> String {
    let mut out = String::new();
    for &(false_positives, true_positives) in curve {
        // Writing to a String cannot fail.
        let _ = write!(out, "{},{} ", px(place_x(false_positives)), px(place_y(true_positives)));
    }
    out
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decade_is_a_quarter_of_the_axis() {
        assert!((along(1.0) - 1.0).abs() < 1e-12 && along(0.0).abs() < 1e-12);
        assert!((along(0.1) - 0.75).abs() < 1e-12);
    }

    #[test]
    fn shares_of_each_side_sum_to_one() {
        let scores: Vec<(f64, bool)> = (0..500).map(|n| (f64::from(n), n % 3 == 0)).collect();
        let (_, counts) = spread(&scores);
        for side in [0, 1] {
            assert!((counts.iter().map(|of| of[side]).sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
}
