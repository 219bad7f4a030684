//! What a merchandiser says about pages: boost, bury, pin, hide, in stock first, and how alike the first products may be.
//!
//! `docs/rules.md` has the semantics. The room refuses to guess: a number without a meaning is an error that names its
//! rule, and what the model does not have (an item, a brand) simply matches nothing.

mod arrange;
mod diversity;
mod flat;
#[cfg(not(target_arch = "wasm32"))]
mod written;

use alloc::string::String;
use alloc::vec::Vec;

pub(crate) use arrange::{Page, arrange};
use diversity::Diversity;
#[cfg(not(target_arch = "wasm32"))]
pub use written::{Campaign, DiversityRule, Rule, RuleAction, Rules};

use super::{Explanation, Folded};
use crate::ItemIx;

/// The most rules that hold at a time: each is a bit of an item's mask.
pub const MAX_RULES: usize = 64;

/// The most slots of a page that diversity looks at.
pub const MAX_DIVERSE: usize = 100;

/// What a rule does with the items that it is about, by its number in a flat list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Boost,
    Bury,
    Pin,
    Hide,
    InStockFirst,
}

/// A rule without what it is about, which is in the items' masks.
#[derive(Debug, Clone, PartialEq)]
struct Compiled {
    name: String,
    action: Action,
    /// For a boost or a burial its signed share, for a pin the slot.
    value: f32,
    /// The moments between which it holds, in ms since 1970; a campaign's dates are already among them.
    dates: [f64; 2],
    /// Which segments it is for, by number; nothing when it is for all visitors.
    segments: Option<Vec<bool>>,
}

/// Rules made ready for one model.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct RuleBook {
    rules: Vec<Compiled>,
    /// For each item the bits of the rules that are about it.
    masks: Vec<u64>,
    diversity: Option<Diversity>,
}

impl RuleBook {
    /// Whether nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.diversity.is_none()
    }

    /// Returns the name of a rule.
    pub(crate) fn name(&self, rule: usize) -> &str {
        self.rules.get(rule).map_or("", |rule| &rule.name)
    }

    /// Returns the bits of the rules in force at a moment for a visitor.
    fn in_force(&self, folded: &Folded, now_ms: f64) -> u64 {
        let mut likeliest = 0;
        for (segment, probability) in folded.segments.iter().enumerate() {
            if *probability > folded.segments[likeliest] {
                likeliest = segment;
            }
        }
        let mut bits = 0;
        for (rule, Compiled { dates: [from, until], segments, .. }) in self.rules.iter().enumerate() {
            let meant = match segments {
                Some(segments) => !folded.evidence.is_empty() && segments.get(likeliest) == Some(&true),
                None => true,
            };
            if meant && *from <= now_ms && now_ms <= *until {
                bits |= 1 << rule;
            }
        }
        bits
    }

    /// Returns which of some rules are about an item.
    fn about(&self, item: ItemIx, bits: u64) -> u64 {
        self.masks.get(item as usize).map_or(0, |mask| mask & bits)
    }

    /// Returns the sum of the boosts and burials among some rules.
    fn lift(&self, mut bits: u64) -> f32 {
        let mut lift = 0.0;
        while bits != 0 {
            lift += self.lift_of(bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
        lift
    }

    /// Returns what one rule boosts (above 0) or buries (below), as a share.
    fn lift_of(&self, rule: usize) -> f32 {
        match self.rules.get(rule) {
            Some(Compiled { action: Action::Boost | Action::Bury, value, .. }) => *value,
            _ => 0.0,
        }
    }

    /// Returns the first of some rules that does this.
    fn first(&self, action: Action, mut bits: u64) -> Option<usize> {
        while bits != 0 {
            let rule = bits.trailing_zeros() as usize;
            if self.rules[rule].action == action {
                return Some(rule);
            }
            bits &= bits - 1;
        }
        None
    }
}

/// What happened to the place of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// A rule put it in its slot.
    Pin = 0,
    /// A rule left it out.
    Hide = 1,
    /// A rule put it behind what is in stock.
    InStockFirst = 2,
    /// It made room, or was taken, so that the first products differ.
    Diversity = 3,
}

/// A product that rules moved, in the latest order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// The product.
    pub item: ItemIx,
    /// Why it is where it is.
    pub placed: Placed,
    /// The rule; none for diversity.
    pub rule: Option<usize>,
    /// The slot that it came from: the shop's own for a rule, the one before for diversity.
    pub from: u32,
    /// Its slot; none when it is hidden.
    pub to: Option<u32>,
}

/// The latest order's traces, for explanations.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Traces {
    /// The rules that were in force.
    bits: u64,
    /// What a lift of 1 is worth in units of score.
    unit: f64,
    pub(crate) notes: Vec<Note>,
}

impl Traces {
    /// Adds what each boost and burial of the latest order gives to an item's score, and what happened to its place.
    pub(crate) fn explain(&self, book: &RuleBook, explanation: &mut Explanation) {
        let mut bits = book.about(explanation.item, self.bits);
        while bits != 0 {
            let rule = bits.trailing_zeros() as usize;
            let value = f64::from(book.lift_of(rule)) * self.unit;
            if value != 0.0 {
                explanation.add_rule(rule, value);
            }
            bits &= bits - 1;
        }
        for note in &self.notes {
            if note.item == explanation.item {
                explanation.notes.push(*note);
            }
        }
    }
}

/// The order of a page under rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arranged {
    /// For each slot, the original position of the product that comes there.
    pub order: Vec<u32>,
    /// The original positions of the hidden products, ascending.
    pub hidden: Vec<u32>,
}
