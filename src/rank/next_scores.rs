//! What the session's own items add: their successors in the next-item table, and being there already.

use alloc::vec::Vec;

use super::key::best_first;
use crate::model::{ItemIx, Model, NextItemParams};
use crate::session::{Event, Evidence, decay};

/// The most items of a session that ask the table: those touched last.
pub const MAX_STEPS: usize = 32;

/// The most successors whose own successors are asked for: those with the greatest sums.
const MAX_SOURCES: usize = 64;

/// An item of the session as the table is asked for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The item.
    pub item: ItemIx,
    /// The weight of its successors.
    pub weight: f32,
    /// Its repeat term.
    pub repeat: f32,
}

/// What the next-item table and repeats say of every item, `(n_items)`.
///
/// With a(v) the number of events after event v and t(v) its decay by time, `2^(-(newest - at) / half_life)`, an item x
/// of the session, last touched by event v, asks the table T with the weight
/// `w(x) = (1 + a(v))^(-step_decay) · t(v)`, and
///
/// ```text
/// h(j)  = Σ_x w(x) T[x, j]                          the 32 items touched last
/// s(j)  = h(j) + second_hop · Σ_k h(k) T[k, j] + r(j)   the 64 items k with the greatest h
/// r(x)  = t(v) · { repeat_only                      v is the only event
///               { repeat_last                      x is the item touched last
///               { repeat · repeat_decay^a(v)        otherwise
///         + Σ over the earlier events u of x: revisit · repeat_decay^a(u) · t(u)
/// share = mix.next_item · ln(1 + s(j) / floor)
/// ```
///
/// A linear item-to-item model with a decay by steps, as sequential rules and session nearest neighbours have it
/// (Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", 2018); the second hop is the first
/// term that a walk over the table adds. The logarithm turns what is nearly a probability into what adds up with the
/// other parts of a score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NextScores {
    steps: Vec<Step>,
    /// The items k of the second hop.
    sources: Vec<ItemIx>,
    /// The share of every item, or nothing when no item has any.
    shares: Vec<f32>,
}

impl NextScores {
    /// Asks the table for a session; `evidence` is what its `events` amount to. O(steps · successors²).
    #[inline(never)]
    pub(super) fn of(model: &Model, events: &[Event], evidence: &[Evidence]) -> Self {
        let meta = model.meta();
        let params = &meta.next_item;
        if evidence.is_empty() || meta.mix.next_item <= 0.0 {
            return Self::default();
        }
        let steps = steps(events, evidence, params, meta.session.half_life_ms as f64);
        let mut sums = Sums { values: vec![0.0; model.n_items()], items: Vec::new() };
        let mut sources = Vec::new();
        for step in steps.iter().take(MAX_STEPS) {
            sums.add_row(model, step.item, step.weight);
        }
        if params.second_hop > 0.0 {
            let mut weights = Vec::with_capacity(MAX_SOURCES);
            for place in best_first(sums.items.iter().map(|&k| sums.values[k as usize])).take(MAX_SOURCES) {
                let k = sums.items[place];
                sources.push(k);
                weights.push(params.second_hop * sums.values[k as usize]);
            }
            for (&k, weight) in sources.iter().zip(weights) {
                sums.add_row(model, k, weight);
            }
        }
        for step in &steps {
            sums.add(step.item, step.repeat);
        }
        let Sums { values: mut shares, items } = sums;
        let (weight, per_floor) = (meta.mix.next_item, 1.0 / params.floor);
        for item in items {
            let share = &mut shares[item as usize];
            *share = weight * libm::log(1.0 + f64::from(*share * per_floor)) as f32;
        }
        Self { steps, sources, shares }
    }

    /// Returns the share of an item's score.
    pub(super) fn get(&self, item: ItemIx) -> f32 {
        self.shares.get(item as usize).copied().unwrap_or(0.0)
    }

    /// Returns the share of every item, or nothing when none has any.
    pub(super) fn all(&self) -> &[f32] {
        &self.shares
    }

    /// Returns what each step gives to one item: through the table, and by being it. The share of the score, which is
    /// their sum's logarithm, is divided among them as the sum is. O(steps · successors²).
    pub(super) fn contributions(&self, model: &Model, item: ItemIx) -> Vec<(Step, f64, f64)> {
        let share = f64::from(self.get(item));
        if share == 0.0 {
            return Vec::new();
        }
        let (table, params) = (model.next_items(), &model.meta().next_item);
        let mut parts: Vec<(Step, f64, f64)> = Vec::with_capacity(self.steps.len());
        let mut sum = 0.0;
        for (n, step) in self.steps.iter().enumerate() {
            let mut next = 0.0;
            if n < MAX_STEPS {
                let mut second = 0.0;
                for (k, weight) in table.row(step.item) {
                    if self.sources.contains(&k) {
                        second += f64::from(weight) * table.weight(k, item);
                    }
                }
                next = f64::from(step.weight) * (table.weight(step.item, item) + f64::from(params.second_hop) * second);
            }
            let repeat = if step.item == item { f64::from(step.repeat) } else { 0.0 };
            sum += next + repeat;
            parts.push((*step, next, repeat));
        }
        let scale = if sum > 0.0 { share / sum } else { 0.0 };
        for (_, next, repeat) in &mut parts {
            (*next, *repeat) = (scale * *next, scale * *repeat);
        }
        parts
    }
}

/// Returns the items of the evidence from the one touched last.
#[inline(never)]
fn steps(events: &[Event], evidence: &[Evidence], params: &NextItemParams, half_life: f64) -> Vec<Step> {
    let newest = events.last().map_or(0, |event| event.at_ms);
    let mut place_of = vec![usize::MAX; evidence.len()];
    let mut steps: Vec<Step> = Vec::with_capacity(evidence.len());
    let (mut later, mut faded) = (0_u32, 1.0_f64);
    for event in events.iter().rev() {
        let Ok(found) = evidence.binary_search_by_key(&event.item, |evidence| evidence.item) else { continue };
        let time = decay(newest.saturating_sub(event.at_ms) as f64, half_life);
        if let Some(step) = steps.get_mut(place_of[found]) {
            step.repeat += (f64::from(params.revisit) * faded * time) as f32;
        } else {
            let weight = libm::exp(-f64::from(params.step_decay) * libm::log(f64::from(later) + 1.0));
            let repeat = match (later, events.len()) {
                (0, 1) => f64::from(params.repeat_only),
                (0, _) => f64::from(params.repeat_last),
                _ => f64::from(params.repeat) * faded,
            };
            place_of[found] = steps.len();
            steps.push(Step { item: event.item, weight: (weight * time) as f32, repeat: (repeat * time) as f32 });
        }
        later += 1;
        faded *= f64::from(params.repeat_decay);
    }
    steps
}

/// A sparse sum in a dense table.
struct Sums {
    values: Vec<f32>,
    /// The items whose value is above 0, each once.
    items: Vec<ItemIx>,
}

impl Sums {
    /// Adds the successors of an item, times `weight`.
    #[inline(never)]
    fn add_row(&mut self, model: &Model, item: ItemIx, weight: f32) {
        model.next_items().row(item).for_each(|(successor, value)| self.add(successor, weight * value));
    }

    fn add(&mut self, item: ItemIx, value: f32) {
        let sum = &mut self.values[item as usize];
        // No value is below 0: one that is 0 has had nothing, and 0 leaves it so.
        if *sum <= 0.0 && value > 0.0 {
            self.items.push(item);
        }
        *sum += value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::session::{EventKind, evidence};

    #[test]
    fn worked_example() {
        // 0 -> 1 (weight 2), 1 -> 2 (weight 4); the visitor saw 0, 3 and, one half-life after them, 0 twice.
        // 0 asks with weight 1, 3 with (1 + 2)^-1 · 1/2. Item 1 gets 2, item 2 gets 1/4 · 2 · 4 = 2.
        let mut parts = fixture::toys_and_tools();
        let mut rows = vec![Vec::new(); 8];
        rows[0] = vec![(1, 2.0)];
        rows[1] = vec![(2, 4.0)];
        parts.next_items = crate::model::NextItemTable::quantize(&rows).expect("valid");
        parts.meta.next_item = NextItemParams {
            step_decay: 1.0,
            second_hop: 0.25,
            repeat: 0.8,
            repeat_last: 0.3,
            repeat_only: 0.9,
            revisit: 0.1,
            repeat_decay: 0.5,
            floor: 0.5,
        };
        parts.meta.mix.next_item = 2.0;
        let half_life = parts.meta.session.half_life_ms as i64;
        let model = Model::decode(crate::format::encode(&parts).expect("valid")).expect("valid");
        let view = |item, at_ms| Event { at_ms, item, kind: EventKind::ViewItem };
        let events = [view(0, 0), view(3, 0), view(0, half_life), view(0, half_life)];
        let found = NextScores::of(&model, &events, &evidence(&events, &model.meta().session));
        let close = |item: u32, sum: f32| {
            let wanted = 2.0 * (1.0 + sum / 0.5).ln();
            assert!((found.get(item) - wanted).abs() < 1e-5, "{item}: {} instead of {wanted}", found.get(item));
        };
        close(1, 2.0);
        close(2, 2.0);
        // The last item, its event before that, and the one before 3, half a life old: .3 + .1 · .5 + .1 · .5³ · .5.
        close(0, 0.3 + 0.1 * 0.5 + 0.1 * 0.125 * 0.5);
        close(3, 0.8 * 0.25 * 0.5);
        assert_eq!(found.get(7), 0.0);
        for item in 0..8 {
            let sum: f64 = found.contributions(&model, item).iter().map(|(_, next, repeat)| next + repeat).sum();
            assert!((sum - f64::from(found.get(item))).abs() < 1e-5, "the shares of item {item}");
        }
    }
}
