//! Errors of the core as JavaScript `Error`s with a stable `code`.

use wasm_bindgen::JsValue;

use crate::Error;

/// Makes a JavaScript `Error` whose `code` is the error's stable code.
#[cold]
#[inline(never)]
pub(super) fn to_js(error: &Error) -> JsValue {
    let js = js_sys::Error::new(&error.message());
    // Setting a property of an object made on the line above: it is neither frozen nor a proxy, so this cannot fail.
    let _set = js_sys::Reflect::set(&js, &"code".into(), &error.code().into());
    js.into()
}
