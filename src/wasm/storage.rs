//! The profile in the browser's storage; only in the build with the feature `storage`.
//!
//! Writing is what the module does itself, so that its list of imports says whether it can: the sealed build has no such
//! import. The page hands the area in, for asking for it may throw; whatever the browser throws goes on to the page.

use wasm_bindgen::prelude::*;
use web_sys::Storage;

/// Stores a text under a key.
///
/// # Errors
/// The browser's own exception, such as `QuotaExceededError`.
#[wasm_bindgen]
pub fn store(area: &Storage, key: &str, text: &str) -> Result<(), JsValue> {
    area.set_item(key, text)
}
