//! Errors of the core as JavaScript takes them: an answer, of which `npm/src/errors.ts` makes a sentence.

use super::views::{number, text};
use crate::Error;

/// Tells the stable code, the sentence with its numbered gaps, and what goes into them.
#[cold]
#[inline(never)]
pub(super) fn refuse(error: &Error) {
    let (sentence, texts, numbers, found) = error.told();
    text(error.code());
    text(sentence);
    for filling in texts {
        text(filling);
    }
    for filling in numbers {
        number(*filling);
    }
    text(found);
}
