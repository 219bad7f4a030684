//! What can be said of an item in a segment's name.

use std::collections::BTreeSet;

use etalage::model::PRICE_BANDS;

use crate::lake::Item;
use crate::train::attributes::{Attributes, LEVEL, with_parents};

/// Letters that a word of an item's name needs to be a trait: shorter ones are mostly of, for, set, box.
const MIN_LETTERS: usize = 4;

/// The sorts of traits; each is compared with its own kind alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TraitKind {
    /// A level of the category path.
    Category,
    /// A word of the item's name, in a catalogue without categories and brands.
    Word,
    /// The brand.
    Brand,
    /// The cheapest or the dearest price band.
    Price,
}

/// One trait of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trait<'a> {
    /// Its sort.
    pub kind: TraitKind,
    /// The category path, word, brand or price band.
    pub text: &'a str,
}

impl TraitKind {
    /// Whether the trait says what the items are, rather than who makes them or what they cost.
    pub fn is_topic(self) -> bool {
        matches!(self, Self::Category | Self::Word)
    }
}

impl Trait<'_> {
    /// Returns the trait as part of a name: the last level of a category path, a word with a capital.
    pub fn label(&self) -> String {
        match self.kind {
            TraitKind::Category => self.text.rsplit(LEVEL).next().unwrap_or(self.text).to_owned(),
            TraitKind::Word => {
                let (first, rest) = self.text.split_at(self.text.chars().next().map_or(0, char::len_utf8));
                first.to_uppercase() + &rest.to_lowercase()
            }
            TraitKind::Brand | TraitKind::Price => self.text.to_owned(),
        }
    }

    /// Whether one of two traits says all that the other says: a category above or below it, or the same label.
    pub fn overlaps(&self, other: &Self) -> bool {
        let within = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(LEVEL));
        self.kind == other.kind && (within(self.text, other.text) || within(other.text, self.text))
            || self.label() == other.label()
    }
}

/// Returns the traits of each item, `n_items` long.
pub fn traits_of<'a>(items: &'a [Item], attributes: &Attributes) -> Vec<Vec<Trait<'a>>> {
    let described = items.iter().any(|item| item.category.is_some() || item.brand.is_some());
    let of_item = |(item, &band): (&'a Item, &Option<u8>)| {
        let mut traits: Vec<Trait<'a>> = Vec::new();
        let mut add = |kind, text| traits.push(Trait { kind, text });
        if described {
            item.category.as_deref().into_iter().flat_map(with_parents).for_each(|path| add(TraitKind::Category, path));
            item.brand.as_deref().into_iter().for_each(|brand| add(TraitKind::Brand, brand));
        } else {
            for word in words(&item.name) {
                add(TraitKind::Word, word);
            }
        }
        match band {
            Some(0) => add(TraitKind::Price, "low prices"),
            Some(band) if band == PRICE_BANDS - 1 => add(TraitKind::Price, "high prices"),
            _ => {}
        }
        traits
    };
    items.iter().zip(&attributes.price_band).map(of_item).collect()
}

fn words(name: &str) -> BTreeSet<&str> {
    let words = name.split(|c: char| !c.is_alphabetic());
    words.filter(|word| word.chars().count() >= MIN_LETTERS).collect()
}
