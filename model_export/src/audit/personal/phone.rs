//! Telephone numbers, by their structure.
//!
//! Refused here: any long number. A number of an invoice, an EAN and a Unix time have digits and nothing else; a telephone
//! number is written with its country (`+44 ...`) or in groups that begin with `0` or an area in brackets.

/// Tells whether `text` has a telephone number in it.
pub(super) fn has_phone(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let begins = matches!(bytes[start], b'+' | b'(' | b'0'..=b'9');
        let after_word = start > 0
            && (bytes[start - 1].is_ascii_alphanumeric()
                || matches!(bytes[start - 1], b'.' | b'-' | b'/' | b':' | b','));
        if !begins || after_word {
            start += 1;
            continue;
        }
        let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b' ' | b'.' | b'-' | b'(' | b')');
        let end = bytes[start..].iter().position(|byte| !is_part(byte)).map_or(bytes.len(), |length| start + length);
        let next = bytes.get(end).copied().unwrap_or(b' ');
        if !next.is_ascii_alphanumeric() && !matches!(next, b':' | b'/' | b'_') && is_phone(&text[start..end]) {
            return true;
        }
        start = end.max(start + 1);
    }
    false
}

/// Tells whether a run of digits and separators is one telephone number.
fn is_phone(run: &str) -> bool {
    let run = run.trim().trim_end_matches(['.', '-', '(']).trim_end();
    let groups: Vec<&str> = run.split([' ', '.', '-', '(', ')', '+']).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    if run.matches('+').count() > 1 || is_date(&groups) {
        return false;
    }
    if run.starts_with('+') {
        return (8..=15).contains(&digits) && !groups[0].starts_with('0');
    }
    let grouped = groups.len() >= 3 && (9..=14).contains(&digits);
    let national = run.starts_with('0') && groups[0].len() <= 5;
    let in_brackets = run.starts_with('(') && run.contains(')');
    grouped && (national || in_brackets)
}

/// Tells whether the groups begin as a day of the calendar does: two, two and four digits.
fn is_date(groups: &[&str]) -> bool {
    matches!(groups, [day, month, year, ..] if (day.len(), month.len(), year.len()) == (2, 2, 4)
        && (year.starts_with("19") || year.starts_with("20")))
}

/// Tells whether `text` is digits enough for a telephone number, for a column whose header says that it holds some.
pub(super) fn is_bare_number(text: &str) -> bool {
    (8..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_structure_are_telephone_numbers() {
        for text in [
            "020 7946 0912",
            "call +44 1632 960012, please",
            "01 99 00 12 34",
            "+1 202-555-0143",
            "(202) 555-0143",
            "+33199001234",
        ] {
            assert!(has_phone(text), "{text}");
        }
    }

    #[test]
    fn other_long_numbers_are_not() {
        for text in [
            "536365",
            "4006381333931",
            "1764322260",
            "2024-01-05 09:31:07",
            "05-01-2024",
            "01.02.2024 10:30",
            "0000-00-00 00:00:00",
            "2019-10-01 00:00:00 UTC",
            "0.00000012",
            "C0123456789",
            "72d76fde-8bb3-4e00-8c23-a032dfed738c",
            "10 20 30 40 50",
            "",
            "2103807459595387724",
            "-12 345 678 901",
            "0885000012345",
        ] {
            assert!(!has_phone(text), "{text}");
        }
        assert!(is_bare_number("0199001234") && !is_bare_number("0199") && !is_bare_number("01990012a4"));
    }
}
