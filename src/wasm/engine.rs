//! What the npm package calls: one instance of the module holds one model in front of one visitor.
//!
//! Functions rather than a class: an instance that trapped is thrown away whole, so there is never a second engine in it,
//! and wasm-bindgen's counting of references and borrows, once for each method, would be a twentieth of the module.

use alloc::vec::Vec;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::error::to_js;
use super::views;
use crate::session::{Event, EventKind};
use crate::{Error, Model, Personalizer};

std::thread_local! {
    /// The engine of this instance, once a model was opened.
    static ENGINE: RefCell<Option<Personalizer>> = const { RefCell::new(None) };
}

/// Asks the engine.
///
/// # Panics
/// Before a model was opened, which the package does first.
pub(super) fn ask<T>(question: impl FnOnce(&mut Personalizer) -> T) -> T {
    #[expect(clippy::expect_used, reason = "the package opens a model before it asks anything")]
    ENGINE.with_borrow_mut(|engine| question(engine.as_mut().expect("an opened model")))
}

/// Asks the engine what it may refuse.
pub(super) fn try_ask<T>(question: impl FnOnce(&mut Personalizer) -> Result<T, Error>) -> Result<T, JsValue> {
    ask(question).map_err(|error| to_js(&error))
}

/// Checks a model file whole and takes it over, in place of the one before.
///
/// # Errors
/// Any of the format's errors.
#[wasm_bindgen]
pub fn open(model: Vec<u8>) -> Result<(), JsValue> {
    let engine = Personalizer::new(Model::decode(model).map_err(|error| to_js(&error))?);
    ENGINE.set(Some(engine));
    Ok(())
}

/// Returns the handle of an item, 0xFFFFFFFF when the model does not have it.
#[wasm_bindgen]
pub fn handle(item_id: &str) -> u32 {
    ask(|shop| shop.model().find(item_id).unwrap_or(u32::MAX))
}

/// Takes note of an event, by the number of its kind, at a time in ms since the Unix epoch.
///
/// # Errors
/// `unknown_item`, or `bad_argument` for a kind that is none or a time that no date holds.
#[wasm_bindgen]
pub fn observe(kind: u8, handle: u32, at_ms: f64) -> Result<(), JsValue> {
    try_ask(|shop| shop.observe(EventKind::from_number(kind)?, handle, views::time_ms(at_ms)?))
}

/// Takes the rules that hold from here on, as `encodeRules` makes them.
///
/// # Errors
/// `bad_rules` with the rule's place and the field.
#[wasm_bindgen(js_name = setRules)]
pub fn set_rules(texts: &str, numbers: &[f64]) -> Result<(), JsValue> {
    try_ask(|shop| shop.set_rules(texts, numbers))
}

/// Returns the number of products shown; for each slot the original position of the product that comes there; then the
/// positions of the hidden ones.
///
/// # Errors
/// `bad_argument` for a strength outside [0, 1] or lists of different lengths.
#[wasm_bindgen]
pub fn rerank(handles: &[u32], out_of_stock: &[u8], strength: f32, now_ms: f64) -> Result<Vec<u32>, JsValue> {
    let out_of_stock: Vec<bool> = out_of_stock.iter().map(|&flag| flag != 0).collect();
    let arranged = try_ask(|shop| shop.arrange(handles, &out_of_stock, strength, now_ms))?;
    let mut flat = Vec::with_capacity(1 + handles.len());
    flat.push(arranged.order.len() as u32);
    flat.extend_from_slice(&arranged.order);
    flat.extend_from_slice(&arranged.hidden);
    Ok(flat)
}

/// Returns why an order has the mode that it has: 0 off, 1 no events, 2 few, 3 enough.
#[wasm_bindgen]
pub fn reason() -> u8 {
    ask(|shop| shop.reason() as u8)
}

/// Returns the `k` best items: id, score, id, score and so on.
#[wasm_bindgen]
pub fn recommend(k: u32, exclude: &[u32]) -> JsValue {
    ask(|shop| views::best(shop.model(), &shop.recommend(k as usize, exclude)))
}

/// Returns an item's score and the parts that sum exactly to it.
///
/// # Errors
/// `unknown_item`.
#[wasm_bindgen]
pub fn explain(handle: u32) -> Result<JsValue, JsValue> {
    try_ask(|shop| Ok(views::explanation(shop, &shop.explain(handle)?)))
}

/// Returns what is known of this visitor: events and segment probabilities.
#[wasm_bindgen]
pub fn profile() -> JsValue {
    ask(|shop| views::profile(shop))
}

/// Returns what is known of the model: name, sizes, window, thresholds, tier, ε, δ, segments, sections.
#[wasm_bindgen]
pub fn model() -> JsValue {
    ask(|shop| views::model_card(shop.model()))
}

/// Takes events in place of the present ones, from three lists of one length: kinds, handles, times in ms.
///
/// # Errors
/// As [`observe`], and nothing changed.
#[wasm_bindgen]
pub fn replay(kinds: &[u8], handles: &[u32], at_ms: &[f64]) -> Result<(), JsValue> {
    let event = |((&kind, &item), &at_ms): ((&u8, &u32), &f64)| {
        Ok(Event { at_ms: views::time_ms(at_ms)?, item, kind: EventKind::from_number(kind)? })
    };
    try_ask(|shop| shop.replay(kinds.iter().zip(handles).zip(at_ms).map(event)))
}

/// Switches personalization on or off.
#[wasm_bindgen(js_name = setEnabled)]
pub fn set_enabled(enabled: bool) {
    ask(|shop| shop.set_enabled(enabled));
}

/// Forgets the visitor.
#[wasm_bindgen]
pub fn erase() {
    ask(Personalizer::erase);
}
