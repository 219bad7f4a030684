//! Flat lists for JavaScript; `npm/src/engine.ts` makes the objects of them.
//!
//! Entries go into a JavaScript list as they come: no copy of the list on this side.

use serde::ser::{Serialize, SerializeSeq, Serializer as _};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::format::FORMAT_VERSION;
use crate::rank::{Explanation, Part, Scored, best_first};
use crate::session::{EXPECTED_TIME, MAX_TIME_MS};
use crate::{Error, ItemIx, Model, Personalizer};

static SERIALIZER: Serializer = Serializer::new();

/// A flat list in the making: a JavaScript one, from its first entry on.
pub(super) struct Flat(<&'static Serializer as serde::Serializer>::SerializeSeq);

// Out of line: there are dozens of entries. Numbers and texts can always be made; were that ever wrong, the facade would
// meet `undefined`.
impl Flat {
    #[inline(never)]
    pub(super) fn new() -> Self {
        #[expect(clippy::expect_used, reason = "an empty list can always be made")]
        Self(SERIALIZER.serialize_seq(None).expect("an empty list"))
    }

    fn push(&mut self, value: &(impl Serialize + ?Sized)) {
        self.0.serialize_element(value).unwrap_or_default();
    }

    #[inline(never)]
    pub(super) fn number(&mut self, number: f64) {
        self.push(&number);
    }

    #[inline(never)]
    pub(super) fn text(&mut self, text: &str) {
        self.push(text);
    }

    fn nothing(&mut self) {
        self.push(&());
    }

    #[inline(never)]
    pub(super) fn into_js(self) -> JsValue {
        self.0.end().unwrap_or_default()
    }

    fn item(&mut self, model: &Model, item: ItemIx) {
        self.text(model.item_id(item).unwrap_or_default());
    }

    fn segment(&mut self, model: &Model, segment: usize) {
        self.text(model.meta().segments.get(segment).map_or("", |segment| &segment.name));
    }
}

/// Takes a JavaScript time, a number that may be anything.
pub(super) fn time_ms(at_ms: f64) -> Result<i64, Error> {
    if at_ms.abs() <= MAX_TIME_MS as f64 {
        return Ok(at_ms as i64);
    }
    Err(Error::argument("time", EXPECTED_TIME, at_ms))
}

/// Each item as id, score.
pub(super) fn best(model: &Model, best: &[Scored]) -> JsValue {
    let mut flat = Flat::new();
    for best in best {
        flat.item(model, best.item);
        flat.number(best.score.into());
    }
    flat.into_js()
}

/// Item id, score, the number of parts; each part as kind, value, name; each note as kind, rule, from, to.
pub(super) fn explanation(personalizer: &Personalizer, explanation: &Explanation) -> JsValue {
    let (model, mut flat) = (personalizer.model(), Flat::new());
    flat.item(model, explanation.item);
    flat.number(explanation.score);
    flat.number(explanation.contributions.len() as f64);
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
        flat.number(f64::from(kind));
        flat.number(contribution.value);
        match contribution.part {
            Part::Event(item) | Part::NextItem(item) => flat.item(model, item),
            Part::Segment(segment) => flat.segment(model, segment),
            Part::Rule(rule) => flat.text(personalizer.rule_name(rule)),
            Part::Feature(feature) => flat.text(model.feature_labels().get(feature as usize).unwrap_or_default()),
            _ => flat.nothing(),
        }
    }
    for note in &explanation.notes {
        flat.number(f64::from(note.placed as u8));
        match note.rule {
            Some(rule) => flat.text(personalizer.rule_name(rule)),
            None => flat.nothing(),
        }
        flat.number(note.from.into());
        match note.to {
            Some(to) => flat.number(to.into()),
            None => flat.nothing(),
        }
    }
    flat.into_js()
}

/// The numbers of events, segments and items with evidence; each event as kind, item id, time; each segment as name,
/// probability, likeliest first; each item as id, confidence; the vector.
pub(super) fn profile(personalizer: &Personalizer) -> JsValue {
    let (model, mut flat) = (personalizer.model(), Flat::new());
    let events = personalizer.session().events();
    let folded = &personalizer.visitor().folded;
    for count in [events.len(), folded.segments.len(), folded.evidence.len()] {
        flat.number(count as f64);
    }
    for event in events {
        flat.number(f64::from(event.kind as u8));
        flat.item(model, event.item);
        flat.number(event.at_ms as f64);
    }
    for segment in best_first(folded.segments.iter().map(|&probability| probability as f32)) {
        flat.segment(model, segment);
        flat.number(folded.segments[segment]);
    }
    for evidence in &folded.evidence {
        flat.item(model, evidence.item);
        flat.number(evidence.confidence);
    }
    for entry in &folded.vector {
        flat.number(*entry);
    }
    flat.into_js()
}

/// Name, format version, bytes, items, factors, window, thresholds, tier, reason, ε, δ, the number of segments; each segment
/// as name, customers; each section as id, bytes.
pub(super) fn model_card(model: &Model) -> JsValue {
    let (meta, mut flat) = (model.meta(), Flat::new());
    flat.text(&meta.name);
    flat.number(f64::from(FORMAT_VERSION));
    flat.number(model.bytes().len() as f64);
    flat.number(model.n_items() as f64);
    flat.number(model.n_factors() as f64);
    flat.number(meta.trained_from_ms as f64);
    flat.number(meta.trained_until_ms as f64);
    flat.number(f64::from(meta.thresholds.item_customers));
    flat.number(f64::from(meta.thresholds.segment_customers));
    flat.number(f64::from(meta.protection.tier as u8));
    flat.text(&meta.protection.reason);
    flat.number(f64::from(meta.protection.epsilon));
    flat.number(f64::from(meta.protection.delta));
    flat.number(meta.segments.len() as f64);
    for segment in &meta.segments {
        flat.text(&segment.name);
        flat.number(segment.n_customers.into());
    }
    for (id, range) in model.sections().iter() {
        flat.text(id);
        flat.number(range.len() as f64);
    }
    flat.into_js()
}
