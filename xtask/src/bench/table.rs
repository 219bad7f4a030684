//! The figures as a table for people: a row for each contender, a column for each size of shop.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::sizes::grouped;

/// The contenders in the order of the table; a quick run lacks some.
pub(crate) const CONTENDERS: [(&str, &str); 18] = [
    ("plainJs", "plain JS, f32, top-20"),
    ("unrolledJs", "plain JS unrolled, no top-k"),
    ("onnxruntime", "onnxruntime-web, MatMul + TopK, by rows"),
    ("onnxruntimeByColumns", "the same, factors turned for it"),
    ("tfjs", "tfjs-wasm, matMul + topk"),
    ("bare", "bare SIMD loop, top-20, nothing else"),
    ("read", "one SIMD read of the int8 bytes"),
    ("factors", "etalage: recommend(20), factors"),
    ("plain", "etalage: recommend(20), without features"),
    ("hybrid", "etalage: recommend(20), whole score"),
    ("handles", "etalage: rerank of 1,000 handles"),
    ("listing", "etalage: rerank of 48 handles"),
    ("candidates", "the same through the package, read before"),
    ("products", "the same, products as they come"),
    ("visitPlain", "observe + rerank of 100, without features"),
    ("visit", "observe + rerank of 100"),
    ("bestPlain", "observe + recommend(20), without features"),
    ("best", "observe + recommend(20)"),
];

/// What one contender took at one size, in ms a call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Time {
    pub(crate) median: f64,
    q1: f64,
    q3: f64,
}

/// Returns the name and version of the host that the figures come from.
pub(crate) fn host(found: &Value) -> &str {
    found["host"].as_str().unwrap_or_default()
}

/// Returns each size with its figures.
pub(crate) fn sizes(found: &Value) -> impl Iterator<Item = (usize, &Value)> {
    let sizes = found["sizes"].as_array().map_or(&[][..], Vec::as_slice);
    sizes.iter().map(|size| (size["nItems"].as_u64().unwrap_or_default() as usize, &size["times"]))
}

/// Returns what a contender took.
pub(crate) fn time(times: &Value, contender: &str) -> Result<Time> {
    let part = |name: &str| {
        times[contender][name].as_f64().with_context(|| format!("the bench gave no {name} of {contender}"))
    };
    Ok(Time { median: part("median")?, q1: part("q1")?, q3: part("q3")? })
}

/// Writes the table of one host.
pub(crate) fn of(found: &Value) -> Result<String> {
    let mut text = format!("{}: ms a call, median (middle half); one thread, 64 factors\n{:<42}", host(found), "");
    for (n_items, _) in sizes(found) {
        write!(text, "{:>26}", format!("{} items", grouped(n_items)))?;
    }
    for (contender, words) in CONTENDERS {
        write!(text, "\n{words:<42}")?;
        for (_, times) in sizes(found) {
            let Time { median, q1, q3 } = time(times, contender)?;
            write!(text, "{:>26}", format!("{} ({}-{})", digits(median), digits(q1), digits(q3)))?;
        }
    }
    let load = time(&found["load"], "time")?;
    let n_items = found["load"]["nItems"].as_u64().unwrap_or_default() as usize;
    writeln!(text, "\nload: {} ms from the bytes of {} items to ready", digits(load.median), grouped(n_items))?;
    Ok(text)
}

/// Writes a time with three digits that mean something.
fn digits(ms: f64) -> String {
    let decimals = match ms {
        ..0.01 => 5,
        ..0.1 => 4,
        ..1.0 => 3,
        ..10.0 => 2,
        _ => 1,
    };
    format!("{ms:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_three_digits() {
        let written: Vec<_> = [0.004_412, 0.039_1, 0.377, 4.3, 11.72].map(digits).into();
        assert_eq!(written, ["0.00441", "0.0391", "0.377", "4.30", "11.7"]);
    }

    #[test]
    fn a_contender_without_a_figure_is_named() {
        let error = time(&Value::Null, "tfjs").expect_err("there is nothing").to_string();
        assert_eq!(error, "the bench gave no median of tfjs");
    }
}
