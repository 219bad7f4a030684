//! Names of segments, made from what their customers are interested in more than others.
//!
//! Every item has traits: each level of its category, its brand, a price band at either end; in a catalogue without
//! categories and brands, the words of its name. A trait's weight in a segment is the z-score of its log-odds against
//! all other segments, with the whole population as prior (Monroe, Colaresi, Quinn 2008, "Fightin' Words"). Refused: a
//! trait that too few customers of the segment share, since a name is published too.

use std::collections::{BTreeMap, BTreeSet};

use super::traits::{Trait, TraitKind};

/// Pseudo-observations of the prior, spread over the traits as the whole population spreads them.
const PRIOR: f64 = 100.0;

/// The least z-score for a trait to be part of a name: far beyond chance even among thousands of traits.
const MIN_Z: f64 = 5.0;

/// How often a trait was seen in one segment.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Pairs of customer and item.
    pairs: f64,
    /// Distinct customers.
    customers: u32,
}

/// Returns a name for each of `n_segments` segments, no name twice.
///
/// `customers` gives each customer's segment and items; `traits` lists the traits of each item. A trait needs
/// `min_customers` of the segment's customers to be in its name. O(customers·items·traits).
pub fn name_segments<'a>(
    n_segments: usize,
    customers: impl Iterator<Item = (u32, &'a [u32])>,
    traits: &[Vec<Trait<'_>>],
    min_customers: u32,
) -> Vec<String> {
    let mut seen: Vec<BTreeMap<Trait<'_>, Seen>> = vec![BTreeMap::new(); n_segments];
    for (segment, items) in customers {
        let of_segment = &mut seen[segment as usize];
        let mut of_customer: Vec<Trait<'_>> = Vec::new();
        for one in items.iter().flat_map(|&item| &traits[item as usize]) {
            of_segment.entry(*one).or_default().pairs += 1.0;
            of_customer.push(*one);
        }
        of_customer.sort_unstable();
        of_customer.dedup();
        for one in of_customer {
            of_segment.entry(one).or_default().customers += 1;
        }
    }
    let mut taken = BTreeSet::new();
    (0..n_segments).map(|segment| free_name(&typical(&seen, segment, min_customers), &mut taken)).collect()
}

/// Returns the traits that are typical of a segment with their z-scores, the most typical first.
fn typical<'a>(seen: &[BTreeMap<Trait<'a>, Seen>], segment: usize, min_customers: u32) -> Vec<(Trait<'a>, f64)> {
    let mut everywhere: BTreeMap<Trait<'_>, f64> = BTreeMap::new();
    let (mut here, mut total): (BTreeMap<TraitKind, f64>, BTreeMap<TraitKind, f64>) = Default::default();
    for (number, of_segment) in seen.iter().enumerate() {
        for (&one, found) in of_segment {
            *everywhere.entry(one).or_default() += found.pairs;
            *total.entry(one.kind).or_default() += found.pairs;
            if number == segment {
                *here.entry(one.kind).or_default() += found.pairs;
            }
        }
    }
    let z_score = |one: &Trait<'_>, found: &Seen| {
        let (all, all_of_kind, of_kind) = (everywhere[one], total[&one.kind], here[&one.kind]);
        let prior = PRIOR * all / all_of_kind;
        let (inside, outside) = (found.pairs + prior, all - found.pairs + prior);
        let odds = |count: f64, of: f64| count.ln() - (of + PRIOR - count).max(f64::MIN_POSITIVE).ln();
        (odds(inside, of_kind) - odds(outside, all_of_kind - of_kind)) / (1.0 / inside + 1.0 / outside).sqrt()
    };
    let common = seen[segment].iter().filter(|(_, found)| found.customers >= min_customers);
    let mut scored: Vec<(Trait<'_>, f64)> = common.map(|(&one, found)| (one, z_score(&one, found))).collect();
    scored.retain(|(_, z)| *z >= MIN_Z);
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    scored
}

/// Makes the shortest name that is not taken yet from the traits, and takes it.
fn free_name(typical: &[(Trait<'_>, f64)], taken: &mut BTreeSet<String>) -> String {
    let of = |wanted: fn(TraitKind) -> bool| typical.iter().filter(move |(one, _)| wanted(one.kind));
    let mut topics: Vec<Trait<'_>> = Vec::new();
    for (one, _) in of(TraitKind::is_topic) {
        if !topics.iter().any(|topic| topic.overlaps(one)) {
            topics.push(*one);
        }
    }
    // A brand or a price is named only where it sets the segment apart as clearly as its second topic does.
    let second = of(TraitKind::is_topic).nth(1).map_or(0.0, |(_, z)| *z);
    let side = of(|kind| !kind.is_topic()).find(|(_, z)| *z >= second).map(|(one, _)| one.label());
    for n_topics in [2, 3, 4] {
        let topics: Vec<String> = topics.iter().take(n_topics).map(Trait::label).collect();
        let mut name = match topics.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} & {last}", rest.join(", ")),
            Some((only, _)) => only.clone(),
            None => String::new(),
        };
        if let Some(side) = &side {
            name = if name.is_empty() { side.clone() } else { format!("{name} · {side}") };
        }
        if !name.is_empty() && taken.insert(name.clone()) {
            return name;
        }
    }
    let base = topics.first().map_or_else(|| "A bit of everything".to_owned(), Trait::label);
    let numbered = (1..).map(|number| if number == 1 { base.clone() } else { format!("{base} {number}") });
    // The numbers never run out, so there is always a free one.
    numbered.into_iter().find(|name| taken.insert(name.clone())).unwrap_or(base)
}
