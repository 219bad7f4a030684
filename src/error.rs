//! What can go wrong, once for the whole crate: each kind has a stable code, names what was being read, and says the cure.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// Why a model could not be read, or a call could not be answered.
///
/// A pointer wide: every check hands one on, and forty bytes each time are a tenth of the shipped module.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Body>);

/// An error's kind and what goes into its sentence. Every kind has the same fields, so that one function makes any of
/// them and one hands any of them on.
#[derive(Debug, Clone, PartialEq)]
struct Body {
    kind: Kind,
    /// Gaps 0 to 2.
    texts: [&'static str; 3],
    /// Gaps 3 to 5.
    numbers: [f64; 3],
    /// Gap 6: what was found, where that is a text.
    found: String,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    NotAModel,
    NewerFormat,
    Length,
    Checksum,
    Section,
    Value,
    ItemIds,
    UnknownItem,
    UnknownHandle,
    UnknownEvent,
    Rules,
    Argument,
}

/// For each kind the stable code, which a program branches on, and the sentence for a person, with numbered gaps: what was
/// read, what was expected and what was found, and the cure.
///
/// The sentences are data and the gaps are filled in one place, natively here and in the browser by the npm package:
/// joining them one by one, or the formatting of the standard library, would be a tenth of the shipped module.
static KINDS: [(&str, &str); 12] = [
    (
        "not_a_model",
        r#"not a model file: expected the magic "\x89ETL\r\n\x1a\n", found "{6}"; was it served as text, or is it an error page?"#,
    ),
    (
        "newer_format",
        "the model needs a reader of format {3}, this one reads up to {4}: update the etalage package or export for the older format",
    ),
    ("truncated", "{0}: expected {3} bytes, found {4}; download the model again"),
    ("corrupt", "{6}: expected the checksum {3}, found {4}: bytes were changed on the way; download the model again"),
    ("bad_section", "section {6}: {0}; export the model again"),
    ("bad_value", "{0}[{3}]: expected {1}, found {4}; export the model again"),
    ("bad_item_ids", "item id {3}: {0}; export the model again"),
    (
        "unknown_item",
        r#"the model has no item "{6}": it was trained without it, or the page uses other ids than the lake"#,
    ),
    ("unknown_item", "the model has no item with the handle {3}: it belongs to another model"),
    (
        "unknown_event",
        r#"unknown event "{6}": expected view_item, select_item, add_to_wishlist, add_to_cart, remove_from_cart or purchase"#,
    ),
    ("bad_rules", "{0}[{3}].{1}: expected {2}, found {4}; see docs/rules.md"),
    ("bad_argument", "{0}: expected {1}, found {3}"),
];

// Cold and out of line: the checks that call them stay a comparison and a branch in the shipped module.
impl Error {
    #[cold]
    #[inline(never)]
    fn new(kind: Kind, texts: [&'static str; 3], numbers: [f64; 3], found: String) -> Self {
        Self(Box::new(Body { kind, texts, numbers, found }))
    }

    pub(crate) fn not_a_model(first_bytes: &[u8]) -> Self {
        Self::new(Kind::NotAModel, [""; 3], [0.0; 3], printed(first_bytes))
    }

    pub(crate) fn newer_format(min_reader: u16, supported: u16) -> Self {
        Self::new(Kind::NewerFormat, [""; 3], [min_reader.into(), supported.into(), 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn value(what: &'static str, index: usize, expected: &'static str, found: f64) -> Self {
        Self::new(Kind::Value, [what, expected, ""], [index as f64, found, 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn length(what: &'static str, expected: u64, found: usize) -> Self {
        Self::new(Kind::Length, [what, "", ""], [expected as f64, found as f64, 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn section(id: &[u8], problem: &'static str) -> Self {
        Self::new(Kind::Section, [problem, "", ""], [0.0; 3], printed(id))
    }

    pub(crate) fn checksum(what: &[u8], expected: u32, found: u32) -> Self {
        Self::new(Kind::Checksum, [""; 3], [expected.into(), found.into(), 0.0], printed(what))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn item_ids(index: usize, problem: &'static str) -> Self {
        Self::new(Kind::ItemIds, [problem, "", ""], [index as f64, 0.0, 0.0], String::new())
    }

    pub(crate) fn unknown_item(id: &str) -> Self {
        Self::new(Kind::UnknownItem, [""; 3], [0.0; 3], id.chars().take(64).collect())
    }

    pub(crate) fn unknown_handle(handle: u32) -> Self {
        Self::new(Kind::UnknownHandle, [""; 3], [handle.into(), 0.0, 0.0], String::new())
    }

    pub(crate) fn unknown_event(name: &str) -> Self {
        Self::new(Kind::UnknownEvent, [""; 3], [0.0; 3], name.chars().take(64).collect())
    }

    /// `what` is rules, campaigns or diversity, `index` which of them.
    pub(crate) fn rules(
        what: &'static str,
        index: usize,
        field: &'static str,
        expected: &'static str,
        found: f64,
    ) -> Self {
        Self::new(Kind::Rules, [what, field, expected], [index as f64, found, 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn argument(what: &'static str, expected: &'static str, found: f64) -> Self {
        Self::new(Kind::Argument, [what, expected, ""], [found, 0.0, 0.0], String::new())
    }

    /// Returns the stable code of the error: what a program branches on.
    pub fn code(&self) -> &'static str {
        KINDS[self.0.kind as usize].0
    }

    /// Returns the sentence with its gaps, and what goes into them: texts 0 to 2, numbers 3 to 5, text 6.
    pub(crate) fn told(&self) -> (&'static str, &[&'static str; 3], &[f64; 3], &str) {
        (KINDS[self.0.kind as usize].1, &self.0.texts, &self.0.numbers, &self.0.found)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sentence, texts, numbers, found) = self.told();
        // A gap is a brace, a digit and a brace; no sentence has braces of another kind.
        let mut pieces = sentence.split(['{', '}']);
        f.write_str(pieces.next().unwrap_or_default())?;
        while let (Some(gap), Some(words)) = (pieces.next(), pieces.next()) {
            match gap.parse() {
                Ok(gap @ 0..3_usize) => f.write_str(texts[gap])?,
                Ok(gap @ 3..6) => write!(f, "{}", numbers[gap - 3])?,
                _ => f.write_str(found)?,
            }
            f.write_str(words)?;
        }
        Ok(())
    }
}

impl core::error::Error for Error {}

/// Returns bytes as text, with a dot for whatever is no printable ASCII.
fn printed(bytes: &[u8]) -> String {
    let printable = |&byte: &u8| if matches!(byte, b' '..=b'~') { byte } else { b'.' };
    // All of them ASCII: this is always UTF-8.
    String::from_utf8(bytes.iter().map(printable).collect()).unwrap_or_default()
}
