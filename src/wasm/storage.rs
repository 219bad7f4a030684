//! The profile in the browser's storage; only in the build with the feature `storage`.
//!
//! The page hands the area in, for asking for it may throw. Whatever the browser throws is an error here, never a trap.

use alloc::string::String;

use wasm_bindgen::prelude::*;
use web_sys::Storage;

use super::engine::{ask, try_ask};
use super::error::to_js;
use super::views::time_ms;

/// What every key of ours begins with.
const PREFIX: &str = "etalage:";

/// Stores the profile under a name, with the time.
///
/// # Errors
/// The browser's own exception, such as `QuotaExceededError`, or `bad_argument` for a time that no date holds.
#[wasm_bindgen]
pub fn save(area: &Storage, name: &str, now_ms: f64) -> Result<(), JsValue> {
    let now_ms = time_ms(now_ms).map_err(|error| to_js(&error))?;
    area.set_item(&key(name), &ask(|shop| shop.stored_profile(now_ms)))
}

/// Takes the stored profile, unless there is none; one that is too old, from the future or no profile is removed.
///
/// # Errors
/// The browser's own exception, `bad_profile`, or `bad_argument` for a time that no date holds.
#[wasm_bindgen]
pub fn restore(area: &Storage, name: &str, now_ms: f64, ttl_ms: f64) -> Result<bool, JsValue> {
    let key = key(name);
    let Some(stored) = area.get_item(&key)? else { return Ok(false) };
    let restored = try_ask(|shop| shop.restore_profile(&stored, time_ms(now_ms)?, ttl_ms));
    if !matches!(restored, Ok(true)) {
        area.remove_item(&key)?;
    }
    restored
}

fn key(name: &str) -> String {
    let mut key = String::from(PREFIX);
    key.push_str(name);
    key
}
