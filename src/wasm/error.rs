//! Errors of the core as JavaScript `Error`s with a stable `code`.

use wasm_bindgen::{JsCast, JsValue};

use super::views::{JsError, Plain};
use crate::Error;

/// Makes a JavaScript `Error` whose `code` is the error's stable code.
#[cold]
#[inline(never)]
pub(super) fn to_js(error: &Error) -> JsValue {
    let js: Plain = JsError::new(&error.message()).unchecked_into();
    js.text("code", error.code());
    js.into()
}
