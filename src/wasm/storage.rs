//! The profile in the browser's storage; only in the build with the feature `storage`.
//!
//! Writing is what the module does itself, so that its list of imports says whether it can: the sealed build has no such
//! import. `npm/src/keep/storage.ts` has the area, for asking for it may throw, and catches what the browser throws.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setItem)]
    fn set_item(key: &str, text: &str);
}

/// Stores a text under a key.
#[wasm_bindgen]
pub fn store(key: &str, text: &str) {
    set_item(key, text);
}
