//! The curves as one SVG: a row for each data set, a panel for each of its two figures.

use core::fmt;

use super::draw::{Field, Scales};
use super::{Curve, Point, Shown};

/// Colours follow the reader's own choice of light or dark, wherever the picture is shown.
const STYLE: &str = "
text { font: 13px system-ui, sans-serif; fill: #1d2430; }
.paper { fill: #fff; } .title { font-size: 15px; font-weight: 600; } .soft { fill: #667085; font-size: 12px; }
.grid { stroke: #e4e7ec; } .line { fill: none; stroke: #0b6e4f; stroke-width: 2.5; stroke-linejoin: round; }
.dot { fill: #0b6e4f; stroke: #fff; stroke-width: 2; } .value { font-size: 12px; font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: #fff; stroke-width: 4px; }
.none { stroke: #98a2b3; stroke-width: 1.5; stroke-dasharray: 3 4; } .middle { text-anchor: middle; } .end { text-anchor: end; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e9ef; } .paper { fill: #14181f; } .soft { fill: #98a2b3; } .grid { stroke: #333a47; }
  .line { stroke: #4cc38a; } .dot { fill: #4cc38a; stroke: #14181f; } .none { stroke: #667085; } .value { stroke: #14181f; }
}
";

/// Width and height of one panel with everything around it, and the space that its field leaves, in px.
const PANEL: [f64; 2] = [440.0, 300.0];
const AROUND: [f64; 4] = [58.0, 58.0, 18.0, 46.0];

/// Curves to be drawn.
#[derive(Debug)]
pub struct Chart<'a>(pub &'a [Curve]);

impl fmt::Display for Chart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (width, height) = (2.0 * PANEL[0], PANEL[1] * self.0.len() as f64);
        let names: Vec<&str> = self.0.iter().map(|curve| curve.data.as_str()).collect();
        let names = escaped(&names.join(" and "));
        writeln!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"Accuracy against bytes an item: {names}\">"
        )?;
        writeln!(f, "<style>{STYLE}</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>")?;
        let [left, top, right, bottom] = AROUND;
        for (row, curve) in self.0.iter().enumerate() {
            for (column, shown) in curve.shown.iter().enumerate() {
                let field = Field {
                    left: PANEL[0] * column as f64 + left,
                    top: PANEL[1] * row as f64 + top,
                    width: PANEL[0] - left - right,
                    height: PANEL[1] - top - bottom,
                };
                panel(f, curve, *shown, field)?;
            }
        }
        f.write_str("</svg>\n")
    }
}

fn panel(f: &mut fmt::Formatter<'_>, curve: &Curve, shown: Shown, field: Field) -> fmt::Result {
    let Field { left, top, width, height } = field;
    let value_of = |point: &Point| point.chosen.as_ref().map(|chosen| (shown.of)(&chosen.figures));
    let budgets: Vec<usize> = curve.points.iter().map(|point| point.bytes_per_item).collect();
    let values: Vec<f64> = curve.points.iter().filter_map(value_of).collect();
    let (data, name) = (escaped(&curve.data), shown.name);
    writeln!(f, "<text class=\"title\" x=\"{left}\" y=\"{:.1}\">{data}: {name}</text>", top - 24.0)?;
    let Some(scales) = Scales::new(field, &budgets, &values) else {
        return writeln!(f, "<text class=\"soft\" x=\"{left}\" y=\"{top:.1}\">no budget is large enough</text>");
    };
    for &tick in &scales.ticks {
        let (y, right) = (scales.y(tick), left + width);
        writeln!(f, "<line class=\"grid\" x1=\"{left}\" x2=\"{right:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>")?;
        writeln!(f, "<text class=\"soft end\" x=\"{:.1}\" y=\"{:.1}\">{tick:.3}</text>", left - 8.0, y + 4.0)?;
    }
    let below = top + height;
    for &bytes in &budgets {
        let x = scales.x(bytes);
        writeln!(f, "<text class=\"soft middle\" x=\"{x:.1}\" y=\"{:.1}\">{bytes}</text>", below + 18.0)?;
    }
    let middle = left + width / 2.0;
    writeln!(
        f,
        "<text class=\"soft middle\" x=\"{middle:.1}\" y=\"{:.1}\">bytes an item, whole file</text>",
        below + 36.0
    )?;
    for point in curve.points.iter().filter(|point| point.chosen.is_none()) {
        let x = scales.x(point.bytes_per_item);
        writeln!(f, "<line class=\"none\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{top}\" y2=\"{below}\"/>")?;
        writeln!(f, "<text class=\"soft middle\" x=\"{x:.1}\" y=\"{:.1}\">ids alone need more</text>", top - 6.0)?;
    }
    let places = curve.points.iter().filter_map(|point| Some((scales.x(point.bytes_per_item), value_of(point)?)));
    let places: Vec<(f64, f64)> = places.collect();
    let corners: Vec<String> = places.iter().map(|&(x, value)| format!("{x:.1},{:.1}", scales.y(value))).collect();
    writeln!(f, "<polyline class=\"line\" points=\"{}\"/>", corners.join(" "))?;
    for (x, value) in places {
        let y = scales.y(value);
        writeln!(f, "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5.5\"/>")?;
        writeln!(f, "<text class=\"value\" x=\"{x:.1}\" y=\"{:.1}\">{value:.4}</text>", y - 12.0)?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
