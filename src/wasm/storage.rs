//! The profile in the browser's storage; only in the build with the feature `storage`.
//!
//! The page hands the area in, for asking for it may throw. Whatever the browser throws is an error here, never a trap.

use alloc::string::String;

use wasm_bindgen::prelude::*;
use web_sys::Storage;

use super::Engine;
use super::error::to_js;
use super::views::time_ms;

/// What every key of ours begins with.
const PREFIX: &str = "etalage:";

#[wasm_bindgen]
impl Engine {
    /// Stores the profile under a name, with the time.
    ///
    /// # Errors
    /// The browser's own exception, such as `QuotaExceededError`, or `bad_argument` for a time that no date holds.
    pub fn save(&self, area: &Storage, name: &str, now_ms: f64) -> Result<(), JsValue> {
        let stored = time_ms(now_ms).map(|now_ms| self.inner.stored_profile(now_ms));
        area.set_item(&key(name), &stored.map_err(|error| to_js(&error))?)
    }

    /// Takes the stored profile, unless there is none; one that is too old, from the future or no profile is removed.
    ///
    /// # Errors
    /// The browser's own exception, `bad_profile`, or `bad_argument` for a time that no date holds.
    pub fn restore(&mut self, area: &Storage, name: &str, now_ms: f64, ttl_ms: f64) -> Result<bool, JsValue> {
        let Some(stored) = area.get_item(&key(name))? else { return Ok(false) };
        let restored = time_ms(now_ms).and_then(|now_ms| self.inner.restore_profile(&stored, now_ms, ttl_ms));
        if restored != Ok(true) {
            area.remove_item(&key(name))?;
        }
        restored.map_err(|error| to_js(&error))
    }

    /// Removes the stored profile.
    ///
    /// # Errors
    /// The browser's own exception.
    pub fn remove(&self, area: &Storage, name: &str) -> Result<(), JsValue> {
        area.remove_item(&key(name))
    }
}

fn key(name: &str) -> String {
    [PREFIX, name].concat()
}
