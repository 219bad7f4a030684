//! Plain objects for JavaScript, in camelCase.

use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::format::FORMAT_VERSION;
use crate::rank::{Explanation, Part, best_first};
use crate::session::{EXPECTED_TIME, MAX_TIME_MS};
use crate::{Error, ItemIx, Model, Personalizer};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExplanationView<'a> {
    item_id: &'a str,
    score: f32,
    mode: &'static str,
    contributions: Vec<ContributionView<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContributionView<'a> {
    part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    segment: Option<&'a str>,
    value: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Profile<'a> {
    events: Vec<EventView<'a>>,
    n_events: usize,
    segments: Vec<Likeness<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventView<'a> {
    event: &'static str,
    item_id: &'a str,
    at: f64,
}

#[derive(Serialize)]
struct Likeness<'a> {
    name: &'a str,
    probability: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ModelCard<'a> {
    name: &'a str,
    format_version: u16,
    bytes: usize,
    n_items: usize,
    n_factors: usize,
    trained_from: f64,
    trained_until: f64,
    segments: Vec<SegmentView<'a>>,
    thresholds: ThresholdsView,
    sections: Vec<SectionView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SegmentView<'a> {
    name: &'a str,
    n_customers: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ThresholdsView {
    item_customers: u32,
    segment_customers: u32,
}

#[derive(Serialize)]
struct SectionView {
    id: &'static str,
    bytes: usize,
}

pub(super) fn to_js(view: &impl Serialize) -> Result<JsValue, JsValue> {
    serde_wasm_bindgen::to_value(view).map_err(JsValue::from)
}

/// Takes a JavaScript time, a number that may be anything.
pub(super) fn time_ms(at_ms: f64) -> Result<i64, Error> {
    if at_ms.abs() <= MAX_TIME_MS as f64 {
        return Ok(at_ms as i64);
    }
    Err(Error::argument("time", EXPECTED_TIME, at_ms))
}

pub(super) fn explanation<'a>(model: &'a Model, explanation: &Explanation) -> ExplanationView<'a> {
    let segments = &model.meta().segments;
    let contributions = explanation.contributions.iter().map(|contribution| {
        let (part, item, segment) = match contribution.part {
            Part::Event(item) => ("event", Some(id(model, item)), None),
            Part::Segment(segment) => ("segment", None, segments.get(segment).map(|s| s.name.as_str())),
            Part::NextItem(item) => ("next_item", Some(id(model, item)), None),
            Part::Repeat => ("repeat", None, None),
            Part::Category => ("category", None, None),
            Part::Brand => ("brand", None, None),
            Part::PriceBand => ("price_band", None, None),
            Part::Popularity => ("popularity", None, None),
            Part::Rounding => ("rounding", None, None),
        };
        ContributionView { part, item_id: item, segment, value: contribution.value }
    });
    ExplanationView {
        item_id: id(model, explanation.item),
        score: explanation.score,
        mode: explanation.mode.name(),
        contributions: contributions.collect(),
    }
}

pub(super) fn profile(personalizer: &Personalizer) -> Profile<'_> {
    let model = personalizer.model();
    let events = personalizer.session().events();
    let likeness = &personalizer.visitor().folded.segments;
    let segments = best_first(likeness.iter().map(|&probability| probability as f32))
        .filter_map(|s| Some(Likeness { name: &model.meta().segments.get(s)?.name, probability: likeness[s] }))
        .collect();
    Profile {
        n_events: events.len(),
        events: events
            .iter()
            .map(|e| EventView { event: e.kind.ga4(), item_id: id(model, e.item), at: e.at_ms as f64 })
            .collect(),
        segments,
    }
}

pub(super) fn model_card(model: &Model) -> ModelCard<'_> {
    let meta = model.meta();
    ModelCard {
        name: &meta.name,
        format_version: FORMAT_VERSION,
        bytes: model.bytes().len(),
        n_items: model.n_items(),
        n_factors: model.n_factors(),
        trained_from: meta.trained_from_ms as f64,
        trained_until: meta.trained_until_ms as f64,
        segments: meta.segments.iter().map(|s| SegmentView { name: &s.name, n_customers: s.n_customers }).collect(),
        thresholds: ThresholdsView {
            item_customers: meta.thresholds.item_customers,
            segment_customers: meta.thresholds.segment_customers,
        },
        sections: model.sections().iter().map(|(id, range)| SectionView { id, bytes: range.len() }).collect(),
    }
}

fn id(model: &Model, item: ItemIx) -> &str {
    model.item_id(item).unwrap_or_default()
}
