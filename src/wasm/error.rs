//! Errors of the core as JavaScript takes them: a flat list, of which `npm/src/errors.ts` makes a sentence.

use wasm_bindgen::JsValue;

use super::views::Flat;
use crate::Error;

/// Gives the stable code, the sentence with its numbered gaps, and what goes into them.
#[cold]
#[inline(never)]
pub(super) fn to_js(error: &Error) -> JsValue {
    let (sentence, texts, numbers, found) = error.told();
    let mut flat = Flat::new();
    flat.text(error.code());
    flat.text(sentence);
    for text in texts {
        flat.text(text);
    }
    for number in numbers {
        flat.number(*number);
    }
    flat.text(found);
    flat.into_js()
}
