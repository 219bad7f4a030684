//! Text that is safe to show in a terminal, wherever it came from.
//!
//! Invariants: what [`safe`] returns holds no character that a terminal obeys (colours, titles, the cursor) or that turns the
//! reading direction of what stands beside it; line ends and tabs are left alone.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns the text with each character that a terminal would obey as `\u{1b}`.
pub fn safe(text: &str) -> Cow<'_, str> {
    escaped(text, |out, letter| write!(out, "\\u{{{:x}}}", u32::from(letter)))
}

/// Returns JSON with each such character as `\u001b`, which is the same JSON.
pub fn safe_json(json: &str) -> Cow<'_, str> {
    escaped(json, |out, letter| write!(out, "\\u{:04x}", u32::from(letter)))
}

fn escaped(text: &str, escape: fn(&mut String, char) -> std::fmt::Result) -> Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_obeyed(letter) {
            // Writing to a String cannot fail.
            let _ = escape(&mut out, letter);
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out)
}

/// Tells whether a terminal would do something on this character, or show its neighbours in another order.
fn is_obeyed(letter: char) -> bool {
    let breaks = matches!(letter, '\n' | '\t');
    (letter.is_control() && !breaks)
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_written_out() {
        for (text, shown) in [
            ("caf\u{e9}\n\tx", "caf\u{e9}\n\tx"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("bell\u{7}", "bell\\u{7}"),
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("a\rb", "a\\u{d}b"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("del\u{7f}", "del\\u{7f}"),
            ("nul\0", "nul\\u{0}"),
            ("abc\u{202e}fdp.exe", "abc\\u{202e}fdp.exe"),
            ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("back\u{8}space", "back\\u{8}space"),
        ] {
            assert_eq!(safe(text), shown);
        }
        let value: serde_json::Value = serde_json::from_str(&safe_json("\"\u{9b}\u{202e}\"")).unwrap_or_default();
        assert_eq!(value, "\u{9b}\u{202e}");
    }
}
