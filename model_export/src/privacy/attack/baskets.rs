//! Whether a published list tells what an item's owner bought: owners in the training data against owners held out.
//!
//! Of each item the list of ten nearest by factors, of ten successors, and for comparison of the ten most popular. The
//! share of a list that an owner has is a mean over owners, each item counting the same inside and outside, so that the
//! difference of the two is the leak and nothing else. Items are put in buckets by their customers in training.

use etalage::ItemIx;
use rayon::prelude::*;
use serde::Serialize;

use super::candidates::Population;
use super::published::Target;
use crate::evaluate::lake::{Estimate, Resamples};

/// The first number of training customers of each bucket; the last one has no end.
const BUCKETS: [usize; 8] = [1, 2, 3, 5, 11, 13, 21, 51];

/// Length of a list.
const LENGTH: usize = 10;

/// The lists that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Nearest by factors.
    Nearest,
    /// Successors of the next-item table.
    Successors,
    /// The most popular items, the same for every item: what no leak gives.
    Popular,
}

const LISTS: [List; 3] = [List::Nearest, List::Successors, List::Popular];

/// How well the lists of one kind tell the baskets of owners of items with so many training customers.
#[derive(Debug, Clone, Serialize)]
pub struct BasketGap {
    /// Which list.
    pub list: List,
    /// The fewest and the most training customers of the items.
    pub customers: (usize, Option<usize>),
    /// Lists compared: each item of each model.
    pub lists: usize,
    /// Share of the list that owners in training have.
    pub inside: f64,
    /// The same of owners held out.
    pub outside: f64,
    /// The difference, with its interval over customers.
    pub gap: Estimate,
}

/// Sums over the lists of one model or several.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    /// For each list, bucket and candidate: weight and weighed share, inside and outside.
    cells: Vec<[[f64; 2]; 2]>,
    n_candidates: usize,
    lists: Vec<usize>,
}

/// Compares the lists of `target`, which was trained on the customers for whom `is_in` holds, with all owners' baskets.
pub(super) fn tally(target: &Target, population: &Population, is_in: &[bool]) -> Tally {
    let n_candidates = population.candidates.len();
    let mut owners: Vec<Vec<u32>> = vec![Vec::new(); population.item_ids.len()];
    for (candidate, known) in population.candidates.iter().enumerate() {
        known.items.iter().for_each(|&(item, _)| owners[item as usize].push(candidate as u32));
    }
    let mut full = vec![0_u32; target.model.n_items()];
    for (item, place) in target.places.iter().enumerate() {
        if let Some(ix) = place {
            full[*ix as usize] = item as u32;
        }
    }
    let vectors = unit_vectors(target);
    let popular = popular(target);
    let of_item = |item: usize| {
        let ix = target.places[item]?;
        let sides = [true, false].map(|side| {
            let of_side = |&&owner: &&u32| is_in[population.candidates[owner as usize].customer] == side;
            owners[item].iter().filter(of_side).copied().collect::<Vec<u32>>()
        });
        let bucket = BUCKETS.partition_point(|&first| first <= sides[0].len()).checked_sub(1)?;
        let lists = [nearest(target, &vectors, ix), successors(target, ix), popular.clone()];
        let as_full = |list: Vec<ItemIx>| {
            let others = list.into_iter().filter(|&other| other != ix).map(|other| full[other as usize]);
            others.collect::<Vec<u32>>()
        };
        (!sides[1].is_empty()).then(|| (bucket, sides, lists.map(as_full)))
    };
    let found: Vec<_> = (0..population.item_ids.len()).into_par_iter().filter_map(of_item).collect();
    let mut tally = Tally {
        cells: vec![[[0.0; 2]; 2]; LISTS.len() * BUCKETS.len() * n_candidates],
        n_candidates,
        lists: vec![0; LISTS.len() * BUCKETS.len()],
    };
    for (bucket, sides, lists) in found {
        let [inside, outside] = [0, 1].map(|side| sides[side].len() as f64);
        let weight = inside * outside / (inside + outside);
        for (kind, list) in lists.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
            let row = kind * BUCKETS.len() + bucket;
            tally.lists[row] += 1;
            for (side, owners) in sides.iter().enumerate() {
                let weight = weight / owners.len() as f64;
                for &owner in owners {
                    let items = &population.candidates[owner as usize].items;
                    let has = |item: &&u32| items.binary_search_by_key(*item, |&(own, _)| own).is_ok();
                    let share = list.iter().filter(has).count() as f64 / list.len() as f64;
                    let cell = &mut tally.cells[row * n_candidates + owner as usize][side];
                    (cell[0], cell[1]) = (cell[0] + weight, cell[1] + weight * share);
                }
            }
        }
    }
    tally
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            for (side, more) in cell.iter_mut().zip(more) {
                side.iter_mut().zip(more).for_each(|(slot, value)| *slot += value);
            }
        }
        self.lists.iter_mut().zip(&other.lists).for_each(|(slot, n)| *slot += n);
    }
}

/// Returns the gap of every list and bucket of which there is any, over all models.
pub(super) fn gaps<'a>(tallies: impl Iterator<Item = &'a Tally>, resamples: &Resamples) -> Vec<BasketGap> {
    let Some(sum) = tallies.fold(None, |sum: Option<Tally>, tally| match sum {
        None => Some(tally.clone()),
        Some(mut sum) => {
            sum.add(tally);
            Some(sum)
        }
    }) else {
        return Vec::new();
    };
    let of_row = |row: usize| {
        let cells = &sum.cells[row * sum.n_candidates..(row + 1) * sum.n_candidates];
        let means = |drawn: &dyn Fn(usize) -> f64| {
            let mut sums = [[0.0; 2]; 2];
            for (candidate, cell) in cells.iter().enumerate() {
                let times = drawn(candidate);
                for (total, side) in sums.iter_mut().zip(cell) {
                    total.iter_mut().zip(side).for_each(|(slot, value)| *slot += times * value);
                }
            }
            let [inside, outside] = sums.map(|[weight, share]| (weight > 0.0).then(|| share / weight));
            inside.zip(outside)
        };
        let (inside, outside) = means(&|_| 1.0)?;
        let gap = |n: &Vec<u16>| means(&|candidate| f64::from(n[candidate])).map(|(inside, outside)| inside - outside);
        let mut drawn: Vec<f64> = resamples.counts().par_iter().filter_map(gap).collect();
        drawn.sort_unstable_by(f64::total_cmp);
        let bucket = row % BUCKETS.len();
        Some(BasketGap {
            list: LISTS[row / BUCKETS.len()],
            customers: (BUCKETS[bucket], BUCKETS.get(bucket + 1).map(|next| next - 1)),
            lists: sum.lists[row],
            inside,
            outside,
            gap: Estimate::of(inside - outside, &drawn),
        })
    };
    (0..LISTS.len() * BUCKETS.len()).filter_map(of_row).collect()
}

/// Returns the vectors at length 1, `(n_items, n_factors)`; zero where there is none.
fn unit_vectors(target: &Target) -> Vec<f32> {
    let unit = |item: ItemIx| {
        let vector: Vec<f64> = target.model.factors().vector(item).collect();
        let length = vector.iter().map(|v| v * v).sum::<f64>().sqrt();
        vector.into_iter().map(move |v| if length > 0.0 { (v / length) as f32 } else { 0.0 })
    };
    (0..target.model.n_items() as ItemIx).flat_map(unit).collect()
}

fn nearest(target: &Target, vectors: &[f32], item: ItemIx) -> Vec<ItemIx> {
    let d = target.model.n_factors();
    let own = &vectors[item as usize * d..(item as usize + 1) * d];
    if own.iter().all(|&v| v == 0.0) {
        return Vec::new();
    }
    let attributes = target.model.attributes();
    let cosine = |other: ItemIx| {
        let row = &vectors[other as usize * d..(other as usize + 1) * d];
        own.iter().zip(row).map(|(a, b)| a * b).sum::<f32>()
    };
    let others = (0..target.model.n_items() as ItemIx).filter(|&o| o != item && attributes.flags(o).learned);
    strongest(others.map(|other| (other, cosine(other))).collect())
}

fn successors(target: &Target, item: ItemIx) -> Vec<ItemIx> {
    strongest(target.model.next_items().row(item).collect())
}

fn popular(target: &Target) -> Vec<ItemIx> {
    let popularity = target.model.popularity();
    strongest(
        (0..target.model.n_items() as ItemIx).map(|item| (item, f32::from(popularity.get(item as usize)))).collect(),
    )
}

/// Returns the ten items of the greatest weight, of equals the first.
fn strongest(mut weighed: Vec<(ItemIx, f32)>) -> Vec<ItemIx> {
    let by_weight = |a: &(ItemIx, f32), b: &(ItemIx, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if weighed.len() > LENGTH {
        weighed.select_nth_unstable_by(LENGTH, by_weight);
        weighed.truncate(LENGTH);
    }
    weighed.sort_unstable_by(by_weight);
    weighed.into_iter().map(|(item, _)| item).collect()
}
