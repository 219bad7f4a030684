//! The goals of speed, as ratios of one run where there is a rival, and whether they are met.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

use super::table::{sizes, time};
use crate::sizes::grouped;

/// At least so many times as fast as a rival, ranking the whole catalogue by factors.
const AHEAD: [(&str, &str, f64); 3] =
    [("onnxruntime", "onnxruntime-web", 20.0), ("tfjs", "tfjs-wasm", 10.0), ("unrolledJs", "unrolled plain JS", 15.0)];
/// The whole score, in times of the bare loop, at the largest size.
const WHOLE: f64 = 2.0;
/// 1,000 candidates given as handles, in ms.
const HANDLES: f64 = 0.025;
/// A typical listing of 48 given as handles, in ms.
const LISTING: f64 = 0.025;
/// A step of a visit, in ms.
const VISIT: f64 = 0.3;
/// From bytes to ready, in ms.
const LOAD: f64 = 10.0;

/// Writes a line for each goal.
pub(crate) fn of(found: &Value) -> Result<String> {
    let mut text = String::new();
    for (n_items, times) in sizes(found) {
        let own = time(times, "factors")?.median;
        for (rival, name, goal) in AHEAD {
            let ratio = time(times, rival)?.median / own;
            let what = format!("top-20 by factors of {}: {ratio:.1} x {name}", grouped(n_items));
            line(&mut text, ratio >= goal, &what, &format!(">= {goal} x"))?;
        }
        // Said for fairness: laid out by columns, the factors suit its vector product ten times better.
        let ratio = time(times, "onnxruntimeByColumns")?.median / own;
        writeln!(text, "  the same: {ratio:.1} x onnxruntime-web with the factors turned for it")?;
    }
    let (n_items, largest) = sizes(found).last().context("the bench gave no size")?;
    let ratio = time(largest, "hybrid")?.median / time(largest, "bare")?.median;
    let what = format!("whole score of {}: {ratio:.2} x the bare loop", grouped(n_items));
    line(&mut text, ratio <= WHOLE, &what, &format!("<= {WHOLE} x"))?;
    for (n_items, times) in sizes(found) {
        let (handles, visit) = (time(times, "handles")?.median, time(times, "visit")?.median);
        let listing = time(times, "listing")?.median;
        let of = grouped(n_items);
        let what = format!("1,000 handles of {of}: {:.1} us", handles * 1e3);
        line(&mut text, handles <= HANDLES, &what, &format!("<= {:.0} us", HANDLES * 1e3))?;
        let what = format!("a listing of 48 of {of}: {:.1} us", listing * 1e3);
        line(&mut text, listing <= LISTING, &what, &format!("<= {:.0} us", LISTING * 1e3))?;
        line(&mut text, visit < VISIT, &format!("a step of a visit in {of}: {visit:.3} ms"), &format!("< {VISIT} ms"))?;
    }
    for (n_items, times) in sizes(found) {
        // No goals: what the words of names cost is to be seen.
        for (what, with, without) in [("a rerank of 100", "visit", "visitPlain"), ("the 20 best", "best", "bestPlain")]
        {
            let ratio = time(times, with)?.median / time(times, without)?.median;
            let of = grouped(n_items);
            writeln!(text, "  a click, then {what}, of {of}: {ratio:.2} x the same without features")?;
        }
    }
    let load = time(&found["load"], "time")?.median;
    line(&mut text, load <= LOAD, &format!("loading: {load:.2} ms"), &format!("<= {LOAD} ms"))?;
    Ok(text)
}

fn line(text: &mut String, met: bool, what: &str, goal: &str) -> Result<()> {
    let tick = if met { "✓" } else { "✗" };
    writeln!(text, "{tick} {what:<64} (goal {goal})").context("text can grow")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(factors: f64) -> Value {
        let at = |ms: f64| json!({ "median": ms, "q1": ms, "q3": ms });
        let times = json!({
            "onnxruntime": at(9.0), "onnxruntimeByColumns": at(1.2), "tfjs": at(4.0), "unrolledJs": at(6.0), "bare": at(0.4), "factors": at(factors),
            "hybrid": at(0.9), "handles": at(0.025), "listing": at(0.004), "visit": at(0.2), "visitPlain": at(0.16), "best": at(1.2), "bestPlain": at(0.8),
        });
        json!({ "sizes": [{ "nItems": 100_000, "times": times }], "load": { "nItems": 20_000, "time": at(3.0) } })
    }

    #[test]
    fn goals_are_ticked_by_their_ratio() {
        let text = of(&found(0.4)).expect("every figure is there");
        assert!(text.contains("✓ top-20 by factors of 100,000: 22.5 x onnxruntime-web"), "{text}");
        assert!(text.contains("✓ top-20 by factors of 100,000: 10.0 x tfjs-wasm"), "{text}");
        assert!(text.contains("✗ whole score of 100,000: 2.25 x the bare loop"), "{text}");
        assert!(text.contains("✓ 1,000 handles of 100,000: 25.0 us"), "{text}");
        assert!(text.contains("a click, then a rerank of 100, of 100,000: 1.25 x the same"), "{text}");
        assert!(text.contains("✓ a listing of 48 of 100,000: 4.0 us"), "{text}");
        assert!(
            of(&found(0.41)).expect("every figure is there").contains("✗ top-20 by factors of 100,000: 9.8 x tfjs")
        );
    }
}
