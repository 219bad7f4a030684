//! The profile in the browser's storage; only in the build with the feature `storage`.
//!
//! The page hands the area in, for asking for it may throw. Whatever the browser throws goes on to the page. That the
//! module can store at all is seen in its list of imports: the sealed build has none of these.

use alloc::string::String;

use wasm_bindgen::prelude::*;
use web_sys::Storage;

/// What every key of ours begins with.
const PREFIX: &str = "etalage:";

/// Stores a text under a name.
///
/// # Errors
/// The browser's own exception, such as `QuotaExceededError`.
#[wasm_bindgen]
pub fn store(area: &Storage, name: &str, text: &str) -> Result<(), JsValue> {
    area.set_item(&key(name), text)
}

/// Returns the text that is stored under a name.
///
/// # Errors
/// The browser's own exception, such as `SecurityError`.
#[wasm_bindgen]
pub fn stored(area: &Storage, name: &str) -> Result<Option<String>, JsValue> {
    area.get_item(&key(name))
}

fn key(name: &str) -> String {
    let mut key = String::from(PREFIX);
    key.push_str(name);
    key
}
