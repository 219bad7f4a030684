//! The one class that the npm package wraps.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::error::to_js;
use super::views;
use crate::session::EventKind;
use crate::{Model, Personalizer};

/// A model in front of one visitor.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    pub(super) inner: Personalizer,
}

#[wasm_bindgen]
impl Engine {
    /// Checks a model file whole and takes it over.
    ///
    /// # Errors
    /// Any of the format's errors.
    #[wasm_bindgen(constructor)]
    pub fn new(model: Vec<u8>) -> Result<Engine, JsValue> {
        let model = Model::decode(model).map_err(|error| to_js(&error))?;
        Ok(Self { inner: Personalizer::new(model) })
    }

    /// Returns the handle of an item, 0xFFFFFFFF when the model does not have it.
    pub fn handle(&self, item_id: &str) -> u32 {
        self.inner.model().find(item_id).unwrap_or(u32::MAX)
    }

    /// Returns the id of an item.
    #[wasm_bindgen(js_name = itemId)]
    pub fn item_id(&self, handle: u32) -> Option<String> {
        self.inner.model().item_id(handle).map(str::to_owned)
    }

    /// Takes note of an event, by the number of its kind, at a time in ms since the Unix epoch.
    ///
    /// # Errors
    /// `unknown_event`, `unknown_item`, or `bad_argument` for a time that no date holds.
    pub fn observe(&mut self, kind: u8, handle: u32, at_ms: f64) -> Result<(), JsValue> {
        EventKind::from_number(kind)
            .and_then(|kind| self.inner.observe(kind, handle, views::time_ms(at_ms)?))
            .map_err(|error| to_js(&error))
    }

    /// Takes the rules that hold from here on, as `encodeRules` makes them.
    ///
    /// # Errors
    /// `bad_rules` with the rule's place and the field.
    #[wasm_bindgen(js_name = setRules)]
    pub fn set_rules(&mut self, texts: &str, numbers: &[f64]) -> Result<(), JsValue> {
        self.inner.set_rules(texts, numbers).map_err(|error| to_js(&error))
    }

    /// Returns the number of products shown; for each slot the original position of the product that comes there; then
    /// the positions of the hidden ones.
    ///
    /// # Errors
    /// `bad_argument` for a strength outside [0, 1] or lists of different lengths.
    pub fn rerank(
        &mut self,
        handles: &[u32],
        out_of_stock: &[u8],
        strength: f32,
        now_ms: f64,
    ) -> Result<Vec<u32>, JsValue> {
        let out_of_stock: Vec<bool> = out_of_stock.iter().map(|&flag| flag != 0).collect();
        let arranged = self.inner.arrange(handles, &out_of_stock, strength, now_ms).map_err(|error| to_js(&error))?;
        let mut flat = Vec::with_capacity(1 + handles.len());
        flat.push(arranged.order.len() as u32);
        flat.extend_from_slice(&arranged.order);
        flat.extend_from_slice(&arranged.hidden);
        Ok(flat)
    }

    /// Returns why an order has the mode that it has: 0 off, 1 no events, 2 few, 3 enough.
    pub fn reason(&self) -> u8 {
        self.inner.reason() as u8
    }

    /// Returns the `k` best items: handle, score, handle, score and so on.
    pub fn recommend(&self, k: u32, exclude: &[u32]) -> Vec<f64> {
        let best = self.inner.recommend(k as usize, exclude);
        best.iter().flat_map(|best| [f64::from(best.item), f64::from(best.score)]).collect()
    }

    /// Returns an item's score and the parts that sum exactly to it.
    ///
    /// # Errors
    /// `unknown_item`.
    pub fn explain(&self, handle: u32) -> Result<JsValue, JsValue> {
        let explanation = self.inner.explain(handle).map_err(|error| to_js(&error))?;
        Ok(views::explanation(&self.inner, &explanation))
    }

    /// Returns what is known of this visitor: events and segment probabilities.
    pub fn profile(&self) -> JsValue {
        views::profile(&self.inner)
    }

    /// Returns what is known of the model: name, window, sizes, segments, thresholds, sections.
    pub fn model(&self) -> JsValue {
        views::model_card(self.inner.model())
    }

    /// Returns the profile as text.
    #[wasm_bindgen(js_name = exportProfile)]
    pub fn export_profile(&self) -> String {
        self.inner.export_profile()
    }

    /// Takes a profile in place of the present one and returns the number of events kept.
    ///
    /// # Errors
    /// `bad_profile`, and nothing changed, for a text that is none.
    #[wasm_bindgen(js_name = importProfile)]
    pub fn import_profile(&mut self, text: &str) -> Result<u32, JsValue> {
        let imported = self.inner.import_profile(text).map_err(|error| to_js(&error))?;
        Ok(imported.kept as u32)
    }

    /// Switches personalization on or off.
    #[wasm_bindgen(js_name = setEnabled)]
    pub fn set_enabled(&mut self, enabled: bool) {
        self.inner.set_enabled(enabled);
    }

    /// Forgets the visitor.
    pub fn erase(&mut self) {
        self.inner.erase();
    }
}
