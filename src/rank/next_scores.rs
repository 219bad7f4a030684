//! What the session's own items add: their successors in the next-item table, and being there already.

use crate::model::{ItemIx, Model, NextItemParams};
use crate::session::{Event, Evidence};

/// The most items of a session that ask the table: those touched last.
pub const MAX_STEPS: usize = 64;

/// An item of the session as the table is asked for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The item.
    pub item: ItemIx,
    /// The weight of its successors: `step_decay^age · 2^(-time / half_life)`.
    pub weight: f32,
    /// Its repeat term: `repeat_decay^age · 2^(-time / half_life)`.
    pub repeat: f32,
}

/// The table's and the repeat term's share of the score of every item, `(n_items)`.
///
/// With the session's items `x_0, x_1, ...` from the one touched last, T the next-item table, w and v the weights of
/// [`Step`]:
///
/// ```text
/// h(j) = Σ_r w_r T[x_r, j]        next(j) = h(j) + second_hop · Σ_k h(k) T[k, j]        repeat(x_r) = v_r
/// ```
///
/// A linear item-to-item model with a decay by steps, as sequential rules and session nearest neighbours have it
/// (Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", 2018); the second hop is the first
/// term that a walk over the table adds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NextScores {
    steps: Vec<Step>,
    /// mix.next_item · next + mix.repeat · repeat, or empty when no item has any.
    scores: Vec<f32>,
}

impl NextScores {
    /// Asks the table for a session; `evidence` is what its `events` amount to. O(steps · successors²).
    pub(super) fn of(model: &Model, events: &[Event], evidence: &[Evidence]) -> Self {
        let meta = model.meta();
        let (table, params, mix) = (model.next_items(), &meta.next_item, &meta.mix);
        let asks_table = mix.next_item > 0.0 && !table.is_empty();
        if evidence.is_empty() || !(asks_table || mix.repeat != 0.0) {
            return Self::default();
        }
        let steps = steps(events, evidence, params, meta.session.half_life_ms as f64);
        let mut sums = Sums::new(model.n_items());
        if asks_table {
            for step in &steps {
                table.row(step.item).for_each(|(item, weight)| sums.add(item, step.weight * weight));
            }
            if params.second_hop > 0.0 {
                let first_hop: Vec<(ItemIx, f32)> =
                    sums.items.list.iter().map(|&k| (k, sums.values[k as usize])).collect();
                for (k, sum) in first_hop {
                    let weight = params.second_hop * sum;
                    table.row(k).for_each(|(item, value)| sums.add(item, weight * value));
                }
            }
            sums.items.list.iter().for_each(|&item| sums.values[item as usize] *= mix.next_item);
        }
        if mix.repeat != 0.0 {
            steps.iter().for_each(|step| sums.add(step.item, mix.repeat * step.repeat));
        }
        Self { steps, scores: sums.values }
    }

    /// Returns the share of an item.
    pub(super) fn get(&self, item: ItemIx) -> f32 {
        self.scores.get(item as usize).copied().unwrap_or(0.0)
    }

    /// Returns the share of every item, or nothing when none has any.
    pub(super) fn all(&self) -> &[f32] {
        &self.scores
    }

    /// Returns what each step gives to one item: through the table, and by being it. O(steps · successors²).
    pub(super) fn contributions(&self, model: &Model, item: ItemIx) -> impl Iterator<Item = (Step, f64, f64)> {
        let (table, params, mix) = (model.next_items(), &model.meta().next_item, &model.meta().mix);
        let weight_of = move |from: ItemIx| {
            table.row(from).find(|&(to, _)| to == item).map_or(0.0, |(_, weight)| f64::from(weight))
        };
        self.steps.iter().map(move |step| {
            let second: f64 = table.row(step.item).map(|(k, weight)| f64::from(weight) * weight_of(k)).sum();
            let next = weight_of(step.item) + f64::from(params.second_hop) * second;
            let repeat = if step.item == item { f64::from(mix.repeat * step.repeat) } else { 0.0 };
            (*step, f64::from(mix.next_item * step.weight) * next, repeat)
        })
    }
}

/// Returns the items of the evidence from the one touched last, at most [`MAX_STEPS`].
fn steps(events: &[Event], evidence: &[Evidence], params: &NextItemParams, half_life: f64) -> Vec<Step> {
    let newest = events.last().map_or(0, |event| event.at_ms);
    let mut taken = vec![false; evidence.len()];
    let mut steps = Vec::new();
    let (mut weight, mut repeat) = (1.0_f64, 1.0_f64);
    for event in events.iter().rev() {
        let Ok(place) = evidence.binary_search_by_key(&event.item, |evidence| evidence.item) else { continue };
        if core::mem::replace(&mut taken[place], true) {
            continue;
        }
        let time = libm::exp2(-(newest.saturating_sub(event.at_ms) as f64) / half_life);
        steps.push(Step { item: event.item, weight: (weight * time) as f32, repeat: (repeat * time) as f32 });
        if steps.len() == MAX_STEPS {
            break;
        }
        weight *= f64::from(params.step_decay);
        repeat *= f64::from(params.repeat_decay);
    }
    steps
}

/// A sparse sum in a dense table.
struct Sums {
    values: Vec<f32>,
    items: Items,
}

impl Sums {
    fn new(n_items: usize) -> Self {
        Self { values: vec![0.0; n_items], items: Items::new(n_items) }
    }

    fn add(&mut self, item: ItemIx, value: f32) {
        self.items.insert(item);
        self.values[item as usize] += value;
    }
}

/// A set of items: a bit for each, and the list of those that are in.
struct Items {
    bits: Vec<u64>,
    list: Vec<ItemIx>,
}

impl Items {
    fn new(n_items: usize) -> Self {
        Self { bits: vec![0; n_items.div_ceil(64)], list: Vec::new() }
    }

    fn insert(&mut self, item: ItemIx) {
        let (word, bit) = (&mut self.bits[item as usize / 64], 1 << (item % 64));
        if *word & bit == 0 {
            *word |= bit;
            self.list.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::session::{EventKind, evidence};

    #[test]
    fn worked_example() {
        // 0 -> 1 (weight 2), 1 -> 2 (weight 4); the visitor saw 3, then 0. step_decay .5, second_hop .25, one half-life
        // between the two: 0 asks with weight 1, 3 with .5 · .5. Item 1 gets 2, item 2 gets .25 · 2 · 4 = 2.
        let mut parts = fixture::toys_and_tools();
        let mut rows = vec![Vec::new(); 8];
        rows[0] = vec![(1, 2.0)];
        rows[1] = vec![(2, 4.0)];
        parts.next_items = crate::model::NextItemTable::quantize(&rows).expect("valid");
        parts.meta.next_item = NextItemParams { step_decay: 0.5, second_hop: 0.25, repeat_decay: 0.8 };
        (parts.meta.mix.next_item, parts.meta.mix.repeat) = (1.0, 0.5);
        let half_life = parts.meta.session.half_life_ms as i64;
        let model = Model::decode(crate::format::encode(&parts).expect("valid")).expect("valid");
        let view = |item, at_ms| Event { at_ms, item, kind: EventKind::ViewItem };
        let events = [view(3, 0), view(0, half_life)];
        let found = NextScores::of(&model, &events, &evidence(&events, &model.meta().session));
        let close = |item, wanted: f32| assert!((found.get(item) - wanted).abs() < 1e-5, "{item}: {}", found.get(item));
        close(1, 2.0);
        close(2, 2.0);
        close(0, 0.5);
        close(3, 0.5 * 0.8 * 0.5);
        for item in 0..8 {
            let sum: f64 = found.contributions(&model, item).map(|(_, next, repeat)| next + repeat).sum();
            assert!((sum - f64::from(found.get(item))).abs() < 1e-6, "the shares of item {item}");
        }
    }
}
