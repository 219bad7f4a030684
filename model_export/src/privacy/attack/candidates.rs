//! The attacker's own data: the items, and the whole history of every customer who may have been in the training data.
//!
//! This is the worst case: the attacker knows each candidate's history to the last event.

use std::collections::{BTreeMap, BTreeSet};

use etalage::model::SessionParams;
use etalage::session::{Event, evidence};

use crate::lake::{Dataset, Interaction, Paid, VisitorKind};
use crate::train::holdout::VISIT_GAP_MS;

/// The most steps between the items of a pair, as in the next-item table.
const MAX_DISTANCE: usize = 10;

/// The fewest distinct items of a candidate: with one there is nothing to leave out.
const MIN_ITEMS: usize = 2;

/// The customers of a lake and what is known of its items.
#[derive(Debug, Clone)]
pub struct Population {
    /// The public ids of the items `(n_items)`.
    pub item_ids: Vec<Box<str>>,
    /// Distinct customers of each item `(n_items)`.
    pub n_customers_of: Vec<u32>,
    /// The ids of all customers, in the order of the dataset.
    pub customer_ids: Vec<Box<str>>,
    /// Those with two distinct items or more.
    pub candidates: Vec<Candidate>,
    /// Times of the first and the last interaction, in ms since 1970-01-01 UTC.
    pub window: (i64, i64),
}

/// A customer about whom the attacker asks whether they were in the training data.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The place among [`Population::customer_ids`].
    pub customer: usize,
    /// Distinct items, ascending, each with the confidence that training would give it.
    pub items: Vec<(u32, f64)>,
    /// Distinct directed pairs within ten steps of a visit, each with whether the items followed each other at once.
    pub pairs: Vec<((u32, u32), bool)>,
    /// The last price paid for a unit of each item bought.
    pub last_prices: Vec<(u32, f64)>,
}

impl Population {
    /// Gathers the customers of `dataset`, who paid `paid`; `weighing` says how training weighs events.
    pub fn of(dataset: &Dataset, paid: &[Paid], weighing: &SessionParams) -> Self {
        let mut prices: BTreeMap<&str, BTreeMap<u32, (i64, f64)>> = BTreeMap::new();
        for line in paid {
            let last = prices.entry(&line.customer).or_default().entry(line.item).or_insert((i64::MIN, 0.0));
            if line.at_ms >= last.0 {
                *last = (line.at_ms, line.unit_price);
            }
        }
        let mut population = Self {
            item_ids: dataset.items.iter().map(|item| item.id.clone()).collect(),
            n_customers_of: vec![0; dataset.items.len()],
            customer_ids: Vec::new(),
            candidates: Vec::new(),
            window: dataset.window,
        };
        for events in dataset.interactions.chunk_by(|a, b| a.visitor == b.visitor) {
            let visitor = events[0].visitor as usize;
            let Some(id) = dataset.customer_ids[visitor].as_ref() else { continue };
            if dataset.visitors[visitor] != VisitorKind::Customer {
                continue;
            }
            let customer = population.customer_ids.len();
            population.customer_ids.push(id.clone());
            let items = weighed(events, weighing);
            for &(item, _) in &items {
                population.n_customers_of[item as usize] += 1;
            }
            if items.len() >= MIN_ITEMS {
                let last_prices = prices.get(id.as_ref()).into_iter().flatten();
                let last_prices = last_prices.map(|(&item, &(_, price))| (item, price)).collect();
                population.candidates.push(Candidate { customer, items, pairs: pairs(events), last_prices });
            }
        }
        population
    }

    /// Returns the ids of the customers for whom `is_in` holds.
    pub fn included(&self, is_in: &[bool]) -> BTreeSet<Box<str>> {
        self.customer_ids.iter().zip(is_in).filter(|(_, is_in)| **is_in).map(|(id, _)| id.clone()).collect()
    }
}

fn weighed(events: &[Interaction], weighing: &SessionParams) -> Vec<(u32, f64)> {
    let as_event = |event: &Interaction| Event { at_ms: event.at_ms, item: event.item, kind: event.kind };
    let events: Vec<Event> = events.iter().map(as_event).collect();
    let mut confidences: BTreeMap<u32, f64> = events.iter().map(|event| (event.item, 0.0)).collect();
    confidences.extend(evidence(&events, weighing).iter().map(|e| (e.item, e.confidence)));
    confidences.into_iter().collect()
}

fn pairs(events: &[Interaction]) -> Vec<((u32, u32), bool)> {
    let mut found: BTreeMap<(u32, u32), bool> = BTreeMap::new();
    for visit in events.chunk_by(|a, b| b.at_ms.saturating_sub(a.at_ms) < VISIT_GAP_MS) {
        let mut items: Vec<u32> = visit.iter().map(|event| event.item).collect();
        items.dedup();
        for later in 1..items.len() {
            for distance in 1..=MAX_DISTANCE.min(later) {
                let pair = (items[later - distance], items[later]);
                if pair.0 != pair.1 {
                    *found.entry(pair).or_default() |= distance == 1;
                }
            }
        }
    }
    found.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;

    #[test]
    fn pairs_stay_within_a_visit_and_ten_steps() {
        let at =
            |item, at_ms| Interaction { visitor: 0, item, session: 0, kind: EventKind::Purchase, at_ms, quantity: 1 };
        let mut events: Vec<Interaction> = (0..13).map(|n| at(n, i64::from(n))).collect();
        events.push(at(0, 2 * VISIT_GAP_MS));
        let pairs = pairs(&events);
        assert!(pairs.contains(&((0, 10), false)) && pairs.contains(&((0, 1), true)));
        assert!(!pairs.iter().any(|&(pair, _)| pair == (0, 11) || pair == (12, 0)));
    }
}
