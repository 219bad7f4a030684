//! Personal data in columns that nobody asked for, planted and counted, so that an audit has something to find.
//!
//! Drawn from a stream of its own: the story is the same with or without it. Every name is made up, every address ends in
//! a reserved domain (RFC 2606) or lies in a block for documentation (RFC 5737, RFC 3849), every telephone number is one
//! that regulators keep for fiction. It refuses to plant without counting.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::stream::one_of;

/// Rows of each kind of personal data, by column.
pub(super) type Counts = BTreeMap<&'static str, BTreeMap<&'static str, u64>>;

/// Share of customers with a birth date, and the first and last of them in days since 1970-01-01 (1944 to 2006).
const BORN: (f64, i32, i32) = (0.85, -9_497, 13_148);
/// How customers came to the shop, and the share of those for whom somebody typed a friend's e-mail address.
const CHANNELS: [&str; 5] = ["search", "newsletter", "advert", "friend", "shop window"];
const FRIENDS_ADDRESS: f64 = 0.006;
/// Share of order lines with a note, and of notes with a name, a telephone number, an e-mail address.
const NOTES: f64 = 0.08;
const IN_NOTES: [f64; 3] = [0.20, 0.20, 0.12];
/// Browser families, and the share of events whose client came with the address it called from.
const BROWSERS: [&str; 5] = ["Chrome", "Safari", "Firefox", "Edge", "Samsung Internet"];
const ADDRESSES: f64 = 0.001;

const GIVEN: [&str; 16] = [
    "Anna", "Lukas", "Camille", "Giulia", "Pieter", "Sofia", "Emma", "Hugo", "Clara", "Mateo", "Julie", "Thomas",
    "Elena", "Paul", "Marie", "Jan",
];
const FAMILY: [&str; 12] = [
    "Berg", "Moreau", "Rossi", "Jansen", "Keller", "Dubois", "Garcia", "Novak", "Lefevre", "Bianchi", "Winter",
    "Peeters",
];
const REQUESTS: [&str; 6] = [
    "please leave the parcel behind the green gate, number",
    "the bell is broken, knock twice at flat",
    "deliver after six in the evening, floor",
    "mind the dog in the yard of house",
    "laissez le colis chez le gardien, porte",
    "this is a present, no invoice in box",
];

/// What the columns beside the story hold in one row.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    /// A birth date, in days since 1970-01-01.
    pub(crate) born: Option<i32>,
    /// The text of the source's own extra column; missing when empty.
    pub(crate) text: String,
    /// What of it is personal: column and kind.
    pub(crate) found: Vec<(&'static str, &'static str)>,
}

impl Extra {
    /// Returns the text, or `None` when it is missing.
    pub(crate) fn text(&self) -> Option<&str> {
        (!self.text.is_empty()).then_some(self.text.as_str())
    }

    /// Adds what is personal in this row to `counts`.
    pub(super) fn count(&self, counts: &mut Counts) {
        for (column, kind) in &self.found {
            *counts.entry(column).or_default().entry(kind).or_default() += 1;
        }
    }

    /// Draws what the customers source has: `birth_date` and `acquired_by`.
    pub(super) fn of_customer(&mut self, rng: &mut ChaCha8Rng) {
        self.clear();
        self.born = rng.random_bool(BORN.0).then(|| rng.random_range(BORN.1..=BORN.2));
        self.found.extend(self.born.map(|_| ("birth_date", "birth_date")));
        if rng.random_bool(FRIENDS_ADDRESS) {
            self.write_email(rng);
            self.found.push(("acquired_by", "email"));
        } else {
            self.text.push_str(one_of(rng, &CHANNELS).copied().unwrap_or_default());
        }
    }

    /// Draws what the orders source has: `delivery_note`, mostly empty.
    pub(super) fn of_order(&mut self, rng: &mut ChaCha8Rng) {
        const COLUMN: &str = "delivery_note";
        self.clear();
        if !rng.random_bool(NOTES) {
            return;
        }
        self.found.push((COLUMN, "free_text"));
        self.text.push_str(one_of(rng, &REQUESTS).copied().unwrap_or_default());
        let number = rng.random_range(1..400);
        self.say(format_args!(" {number}"));
        let [name, phone, email] = IN_NOTES.map(|share| rng.random_bool(share));
        if name {
            let (given, family) = person(rng);
            self.say(format_args!(", ask for {given} {family}"));
            self.found.push((COLUMN, "person_name"));
        }
        if phone {
            self.text.push_str(", call ");
            self.write_phone(rng);
            self.found.push((COLUMN, "phone"));
        }
        if email {
            self.text.push_str(", write to ");
            self.write_email(rng);
            self.found.push((COLUMN, "email"));
        }
    }

    /// Draws what the behaviour source has: `client`, one browser for a session, now and then with an address.
    pub(super) fn of_event(&mut self, rng: &mut ChaCha8Rng, session: u64) {
        self.clear();
        self.text.push_str(BROWSERS[(session % 7 % 5) as usize]);
        if rng.random_bool(ADDRESSES) {
            let host = rng.random_range(1..255);
            match rng.random_range(0..4) {
                0 => self.say(format_args!(" 192.0.2.{host}")),
                1 => self.say(format_args!(" 198.51.100.{host}")),
                2 => self.say(format_args!(" 203.0.113.{host}")),
                _ => self.say(format_args!(" 2001:db8::{host:x}")),
            }
            self.found.push(("client", "ip_address"));
        }
    }

    fn clear(&mut self) {
        self.born = None;
        self.text.clear();
        self.found.clear();
    }

    fn say(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.text.write_fmt(words);
    }

    fn write_email(&mut self, rng: &mut ChaCha8Rng) {
        let (given, family) = person(rng);
        let domain = one_of(rng, &["example.com", "example.org", "example.net"]).copied().unwrap_or_default();
        self.say(format_args!("{}.{}@{domain}", given.to_lowercase(), family.to_lowercase()));
    }

    fn write_phone(&mut self, rng: &mut ChaCha8Rng) {
        let last = rng.random_range(0..100);
        match rng.random_range(0..4) {
            0 => self.say(format_args!("020 7946 09{last:02}")),
            1 => self.say(format_args!("+44 1632 9600{last:02}")),
            2 => self.say(format_args!("01 99 00 12 {last:02}")),
            _ => self.say(format_args!("+1 202-555-01{last:02}")),
        }
    }
}

fn person(rng: &mut ChaCha8Rng) -> (&'static str, &'static str) {
    (one_of(rng, &GIVEN).copied().unwrap_or_default(), one_of(rng, &FAMILY).copied().unwrap_or_default())
}
