//! Personal data where nobody expects it: detectors for one cell each, and the verdict on a whole column.
//!
//! A suspicion is a count of cells in a column, never a value. Refused here: an accusation by one odd cell where the column
//! as a whole says otherwise. What shoppers read (names, brands, categories, ids of items) may hold no e-mail address, but is
//! not searched for people: products are called after them.

mod birth_date;
mod email;
mod free_text;
mod header;
mod ip;
mod name;
mod phone;

use std::collections::HashSet;

use serde::Serialize;

use super::profile::{ByHash, Days};
use header::Words;

/// A sort of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// The name of a person.
    PersonName,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// An IP address.
    IpAddress,
    /// Text that somebody typed.
    FreeText,
    /// A precise birth date.
    BirthDate,
}

impl PersonalKind {
    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::PersonName => "person_name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::IpAddress => "ip_address",
            Self::FreeText => "free_text",
            Self::BirthDate => "birth_date",
        }
    }
}

/// What a column is for, as far as the search for people goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Shoppers or marketing read it: it speaks of things.
    Public,
    /// It tells orders, sessions or customers apart.
    Identifier,
    /// Nothing says what it is for.
    Other,
}

const EMAIL: u8 = 1;
const IP: u8 = 2;
const PHONE: u8 = 4;
const NAME: u8 = 8;
const BARE_NUMBER: u8 = 16;
const NAME_SHAPE: u8 = 32;
const WORDY: u8 = 64;
const MISREAD: u8 = 128;

/// How many different texts of a column are remembered with what was seen in them.
const REMEMBERED: usize = 4_096;
/// How many different sentences of a column are told apart.
const SENTENCES: usize = 20_000;
/// The share of cells that has to be structured as telephone numbers before identifiers are called so.
const MOST: f64 = 0.5;
/// The share of cells that has to name people in a column that is no free text.
const SOME: f64 = 0.05;

/// What was seen in the cells of one column.
#[derive(Debug)]
pub(super) struct Search {
    of: Use,
    /// What is in each text, while there are few different ones.
    known: Option<ByHash<u8>>,
    cells: u64,
    counts: [u64; 8],
    sentences: HashSet<u64, foldhash::fast::FixedState>,
}

impl Search {
    /// Returns the search of a column that is for `of`.
    pub(super) fn new(of: Use) -> Self {
        Self { of, known: Some(ByHash::default()), cells: 0, counts: [0; 8], sentences: HashSet::default() }
    }

    /// Looks at a cell, whose hash is `hash`; tells whether its text was UTF-8 read as Latin-1.
    pub(super) fn see(&mut self, text: &str, hash: u64) -> bool {
        self.cells += 1;
        let seen = match &mut self.known {
            Some(known) => {
                let seen = *known.entry(hash).or_insert_with(|| look(text, self.of));
                if known.len() > REMEMBERED {
                    self.known = None;
                }
                seen
            }
            None => look(text, self.of),
        };
        if seen == 0 {
            return false;
        }
        for (bit, count) in self.counts.iter_mut().enumerate() {
            *count += u64::from(seen >> bit & 1);
        }
        if seen & WORDY != 0 && self.sentences.len() < SENTENCES {
            self.sentences.insert(hash);
        }
        seen & MISREAD != 0
    }

    fn count(&self, flag: u8) -> u64 {
        self.counts[flag.trailing_zeros() as usize]
    }

    /// Returns what the column called `header` is suspected of, with the number of cells.
    pub(super) fn suspects(&self, header: &str, of_customers: bool) -> Vec<(PersonalKind, u64)> {
        let words = Words::of(header);
        let share = |count: u64| count as f64 / self.cells.max(1) as f64;
        let is_free = self.of == Use::Other && free_text::is_free(&words, self.count(WORDY), self.sentences.len());
        let named = self.count(NAME);
        let names = match self.of {
            Use::Other if name::announces(&words, of_customers) => self.count(NAME_SHAPE).max(named),
            Use::Other if is_free || share(named) >= SOME => named,
            _ => 0,
        };
        let phones = match self.of {
            Use::Other
                if words.any(&["phone", "telephone", "tel", "mobile", "gsm", "telefon", "telefono", "portable"]) =>
            {
                self.count(PHONE) + self.count(BARE_NUMBER)
            }
            Use::Other => self.count(PHONE),
            Use::Identifier if share(self.count(PHONE)) >= MOST => self.count(PHONE),
            _ => 0,
        };
        let all = [
            (PersonalKind::PersonName, names),
            (PersonalKind::Email, self.count(EMAIL)),
            (PersonalKind::Phone, phones),
            (PersonalKind::IpAddress, self.count(IP)),
            (PersonalKind::FreeText, if is_free { self.count(WORDY) } else { 0 }),
        ];
        all.into_iter().filter(|(_, cells)| *cells > 0).collect()
    }
}

/// Tells whether the column called `header` holds birth dates, as seen from the day `newest` of the lake.
pub(super) fn is_birth_date(header: &str, days: &Days, newest: i32) -> bool {
    birth_date::is_birth(&Words::of(header), days, newest)
}

/// Returns what is in one text. One pass over its bytes decides which detectors are worth their while.
fn look(text: &str, of: Use) -> u8 {
    let (mut digits, mut letters, mut blanks, mut dots, mut colons, mut at, mut wide) = (0, 0, 0, 0, 0, false, false);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'a'..=b'z' | b'A'..=b'Z' => letters += 1,
            b' ' => blanks += 1,
            b'.' => dots += 1,
            b':' => colons += 1,
            b'@' => at = true,
            0x80.. => wide = true,
            _ => {}
        }
    }
    let mut seen = 0;
    let mut note = |flag: u8, is: bool| seen |= if is { flag } else { 0 };
    note(EMAIL, at && email::has_email(text));
    note(IP, ((dots >= 3 && digits >= 4) || colons >= 2) && ip::has_ip(text));
    note(MISREAD, wide && is_misread(text));
    if of != Use::Public {
        note(PHONE, digits >= 8 && letters + digits < text.len() && phone::has_phone(text));
        note(BARE_NUMBER, digits == text.len() && phone::is_bare_number(text));
    }
    if of == Use::Other && (letters > 0 || wide) {
        note(NAME, blanks > 0 && name::has_name(text));
        note(NAME_SHAPE, digits == 0 && name::is_shaped(text));
        note(WORDY, blanks >= 3 && free_text::is_wordy(text));
    }
    seen
}

/// Tells whether UTF-8 was read as Latin-1 or Windows-1252 somewhere: a lead byte's letter before a following byte's.
fn is_misread(text: &str) -> bool {
    let follows = |letter: char| matches!(letter, '\u{80}'..='\u{bf}' | '€' | '™' | 'œ' | 'Œ' | '\u{201a}'..='\u{201e}' | '\u{2018}'..='\u{201d}');
    text.chars().zip(text.chars().skip(1)).any(|(lead, next)| match lead {
        'Â' | 'Ã' => follows(next),
        'â' => matches!(next, '\u{80}' | '€'),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suspects(header: &str, of: Use, cells: &[&str]) -> Vec<(PersonalKind, u64)> {
        let mut search = Search::new(of);
        for (cell, hash) in cells.iter().zip(1..) {
            search.see(cell, hash);
        }
        search.suspects(header, true)
    }

    #[test]
    fn a_column_is_accused_by_what_most_of_it_is() {
        use PersonalKind as Kind;
        assert_eq!(suspects("name", Use::Other, &["Berg, A.", "Li", "B2B"]), [(Kind::PersonName, 2)]);
        assert_eq!(suspects("tel", Use::Other, &["0199001234", "none"]), [(Kind::Phone, 1)]);
        assert_eq!(suspects("ean", Use::Other, &["4006381333931"; 3]), []);
        assert_eq!(suspects("country", Use::Other, &["United Kingdom", "Channel Islands", "EIRE"]), []);
        assert_eq!(suspects("customer_id", Use::Identifier, &["anna.berg@example.com"]), [(Kind::Email, 1)]);
        assert_eq!(suspects("title", Use::Public, &["Anna Karenina by Leo", "The Peter Pan Book of 1904"]), []);
    }

    #[test]
    fn misread_letters_are_told_from_accents() {
        for text in ["GrÃ¼nfeld", "CafÃ© crÃ¨me", "Nova\u{c2}\u{ae}", "itâ\u{80}\u{99}s", "itâ€™s"] {
            assert!(is_misread(text), "{text}");
        }
        for text in ["Grünfeld", "CAFÉ CRÈME", "Ãgua", "SÃO PAULO", "château", "PÂTÉ", "50 °C"] {
            assert!(!is_misread(text), "{text}");
        }
    }
}
