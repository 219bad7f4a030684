//! What can go wrong, once for the whole crate: each kind has a stable code, names what was being read, and says the cure.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Why a model could not be read, or a call could not be answered.
///
/// A pointer wide: every check hands one on, and forty bytes each time are a tenth of the shipped module.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Problem>);

impl From<Problem> for Error {
    #[cold]
    #[inline(never)]
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

/// What an [`Error`] is about.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// The bytes do not begin with the magic of a model file.
    NotAModel {
        /// The first bytes, as many as there are up to eight; a dot for each that is not printable.
        found: String,
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
    /// No item of the model has this handle.
    UnknownHandle {
        /// The handle.
        handle: u32,
    },
    /// The event has no kind that the model weighs.
    UnknownEvent {
        /// The name that came in.
        found: String,
    },
    /// A rule, a campaign or the diversity says what has no meaning.
    Rules {
        /// Rules, campaigns or diversity.
        what: &'static str,
        /// Which of them.
        index: usize,
        /// Its field.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
        /// What it is; NaN where it is no number.
        found: f64,
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

impl Problem {
    /// Returns the stable code of the error: what a program branches on.
    fn code(&self) -> &'static str {
        match self {
            Self::NotAModel { .. } => "not_a_model",
            Self::NewerFormat { .. } => "newer_format",
            Self::Length { .. } => "truncated",
            Self::Checksum { .. } => "corrupt",
            Self::Section { .. } => "bad_section",
            Self::Value { .. } => "bad_value",
            Self::ItemIds { .. } => "bad_item_ids",
            Self::UnknownItem { .. } | Self::UnknownHandle { .. } => "unknown_item",
            Self::UnknownEvent { .. } => "unknown_event",
            Self::Rules { .. } => "bad_rules",
            Self::Argument { .. } => "bad_argument",
        }
    }
}

impl Error {
    /// Returns the stable code of the error: what a program branches on.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// Returns what it is about.
    pub fn problem(&self) -> &Problem {
        &self.0
    }

    // Cold and out of line: the checks that call them stay a comparison and a branch in the shipped module.
    #[cold]
    #[inline(never)]
    pub(crate) fn value(what: &'static str, index: usize, expected: &'static str, found: f64) -> Self {
        Problem::Value { what, index: index as u64, expected, found }.into()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn length(what: &'static str, expected: u64, found: usize) -> Self {
        Problem::Length { what, expected, found: found as u64 }.into()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn section(id: [u8; 4], problem: &'static str) -> Self {
        Problem::Section { id: printed(&id), problem }.into()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn checksum(what: &[u8], expected: u32, found: u32) -> Self {
        Problem::Checksum { what: printed(what), expected, found }.into()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn argument(what: &'static str, expected: &'static str, found: f64) -> Self {
        Problem::Argument { what, expected, found }.into()
    }
}

/// What goes into a gap of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Gap<'a> {
    /// Words.
    Text(&'a str),
    /// A number.
    Number(f64),
}

impl Problem {
    /// Returns the sentence for a person, with numbered gaps: what was read, what was expected and what was found, and the
    /// cure.
    ///
    /// The sentences are data and the gaps are filled in one place, natively here and in the browser by the npm package:
    /// joining them one by one, or the formatting of the standard library, would be a tenth of the shipped module.
    pub(crate) fn sentence(&self) -> &'static str {
        match self {
            Self::NotAModel { .. } => {
                r#"not a model file: expected the magic "\x89ETL\r\n\x1a\n", found "{0}"; was it served as text, or is it an error page?"#
            }
            Self::NewerFormat { .. } => {
                "the model needs a reader of format {0}, this one reads up to {1}: update the etalage package or export for the older format"
            }
            Self::Length { .. } => "{0}: expected {1} bytes, found {2}; download the model again",
            Self::Checksum { .. } => {
                "{0}: expected the checksum {1}, found {2}: bytes were changed on the way; download the model again"
            }
            Self::Section { .. } => "section {0}: {1}; export the model again",
            Self::Value { .. } => "{0}[{1}]: expected {2}, found {3}; export the model again",
            Self::ItemIds { .. } => "item id {0}: {1}; export the model again",
            Self::UnknownItem { .. } => {
                r#"the model has no item "{0}": it was trained without it, or the page uses other ids than the lake"#
            }
            Self::UnknownHandle { .. } => "the model has no item with the handle {0}: it belongs to another model",
            Self::UnknownEvent { .. } => {
                r#"unknown event "{0}": expected view_item, select_item, add_to_wishlist, add_to_cart, remove_from_cart or purchase"#
            }
            Self::Rules { .. } => "{0}[{1}].{2}: expected {3}, found {4}; see docs/rules.md",
            Self::Argument { .. } => "{0}: expected {1}, found {2}",
        }
    }

    /// Tells what goes into the gaps, in their order.
    pub(crate) fn tell_gaps<'a>(&'a self, tell: &mut dyn FnMut(Gap<'a>)) {
        use Gap::{Number, Text};
        match self {
            Self::NotAModel { found } | Self::UnknownEvent { found } => tell(Text(found)),
            Self::NewerFormat { min_reader, supported } => {
                tell(Number((*min_reader).into()));
                tell(Number((*supported).into()));
            }
            Self::Length { what, expected, found } => {
                tell(Text(what));
                tell(Number(*expected as f64));
                tell(Number(*found as f64));
            }
            Self::Checksum { what, expected, found } => {
                tell(Text(what));
                tell(Number((*expected).into()));
                tell(Number((*found).into()));
            }
            Self::Section { id, problem } => {
                tell(Text(id));
                tell(Text(problem));
            }
            Self::Value { what, index, expected, found } => {
                tell(Text(what));
                tell(Number(*index as f64));
                tell(Text(expected));
                tell(Number(*found));
            }
            Self::ItemIds { index, problem } => {
                tell(Number(*index as f64));
                tell(Text(problem));
            }
            Self::UnknownItem { id } => tell(Text(id)),
            Self::UnknownHandle { handle } => tell(Number((*handle).into())),
            Self::Rules { what, index, field, expected, found } => {
                tell(Text(what));
                tell(Number(*index as f64));
                tell(Text(field));
                tell(Text(expected));
                tell(Number(*found));
            }
            Self::Argument { what, expected, found } => {
                tell(Text(what));
                tell(Text(expected));
                tell(Number(*found));
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gaps = Vec::new();
        self.0.tell_gaps(&mut |gap| gaps.push(gap));
        // A gap is a brace, a digit and a brace; no sentence has braces of another kind.
        let mut pieces = self.0.sentence().split(['{', '}']);
        f.write_str(pieces.next().unwrap_or_default())?;
        while let (Some(gap), Some(words)) = (pieces.next(), pieces.next()) {
            match gap.parse().ok().and_then(|gap: usize| gaps.get(gap)) {
                Some(Gap::Text(text)) => f.write_str(text)?,
                Some(Gap::Number(number)) => write!(f, "{number}")?,
                None => f.write_str(gap)?,
            }
            f.write_str(words)?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}

/// Returns bytes as text, with a dot for whatever is no printable ASCII.
pub(crate) fn printed(bytes: &[u8]) -> String {
    let printable = |&byte: &u8| if matches!(byte, b' '..=b'~') { byte } else { b'.' };
    // All of them ASCII: this is always UTF-8.
    String::from_utf8(bytes.iter().map(printable).collect()).unwrap_or_default()
}
