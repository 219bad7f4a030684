//! A profile as text: what a session holds, by item ids, so that it outlives a model.
//!
//! ```text
//! etalage 1
//! 3 1764322267000 9 toy-train
//! ```
//!
//! A line an event: the number of its kind, its time in ms since 1970, the bytes of the item id, the id. The room refuses
//! a text that is not all of this, whoever wrote it: nothing is taken from it then.

use alloc::string::String;

use super::{Event, EventKind, MAX_EVENTS, Session};
use crate::{Error, Model, Problem};

/// The first line, with the version.
const HEAD: &str = "etalage 1\n";

/// The most bytes of a profile: a full session with the longest ids is shorter.
pub const MAX_PROFILE_BYTES: usize = 80_000;

/// What was found in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// The events that were taken.
    pub kept: usize,
    /// Those with an item that the model does not have, which were not.
    pub unknown: usize,
}

impl Session {
    /// Writes the session with the ids of a model's items.
    pub(crate) fn export(&self, model: &Model) -> String {
        let mut text = String::from(HEAD);
        for event in self.events() {
            // Every event of a session is on an item of its model.
            let id = model.item_id(event.item).unwrap_or_default();
            push_number(&mut text, i64::from(event.kind as u8), ' ');
            push_number(&mut text, event.at_ms, ' ');
            push_number(&mut text, id.len() as i64, ' ');
            text.push_str(id);
            text.push_str("\n");
        }
        text
    }

    /// Reads a session; events with items that the model does not have are left out and counted.
    ///
    /// # Errors
    /// [`Problem::Profile`](crate::Problem) with the line for anything but a profile.
    pub(crate) fn import(text: &str, model: &Model) -> Result<(Self, Imported), Error> {
        let (mut session, mut found) = (Self::default(), Imported { kept: 0, unknown: 0 });
        let refused = |line: usize, expected| Err(Problem::Profile { line, expected }.into());
        if text.len() > MAX_PROFILE_BYTES {
            return refused(1, "at most 80,000 bytes");
        }
        let Some(mut rest) = text.strip_prefix(HEAD) else { return refused(1, "etalage 1") };
        while !rest.is_empty() {
            let line = found.kept + found.unknown + 2;
            if line > MAX_EVENTS + 1 {
                return refused(line, "at most 256 events");
            }
            let Some((event, id, after)) = read_line(rest) else {
                return refused(line, "a kind below 6, a time, the bytes of an id, and the id");
            };
            rest = after;
            if let Some(item) = model.find(id) {
                session.observe(Event { item, ..event })?;
                found.kept += 1;
            } else {
                found.unknown += 1;
            }
        }
        Ok((session, found))
    }
}

/// Reads an event, whose item is yet to be found, its item's id, and what follows.
fn read_line(text: &str) -> Option<(Event, &str, &str)> {
    let (kind, text) = number(text)?;
    let (at_ms, text) = number(text)?;
    let (length, text) = number(text)?;
    let kind = EventKind::from_number(u8::try_from(kind).ok()?).ok()?;
    let (id, text) = text.split_at_checked(usize::try_from(length).ok()?)?;
    Some((Event { at_ms, item: 0, kind }, id, text.strip_prefix('\n')?))
}

/// Reads a whole number of at most sixteen digits, a time's most, and the space after it.
fn number(text: &str) -> Option<(i64, &str)> {
    let (written, rest) = text.split_once(' ')?;
    let (digits, sign) = written.strip_prefix('-').map_or((written, 1), |digits| (digits, -1));
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let mut value = 0;
    for byte in digits.bytes() {
        value = value * 10 + i64::from(byte.is_ascii_digit().then_some(byte - b'0')?);
    }
    Some((sign * value, rest))
}

/// Writes a whole number and what ends it; the standard library's way brings its formatting in.
#[inline(never)]
fn push_number(text: &mut String, number: i64, end: char) {
    if number < 0 {
        text.push('-');
    }
    let mut rest = number.unsigned_abs();
    let mut unit = 1;
    while rest / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        text.push(char::from(b'0' + (rest / unit) as u8));
        rest %= unit;
        unit /= 10;
    }
    text.push(end);
}

/// Writes a text with the moment at which it is stored.
pub(crate) fn stored(text: &str, now_ms: i64) -> String {
    let mut stored = String::new();
    push_number(&mut stored, now_ms, ' ');
    stored.push_str(text);
    stored
}

/// Returns a stored text, or `None` when it is older than `ttl_ms`, comes from the future (the clock went back), or was
/// not written by [`stored`].
pub(crate) fn unexpired(stored: &str, now_ms: i64, ttl_ms: f64) -> Option<&str> {
    let (at_ms, text) = number(stored)?;
    let age_ms = now_ms.checked_sub(at_ms)?;
    (age_ms >= 0 && age_ms as f64 <= ttl_ms).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn model() -> Model {
        Model::decode(crate::format::encode(&fixture::toys_and_tools()).expect("valid")).expect("valid")
    }

    #[test]
    fn worked_example() {
        let model = model();
        let mut session = Session::default();
        for (kind, item, at_ms) in [(EventKind::AddToCart, 7, 1_764_322_267_000), (EventKind::ViewItem, 0, -1)] {
            session.observe(Event { at_ms, item, kind }).expect("in range");
        }
        let text = session.export(&model);
        assert_eq!(text, "etalage 1\n0 -1 10 tool-drill\n3 1764322267000 9 toy-train\n");
        assert_eq!(Session::import(&text, &model), Ok((session, Imported { kept: 2, unknown: 0 })));
    }

    #[test]
    fn items_that_are_gone_are_counted_and_left_out() {
        let text = "etalage 1\n0 5 4 gone\n0 6 8 toy-kite\n0 7 1 \n\n";
        let (session, found) = Session::import(text, &model()).expect("a profile");
        assert_eq!((session.events().len(), found), (1, Imported { kept: 1, unknown: 2 }));
    }

    #[test]
    fn what_is_no_profile_is_refused_with_its_line() {
        let long = alloc::format!("{HEAD}{}", "0 5 8 toy-kite\n".repeat(MAX_EVENTS + 1));
        let huge = alloc::format!("{HEAD}{}", " ".repeat(MAX_PROFILE_BYTES));
        for (text, line) in [
            ("", 1),
            ("etalage 2\n", 1),
            ("{\"events\":[]}", 1),
            ("etalage 1\n6 5 8 toy-kite\n", 2),
            ("etalage 1\n0 5 8 toy-kite\n0 5 9 toy-kite\n", 3),
            ("etalage 1\n0 5 8 toy-kite", 2),
            ("etalage 1\n0 99999999999999999 8 toy-kite\n", 2),
            ("etalage 1\n0 - 8 toy-kite\n", 2),
            ("etalage 1\n0 5 1 \u{e9}\n", 2),
            ("etalage 1\n0 5 99999999 toy-kite\n", 2),
            (&long, MAX_EVENTS + 2),
            (&huge, 1),
        ] {
            let error = Session::import(text, &model()).expect_err("no profile");
            assert!(matches!(error.problem(), Problem::Profile { line: found, .. } if *found == line), "{error}");
        }
        let late = Session::import("etalage 1\n0 9999999999999999 8 toy-kite\n", &model());
        assert_eq!(late.map_err(|error| error.code()), Err("bad_argument"), "a time that no date holds");
    }

    #[test]
    fn what_is_stored_lives_until_its_time_and_not_before_it() {
        let kept = stored("text", 1_000);
        assert_eq!(kept, "1000 text");
        for (now_ms, alive) in [(999, false), (1_000, true), (1_500, true), (1_501, false), (i64::MIN, false)] {
            assert_eq!(unexpired(&kept, now_ms, 500.0), alive.then_some("text"), "at {now_ms}");
        }
        assert_eq!(unexpired(&kept, 1_000, f64::NAN), None);
        for garbage in ["", "text", "1e3 text", "-", "99999999999999999 text"] {
            assert_eq!(unexpired(garbage, 1_000, f64::INFINITY), None, "{garbage}");
        }
    }
}
