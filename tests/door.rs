//! Promise: the door to JavaScript throws stable codes with sentences, never traps on bad input, and keeps memory flat.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use etalage::fixture;
use etalage::format::{SECTION_IDS, encode};
use etalage::wasm::engine;
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Opens the model anew: a visitor whom nobody knows, whatever the test before did in this one instance.
fn open() {
    engine::open(encode(&fixture::toys_and_tools()).expect("a valid model")).expect("just encoded");
}

/// What crosses is flat: `npm/src/engine.ts` makes the objects of it.
fn flat(list: &JsValue) -> Vec<JsValue> {
    assert!(Array::is_array(list), "a flat list");
    Array::from(list).iter().collect()
}

fn code(error: &JsValue) -> String {
    let error = flat(error);
    assert!(error[1].as_string().is_some_and(|sentence| !sentence.is_empty()), "with words for a person");
    error[0].as_string().expect("a code")
}

#[wasm_bindgen_test]
fn bad_models_and_calls_are_errors_with_codes() {
    assert_eq!(code(&engine::open(Vec::new()).expect_err("no bytes")), "not_a_model");
    assert_eq!(code(&engine::open(b"<!doctype html>".to_vec()).expect_err("a page")), "not_a_model");
    open();
    assert_eq!(code(&engine::observe(6, 0, 0.0).expect_err("no such event")), "bad_argument");
    assert_eq!(code(&engine::observe(0, u32::MAX, 0.0).expect_err("no such item")), "unknown_item");
    for time in [f64::NAN, f64::INFINITY, -1e300] {
        assert_eq!(code(&engine::observe(0, 0, time).expect_err("no such time")), "bad_argument");
    }
    assert_eq!(code(&engine::rerank(&[0], &[], f32::NAN, 0.0).expect_err("no such strength")), "bad_argument");
    assert_eq!(code(&engine::rerank(&[0], &[0, 1], 0.5, 0.0).expect_err("two lengths")), "bad_argument");
    assert_eq!(code(&engine::explain(99).expect_err("no such item")), "unknown_item");
}

#[wasm_bindgen_test]
fn a_click_changes_the_order_and_erase_changes_it_back() {
    open();
    let page: Vec<u32> = ["tool-saw", "toy-kite", "toy-train", "not-in-the-model"].map(engine::handle).to_vec();
    assert_eq!(page[3], u32::MAX);
    let before = engine::rerank(&page, &[], 1.0, 0.0).expect("valid arguments");
    assert_eq!(engine::reason(), 1, "no events");
    engine::observe(3, page[2], 1_764_322_267_000.0).expect("a known item");
    let after = engine::rerank(&page, &[], 1.0, 0.0).expect("valid arguments");
    assert_eq!(engine::reason(), 3, "enough events");
    assert_eq!(before, [4, 0, 1, 2, 3], "the most popular first");
    assert_eq!(after, [4, 1, 2, 0, 3], "the kite, which follows the train in the cart, and the train before the saw");
    engine::set_enabled(false);
    assert_eq!(engine::rerank(&page, &[], 1.0, 0.0).expect("valid arguments"), [4, 0, 1, 2, 3]);
    engine::set_enabled(true);
    engine::erase();
    assert_eq!(engine::rerank(&page, &[], 1.0, 0.0).expect("valid arguments"), before);
}

#[wasm_bindgen_test]
fn plain_objects_go_out() {
    open();
    engine::observe(5, engine::handle("toy-bear"), 5.0).expect("a known item");
    let best = flat(&engine::recommend(3, &[engine::handle("toy-bear")]));
    assert_eq!(best.len(), 6, "three ids, each with its score");
    assert!(best[0].as_string().expect("an id").starts_with("toy-"));
    let scores = [1, 3, 5].map(|place: usize| best[place].as_f64().expect("a score"));
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    let explanation = flat(&engine::explain(engine::handle("toy-kite")).expect("a known item"));
    let n_parts = explanation[2].as_f64().expect("a count") as usize;
    assert_eq!(explanation.len(), 3 + 3 * n_parts);
    let sum: f64 = (0..n_parts).map(|part| explanation[4 + 3 * part].as_f64().expect("a number")).sum();
    assert_eq!((explanation[0].as_string().as_deref(), explanation[1].as_f64()), (Some("toy-kite"), Some(sum)));
    let profile = flat(&engine::profile());
    assert_eq!((profile[0].as_f64(), profile[4].as_string().as_deref()), (Some(1.0), Some("toy-bear")));
    let [n_segments, n_evidence] = [1, 2].map(|place: usize| profile[place].as_f64().expect("a count") as usize);
    let evidence = 3 + 3 + 2 * n_segments;
    assert_eq!((n_evidence, profile[evidence].as_string().as_deref()), (1, Some("toy-bear")));
    let n_factors = usize::from(fixture::toys_and_tools().meta.n_factors);
    assert_eq!(profile.len(), evidence + 2 + n_factors, "and the vector");
    let card = flat(&engine::model());
    assert_eq!(card[0].as_string().as_deref(), Some("Toys and tools"));
    assert_eq!(card.len(), 14 + 2 * 2 + 2 * SECTION_IDS.len());
}

#[wasm_bindgen_test]
fn rules_hide_pin_and_are_told() {
    open();
    let page: Vec<u32> = ["tool-saw", "toy-kite", "toy-train"].map(engine::handle).to_vec();
    // No campaign; two rules: pin the train first, hide the saw; no diversity.
    let open = [f64::NEG_INFINITY, f64::INFINITY];
    let rule = |action: f64| [&[action, 0.0][..], &open, &[1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -1.0]].concat();
    let numbers = [&[0.0, 2.0][..], &rule(2.0), &rule(3.0), &[0.0]].concat();
    engine::set_rules("first\0toy-train\0away\0tool-saw\0", &numbers).expect("good rules");
    assert_eq!(engine::rerank(&page, &[], 1.0, 0.0).expect("valid arguments"), [2, 2, 1, 0]);
    let explanation = flat(&engine::explain(page[2]).expect("a known item"));
    let end = explanation.len();
    assert_eq!(
        (explanation[end - 4].as_f64(), explanation[end - 3].as_string().as_deref()),
        (Some(0.0), Some("first"))
    );
    assert_eq!(code(&engine::set_rules("", &[0.0, 65.0]).expect_err("too many")), "bad_rules");
}

#[wasm_bindgen_test]
fn events_are_replayed_as_they_were_observed() {
    open();
    let (train, kite) = (engine::handle("toy-train"), engine::handle("toy-kite"));
    engine::observe(3, train, 7.0).expect("a known item");
    engine::observe(0, kite, 9.0).expect("a known item");
    let known = flat(&engine::profile());
    open();
    assert_ne!(flat(&engine::profile()), known, "opened anew, nobody is known");
    engine::observe(5, kite, 1.0).expect("a known item");
    engine::replay(&[0, 3], &[kite, train], &[9.0, 7.0]).expect("events");
    assert_eq!(flat(&engine::profile()), known, "what was there before is gone");
    for (kind, item, at_ms) in [(6, kite, 0.0), (0, 99, 0.0), (0, kite, f64::NAN), (0, kite, 1e16)] {
        assert!(engine::replay(&[3, kind], &[train, item], &[1.0, at_ms]).is_err(), "{kind} {item} {at_ms}");
        assert_eq!(flat(&engine::profile()), known, "what is refused changes nothing");
    }
}

#[wasm_bindgen_test]
fn memory_stays_as_it_is() {
    open();
    let page: Vec<u32> = (0..8).collect();
    let visit = |n: u32| {
        for n in 0..n {
            engine::observe((n % 6) as u8, n % 8, f64::from(n)).expect("a known item");
            engine::rerank(&page[..=(n % 8) as usize], &[], 0.5, 0.0).expect("valid arguments");
            engine::profile();
        }
    };
    visit(2_000);
    let pages = core::arch::wasm32::memory_size(0);
    visit(20_000);
    assert_eq!(core::arch::wasm32::memory_size(0), pages, "no page of memory more than after the warm-up");
}
