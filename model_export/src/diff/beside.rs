//! What the manifests beside two models say: figures, rows of each source, and the rules in force.
//!
//! A manifest that does not seal its file counts as none. Manifests of older programs lack some of it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::Change;

/// What two manifests say, side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beside {
    /// Whether each model has a manifest.
    pub manifests: Change<bool>,
    /// How well each answers on its own held-out visits, by the figure's name.
    pub figures: BTreeMap<String, Change<Option<f64>>>,
    /// Rows read and kept, by source.
    pub rows: BTreeMap<String, Change<Option<Rows>>>,
    /// Rules that are not the same, by their path; counts are not among them.
    pub rules: BTreeMap<String, Change<Option<String>>>,
    /// Whether each lake has a suppression list.
    pub has_suppression_list: Change<bool>,
}

/// Rows of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Rows found.
    pub read: u64,
    /// Rows used.
    pub kept: u64,
}

impl Beside {
    /// Compares what is there.
    pub fn of(manifests: [Option<&Value>; 2]) -> Self {
        let mut rules = paired(manifests, |manifest| settings(&manifest["rules"]));
        // Where one of them says nothing of its rules, there is nothing to compare.
        let says = |manifest: Option<&Value>| manifest.is_some_and(|manifest| manifest["rules"].is_object());
        if !manifests.iter().all(|manifest| says(*manifest)) {
            rules.clear();
        }
        rules.retain(|_, change| change.is_any());
        let has_list =
            |side: usize| manifests[side].is_some_and(|manifest| manifest["rules"]["suppression"].is_object());
        Self {
            manifests: Change { before: manifests[0].is_some(), after: manifests[1].is_some() },
            figures: paired(manifests, |manifest| figures(&manifest["figures"])),
            rows: paired(manifests, |manifest| rows(&manifest["rows"])),
            rules,
            has_suppression_list: Change { before: has_list(0), after: has_list(1) },
        }
    }
}

/// Puts what two manifests say under the same name side by side.
fn paired<T>(
    manifests: [Option<&Value>; 2],
    say: impl Fn(&Value) -> BTreeMap<String, T>,
) -> BTreeMap<String, Change<Option<T>>> {
    let mut pairs: BTreeMap<String, Change<Option<T>>> = BTreeMap::new();
    for (side, manifest) in manifests.into_iter().enumerate() {
        for (name, value) in manifest.map(&say).unwrap_or_default() {
            let change = pairs.entry(name).or_insert(Change { before: None, after: None });
            *(if side == 0 { &mut change.before } else { &mut change.after }) = Some(value);
        }
    }
    pairs
}

fn figures(figures: &Value) -> BTreeMap<String, f64> {
    let figures = figures.as_object().into_iter().flatten();
    figures.filter_map(|(name, value)| Some((name.clone(), value.as_f64()?))).collect()
}

fn rows(sources: &Value) -> BTreeMap<String, Rows> {
    let of = |source: &Value| {
        let rows = Rows { read: source["read"].as_u64()?, kept: source["kept"].as_u64()? };
        Some((source["source"].as_str()?.to_owned(), rows))
    };
    sources.as_array().into_iter().flatten().filter_map(of).collect()
}

/// Returns the rules by name, what they count left out.
fn settings(rules: &Value) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    for (name, value) in rules.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("suppression", _) => {}
            ("sensitive", Value::Object(parts)) => {
                let parts = parts.iter().filter(|(part, _)| *part != "items");
                settings.extend(parts.map(|(part, value)| (format!("sensitive.{part}"), value.to_string())));
            }
            _ => {
                settings.insert(name.clone(), value.to_string());
            }
        }
    }
    settings
}
