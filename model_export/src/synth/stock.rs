//! The warehouse: how many units of each item there are when a day opens, what is sold from them, and when more arrives.
//!
//! An item is reordered when it falls to its reorder level and arrives after its supplier's lead time. Nobody foresees
//! holidays, so the best sellers run out around them. It refuses to sell what is not there.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal};

use super::calendar::N_DAYS;
use super::catalogue::Catalogue;
use super::stream::{Stream, Streams};
use super::taxonomy::Taxonomy;

/// Days of mean demand held after a delivery, and at the reorder level.
const COVER_DAYS: (f64, f64) = (45.0, 14.0);
/// Least units after a delivery.
const LEAST_FILL: f64 = 3.0;
/// Median lead time in days, and the standard deviation of its logarithm.
const LEAD: (f64, f64) = (9.0, 0.7);
/// Slow suppliers take this many times longer.
const SLOW: f64 = 4.0;

/// The warehouse on one day.
#[derive(Debug)]
pub(super) struct Warehouse {
    /// Units of each item; a snapshot of it at opening is the stock source.
    levels: Vec<i32>,
    fill: Vec<i32>,
    reorder_at: Vec<i32>,
    on_order: Vec<bool>,
    /// What arrives before the opening of each day.
    arrivals: Vec<Vec<(u32, i32)>>,
    lead: LogNormal<f64>,
}

impl Warehouse {
    /// Fills the warehouse for the first day; `units_per_day` is the mean number of units that the whole shop sells.
    ///
    /// # Errors
    /// When the lead time has no distribution, which its constants exclude.
    pub(super) fn open(
        streams: &Streams,
        taxonomy: &Taxonomy,
        catalogue: &Catalogue,
        units_per_day: f64,
    ) -> anyhow::Result<Self> {
        let mut rng = streams.open(Stream::Stock, N_DAYS as u64);
        let mut warehouse = Self {
            levels: Vec::with_capacity(catalogue.items.len()),
            fill: Vec::with_capacity(catalogue.items.len()),
            reorder_at: Vec::with_capacity(catalogue.items.len()),
            on_order: vec![false; catalogue.items.len()],
            arrivals: vec![Vec::new(); N_DAYS],
            lead: LogNormal::new(LEAD.0.ln(), LEAD.1)?,
        };
        for item in &catalogue.items {
            let per_day = units_per_day * taxonomy.leaves[item.leaf].weight * item.appeal;
            let fill = (per_day * COVER_DAYS.0).max(LEAST_FILL).ceil() as i32;
            let reorder_at = (per_day * COVER_DAYS.1).max(1.0).ceil() as i32;
            warehouse.fill.push(fill);
            warehouse.reorder_at.push(reorder_at);
            warehouse.levels.push(rng.random_range(reorder_at.min(fill)..=fill));
        }
        Ok(warehouse)
    }

    /// Takes in what arrives before the opening of `day`.
    pub(super) fn receive(&mut self, day: usize) {
        for (item, units) in std::mem::take(&mut self.arrivals[day]) {
            self.levels[item as usize] += units;
            self.on_order[item as usize] = false;
        }
    }

    /// Returns the units of each item.
    pub(super) fn levels(&self) -> &[i32] {
        &self.levels
    }

    /// Hands out up to `units` of an item and returns how many there were.
    pub(super) fn take(&mut self, item: u32, units: u32) -> u32 {
        let level = &mut self.levels[item as usize];
        let taken = units.min((*level).max(0) as u32);
        *level -= taken as i32;
        taken
    }

    /// Puts returned units back.
    pub(super) fn put_back(&mut self, item: u32, units: u32) {
        self.levels[item as usize] += units as i32;
    }

    /// Orders, in the evening of `day`, what has fallen to its reorder level.
    pub(super) fn reorder(&mut self, streams: &Streams, catalogue: &Catalogue, day: usize) {
        let mut rng = streams.open(Stream::Stock, day as u64);
        for item in 0..self.levels.len() {
            if self.levels[item] <= self.reorder_at[item] && !self.on_order[item] {
                self.on_order[item] = true;
                let arrival = day + self.lead_days(&mut rng, catalogue.items[item].slow_supply);
                if let Some(arrivals) = self.arrivals.get_mut(arrival) {
                    arrivals.push((item as u32, self.fill[item]));
                }
            }
        }
    }

    fn lead_days(&self, rng: &mut ChaCha8Rng, slow: bool) -> usize {
        let days = self.lead.sample(rng) * if slow { SLOW } else { 1.0 };
        days.round().clamp(2.0, 120.0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sold_out_is_reordered_once_and_arrives() {
        let streams = Streams::new(4);
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let catalogue = Catalogue::draw(&streams, &taxonomy, 600);
        let mut warehouse = Warehouse::open(&streams, &taxonomy, &catalogue, 10.0).expect("the constants are valid");
        let held = warehouse.levels()[0] as u32;
        assert_eq!(warehouse.take(0, held + 5), held, "it sells what is there and no more");
        assert_eq!(warehouse.take(0, 1), 0);
        warehouse.reorder(&streams, &catalogue, 0);
        warehouse.reorder(&streams, &catalogue, 1);
        let arrivals =
            |warehouse: &Warehouse| warehouse.arrivals.iter().flatten().filter(|(item, _)| *item == 0).count();
        assert_eq!(arrivals(&warehouse), 1, "what is on order is not ordered again");
        for day in 1..N_DAYS {
            warehouse.receive(day);
        }
        assert_eq!(warehouse.levels()[0], warehouse.fill[0]);
    }
}
