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
    kind: &'static Kind,
    /// Gaps 0 to 2.
    texts: [&'static str; 3],
    /// Gaps 3 to 5.
    numbers: [f64; 3],
    /// Gap 6: what was found, where that is a text.
    found: String,
}

/// What all errors of a kind have in common. A static each: what a build never refuses leaves no words in it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Kind {
    /// The stable code, which a program branches on.
    code: &'static str,
    /// The sentence for a person, with numbered gaps: what was read, what was expected and what was found, and the cure.
    ///
    /// The sentences are data and the gaps are filled in one place, natively here and in the browser by the npm package:
    /// joining them one by one, or the formatting of the standard library, would be a tenth of the shipped module.
    sentence: &'static str,
}

static NOT_A_MODEL: Kind = Kind {
    code: "not_a_model",
    sentence: r#"not a model file: expected the magic "\x89ETL\r\n\x1a\n", found "{6}"; was it served as text, or is it an error page?"#,
};

static NEWER_FORMAT: Kind = Kind {
    code: "newer_format",
    sentence: "the model needs a reader of format {3}, this one reads up to {4}: update the etalage package or export for the older format",
};

static LENGTH: Kind =
    Kind { code: "truncated", sentence: "{0}: expected {3} bytes, found {4}; download the model again" };

static CHECKSUM: Kind = Kind {
    code: "corrupt",
    sentence: "{6}: expected the checksum {3}, found {4}: bytes were changed on the way; download the model again",
};

static SECTION: Kind = Kind { code: "bad_section", sentence: "section {6}: {0}; export the model again" };

static VALUE: Kind = Kind { code: "bad_value", sentence: "{0}[{3}]: expected {1}, found {4}; export the model again" };

static ITEM_IDS: Kind = Kind { code: "bad_item_ids", sentence: "item id {3}: {0}; export the model again" };

static UNKNOWN_ITEM: Kind = Kind {
    code: "unknown_item",
    sentence: r#"the model has no item "{6}": it was trained without it, or the page uses other ids than the lake"#,
};

static UNKNOWN_HANDLE: Kind =
    Kind { code: "unknown_item", sentence: "the model has no item with the handle {3}: it belongs to another model" };

static UNKNOWN_EVENT: Kind = Kind {
    code: "unknown_event",
    sentence: r#"unknown event "{6}": expected view_item, select_item, add_to_wishlist, add_to_cart, remove_from_cart or purchase"#,
};

static RULES: Kind = Kind { code: "bad_rules", sentence: "{0}[{3}].{1}: expected {2}, found {4}; see docs/rules.md" };

static ARGUMENT: Kind = Kind { code: "bad_argument", sentence: "{0}: expected {1}, found {3}" };

// Cold and out of line: the checks that call them stay a comparison and a branch in the shipped module.
impl Error {
    #[cold]
    #[inline(never)]
    fn new(kind: &'static Kind, texts: [&'static str; 3], numbers: [f64; 3], found: String) -> Self {
        Self(Box::new(Body { kind, texts, numbers, found }))
    }

    pub(crate) fn not_a_model(first_bytes: &[u8]) -> Self {
        Self::new(&NOT_A_MODEL, [""; 3], [0.0; 3], printed(first_bytes))
    }

    pub(crate) fn newer_format(min_reader: u16, supported: u16) -> Self {
        Self::new(&NEWER_FORMAT, [""; 3], [min_reader.into(), supported.into(), 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn value(what: &'static str, index: usize, expected: &'static str, found: f64) -> Self {
        Self::new(&VALUE, [what, expected, ""], [index as f64, found, 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn length(what: &'static str, expected: u64, found: usize) -> Self {
        Self::new(&LENGTH, [what, "", ""], [expected as f64, found as f64, 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn section(id: &[u8], problem: &'static str) -> Self {
        Self::new(&SECTION, [problem, "", ""], [0.0; 3], printed(id))
    }

    pub(crate) fn checksum(what: &[u8], expected: u32, found: u32) -> Self {
        Self::new(&CHECKSUM, [""; 3], [expected.into(), found.into(), 0.0], printed(what))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn item_ids(index: usize, problem: &'static str) -> Self {
        Self::new(&ITEM_IDS, [problem, "", ""], [index as f64, 0.0, 0.0], String::new())
    }

    pub(crate) fn unknown_item(id: &str) -> Self {
        Self::new(&UNKNOWN_ITEM, [""; 3], [0.0; 3], id.chars().take(64).collect())
    }

    pub(crate) fn unknown_handle(handle: u32) -> Self {
        Self::new(&UNKNOWN_HANDLE, [""; 3], [handle.into(), 0.0, 0.0], String::new())
    }

    pub(crate) fn unknown_event(name: &str) -> Self {
        Self::new(&UNKNOWN_EVENT, [""; 3], [0.0; 3], name.chars().take(64).collect())
    }

    /// `what` is rules, campaigns or diversity, `index` which of them.
    pub(crate) fn rules(
        what: &'static str,
        index: usize,
        field: &'static str,
        expected: &'static str,
        found: f64,
    ) -> Self {
        Self::new(&RULES, [what, field, expected], [index as f64, found, 0.0], String::new())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn argument(what: &'static str, expected: &'static str, found: f64) -> Self {
        Self::new(&ARGUMENT, [what, expected, ""], [found, 0.0, 0.0], String::new())
    }

    /// Returns the stable code of the error: what a program branches on.
    pub fn code(&self) -> &'static str {
        self.0.kind.code
    }

    /// Returns the sentence with its gaps, and what goes into them: texts 0 to 2, numbers 3 to 5, text 6.
    pub(crate) fn told(&self) -> (&'static str, &[&'static str; 3], &[f64; 3], &str) {
        (self.0.kind.sentence, &self.0.texts, &self.0.numbers, &self.0.found)
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
