//! Flat lists for JavaScript; `npm/src/engine.ts` makes the objects of them.
//!
//! One type for all that goes out, so that the shipped module holds one serializer.

use alloc::vec::Vec;

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::format::FORMAT_VERSION;
use crate::rank::{Explanation, Part, best_first};
use crate::session::{EXPECTED_TIME, MAX_TIME_MS};
use crate::{Error, ItemIx, Model, Personalizer};

/// A value on its way to JavaScript.
pub(super) enum View<'a> {
    Nothing,
    Number(f64),
    Text(&'a str),
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_unit(),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

pub(super) fn to_js(flat: &[View<'_>]) -> JsValue {
    // Numbers and texts can always be made; were that ever wrong, the facade would meet `undefined`.
    serde_wasm_bindgen::to_value(flat).unwrap_or_default()
}

/// Takes a JavaScript time, a number that may be anything.
pub(super) fn time_ms(at_ms: f64) -> Result<i64, Error> {
    if at_ms.abs() <= MAX_TIME_MS as f64 {
        return Ok(at_ms as i64);
    }
    Err(Error::argument("time", EXPECTED_TIME, at_ms))
}

/// Item id, score, the number of parts; each part as kind, value, name; each note as kind, rule, from, to.
pub(super) fn explanation(personalizer: &Personalizer, explanation: &Explanation) -> JsValue {
    let model = personalizer.model();
    let parts = &explanation.contributions;
    let mut flat = Vec::with_capacity(3 + 3 * parts.len());
    flat.extend([id(model, explanation.item), View::Number(explanation.score), View::Number(parts.len() as f64)]);
    for contribution in parts {
        let (kind, name) = match contribution.part {
            Part::Event(item) => (0, id(model, item)),
            Part::Segment(segment) => (1, View::Text(segment_name(model, segment))),
            Part::NextItem(item) => (2, id(model, item)),
            Part::Repeat => (3, View::Nothing),
            Part::Category => (4, View::Nothing),
            Part::Brand => (5, View::Nothing),
            Part::PriceBand => (6, View::Nothing),
            Part::Popularity => (7, View::Nothing),
            Part::Rounding => (8, View::Nothing),
            Part::Rule(rule) => (9, View::Text(personalizer.rule_name(rule))),
        };
        flat.extend([View::Number(f64::from(kind)), View::Number(contribution.value), name]);
    }
    for note in &explanation.notes {
        let rule = note.rule.map_or(View::Nothing, |rule| View::Text(personalizer.rule_name(rule)));
        let to = note.to.map_or(View::Nothing, |to| View::Number(to.into()));
        flat.extend([View::Number(f64::from(note.placed as u8)), rule, View::Number(note.from.into()), to]);
    }
    to_js(&flat)
}

/// The number of events; each event as kind, item id, time; each segment as name, probability, likeliest first.
pub(super) fn profile(personalizer: &Personalizer) -> JsValue {
    let model = personalizer.model();
    let events = personalizer.session().events();
    let likeness = &personalizer.visitor().folded.segments;
    let mut flat = vec![View::Number(events.len() as f64)];
    for event in events {
        flat.extend([
            View::Number(f64::from(event.kind as u8)),
            id(model, event.item),
            View::Number(event.at_ms as f64),
        ]);
    }
    for segment in best_first(likeness.iter().map(|&probability| probability as f32)) {
        flat.extend([View::Text(segment_name(model, segment)), View::Number(likeness[segment])]);
    }
    to_js(&flat)
}

/// Name, format version, bytes, items, factors, window, thresholds, the number of segments; each segment as name,
/// customers; each section as id, bytes.
pub(super) fn model_card(model: &Model) -> JsValue {
    let meta = model.meta();
    let mut flat = vec![View::Text(&meta.name)];
    let numbers = [
        f64::from(FORMAT_VERSION),
        model.bytes().len() as f64,
        model.n_items() as f64,
        model.n_factors() as f64,
        meta.trained_from_ms as f64,
        meta.trained_until_ms as f64,
        f64::from(meta.thresholds.item_customers),
        f64::from(meta.thresholds.segment_customers),
        meta.segments.len() as f64,
    ];
    flat.extend(numbers.map(View::Number));
    for segment in &meta.segments {
        flat.extend([View::Text(&segment.name), View::Number(segment.n_customers.into())]);
    }
    for (id, range) in model.sections().iter() {
        flat.extend([View::Text(id), View::Number(range.len() as f64)]);
    }
    to_js(&flat)
}

fn segment_name(model: &Model, segment: usize) -> &str {
    model.meta().segments.get(segment).map_or("", |segment| &segment.name)
}

fn id(model: &Model, item: ItemIx) -> View<'_> {
    View::Text(model.item_id(item).unwrap_or_default())
}
