//! Promise: the door to JavaScript throws real `Error`s with stable codes, and never traps on bad input.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use etalage::fixture;
use etalage::format::{SECTION_IDS, encode};
use etalage::wasm::Engine;
use js_sys::{Array, Error, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn engine() -> Engine {
    Engine::new(encode(&fixture::toys_and_tools()).expect("a valid model")).expect("just encoded")
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).expect("a plain object")
}

fn code(error: &JsValue) -> String {
    assert!(error.is_instance_of::<Error>(), "a real Error");
    assert!(!String::from(error.unchecked_ref::<Error>().message()).is_empty(), "with words for a person");
    get(error, "code").as_string().expect("a code")
}

#[wasm_bindgen_test]
fn bad_models_and_calls_are_errors_with_codes() {
    assert_eq!(code(&Engine::new(Vec::new()).expect_err("no bytes")), "not_a_model");
    assert_eq!(code(&Engine::new(b"<!doctype html>".to_vec()).expect_err("a page")), "not_a_model");
    let mut shop = engine();
    assert_eq!(code(&shop.observe("scroll", 0, 0.0).expect_err("no such event")), "unknown_event");
    assert_eq!(code(&shop.observe("view_item", u32::MAX, 0.0).expect_err("no such item")), "unknown_item");
    for time in [f64::NAN, f64::INFINITY, -1e300] {
        assert_eq!(code(&shop.observe("view_item", 0, time).expect_err("no such time")), "bad_argument");
    }
    assert_eq!(code(&shop.rerank(&[0], &[], f32::NAN).expect_err("no such strength")), "bad_argument");
    assert_eq!(code(&shop.rerank(&[0], &[0, 1], 0.5).expect_err("two lengths")), "bad_argument");
    assert_eq!(code(&shop.explain(99).expect_err("no such item")), "unknown_item");
    assert_eq!(shop.item_id(99), None);
}

#[wasm_bindgen_test]
fn a_click_changes_the_order_and_erase_changes_it_back() {
    let mut shop = engine();
    let page: Vec<u32> = ["tool-saw", "toy-kite", "toy-train", "not-in-the-model"].map(|id| shop.handle(id)).to_vec();
    assert_eq!(page[3], u32::MAX);
    let before = shop.rerank(&page, &[], 1.0).expect("valid arguments");
    assert_eq!((shop.mode(), shop.reason()), ("popular".to_owned(), "no_events".to_owned()));
    shop.observe("add_to_cart", page[2], 1_764_322_267_000.0).expect("a known item");
    let after = shop.rerank(&page, &[], 1.0).expect("valid arguments");
    assert_eq!(shop.mode(), "personal");
    assert_eq!(before, [0, 1, 2, 3], "the most popular first");
    assert_eq!(after, [1, 2, 0, 3], "the kite, which follows the train in the cart, and the train before the saw");
    shop.set_enabled(false);
    assert_eq!(shop.rerank(&page, &[], 1.0).expect("valid arguments"), [0, 1, 2, 3]);
    shop.set_enabled(true);
    shop.erase();
    assert_eq!(shop.rerank(&page, &[], 1.0).expect("valid arguments"), before);
}

#[wasm_bindgen_test]
fn plain_objects_go_out() {
    let mut shop = engine();
    shop.observe("purchase", shop.handle("toy-bear"), 5.0).expect("a known item");
    let best = shop.recommend(3, &[shop.handle("toy-bear")]);
    assert_eq!(best.len(), 6, "three handles, each with its score");
    assert!(shop.item_id(best[0] as u32).expect("a handle of the model").starts_with("toy-"));
    assert!(best[1] >= best[3] && best[3] >= best[5]);
    let explanation = shop.explain(shop.handle("toy-kite")).expect("a known item");
    let parts = Array::from(&get(&explanation, "contributions"));
    let sum: f64 = parts.iter().map(|part| get(&part, "value").as_f64().expect("a number")).sum();
    assert_eq!(Some(sum), get(&explanation, "score").as_f64());
    let profile = shop.profile().expect("objects can be made");
    assert_eq!(get(&profile, "nEvents").as_f64(), Some(1.0));
    let card = shop.model().expect("objects can be made");
    assert_eq!(get(&card, "name").as_string().as_deref(), Some("Toys and tools"));
    assert_eq!(Array::from(&get(&card, "sections")).length() as usize, SECTION_IDS.len());
}
