//! What the numbers in text look like that cannot be read, and those that may be read in two ways.
//!
//! Does not: keep a number, of which only the form is told.

use crate::lake::report::grouped;

/// How many unread numbers are looked at.
const LOOKED_AT: u64 = 1_000;

/// A form that numbers come in, what it looks like, and the keys that read it.
const FORMS: [(&str, &str); 6] = [
    ("a decimal comma (like 9,90)", "set decimal = \",\""),
    ("points between thousands and a decimal comma (like 1.299,00)", "set decimal = \",\" and thousands = \".\""),
    ("commas between thousands (like 1,299.00)", "set thousands = \",\""),
    (
        "blanks between thousands (like 1 299,00)",
        "set thousands = \" \", and decimal = \",\" where decimals have a comma",
    ),
    ("apostrophes between thousands (like 1'299.00)", "set thousands = \"'\""),
    ("a currency beside them that is not the lake's", "set currency to theirs, or convert them when they are exported"),
];

/// What the numbers of one source look like.
#[derive(Debug, Default)]
pub(super) struct NumberAdvice {
    looked_at: u64,
    /// How many have each of the forms.
    forms: [u64; FORMS.len()],
    /// How many read numbers have a point before three last digits, as thousands would.
    dotted: u64,
}

impl NumberAdvice {
    /// Looks at a text that is no number; tells whether it has a decimal comma.
    pub(super) fn look(&mut self, text: &str) -> bool {
        let form = form_of(text);
        let is_comma = matches!(form, Some(0 | 1));
        if self.looked_at < LOOKED_AT {
            self.looked_at += 1;
            if let Some(form) = form {
                self.forms[form] += 1;
            }
        }
        is_comma
    }

    /// Looks at a text that was read as a number.
    pub(super) fn look_at_read(&mut self, text: &str) {
        self.dotted += u64::from(is_dotted(text));
    }

    /// Returns how many read numbers may be thousands, and how many unread ones show that the comma marks decimals.
    pub(super) fn ambiguous(&self) -> Option<(u64, u64)> {
        let commas = self.forms[0] + self.forms[1];
        (self.dotted > 0 && commas > 0).then_some((self.dotted, commas))
    }

    /// Says what most of the unread numbers look like; `None` when none was looked at.
    pub(super) fn say(&self) -> Option<String> {
        let of = if self.looked_at == LOOKED_AT { "the first 1,000".to_owned() } else { grouped(self.looked_at) };
        let (most, (form, cure)) = self.forms.iter().zip(FORMS).max_by_key(|(n, _)| **n)?;
        match (self.looked_at, *most) {
            (0, _) => None,
            (_, 0) => Some(format!("no usual way of writing numbers reads any of {of}")),
            (_, most) => Some(format!("{} of {of} have {form}: {cure}", grouped(most))),
        }
    }
}

/// Returns the number of the form that a text has, when it is a number in any.
fn form_of(text: &str) -> Option<usize> {
    let bare = text.trim_start_matches(['-', '+']).trim();
    let digits_only = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let bare_digits: String = bare.chars().filter(char::is_ascii_digit).collect();
    let is_mark = |letter: char| matches!(letter, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    if !bare.chars().all(|letter| letter.is_ascii_digit() || is_mark(letter)) {
        let at_ends = bare.trim_matches(|letter: char| !letter.is_ascii_digit());
        let is_number =
            !bare_digits.is_empty() && at_ends.chars().all(|letter| letter.is_ascii_digit() || is_mark(letter));
        let rest = bare.len() - at_ends.len();
        return (is_number && rest <= 8).then(|| form_of(at_ends).unwrap_or(5));
    }
    if bare.contains(['\'', '’']) {
        return Some(4);
    }
    if bare.contains([' ', '\u{a0}', '\u{202f}', '\u{2009}']) {
        return Some(3);
    }
    match (bare.rfind('.'), bare.rfind(',')) {
        (Some(point), Some(comma)) if point < comma => Some(1),
        (Some(_), Some(_)) => Some(2),
        (None, Some(_)) if bare.matches(',').count() > 1 => Some(2),
        (None, Some(comma)) if digits_only(&bare[comma + 1..]) => Some(0),
        // 1.299.000
        (Some(_), None) if bare.matches('.').count() > 1 => Some(1),
        _ => None,
    }
}

/// Tells whether a number has one to three digits, a point, and three digits.
fn is_dotted(text: &str) -> bool {
    let bare = text.trim_start_matches(['-', '+']).as_bytes();
    (5..=7).contains(&bare.len())
        && bare[bare.len() - 4] == b'.'
        && bare[0] != b'0'
        && bare.iter().filter(|byte| byte.is_ascii_digit()).count() + 1 == bare.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_most_have_is_named_with_its_keys_and_no_number_is() {
        for (texts, said) in [
            (vec!["9,90", "12,5", "x"], "2 of 3 have a decimal comma (like 9,90): set decimal = \",\""),
            (vec!["1.299,00"], "1 of 1 have points between thousands and a decimal comma"),
            (vec!["1,299.00", "1,299,000"], "2 of 2 have commas between thousands"),
            (vec!["1 299,00", "1\u{202f}299"], "2 of 2 have blanks between thousands"),
            (vec!["1'299.00", "1’299"], "2 of 2 have apostrophes"),
            (vec!["$9.90", "9.90 USD"], "2 of 2 have a currency beside them"),
            (vec!["€ 9,90", "9,90 €"], "2 of 2 have a decimal comma"),
            (vec!["many", ""], "no usual way"),
        ] {
            let mut advice = NumberAdvice::default();
            for text in &texts {
                advice.look(text);
            }
            let message = advice.say().unwrap_or_default();
            assert!(message.starts_with(said), "{texts:?}: {message}");
        }
        assert_eq!(NumberAdvice::default().say(), None);
    }

    #[test]
    fn a_point_before_three_digits_is_doubtful_where_commas_stand_elsewhere() {
        let mut advice = NumberAdvice::default();
        for text in ["1.299", "-12.000", "0.125", "1.25", "1299", "1.2345", "1234.567", "a.bcd"] {
            advice.look_at_read(text);
        }
        assert_eq!(advice.ambiguous(), None);
        assert!(advice.look("9,90") && !advice.look("many"));
        assert_eq!(advice.ambiguous(), Some((2, 1)));
    }
}
