//! The figures of the largest shop as bars, for the documents. The scale is logarithmic, and says so.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

use super::table::{host, sizes, time};
use crate::sizes::grouped;

const WIDTH: f64 = 760.0;
const ROW: f64 = 34.0;
const TOP: f64 = 56.0;
/// Where the bars begin.
const LEFT: f64 = 270.0;
/// The longest bar.
const LENGTH: f64 = 400.0;
/// What is drawn, from the slowest, and whether it is ours.
const BARS: [(&str, &str, bool); 8] = [
    ("plainJs", "plain JavaScript, top-20", false),
    ("onnxruntime", "onnxruntime-web", false),
    ("unrolledJs", "plain JavaScript, unrolled, no top-k", false),
    ("tfjs", "tfjs-wasm", false),
    ("onnxruntimeByColumns", "onnxruntime-web, factors turned", false),
    ("hybrid", "etalage, the whole score", true),
    ("factors", "etalage, factors alone", true),
    ("bare", "the bare SIMD loop", false),
];

/// Draws the bars of one host as SVG.
pub(crate) fn draw(found: &Value) -> Result<String> {
    let (n_items, times) = sizes(found).last().context("the bench gave no size")?;
    let mut bars = Vec::new();
    for (contender, words, own) in BARS {
        bars.push((words, own, time(times, contender)?.median));
    }
    let shortest = bars.iter().fold(f64::INFINITY, |least, bar| least.min(bar.2)) / 3.0;
    let longest = bars.iter().fold(0.0_f64, |most, bar| most.max(bar.2));
    let height = TOP + ROW * bars.len() as f64 + 12.0;
    let title = format!("The 20 best of {} items, ms (logarithmic), {}", grouped(n_items), host(found));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"16\" y=\"30\" font-size=\"16\" font-weight=\"600\" fill=\"#222\">{title}</text>\n"
    );
    for (row, (words, own, ms)) in bars.iter().enumerate() {
        let y = TOP + ROW * row as f64;
        let length = LENGTH * (ms / shortest).ln() / (longest / shortest).ln();
        let fill = if *own { "#0b6e4f" } else { "#b9c0c7" };
        let (end, line) = (LEFT - 10.0, y + 17.0);
        writeln!(
            svg,
            "<text x=\"{end}\" y=\"{line}\" text-anchor=\"end\" fill=\"#222\">{words}</text>\
             <rect x=\"{LEFT}\" y=\"{y}\" width=\"{length:.1}\" height=\"24\" rx=\"3\" fill=\"{fill}\"/>\
             <text x=\"{:.1}\" y=\"{line}\" fill=\"#222\">{ms:.2}</text>",
            LEFT + length + 8.0
        )?;
    }
    svg.push_str("</svg>\n");
    Ok(svg)
}
