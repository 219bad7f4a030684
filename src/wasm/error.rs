//! Errors of the core as JavaScript takes them: a flat list, of which `npm/src/errors.ts` makes a sentence.

use wasm_bindgen::JsValue;

use super::views::Flat;
use crate::Error;
use crate::error::Gap;

/// Gives the stable code, the sentence with its numbered gaps, and what goes into them.
#[cold]
#[inline(never)]
pub(super) fn to_js(error: &Error) -> JsValue {
    let problem = error.problem();
    let mut flat = Flat::default();
    flat.text(error.code());
    flat.text(problem.sentence());
    problem.tell_gaps(&mut |gap| match gap {
        Gap::Text(text) => flat.text(text),
        Gap::Number(number) => flat.number(number),
    });
    flat.to_js()
}
