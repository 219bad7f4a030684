//! Answers for JavaScript, entry by entry; `npm/src/engine.ts` makes the objects of them.
//!
//! Numbers and texts go into the list `answer`, which the glue keeps (`npm/scripts/glue.mjs`): no serializer, and no
//! JavaScript value in the hands of this side.

use wasm_bindgen::prelude::*;

use crate::format::FORMAT_VERSION;
use crate::rank::{Explanation, Part, Scored, best_first};
use crate::session::{EXPECTED_TIME, MAX_TIME_MS};
use crate::{Error, ItemIx, Model, Personalizer};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = answer, js_name = push)]
    fn push_number(number: Option<f64>);

    #[wasm_bindgen(js_namespace = answer, js_name = push)]
    fn push_text(text: &str);
}

// Out of line: there are dozens of entries.
/// Tells a number.
#[inline(never)]
pub(super) fn number(number: f64) {
    push_number(Some(number));
}

/// Tells a text.
#[inline(never)]
pub(super) fn text(text: &str) {
    push_text(text);
}

/// Tells that there is nothing in this place.
fn nothing() {
    push_number(None);
}

fn item_id(model: &Model, item: ItemIx) {
    text(model.item_id(item).unwrap_or_default());
}

fn segment_name(model: &Model, segment: usize) {
    text(model.meta().segments.get(segment).map_or("", |segment| &segment.name));
}

/// Takes a JavaScript time, a number that may be anything.
pub(super) fn time_ms(at_ms: f64) -> Result<i64, Error> {
    if at_ms.abs() <= MAX_TIME_MS as f64 {
        return Ok(at_ms as i64);
    }
    Err(Error::argument("time", EXPECTED_TIME, at_ms))
}

/// Each item as id, score.
pub(super) fn best(model: &Model, best: &[Scored]) {
    for best in best {
        item_id(model, best.item);
        number(best.score.into());
    }
}

/// Item id, score, the number of parts; each part as kind, value, name; each note as kind, rule, from, to.
pub(super) fn explanation(personalizer: &Personalizer, explanation: &Explanation) {
    let model = personalizer.model();
    item_id(model, explanation.item);
    number(explanation.score);
    number(explanation.contributions.len() as f64);
    for contribution in &explanation.contributions {
        let kind = match contribution.part {
            Part::Event(_) => 0,
            Part::Segment(_) => 1,
            Part::NextItem(_) => 2,
            Part::Repeat => 3,
            Part::Category => 4,
            Part::Brand => 5,
            Part::PriceBand => 6,
            Part::Popularity => 7,
            Part::Rounding => 8,
            Part::Rule(_) => 9,
            Part::Feature(_) => 10,
        };
        number(f64::from(kind));
        number(contribution.value);
        match contribution.part {
            Part::Event(item) | Part::NextItem(item) => item_id(model, item),
            Part::Segment(segment) => segment_name(model, segment),
            Part::Rule(rule) => text(personalizer.rule_name(rule)),
            Part::Feature(feature) => text(model.feature_labels().get(feature as usize).unwrap_or_default()),
            _ => nothing(),
        }
    }
    for note in &explanation.notes {
        number(f64::from(note.placed as u8));
        match note.rule {
            Some(rule) => text(personalizer.rule_name(rule)),
            None => nothing(),
        }
        number(note.from.into());
        match note.to {
            Some(to) => number(to.into()),
            None => nothing(),
        }
    }
}

/// The numbers of events, segments and items with evidence; each event as kind, item id, time; each segment as name,
/// probability, likeliest first; each item as id, confidence; the vector.
pub(super) fn profile(personalizer: &Personalizer) {
    let model = personalizer.model();
    let events = personalizer.session().events();
    let folded = &personalizer.visitor().folded;
    for count in [events.len(), folded.segments.len(), folded.evidence.len()] {
        number(count as f64);
    }
    for event in events {
        number(f64::from(event.kind as u8));
        item_id(model, event.item);
        number(event.at_ms as f64);
    }
    for segment in best_first(folded.segments.iter().map(|&probability| probability as f32)) {
        segment_name(model, segment);
        number(folded.segments[segment]);
    }
    for evidence in &folded.evidence {
        item_id(model, evidence.item);
        number(evidence.confidence);
    }
    for entry in &folded.vector {
        number(*entry);
    }
}

/// Name, format version, bytes, items, factors, window, thresholds, tier, reason, ε, δ, the number of segments; each segment as name,
/// customers; each section as id, bytes.
pub(super) fn model_card(model: &Model) {
    let meta = model.meta();
    text(&meta.name);
    number(f64::from(FORMAT_VERSION));
    number(model.bytes().len() as f64);
    number(model.n_items() as f64);
    number(model.n_factors() as f64);
    number(meta.trained_from_ms as f64);
    number(meta.trained_until_ms as f64);
    number(f64::from(meta.thresholds.item_customers));
    number(f64::from(meta.thresholds.segment_customers));
    number(f64::from(meta.protection.tier as u8));
    text(&meta.protection.reason);
    number(f64::from(meta.protection.epsilon));
    number(f64::from(meta.protection.delta));
    number(meta.segments.len() as f64);
    for segment in &meta.segments {
        text(&segment.name);
        number(segment.n_customers.into());
    }
    for (id, range) in model.sections().iter() {
        text(id);
        number(range.len() as f64);
    }
}
