//! The form of identifiers: what spreadsheets, floats and editors do to one on its way, so that it joins nothing any more.
//!
//! Invariants: ids that [`bare`] takes for one are the same id but for their form.
//! Does not: change an id unless the rules ask for it ([`Spelling`]).

mod lookalikes;

use std::borrow::Cow;
use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;

pub(super) use lookalikes::{Lookalikes, Mixture};

use super::config::{IdCase, IdForm, Rules};

/// How ids are spelled before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spelling {
    case: IdCase,
    form: IdForm,
}

/// What an id's text looks like, when it is not plain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// None of the others.
    Plain,
    /// `17850.0`.
    PointZero,
    /// `007`.
    Padded,
    /// Letters with their accents apart.
    Decomposed,
    /// Letters that nobody sees.
    Invisible,
    /// `4.05678E+12`: the digits after the sixth are lost.
    Scientific,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "are plain",
            Self::PointZero => "end in .0",
            Self::Padded => "begin with zeros",
            Self::Decomposed => "have accents apart from their letters (NFD)",
            Self::Invisible => "hold characters that nobody sees",
            Self::Scientific => "are numbers in scientific notation",
        })
    }
}

impl Rules {
    /// Returns how item ids are spelled.
    pub(crate) fn item_ids(&self) -> Spelling {
        Spelling { case: self.item_id_case, form: self.item_id_form }
    }

    /// Returns how customer ids are spelled.
    pub(crate) fn customer_ids(&self) -> Spelling {
        Spelling { case: IdCase::AsIs, form: self.customer_id_form }
    }
}

impl Spelling {
    /// Returns the id as the rules spell it.
    #[inline]
    pub(crate) fn of(self, id: &str) -> Cow<'_, str> {
        // What nearly every lake asks for, millions of times.
        if self.case == IdCase::AsIs && self.form == IdForm::AsIs { Cow::Borrowed(id) } else { self.spelled(id) }
    }

    fn spelled(self, id: &str) -> Cow<'_, str> {
        let formed = match self.form {
            IdForm::AsIs => Cow::Borrowed(id),
            IdForm::Whole => map(composed(id), without_point_zero),
            IdForm::Unpadded => map(map(composed(id), without_point_zero), without_padding),
        };
        let changes = |change: fn(&char) -> bool| formed.chars().any(|character| change(&character));
        match self.case {
            IdCase::Upper if changes(|character| character.is_lowercase()) => Cow::Owned(formed.to_uppercase()),
            IdCase::Lower if changes(|character| character.is_uppercase()) => Cow::Owned(formed.to_lowercase()),
            _ => formed,
        }
    }
}

/// Returns the id without anything of its form: composed, without `.0` and without zeros before it.
pub(super) fn bare(id: &str) -> Cow<'_, str> {
    Spelling { case: IdCase::AsIs, form: IdForm::Unpadded }.of(id)
}

fn map(text: Cow<'_, str>, shorten: fn(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(shorten(text)),
        Cow::Owned(text) => Cow::Owned(shorten(&text).to_owned()),
    }
}

/// Returns the text with its accents on its letters, and without characters that nobody sees.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let seen: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&seen).into_owned();
    if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
}

/// Tells whether a character takes no room: joiners, marks of direction, and the mark at the beginning of a file.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

fn without_point_zero(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, zeros)) if is_digits(whole) && !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0') => {
            whole
        }
        _ => text,
    }
}

fn without_padding(text: &str) -> &str {
    if !text.starts_with('0') || !is_digits(text) {
        return text;
    }
    let digits = text.trim_start_matches('0');
    if digits.is_empty() { &text[text.len() - 1..] } else { digits }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the form of an id.
pub(super) fn form_of(id: &str) -> Form {
    if is_scientific(id) {
        return Form::Scientific;
    }
    if !id.is_ascii() {
        if id.chars().any(is_invisible) {
            return Form::Invisible;
        }
        return if matches!(composed(id), Cow::Owned(_)) { Form::Decomposed } else { Form::Plain };
    }
    let whole = without_point_zero(id);
    if whole.len() != id.len() {
        return Form::PointZero;
    }
    if without_padding(id).len() == id.len() { Form::Plain } else { Form::Padded }
}

/// Tells whether an id is what a spreadsheet makes of a long number: `4.05678E+12`.
fn is_scientific(id: &str) -> bool {
    let Some((number, exponent)) = id.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+');
    let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    whole.len() == 1 && is_digits(whole) && is_digits(decimals) && exponent.is_some_and(is_digits)
}

/// Tells whether a text is how somebody writes that there is none.
pub(super) fn is_no_value(id: &str) -> bool {
    const WORDS: [&str; 22] = [
        "nan",
        "null",
        "none",
        "nil",
        "na",
        "n/a",
        "#n/a",
        "#na",
        "nat",
        "<na>",
        "(null)",
        "(none)",
        "undefined",
        "unknown",
        "missing",
        "guest",
        "anonymous",
        "\\n",
        "-",
        "?",
        "0",
        "-1",
    ];
    id.len() <= 9 && WORDS.iter().any(|word| id.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_differ_in_form_alone_are_one() {
        for (one, other) in [
            ("17850", "17850.0"),
            ("17850", "17850.00"),
            ("7", "007"),
            ("0", "000"),
            ("7", "007.0"),
            ("Caf\u{e9}", "Cafe\u{301}"),
            ("10000", "10000\u{200b}"),
            ("\u{feff}10000", "10000"),
            ("a\u{ad}b", "ab"),
            ("\u{c5}ngstr\u{f6}m", "A\u{30a}ngstro\u{308}m"),
        ] {
            assert_eq!(bare(one), bare(other), "{one} {other}");
        }
        for (one, other) in [
            ("17850", "17850.1"),
            ("a", "A"),
            ("1.0.0", "1.0"),
            ("0x7", "x7"),
            ("007a", "7a"),
            (".0", "0"),
            ("", "0"),
            ("1,0", "1"),
            ("-7", "7"),
            ("Cafe", "Caf\u{e9}"),
        ] {
            assert_ne!(bare(one), bare(other), "{one} {other}");
        }
    }

    #[test]
    fn rules_undo_what_they_are_asked_for_and_no_more() {
        let spelled = |form, id: &str| Spelling { case: IdCase::AsIs, form }.of(id).into_owned();
        for (id, whole, unpadded) in
            [("007.0", "007", "7"), ("17850.0", "17850", "17850"), ("A-7.0", "A-7.0", "A-7.0"), ("00", "00", "0")]
        {
            assert_eq!(spelled(IdForm::AsIs, id), id);
            assert_eq!([spelled(IdForm::Whole, id), spelled(IdForm::Unpadded, id)], [whole, unpadded]);
        }
    }

    #[test]
    fn words_for_nothing_are_no_ids() {
        for word in ["nan", "NaN", "NULL", "None", "N/A", "#N/A", "(null)", "\\N", "undefined", "-"] {
            assert!(is_no_value(word), "{word}");
        }
        for id in ["Nancy", "10", "nulla", "00", "A-1", ""] {
            assert!(!is_no_value(id), "{id}");
        }
    }
}
