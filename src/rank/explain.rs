//! Why an item has its score: parts that sum to it exactly.

use alloc::vec::Vec;

use super::key::best_first;
use super::rules::Note;
use super::{FoldIn, Folded, Mode, Scorer};
use crate::model::{ItemIx, Model};

/// The parts' own grid: 1,024 multiples of 2⁻³⁰ below 2¹² add up to less than 2²², in the 53 bits of an f64.
const GRID: f64 = 1_073_741_824.0;

/// The largest magnitude of a part; what lies beyond it goes to the rounding.
const LARGEST: f64 = 4096.0;

/// Where a part of a score comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The visitor's events with this item.
    Event(ItemIx),
    /// The visitor's likeness to this segment, by its number.
    Segment(usize),
    /// What followed this item of the session in other sessions.
    NextItem(ItemIx),
    /// The item is in the session already.
    Repeat,
    /// The share of the session in the item's category.
    Category,
    /// The share of the session of the item's brand.
    Brand,
    /// The share of the session in the item's price band.
    PriceBand,
    /// A public feature that the item shares with the session, by its number.
    Feature(u32),
    /// The popularity of the item.
    Popularity,
    /// What int16 and the grids took away or added.
    Rounding,
    /// A rule that boosts or buries the item, by its number.
    Rule(usize),
}

/// A part of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// Where it comes from.
    pub part: Part,
    /// What it adds; negative when it lowers the score.
    pub value: f64,
}

/// An item's score for a visitor and the parts that it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The item.
    pub item: ItemIx,
    /// The score: the same as in a ranking, and what rules add.
    pub score: f64,
    /// What it mostly rests on.
    pub mode: Mode,
    /// The parts, greatest magnitude first, then `Rounding`, then rules. Their sum in f64, in any order, is the score.
    pub contributions: Vec<Contribution>,
    /// What rules did to the item's place in the latest order, beside the score.
    pub notes: Vec<Note>,
}

impl Explanation {
    /// Adds what a rule gives.
    pub(crate) fn add_rule(&mut self, rule: usize, value: f64) {
        let value = on_grid(value);
        self.score += value;
        self.contributions.push(Contribution { part: Part::Rule(rule), value });
    }
}

/// Explains the score of `item`. O(d² + d · evidence).
pub(super) fn explain(
    scorer: &Scorer<'_>,
    model: &Model,
    fold_in: &FoldIn,
    folded: &Folded,
    mode: Mode,
    item: ItemIx,
) -> Explanation {
    let score = scorer.score(item);
    let weight = f64::from(model.meta().mix.factors);
    let mut parts = Vec::new();
    fold_in.contributions(model.factors(), folded, item, |part, value| add(&mut parts, part, weight * value));
    let mut repeats = 0.0;
    for (step, next, repeat) in scorer.query().next.contributions(model, item) {
        add(&mut parts, Part::NextItem(step.item), next);
        repeats += repeat;
    }
    add(&mut parts, Part::Repeat, repeats);
    let leanings = scorer.query().affinity.parts(model.attributes(), item);
    for (part, value) in [Part::Category, Part::Brand, Part::PriceBand].into_iter().zip(leanings) {
        add(&mut parts, part, f64::from(value));
    }
    scorer.query().features.contributions(&model.features(), item, |part, value| add(&mut parts, part, value));
    add(&mut parts, Part::Popularity, f64::from(scorer.popularity_part(item)));
    let mut contributions = Vec::with_capacity(parts.len() + 1);
    let mut sum = 0.0;
    for place in best_first(parts.iter().map(|part| part.value.abs() as f32)) {
        contributions.push(parts[place]);
        sum += parts[place].value;
    }
    contributions.push(Contribution { part: Part::Rounding, value: f64::from(score) - sum });
    Explanation { item, score: f64::from(score), mode, contributions, notes: Vec::new() }
}

/// Adds a part, on its grid. One that is nothing explains nothing; popularity is told even so.
#[inline(never)]
fn add(parts: &mut Vec<Contribution>, part: Part, value: f64) {
    if value != 0.0 || part == Part::Popularity {
        parts.push(Contribution { part, value: on_grid(value) });
    }
}

fn on_grid(value: f64) -> f64 {
    libm::round(value.clamp(-LARGEST, LARGEST) * GRID) / GRID
}
