//! Canaries: invented customers who buy two learned items that have nothing in common, and whether anybody sees it.
//!
//! Each pair is bought by customers of its own, all pairs of a kind in one release. The release is compared with one
//! without canaries and with another secret seed. In both, pairs of untouched items, chosen by the same rule, say how far
//! a pair moves anyway: at chance a canary's move has the percentile 50 among theirs.

use std::collections::BTreeSet;

use etalage::session::EventKind;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;

use super::candidates::Population;
use super::fold::cosine;
use super::published::{Invented, Publish, Release, Target};
use super::shadows::secret_seed;
use crate::evaluate::lake::{Estimate, Resamples};
use crate::lake::Interaction;
use crate::progress;

/// Pairs of untouched items for each pair of canaries.
const REFERENCES: usize = 4;

/// Draws before the search for pairs gives up, for each pair wanted.
const MAX_DRAWS: usize = 200;

/// A day, in ms: canaries come once a day.
const DAY_MS: i64 = 86_400_000;

/// Numbers of releases that no shadow has.
const FIRST_RELEASE: u64 = 1 << 32;

/// Who buys a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Buyers {
    /// Invented customers of each pair.
    pub customers: usize,
    /// Visits of each.
    pub visits: usize,
    /// Whether each buys both items; otherwise one the first and the next the second, which is no pair at all.
    pub both_items: bool,
}

/// The kinds that are tried; the last one is a control that must be at chance.
pub const BUYERS: [Buyers; 5] = [
    Buyers { customers: 1, visits: 1, both_items: true },
    Buyers { customers: 1, visits: 40, both_items: true },
    Buyers { customers: 2, visits: 40, both_items: true },
    Buyers { customers: 3, visits: 1, both_items: true },
    Buyers { customers: 2, visits: 40, both_items: false },
];

/// What a release shows of canaries.
#[derive(Debug, Clone, Serialize)]
pub struct CanaryFigures {
    /// Who bought each pair.
    pub buyers: Buyers,
    /// Pairs.
    pub pairs: usize,
    /// Mean percentile of the second item among the first one's nearest, without the canaries.
    pub percentile_before: f64,
    /// The same with them.
    pub percentile_after: f64,
    /// Mean percentile of the cosine's move among the moves of untouched pairs; 50 at chance.
    pub move_percentile: Estimate,
    /// Mean change of the other weights in the first item's row of the next-item table.
    pub row_change: f64,
    /// Mean percentile of that change among the rows of untouched items; 50 at chance.
    pub row_percentile: Estimate,
    /// Share of the pairs that are in the next-item table.
    pub published: f64,
    /// The same of untouched pairs.
    pub references_published: f64,
}

/// Tries every kind with at most `n_pairs` pairs. Returns nothing when the lake has too few learned items.
pub(super) fn run(
    population: &Population,
    publish: &Publish<'_>,
    n_pairs: usize,
    seed: u64,
) -> anyhow::Result<Vec<CanaryFigures>> {
    let included = population.included(&vec![true; population.customer_ids.len()]);
    let bar = progress::bar(1 + BUYERS.len() as u64, "canaries");
    let release = |number: usize, invented: &[Invented]| {
        let secret_seed = secret_seed(seed, FIRST_RELEASE + number as u64);
        let published = publish(&Release { included: &included, invented, secret_seed })?;
        bar.inc(1);
        Target::read(published, population)
    };
    let before = release(0, &[])?;
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (pairs, references) = choose(&before, n_pairs, &mut rng);
    if pairs.is_empty() || references.is_empty() {
        return Ok(Vec::new());
    }
    let resamples = Resamples::draw(pairs.len(), 400, seed);
    let figures = BUYERS.iter().enumerate().map(|(number, &buyers)| {
        let after = release(1 + number, &invented(&pairs, buyers, population.window))?;
        Ok(compare([&before, &after], &pairs, &references, buyers, &resamples))
    });
    let figures = figures.collect();
    bar.finish_and_clear();
    figures
}

/// Chooses pairs of learned items with a negative cosine that are in no row of each other, in numbers of the attacker's
/// data: no two canaries share an item, and no reference has one of theirs.
fn choose(target: &Target, n_pairs: usize, rng: &mut ChaCha8Rng) -> (Vec<[u32; 2]>, Vec<[u32; 2]>) {
    let is_learned =
        |&item: &u32| target.places[item as usize].is_some_and(|ix| target.model.attributes().flags(ix).learned);
    let learned: Vec<u32> = (0..target.places.len() as u32).filter(is_learned).collect();
    if learned.len() < 8 {
        return (Vec::new(), Vec::new());
    }
    let wanted = n_pairs.min(learned.len() / 4);
    let (mut pairs, mut references) = (Vec::new(), Vec::new());
    let mut taken = BTreeSet::new();
    for _ in 0..MAX_DRAWS * wanted * (1 + REFERENCES) {
        let pair = [0, 1].map(|_| learned[rng.random_range(0..learned.len())]);
        let dissimilar = pair[0] != pair[1]
            && similarity(target, pair) <= 0.0
            && !is_published(target, pair)
            && !is_published(target, [pair[1], pair[0]]);
        if !dissimilar || pair.iter().any(|item| taken.contains(item)) {
            continue;
        }
        if pairs.len() < wanted {
            taken.extend(pair);
            pairs.push(pair);
        } else if references.len() < wanted * REFERENCES {
            references.push(pair);
        } else {
            break;
        }
    }
    (pairs, references)
}

/// Makes the customers who buy `pairs`: on each of the last days the first item and a minute later the second.
fn invented(pairs: &[[u32; 2]], buyers: Buyers, window: (i64, i64)) -> Vec<Invented> {
    let of_customer = |pair: &[u32; 2], number: usize| {
        let visit = |visit: usize| {
            let at_ms = (window.1 - (visit as i64 + 1) * DAY_MS).max(window.0);
            let bought: &[u32] = if buyers.both_items { pair } else { &pair[number % 2..=number % 2] };
            let interaction = move |(place, &item): (usize, &u32)| Interaction {
                visitor: 0,
                item,
                session: visit as u32,
                kind: EventKind::Purchase,
                at_ms: at_ms + 60_000 * place as i64,
                quantity: 1,
            };
            bought.iter().enumerate().map(interaction).collect::<Vec<_>>()
        };
        (0..buyers.visits).flat_map(visit).collect()
    };
    let of_pair = |(place, pair): (usize, &[u32; 2])| {
        let customer = |number: usize| Invented {
            // No real id should sort among them; were one equal, it would be another visitor all the same.
            id: format!("canary-{place:04}-{number}").into(),
            interactions: of_customer(pair, number),
        };
        (0..buyers.customers).map(customer).collect::<Vec<_>>()
    };
    pairs.iter().enumerate().flat_map(of_pair).collect()
}

fn compare(
    releases: [&Target; 2],
    pairs: &[[u32; 2]],
    references: &[[u32; 2]],
    buyers: Buyers,
    resamples: &Resamples,
) -> CanaryFigures {
    let [before, after] = releases;
    let moved = |pair: &[u32; 2]| similarity(after, *pair) - similarity(before, *pair);
    let row = |pair: &[u32; 2]| row_change(releases, *pair);
    let mean = |value: &dyn Fn(&[u32; 2]) -> f64, of: &[[u32; 2]]| of.iter().map(value).sum::<f64>() / of.len() as f64;
    let among = |value: &dyn Fn(&[u32; 2]) -> f64| {
        let others: Vec<f64> = references.iter().map(value).collect();
        resamples.mean(pairs.iter().zip(0..).map(|(pair, at)| (at, 100.0 * percentile(value(pair), &others))))
    };
    let published = |pair: &[u32; 2]| f64::from(u8::from(is_published(after, *pair)));
    CanaryFigures {
        buyers,
        pairs: pairs.len(),
        percentile_before: 100.0 * mean(&|pair| nearness(before, *pair), pairs),
        percentile_after: 100.0 * mean(&|pair| nearness(after, *pair), pairs),
        move_percentile: among(&moved),
        row_change: mean(&row, pairs),
        row_percentile: among(&row),
        published: mean(&published, pairs),
        references_published: mean(&published, references),
    }
}

/// Returns the share of `others` below `value`, equals counting half.
pub(super) fn percentile(value: f64, others: &[f64]) -> f64 {
    let of = |other: &f64| match other.total_cmp(&value) {
        core::cmp::Ordering::Less => 1.0,
        core::cmp::Ordering::Equal => 0.5,
        core::cmp::Ordering::Greater => 0.0,
    };
    others.iter().map(of).sum::<f64>() / others.len().max(1) as f64
}

fn vector(target: &Target, item: u32) -> Vec<f64> {
    target.places[item as usize].map_or_else(Vec::new, |ix| target.model.factors().vector(ix).collect())
}

fn similarity(target: &Target, pair: [u32; 2]) -> f64 {
    cosine(&vector(target, pair[0]), &vector(target, pair[1]))
}

/// Returns the share of the learned items that are less near to the first item than the second is.
fn nearness(target: &Target, pair: [u32; 2]) -> f64 {
    let own = vector(target, pair[0]);
    let attributes = target.model.attributes();
    let others = (0..target.model.n_items() as u32)
        .filter(|&ix| attributes.flags(ix).learned && Some(ix) != target.places[pair[0] as usize]);
    let others: Vec<f64> =
        others.map(|ix| cosine(&own, &target.model.factors().vector(ix).collect::<Vec<_>>())).collect();
    percentile(similarity(target, pair), &others)
}

fn is_published(target: &Target, [from, to]: [u32; 2]) -> bool {
    let places = target.places[from as usize].zip(target.places[to as usize]);
    places.is_some_and(|(from, to)| target.model.next_items().row(from).any(|(item, _)| item == to))
}

/// Returns by what share the weights in the first item's row changed, over successors in both releases but the second item.
fn row_change([before, after]: [&Target; 2], [from, to]: [u32; 2]) -> f64 {
    let row = |target: &Target| -> Vec<(String, f64)> {
        let Some(ix) = target.places[from as usize] else { return Vec::new() };
        let second = target.places[to as usize];
        let others = target.model.next_items().row(ix).filter(|&(item, _)| Some(item) != second);
        others.map(|(item, w)| (target.model.item_id(item).unwrap_or_default().to_owned(), f64::from(w))).collect()
    };
    let later = row(after);
    let changes: Vec<f64> = row(before)
        .iter()
        .filter_map(|(id, was)| later.iter().find(|(other, _)| other == id).map(|(_, is)| is / was - 1.0))
        .collect();
    if changes.is_empty() { 0.0 } else { changes.iter().sum::<f64>() / changes.len() as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_count_half() {
        assert_eq!(percentile(2.0, &[1.0, 2.0, 2.0, 3.0]), 0.5);
        assert_eq!(percentile(0.0, &[0.0; 7]), 0.5, "where nothing moves, every move is at chance");
    }

    #[test]
    fn the_control_buys_one_item_each() {
        let items = |buyers| -> Vec<Vec<u32>> {
            let customers = invented(&[[3, 9]], buyers, (0, 100 * DAY_MS));
            customers.iter().map(|customer| customer.interactions.iter().map(|event| event.item).collect()).collect()
        };
        assert_eq!(items(Buyers { customers: 2, visits: 2, both_items: false }), [[3, 3], [9, 9]]);
        assert_eq!(items(Buyers { customers: 1, visits: 2, both_items: true }), [[3, 9, 3, 9]]);
    }
}
