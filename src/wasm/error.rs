//! Errors of the core as JavaScript takes them: a flat list, of which `npm/src/errors.ts` makes a sentence.

use alloc::vec::Vec;

use wasm_bindgen::JsValue;

use super::views::{self, View};
use crate::Error;
use crate::error::Gap;

/// Gives the stable code, the sentence with its numbered gaps, and what goes into them.
#[cold]
#[inline(never)]
pub(super) fn to_js(error: &Error) -> JsValue {
    let (sentence, gaps) = error.problem().sentence();
    let mut flat = Vec::from([View::Text(error.code()), View::Text(sentence)]);
    flat.extend(gaps.iter().map(|gap| match gap {
        Gap::Text(text) => View::Text(text),
        Gap::Number(number) => View::Number(*number),
    }));
    views::to_js(&flat)
}
