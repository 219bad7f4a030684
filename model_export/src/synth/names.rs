//! Believable product names: a leaf's pattern filled with its own words and, for titles, with a novelist's.
//!
//! It refuses to give two items the same name: after a few tries it appends an edition number.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::stream::one_of;
use super::taxonomy::Leaf;

const SERIES: [&str; 24] = [
    "Aurora",
    "Classic",
    "Pro",
    "Essential",
    "Nova",
    "Vista",
    "Terra",
    "Lumo",
    "Prime",
    "Select",
    "Urban",
    "Element",
    "Studio",
    "Atlas",
    "Comfort",
    "Signature",
    "Active",
    "Origin",
    "Plus",
    "Fjord",
    "Milano",
    "Orbit",
    "Eco",
    "Duo",
];
const ADJECTIVES: [&str; 32] = [
    "Silent",
    "Crimson",
    "Last",
    "Hidden",
    "Golden",
    "Broken",
    "Midnight",
    "Burning",
    "Forgotten",
    "Frozen",
    "Endless",
    "Secret",
    "Lost",
    "Rising",
    "Hollow",
    "Distant",
    "Wild",
    "Fallen",
    "Gentle",
    "Iron",
    "Scarlet",
    "Shattered",
    "Quiet",
    "Northern",
    "Eternal",
    "Restless",
    "Blue",
    "Velvet",
    "Stolen",
    "Sunken",
    "Bitter",
    "Second",
];
const PLACES: [&str; 32] = [
    "Avalon",
    "the North",
    "Lisbon",
    "Marrow Hill",
    "the Deep",
    "Tirana",
    "Saltmarsh",
    "Winterhold",
    "Kyoto",
    "the Valley",
    "Ashford",
    "Vienna",
    "Ravenmoor",
    "the Coast",
    "Oslo",
    "Emberfall",
    "the Dunes",
    "Palermo",
    "Greywater",
    "the Border",
    "Cordoba",
    "Thornwood",
    "the Islands",
    "Bruges",
    "Larkspur",
    "the Moon",
    "Tallinn",
    "Highmoor",
    "the Lagoon",
    "Seville",
    "Brackwater",
    "the Orchard",
];

/// Gives names, each once.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: BTreeSet<String>,
}

impl Names {
    /// Makes a new name for an item of `leaf` and `brand`.
    pub(super) fn give(&mut self, rng: &mut ChaCha8Rng, leaf: &Leaf, brand: &str) -> String {
        for _ in 0..6 {
            let name = compose(rng, leaf, brand);
            if self.given.insert(name.clone()) {
                return name;
            }
        }
        let base = compose(rng, leaf, brand);
        let mut edition = 2_u32;
        loop {
            let name = format!("{base}, edition {edition}");
            if self.given.insert(name.clone()) {
                return name;
            }
            edition += 1;
        }
    }
}

fn compose(rng: &mut ChaCha8Rng, leaf: &Leaf, brand: &str) -> String {
    let mut name = String::with_capacity(64);
    let mut rest = leaf.pattern.as_str();
    while let Some((before, word, after)) = next_word(rest) {
        name.push_str(before);
        match word {
            "brand" => name.push_str(brand),
            "title" => name.push_str(&title(rng, leaf)),
            "series" => name.push_str(word_of(rng, &SERIES)),
            "adjective" => name.push_str(word_of(rng, &ADJECTIVES)),
            "place" => name.push_str(word_of(rng, &PLACES)),
            "kind" => name.push_str(word_of(rng, &leaf.kinds)),
            "noun" => name.push_str(word_of(rng, &leaf.nouns)),
            "size" => name.push_str(word_of(rng, &leaf.sizes)),
            other => name.push_str(other),
        }
        rest = after;
    }
    name.push_str(rest);
    name
}

/// Splits `before {word} after` at the first pair of braces.
fn next_word(pattern: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = pattern.split_once('{')?;
    let (word, after) = rest.split_once('}')?;
    Some((before, word, after))
}

fn title(rng: &mut ChaCha8Rng, leaf: &Leaf) -> String {
    let noun = word_of(rng, &leaf.nouns);
    let adjective = word_of(rng, &ADJECTIVES);
    let place = word_of(rng, &PLACES);
    match rng.random_range(0..5_u32) {
        0 => format!("{adjective} {noun}"),
        1 => format!("The {adjective} {noun}"),
        2 => format!("The {noun} of {place}"),
        3 => format!("{noun} of {place}"),
        _ => format!("{adjective} {noun} of {place}"),
    }
}

fn word_of<'a, S: AsRef<str>>(rng: &mut ChaCha8Rng, words: &'a [S]) -> &'a str {
    one_of(rng, words).map_or("", AsRef::as_ref)
}
