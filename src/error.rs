//! What can go wrong, once for the whole crate: each kind has a stable code, names what was being read, and says the cure.

use core::fmt;

use crate::decimal::Decimal;

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
        Self::Section { id: id.escape_ascii().to_string(), problem }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn argument(what: &'static str, expected: &'static str, found: f64) -> Self {
        Self::Argument { what, expected, found }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel { found } => write!(
                f,
                "not a model file: expected the magic \\x89ETL\\r\\n\\x1a\\n, found \"{}\"; was it served as text, or is it an error page?",
                found.escape_ascii()
            ),
            Self::NewerFormat { min_reader, supported } => write!(
                f,
                "the model needs a reader of format {min_reader}, this one reads up to {supported}: update the etalage package or export for the older format"
            ),
            Self::Length { what, expected, found } => {
                write!(f, "{what}: expected {expected} bytes, found {found}; download the model again")
            }
            Self::Checksum { what, expected, found } => write!(
                f,
                "{what}: the checksum is {found:08x}, the file says {expected:08x}: bytes were changed on the way; download the model again"
            ),
            Self::Section { id, problem } => write!(f, "section {id}: {problem}; export the model again"),
            Self::Value { what, index, expected, found } => {
                write!(f, "{what}[{index}]: expected {expected}, found {}; export the model again", Decimal(*found))
            }
            Self::ItemIds { index, problem } => write!(f, "item id {index}: {problem}; export the model again"),
            Self::UnknownItem { id } => {
                write!(
                    f,
                    "the model has no item \"{id}\": it was trained without it, or the page uses other ids than the lake"
                )
            }
            Self::UnknownEvent { found } => write!(
                f,
                "unknown event \"{found}\": expected view_item, select_item, add_to_wishlist, add_to_cart, remove_from_cart or purchase"
            ),
            Self::Argument { what, expected, found } => {
                write!(f, "{what}: expected {expected}, found {}", Decimal(*found))
            }
        }
    }
}

impl core::error::Error for Error {}
