//! The order of a page under rules: the same blend as without them, with lifts, pins, hides and diversity.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;

use super::diversity::Above;
use super::{Action, Arranged, Note, Placed, RuleBook, Traces};
use crate::model::Model;
use crate::rank::key::{index, key, sort};
use crate::rank::rerank::Blend;
use crate::rank::{Candidate, Folded};
use crate::ItemIx;

/// Takes a key below every one that scores and 64 lifts of at most 1 can make.
const LAST: f32 = 256.0;

/// No product.
const FREE: u32 = u32::MAX;

/// A page to be arranged.
pub(crate) struct Page<'a> {
    pub(crate) items: &'a [ItemIx],
    pub(crate) candidates: &'a [Candidate],
    pub(crate) strength: f32,
    pub(crate) now_ms: f64,
}

/// Arranges a page; `docs/rules.md` has the formula. O(n log n + rules · n), and with diversity O(100² · factors) more.
#[inline(never)]
pub(crate) fn arrange(model: &Model, book: &RuleBook, folded: &Folded, page: &Page<'_>) -> (Arranged, Traces) {
    let bits = book.in_force(folded, page.now_ms);
    let mut traces = Traces { bits, ..Traces::default() };
    let (mut shown, mut hidden) = (Vec::with_capacity(page.items.len()), Vec::new());
    let mut abouts = Vec::with_capacity(page.items.len());
    for (position, &item) in (0..).zip(page.items) {
        let about = book.about(item, bits);
        match book.first(Action::Hide, about) {
            Some(rule) => {
                hidden.push(position);
                traces.note(item, Placed::Hide, Some(rule), position, None);
            }
            None => {
                shown.push(position);
                abouts.push(about);
            }
        }
    }
    let candidate = |place: usize| page.candidates[shown[place] as usize];
    let n = shown.len();
    let blend = Blend::of((0..n).filter_map(|place| candidate(place).score), n, page.strength);
    // The spread of the keys, of which lifts are shares.
    let mut keys: Vec<f32> = (0..n).map(|place| blend.blended(candidate(place).score, place)).collect();
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for place in (0..n).filter(|&place| candidate(place).score.is_some()) {
        (low, high) = (low.min(keys[place]), high.max(keys[place]));
    }
    let spread = if high > low { high - low } else { 1.0 };
    traces.unit = f64::from(blend.spread) * if page.strength > 0.0 { f64::from(spread / page.strength) } else { 1.0 };
    let mut in_stock = Vec::with_capacity(n);
    for place in 0..n {
        keys[place] += book.lift(abouts[place]) * spread;
        match candidate(place) {
            Candidate { score: Some(_), out_of_stock: false } => in_stock.push(key(keys[place], place as u32)),
            Candidate { score: Some(_), .. } => {
                if book.first(Action::InStockFirst, abouts[place]).is_some() {
                    keys[place] -= LAST;
                }
            }
            Candidate { .. } => {}
        }
    }
    sort(&mut in_stock);
    // Where pins put what is in stock; a pin whose slot is taken gets the next free one.
    let mut slots = vec![FREE; n];
    // By which rule; FREE by none.
    let mut pinned = vec![FREE; n];
    for (rule, compiled) in book.rules.iter().enumerate() {
        if compiled.action != Action::Pin {
            continue;
        }
        let mut slot = compiled.value as usize;
        for place in in_stock.iter().map(|&key| index(key) as usize) {
            if abouts[place] >> rule & 1 == 0 || pinned[place] != FREE {
                continue;
            }
            while slot < n && (slots[slot] != FREE || candidate(slot).score.is_none()) {
                slot += 1;
            }
            if slot < n {
                slots[slot] = place as u32;
                pinned[place] = rule as u32;
            }
        }
    }
    let mut queue = in_stock.iter().copied().filter(|&key| pinned[index(key) as usize] == FREE).peekable();
    // As in `rerank`: what is out of stock waits for its own slot, and the heap's greatest is on top.
    let mut held = BinaryHeap::new();
    let mut order: Vec<u32> = Vec::with_capacity(n);
    for slot in 0..n {
        if candidate(slot).score.is_none() {
            order.push(slot as u32);
            continue;
        }
        if candidate(slot).out_of_stock {
            held.push(!key(keys[slot], slot as u32));
        }
        if slots[slot] != FREE {
            order.push(slots[slot]);
            continue;
        }
        let next = match (queue.peek(), held.peek()) {
            (Some(free), waiting) if waiting.is_none_or(|waiting| !waiting > *free) => queue.next(),
            _ => held.pop().map(|waiting| !waiting),
        };
        order.push(match next {
            Some(key) => index(key),
            // Only out-of-stock products of later slots are left beside pinned ones: a pinned one comes forward, for
            // of those that began up to here one is not yet placed, and it is neither free nor waiting.
            None => match (slot..n).find(|&later| slots[later] != FREE) {
                Some(later) => core::mem::replace(&mut slots[later], FREE),
                None => slot as u32,
            },
        });
    }
    if let Some(diversity) = &book.diversity {
        let mut above = Above::new(model, diversity);
        let fixed = |place: usize| pinned[place] != FREE || candidate(place).score.is_none();
        let item = |place: usize| page.items[shown[place] as usize];
        let before = order.clone();
        let window = n.min(super::MAX_DIVERSE);
        for slot in 0..window.min(diversity.first()) {
            let here = order[slot] as usize;
            let mut chosen = slot;
            if !fixed(here) {
                let mut best = f32::NEG_INFINITY;
                for later in slot..window {
                    let place = order[later] as usize;
                    if fixed(place) || (candidate(place).out_of_stock && place > slot) {
                        continue;
                    }
                    let fit = above.fit(item(place), (keys[place] - low) / spread);
                    if fit > best {
                        (best, chosen) = (fit, later);
                    }
                }
            }
            // What stood between moves down by one, around what stays where it is.
            let mut hand = order[chosen];
            for between in slot..=chosen {
                if !fixed(order[between] as usize) {
                    core::mem::swap(&mut order[between], &mut hand);
                }
            }
            if candidate(order[slot] as usize).score.is_some() {
                above.push(item(order[slot] as usize));
            }
        }
        for (to, &place) in order.iter().enumerate().take(window) {
            if before[to] != place {
                let from = before.iter().position(|&other| other == place).unwrap_or(to);
                traces.note(item(place as usize), Placed::Diversity, None, from as u32, Some(to as u32));
            }
        }
    }
    for (to, &place) in order.iter().enumerate() {
        let place = place as usize;
        let (item, from) = (page.items[shown[place] as usize], shown[place]);
        if pinned[place] != FREE {
            traces.note(item, Placed::Pin, Some(pinned[place] as usize), from, Some(to as u32));
        } else if keys[place] < -LAST / 2.0 {
            let rule = book.first(Action::InStockFirst, abouts[place]);
            traces.note(item, Placed::InStockFirst, rule, from, Some(to as u32));
        }
    }
    order.iter_mut().for_each(|place| *place = shown[*place as usize]);
    (Arranged { order, hidden }, traces)
}

impl Traces {
    fn note(&mut self, item: ItemIx, placed: Placed, rule: Option<usize>, from: u32, to: Option<u32>) {
        self.notes.push(Note { item, placed, rule, from, to });
    }
}
