//! Plain objects for JavaScript, in camelCase.

use wasm_bindgen::prelude::*;

use crate::format::FORMAT_VERSION;
use crate::rank::{Explanation, Part, best_first};
use crate::session::{EXPECTED_TIME, MAX_TIME_MS};
use crate::{Error, ItemIx, Model, Personalizer};

#[wasm_bindgen]
extern "C" {
    /// Any object. Its setters are JavaScript's own `object[name] = value`.
    #[wasm_bindgen(js_name = Object)]
    pub(super) type Plain;

    #[wasm_bindgen(constructor, js_class = Object)]
    fn new() -> Plain;

    #[wasm_bindgen(method, structural, indexing_setter)]
    fn number(this: &Plain, name: &str, value: f64);

    #[wasm_bindgen(method, structural, indexing_setter)]
    pub(super) fn text(this: &Plain, name: &str, value: &str);

    #[wasm_bindgen(method, structural, indexing_setter)]
    fn value(this: &Plain, name: &str, value: &JsValue);

    /// An array of objects.
    #[wasm_bindgen(js_name = Array)]
    type List;

    #[wasm_bindgen(constructor, js_class = Array)]
    fn new() -> List;

    #[wasm_bindgen(method, structural)]
    fn push(this: &List, entry: &Plain);

    /// JavaScript's own errors.
    #[wasm_bindgen(js_name = Error)]
    pub(super) type JsError;

    #[wasm_bindgen(constructor, js_class = Error)]
    pub(super) fn new(message: &str) -> JsError;
}

/// Takes a JavaScript time, a number that may be anything.
pub(super) fn time_ms(at_ms: f64) -> Result<i64, Error> {
    if at_ms.abs() <= MAX_TIME_MS as f64 {
        return Ok(at_ms as i64);
    }
    Err(Error::argument("time", EXPECTED_TIME, at_ms))
}

pub(super) fn explanation(model: &Model, explanation: &Explanation) -> Plain {
    let contributions = List::new();
    for contribution in &explanation.contributions {
        let view = Plain::new();
        let (part, item) = match contribution.part {
            Part::Event(item) => ("event", Some(item)),
            Part::Segment(_) => ("segment", None),
            Part::NextItem(item) => ("next_item", Some(item)),
            Part::Repeat => ("repeat", None),
            Part::Category => ("category", None),
            Part::Brand => ("brand", None),
            Part::PriceBand => ("price_band", None),
            Part::Popularity => ("popularity", None),
            Part::Rounding => ("rounding", None),
        };
        view.text("part", part);
        if let Some(item) = item {
            view.text("itemId", id(model, item));
        }
        if let Part::Segment(segment) = contribution.part {
            view.text("segment", &model.meta().segments[segment].name);
        }
        view.number("value", contribution.value);
        contributions.push(&view);
    }
    let view = Plain::new();
    view.text("itemId", id(model, explanation.item));
    view.number("score", f64::from(explanation.score));
    view.text("mode", explanation.mode.name());
    view.value("contributions", &contributions);
    view
}

pub(super) fn profile(personalizer: &Personalizer) -> Plain {
    let model = personalizer.model();
    let events = List::new();
    for event in personalizer.session().events() {
        let view = Plain::new();
        view.text("event", event.kind.ga4());
        view.text("itemId", id(model, event.item));
        view.number("at", event.at_ms as f64);
        events.push(&view);
    }
    let segments = List::new();
    let likeness = &personalizer.visitor().folded.segments;
    for segment in best_first(likeness.iter().map(|&probability| probability as f32)) {
        let view = Plain::new();
        view.text("name", &model.meta().segments[segment].name);
        view.number("probability", likeness[segment]);
        segments.push(&view);
    }
    let view = Plain::new();
    view.value("events", &events);
    view.number("nEvents", personalizer.session().events().len() as f64);
    view.value("segments", &segments);
    view
}

pub(super) fn model_card(model: &Model) -> Plain {
    let meta = model.meta();
    let segments = List::new();
    for segment in &meta.segments {
        let view = Plain::new();
        view.text("name", &segment.name);
        view.number("nCustomers", f64::from(segment.n_customers));
        segments.push(&view);
    }
    let sections = List::new();
    for (id, range) in model.sections().iter() {
        let view = Plain::new();
        view.text("id", id);
        view.number("bytes", range.len() as f64);
        sections.push(&view);
    }
    let thresholds = Plain::new();
    thresholds.number("itemCustomers", f64::from(meta.thresholds.item_customers));
    thresholds.number("segmentCustomers", f64::from(meta.thresholds.segment_customers));
    let view = Plain::new();
    view.text("name", &meta.name);
    for (name, number) in [
        ("formatVersion", f64::from(FORMAT_VERSION)),
        ("bytes", model.bytes().len() as f64),
        ("nItems", model.n_items() as f64),
        ("nFactors", model.n_factors() as f64),
        ("trainedFrom", meta.trained_from_ms as f64),
        ("trainedUntil", meta.trained_until_ms as f64),
    ] {
        view.number(name, number);
    }
    view.value("segments", &segments);
    view.value("thresholds", &thresholds);
    view.value("sections", &sections);
    view
}

fn id(model: &Model, item: ItemIx) -> &str {
    model.item_id(item).unwrap_or_default()
}
