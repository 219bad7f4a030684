//! The temporal split: what was done before the cut trains, the visits after it ask.
//!
//! A visit is a run of one visitor's interactions without a gap of [`VISIT_GAP_MS`]. The cut lies where the wanted share
//! of all visits begins after it. The room refuses leaks: a visit that straddles the cut is left out of both sides, and
//! the assortment is that of the cut, so an item that nobody touched before it is in no model and asked about by nobody.

use etalage::ItemIx;
use etalage::session::{Event, MAX_EVENTS};
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::{LakeOptions, LakeProblem};
use crate::lake::{Dataset, Interaction, Item};
use crate::train::holdout::VISIT_GAP_MS;
use crate::train::interest::by_visitor;

/// The number of what is not kept.
const NOTHING: u32 = u32::MAX;

/// A lake on both sides of the cut.
#[derive(Debug, Clone)]
pub struct Split {
    /// The lake as it was at the cut, items, visitors and sessions numbered anew. Stock and marketing, from which
    /// nothing is learned, are left out.
    pub train: Dataset,
    /// What came after it.
    pub visits: Vec<TestVisit>,
    /// How many visitors those are of; they are numbered from 0.
    pub n_visitors: usize,
    /// The first moment after the cut, in ms since 1970-01-01 UTC.
    pub cut_ms: i64,
    /// Visits that begin before the cut and end after it.
    pub straddling: usize,
    /// Interactions of the visits after the cut with items that nobody had touched before it.
    pub with_new_items: usize,
}

/// A visit after the cut.
#[derive(Debug, Clone, PartialEq)]
pub struct TestVisit {
    /// Whose it is, below [`Split::n_visitors`].
    pub visitor: u32,
    /// What was done, in order; what was done at one instant (the lines of an order) comes in a seeded random order.
    pub events: Vec<Event>,
    /// What the same visitor's device remembers of the days before, in canonical order: the latest events that a
    /// session holds.
    pub profile: Vec<Event>,
}

impl Split {
    /// Splits `dataset` by time.
    ///
    /// # Errors
    /// [`LakeProblem::NoVisits`] when one of the sides is empty.
    pub fn of(dataset: &Dataset, options: &LakeOptions) -> Result<Self, LakeProblem> {
        let visits: Vec<&[Interaction]> = by_visitor(&dataset.interactions).into_iter().flat_map(visits).collect();
        let mut starts: Vec<i64> = visits.iter().map(|visit| visit[0].at_ms).collect();
        starts.sort_unstable();
        let before = ((1.0 - options.test_share) * starts.len() as f64) as usize;
        let cut_ms = *starts.get(before).ok_or(LakeProblem::NoVisits { visits: visits.len() })?;
        let of_training = |visit: &[Interaction]| visit[visit.len() - 1].at_ms < cut_ms;
        let kept: Vec<Interaction> =
            visits.iter().filter(|visit| of_training(visit)).copied().flatten().copied().collect();
        let (train, item_numbers) = at_the_cut(dataset, kept).ok_or(LakeProblem::NoVisits { visits: visits.len() })?;

        let later: Vec<&[Interaction]> = visits.iter().filter(|visit| visit[0].at_ms >= cut_ms).copied().collect();
        let with_new_items =
            later.iter().copied().flatten().filter(|i| item_numbers[i.item as usize] == NOTHING).count();
        let n_asked = later.len().min(options.max_visits);
        let asked = (0..n_asked).map(|n| later[n * later.len() / n_asked]);
        let (mut visits_asked, mut n_visitors, mut last) = (Vec::with_capacity(n_asked), 0, None);
        for (visit, number) in asked.zip(0_u64..) {
            let mut events = events(visit, &item_numbers);
            if events.is_empty() {
                continue;
            }
            shuffle_instants(&mut events, options.seed, number);
            n_visitors += usize::from(last != Some(visit[0].visitor));
            last = Some(visit[0].visitor);
            let profile = profile(dataset, visit, options.profile_days, &item_numbers);
            visits_asked.push(TestVisit { visitor: n_visitors as u32 - 1, events, profile });
        }
        if visits_asked.is_empty() {
            return Err(LakeProblem::NoVisits { visits: visits.len() });
        }
        let straddling = visits.iter().filter(|visit| visit[0].at_ms < cut_ms && !of_training(visit)).count();
        Ok(Self { train, visits: visits_asked, n_visitors, cut_ms, straddling, with_new_items })
    }
}

/// Cuts one visitor's interactions where the pauses are.
pub(super) fn visits(events: &[Interaction]) -> impl Iterator<Item = &[Interaction]> {
    events.chunk_by(|a, b| b.at_ms.saturating_sub(a.at_ms) < VISIT_GAP_MS)
}

/// Returns the lake that has only `kept`, and the new number of each item; `None` when nothing is kept.
fn at_the_cut(dataset: &Dataset, mut kept: Vec<Interaction>) -> Option<(Dataset, Vec<u32>)> {
    let times = kept.iter().map(|interaction| interaction.at_ms);
    let window = times.clone().min().zip(times.max())?;
    let items = numbered(dataset.items.len(), kept.iter().map(|interaction| interaction.item));
    let visitors = numbered(dataset.visitors.len(), kept.iter().map(|interaction| interaction.visitor));
    let n_sessions = dataset.interactions.iter().map(|interaction| interaction.session as usize + 1).max()?;
    let sessions = numbered(n_sessions, kept.iter().map(|interaction| interaction.session));
    for interaction in &mut kept {
        interaction.item = items[interaction.item as usize];
        interaction.visitor = visitors[interaction.visitor as usize];
        interaction.session = sessions[interaction.session as usize];
    }
    let train = Dataset {
        items: only(&dataset.items, &items).collect::<Vec<Item>>(),
        visitors: only(&dataset.visitors, &visitors).collect(),
        customer_ids: only(&dataset.customer_ids, &visitors).collect(),
        interactions: kept,
        window,
        stock: None,
        marketing: Vec::new(),
        assortment: dataset.assortment,
        report: dataset.report.clone(),
    };
    Some((train, items))
}

/// Numbers those of 0..n that are `used` without gaps; the others get [`NOTHING`].
fn numbered(n: usize, used: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut numbers = vec![NOTHING; n];
    used.for_each(|old| numbers[old as usize] = 0);
    let taken = numbers.iter_mut().filter(|number| **number != NOTHING);
    taken.zip(0..).for_each(|(number, new)| *number = new);
    numbers
}

fn only<'a, T: Clone>(all: &'a [T], numbers: &'a [u32]) -> impl Iterator<Item = T> + 'a {
    all.iter().zip(numbers).filter(|(_, number)| **number != NOTHING).map(|(one, _)| one.clone())
}

/// Returns what was done with items of the assortment, as the core reads it.
fn events(interactions: &[Interaction], item_numbers: &[u32]) -> Vec<Event> {
    let event = |i: &Interaction| Event { at_ms: i.at_ms, item: item_numbers[i.item as usize], kind: i.kind };
    interactions.iter().map(event).filter(|event| event.item != ItemIx::from(NOTHING)).collect()
}

/// Orders what was done at one instant at random: the canonical order is by item, and the shop's numbering of its items
/// should say nothing about what comes next.
fn shuffle_instants(events: &mut [Event], seed: u64, visit: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(visit);
    for instant in events.chunk_by_mut(|a, b| a.at_ms == b.at_ms) {
        instant.shuffle(&mut rng);
    }
}

/// Returns what the visitor did in the `days` before a visit, straddling and later visits included: the device knows of no cut.
fn profile(dataset: &Dataset, visit: &[Interaction], days: u32, item_numbers: &[u32]) -> Vec<Event> {
    let (visitor, start) = (visit[0].visitor, visit[0].at_ms);
    let oldest = start.saturating_sub(i64::from(days) * 86_400_000);
    let interactions = &dataset.interactions;
    let from = interactions.partition_point(|i| (i.visitor, i.at_ms) < (visitor, oldest));
    let until = interactions.partition_point(|i| (i.visitor, i.at_ms) < (visitor, start));
    let mut events = events(&interactions[from..until], item_numbers);
    events.sort_unstable();
    events.split_off(events.len().saturating_sub(MAX_EVENTS))
}
