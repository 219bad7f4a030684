//! What can go wrong, once for the whole crate: each kind has a stable code, names what was being read, and says the cure.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::digits::{decimal, digits};

/// Why a model could not be read, or a call could not be answered.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes do not begin with the magic of a model file.
    NotAModel {
        /// The first bytes, as many as there are up to eight.
        found: Vec<u8>,
    },
    /// The file asks for a newer reader than this one.
    NewerFormat {
        /// The oldest format version whose readers may read the file.
        min_reader: u16,
        /// The format version that this reader knows.
        supported: u16,
    },
    /// The bytes end before `what` does, or go on after it.
    Length {
        /// The field or section.
        what: &'static str,
        /// Its length in bytes, as stated or computed.
        expected: u64,
        /// The bytes that there are.
        found: u64,
    },
    /// The bytes of `what` are not the ones that were written.
    Checksum {
        /// The header or section.
        what: String,
        /// The CRC-32 in the file.
        expected: u32,
        /// The CRC-32 of the bytes.
        found: u32,
    },
    /// A section lies elsewhere than the format puts it, is there twice, is missing, or is not known.
    Section {
        /// The four letters of the section.
        id: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A value has no meaning in its place.
    Value {
        /// The field.
        what: &'static str,
        /// Where in the field, 0 for a single value.
        index: u64,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: f64,
    },
    /// The item ids are not what a model's may be.
    ItemIds {
        /// The place of the id.
        index: u64,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// No item of the model has this id.
    UnknownItem {
        /// The id, or the handle as text.
        id: String,
    },
    /// The event has no kind that the model weighs.
    UnknownEvent {
        /// The name that came in.
        found: String,
    },
    /// An argument of a call is out of its range, or does not fit the others.
    Argument {
        /// The argument.
        what: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is.
        found: f64,
    },
}

impl Error {
    /// Returns the stable code of the error: what a program branches on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAModel { .. } => "not_a_model",
            Self::NewerFormat { .. } => "newer_format",
            Self::Length { .. } => "truncated",
            Self::Checksum { .. } => "corrupt",
            Self::Section { .. } => "bad_section",
            Self::Value { .. } => "bad_value",
            Self::ItemIds { .. } => "bad_item_ids",
            Self::UnknownItem { .. } => "unknown_item",
            Self::UnknownEvent { .. } => "unknown_event",
            Self::Argument { .. } => "bad_argument",
        }
    }

    // Cold and out of line: the checks that call them stay a comparison and a branch in the shipped module.
    #[cold]
    #[inline(never)]
    pub(crate) fn value(what: &'static str, index: usize, expected: &'static str, found: f64) -> Self {
        Self::Value { what, index: index as u64, expected, found }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn length(what: &'static str, expected: u64, found: usize) -> Self {
        Self::Length { what, expected, found: found as u64 }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn section(id: [u8; 4], problem: &'static str) -> Self {
        Self::Section { id: printed(&id), problem }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn checksum(what: &[u8], expected: u32, found: u32) -> Self {
        Self::Checksum { what: printed(what), expected, found }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn argument(what: &'static str, expected: &'static str, found: f64) -> Self {
        Self::Argument { what, expected, found }
    }
}

impl Error {
    /// Returns the sentence for a person: what was read, what was expected and what was found, and the cure.
    ///
    /// Joined by hand: the formatting of the standard library would be a tenth of the shipped module.
    pub(crate) fn message(&self) -> String {
        let whole = |number: u64| digits(number, 10, 1);
        match self {
            Self::NotAModel { found } => joined(&[
                "not a model file: expected the magic \\x89ETL\\r\\n\\x1a\\n, found \"",
                &printed(found),
                "\"; was it served as text, or is it an error page?",
            ]),
            Self::NewerFormat { min_reader, supported } => joined(&[
                "the model needs a reader of format ",
                &whole((*min_reader).into()),
                ", this one reads up to ",
                &whole((*supported).into()),
                ": update the etalage package or export for the older format",
            ]),
            Self::Length { what, expected, found } => joined(&[
                what,
                ": expected ",
                &whole(*expected),
                " bytes, found ",
                &whole(*found),
                "; download the model again",
            ]),
            Self::Checksum { what, expected, found } => joined(&[
                what,
                ": the checksum is ",
                &digits((*found).into(), 16, 8),
                ", the file says ",
                &digits((*expected).into(), 16, 8),
                ": bytes were changed on the way; download the model again",
            ]),
            Self::Section { id, problem } => joined(&["section ", id, ": ", problem, "; export the model again"]),
            Self::Value { what, index, expected, found } => joined(&[
                what,
                "[",
                &whole(*index),
                "]: expected ",
                expected,
                ", found ",
                &decimal(*found),
                "; export the model again",
            ]),
            Self::ItemIds { index, problem } => {
                joined(&["item id ", &whole(*index), ": ", problem, "; export the model again"])
            }
            Self::UnknownItem { id } => joined(&[
                "the model has no item \"",
                id,
                "\": it was trained without it, or the page uses other ids than the lake",
            ]),
            Self::UnknownEvent { found } => joined(&[
                "unknown event \"",
                found,
                "\": expected view_item, select_item, add_to_wishlist, add_to_cart, remove_from_cart or purchase",
            ]),
            Self::Argument { what, expected, found } => {
                joined(&[what, ": expected ", expected, ", found ", &decimal(*found)])
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for Error {}

/// Returns bytes as text, whatever is no printable ASCII as `\xNN`.
fn printed(bytes: &[u8]) -> String {
    let mut text = String::new();
    for &byte in bytes {
        if matches!(byte, b' '..=b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str("\\x");
            text.push_str(&digits(byte.into(), 16, 2));
        }
    }
    text
}

#[inline(never)]
fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}
