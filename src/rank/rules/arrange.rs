//! The order of a page under rules: the same blend as without them, with lifts, pins, hides and diversity.

use alloc::vec::Vec;

use super::diversity::Above;
use super::{Action, Arranged, MAX_DIVERSE, Note, Placed, RuleBook, Traces};
use crate::ItemIx;
use crate::model::Model;
use crate::rank::key::{Waiting, index, key, sort};
use crate::rank::rerank::Blend;
use crate::rank::{Candidate, Folded};

/// Takes a key below every one that scores and 64 lifts of at most 1 can make.
const LAST: f32 = 256.0;

/// No place, no rule.
const NONE: u32 = u32::MAX;

/// A page to be arranged.
pub(crate) struct Page<'a> {
    pub(crate) items: &'a [ItemIx],
    pub(crate) candidates: &'a [Candidate],
    pub(crate) strength: f32,
    pub(crate) now_ms: f64,
}

/// A product that is shown. Its place is its number among these, and the shop's own slot for it.
struct Row {
    item: ItemIx,
    /// Its position on the page, with the hidden ones.
    position: u32,
    candidate: Candidate,
    /// The rules in force that are about it.
    about: u64,
    key: f32,
    /// The rule that pinned it, or [`NONE`].
    pin: u32,
}

impl Row {
    /// Whether it stays in its slot: unknown, a repeat, or pinned.
    fn is_fixed(&self) -> bool {
        self.candidate.score.is_none() || self.pin != NONE
    }
}

/// Arranges a page; `docs/rules.md` has the formula. O(n log n + rules · n), and with diversity O(100² · factors) more.
#[inline(never)]
pub(crate) fn arrange(model: &Model, book: &RuleBook, folded: &Folded, page: &Page<'_>) -> (Arranged, Traces) {
    let bits = book.in_force(folded, page.now_ms);
    let mut traces = Traces { bits, unit: 0.0, notes: Vec::new() };
    let mut hidden = Vec::new();
    let mut rows = Vec::with_capacity(page.items.len());
    for ((&item, &candidate), position) in page.items.iter().zip(page.candidates).zip(0..) {
        let about = book.about(item, bits);
        if let Some(rule) = book.first(Action::Hide, about) {
            hidden.push(position);
            traces.notes.push(Note { item, placed: Placed::Hide, rule: Some(rule), from: position, to: None });
        } else {
            rows.push(Row { item, position, candidate, about, key: 0.0, pin: NONE });
        }
    }
    traces.unit = weigh(&mut rows, book, page.strength);
    let mut in_stock = Vec::with_capacity(rows.len());
    for (row, place) in rows.iter().zip(0..) {
        if row.candidate.score.is_some() && !row.candidate.out_of_stock {
            in_stock.push(key(row.key, place));
        }
    }
    sort(&mut in_stock);
    let slots = pin(&mut rows, book, &in_stock);
    let mut order = fill(&rows, slots, &in_stock);
    if let Some(diversity) = &book.diversity {
        let before = order.clone();
        diversify(&rows, &mut order, Above::new(model, diversity));
        for (&place, to) in order.iter().zip(0..) {
            let from = before.iter().zip(0..).find(|(before, _)| **before == place).map_or(to, |(_, from)| from);
            if from != to {
                let item = rows[place as usize].item;
                traces.notes.push(Note { item, placed: Placed::Diversity, rule: None, from, to: Some(to) });
            }
        }
    }
    for (place, to) in order.iter_mut().zip(0..) {
        let Row { item, position: from, about, key, pin, .. } = rows[*place as usize];
        *place = from;
        let (placed, rule) = if pin != NONE {
            (Placed::Pin, Some(pin as usize))
        } else if key < -LAST / 2.0 {
            (Placed::InStockFirst, book.first(Action::InStockFirst, about))
        } else {
            continue;
        };
        traces.notes.push(Note { item, placed, rule, from, to: Some(to) });
    }
    (Arranged { order, hidden }, traces)
}

/// Gives every row its key, and returns what a lift of 1 is worth in units of score.
fn weigh(rows: &mut [Row], book: &RuleBook, strength: f32) -> f64 {
    let blend = Blend::of(rows.iter().filter_map(|row| row.candidate.score), rows.len(), strength);
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for (place, row) in rows.iter_mut().enumerate() {
        row.key = blend.blended(row.candidate.score, place);
        if row.candidate.score.is_some() {
            low = if row.key < low { row.key } else { low };
            high = if row.key > high { row.key } else { high };
        }
    }
    let spread = if high > low { high - low } else { 1.0 };
    for row in rows {
        row.key += book.lift(row.about) * spread;
        if row.candidate.out_of_stock && book.first(Action::InStockFirst, row.about).is_some() {
            row.key -= LAST;
        }
    }
    f64::from(blend.spread) * if strength > 0.0 { f64::from(spread / strength) } else { 1.0 }
}

/// Puts what is in stock where pins want it, and returns which place comes in which slot; where one is taken, the next
/// free one is.
fn pin(rows: &mut [Row], book: &RuleBook, in_stock: &[u64]) -> Vec<u32> {
    let mut slots = vec![NONE; rows.len()];
    for (compiled, rule) in book.rules.iter().zip(0..) {
        if compiled.action != Action::Pin {
            continue;
        }
        let mut slot = compiled.value as usize;
        for &key in in_stock {
            let place = index(key) as usize;
            if rows[place].about >> rule & 1 == 0 || rows[place].pin != NONE {
                continue;
            }
            while slot < rows.len() && (slots[slot] != NONE || rows[slot].candidate.score.is_none()) {
                slot += 1;
            }
            if slot >= rows.len() {
                break;
            }
            slots[slot] = index(key);
            rows[place].pin = rule;
        }
    }
    slots
}

/// Fills the slots from the first to the last, as `rank::rerank` does, around what is pinned.
fn fill(rows: &[Row], mut slots: Vec<u32>, in_stock: &[u64]) -> Vec<u32> {
    let mut queue = in_stock.iter().filter(|key| rows[index(**key) as usize].pin == NONE).peekable();
    // What is out of stock waits for its own slot.
    let mut held = Waiting::default();
    for slot in 0..rows.len() {
        let row = &rows[slot];
        if row.candidate.score.is_none() {
            slots[slot] = slot as u32;
            continue;
        }
        if row.candidate.out_of_stock {
            held.push(key(row.key, slot as u32));
        }
        if slots[slot] != NONE {
            continue;
        }
        let next = match (queue.peek(), held.peek()) {
            (Some(&free), waiting) if waiting.is_none_or(|waiting| waiting > *free) => queue.next().copied(),
            _ => held.pop(),
        };
        slots[slot] = match next {
            Some(key) => index(key),
            // Of the products that began up to here one is not yet placed, and it is neither free nor waiting: a pinned
            // one, which comes forward so that nothing out of stock rises.
            None => match slots[slot..].iter_mut().find(|later| **later != NONE) {
                Some(later) => core::mem::replace(later, NONE),
                None => slot as u32,
            },
        };
    }
    slots
}

/// Takes for each of the first slots the product that fits best below those above it.
fn diversify(rows: &[Row], order: &mut [u32], mut above: Above<'_>) {
    let window = order.len().min(MAX_DIVERSE);
    for slot in 0..window.min(above.first()) {
        let mut chosen = slot;
        if !rows[order[slot] as usize].is_fixed() {
            let mut best = f32::NEG_INFINITY;
            for (later, &place) in order.iter().enumerate().take(window).skip(slot) {
                let row = &rows[place as usize];
                if !(row.is_fixed() || row.candidate.out_of_stock && place as usize > slot) {
                    let fit = above.fit(row.item, row.key);
                    if fit > best {
                        (best, chosen) = (fit, later);
                    }
                }
            }
        }
        // What stood between moves down by one, around what stays where it is.
        let mut hand = order[chosen];
        for place in &mut order[slot..=chosen] {
            if !rows[*place as usize].is_fixed() {
                core::mem::swap(place, &mut hand);
            }
        }
        let row = &rows[order[slot] as usize];
        if row.candidate.score.is_some() {
            above.push(row.item);
        }
    }
}
