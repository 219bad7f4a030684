//! A chart of dots and intervals: one row a method, grouped by the questions asked, as inline SVG.

use core::fmt;

use super::compare::{Comparison, Method};

/// Widths of the labels, of the field with the dots, and of the numbers, in px.
const WIDTHS: [f64; 3] = [190.0, 430.0, 150.0];
/// Height of a row and of a group's heading, in px.
const ROW: f64 = 20.0;
const HEADING: f64 = 28.0;
/// Height of the scale below, in px.
const SCALE: f64 = 26.0;

/// One figure of every method in every group.
#[derive(Debug)]
pub(super) struct Chart<'a> {
    pub(super) groups: &'a [Comparison],
    pub(super) figure: &'a str,
}

impl fmt::Display for Chart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: usize = self.groups.iter().map(|group| group.methods.len()).sum();
        let field = HEADING * self.groups.len() as f64 + ROW * rows as f64;
        let (width, height) = (WIDTHS.iter().sum::<f64>(), field + SCALE);
        writeln!(f, "<svg viewBox=\"0 0 {width} {height}\" role=\"img\">")?;
        let step = self.step();
        let x = |value: f64| WIDTHS[0] + WIDTHS[1] * value / (step * f64::from(TICKS));
        for tick in 0..=TICKS {
            let value = step * f64::from(tick);
            writeln!(f, "<line class=\"grid\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"0\" y2=\"{field}\"/>", x(value))?;
            let below = field + 18.0;
            writeln!(
                f,
                "<text class=\"tick\" x=\"{:.1}\" y=\"{below}\" text-anchor=\"middle\">{value:.2}</text>",
                x(value)
            )?;
        }
        let mut y = 0.0;
        for group in self.groups {
            let seen = match group.questions.as_str() {
                "all" => "all questions".to_owned(),
                "1" => "1 event seen".to_owned(),
                n => format!("{n} events seen"),
            };
            writeln!(f, "<text class=\"group\" x=\"0\" y=\"{:.1}\">{seen} · {}</text>", y + 20.0, group.n_test)?;
            y += HEADING;
            for (number, method) in group.methods.iter().enumerate() {
                let Some(estimate) = method.figure(self.figure) else { continue };
                let middle = y + ROW / 2.0;
                let class = if number == 0 { "ours" } else { "other" };
                writeln!(f, "<g class=\"{class}\"><text x=\"12\" y=\"{:.1}\">{}</text>", middle + 4.0, method.name)?;
                let [low, mean, high] = [estimate.low, estimate.mean, estimate.high].map(x);
                writeln!(f, "<line x1=\"{low:.1}\" x2=\"{high:.1}\" y1=\"{middle}\" y2=\"{middle}\"/>")?;
                writeln!(f, "<circle cx=\"{mean:.1}\" cy=\"{middle}\" r=\"{}\"/>", if number == 0 { 5 } else { 4 })?;
                let right = WIDTHS[0] + WIDTHS[1] + 12.0;
                writeln!(
                    f,
                    "<text x=\"{right}\" y=\"{:.1}\">{}</text></g>",
                    middle + 4.0,
                    beside(number, method, self.figure)
                )?;
                y += ROW;
            }
        }
        f.write_str("</svg>\n")
    }
}

/// The parts of the scale.
const TICKS: u32 = 5;

impl Chart<'_> {
    /// Returns the step of the scale: the least of 1, 2 and 5 times a power of ten with which all intervals fit.
    fn step(&self) -> f64 {
        let methods = self.groups.iter().flat_map(|group| &group.methods);
        let most = methods.filter_map(|method| method.figure(self.figure)).fold(0.0, |most: f64, e| most.max(e.high));
        let least = most / f64::from(TICKS);
        let steps = [0.01, 0.02, 0.05, 0.1];
        steps.into_iter().find(|&step| step >= least).unwrap_or(0.2)
    }
}

/// Returns the mean, and of every method but the first how far it is from the first; `≈` where that may be chance.
fn beside(number: usize, method: &Method, figure: &str) -> String {
    let mean = method.figure(figure).unwrap_or_default().mean;
    match method.difference(figure) {
        Some(above) if above.is_beyond_chance() => format!("{mean:.3} · {:+.3}", -above.mean).replace('-', "−"),
        Some(_) if number > 0 => format!("{mean:.3} · ≈"),
        _ => format!("{mean:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::Estimate;
    use super::*;

    #[test]
    fn a_dot_lies_at_its_mean() {
        let method = |name, mean| Method {
            name,
            figures: BTreeMap::from([("ndcg", Estimate { mean, low: mean - 0.01, high: mean + 0.01 })]),
            first_is_above_by: BTreeMap::new(),
        };
        let groups = [Comparison {
            questions: "1".to_owned(),
            n_test: 7,
            methods: vec![method("ours", 0.2), method("theirs", 0.1)],
        }];
        let svg = Chart { groups: &groups, figure: "ndcg" }.to_string();
        // The scale runs from 0 to 5 · .05 over 430 px after 190 px of labels: .2 is at 190 + 430 · .8 = 534.
        assert!(svg.contains("<circle cx=\"534.0\" cy=\"38\" r=\"5\"/>"), "{svg}");
        assert!(svg.contains("1 event seen · 7") && svg.contains("theirs"), "{svg}");
    }
}
