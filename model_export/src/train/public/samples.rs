//! Moments of visits as numbers: what a score's parts say of the item that came next, and of items that might have.
//!
//! The parts are the shipped core's own: each candidate's score is taken apart by [`Ranker::explain`].

use etalage::format::encode;
use etalage::model::{Mix, ModelParts};
use etalage::rank::{Mode, Part, Ranker};
use etalage::session::{Event, MAX_EVENTS};
use etalage::{ItemIx, Model};
use indicatif::ProgressBar;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

use super::popularity::Popularity;
use crate::lake::{Dataset, Interaction};
use crate::privacy::noise::Noise;
use crate::train::TrainError;
use crate::train::features::{Features, Group};
use crate::train::holdout::visits;
use crate::train::interest::by_visitor;
use crate::train::params::Params;

/// The parts of a score that have a weight: popularity, factors, repeats, then the groups of features.
pub(super) const N_PARTS: usize = 3 + Group::ALL.len();

/// Items that might have come next, for each that did.
const N_OTHERS: usize = 24;

/// The most visits of one visitor that are looked at: the last ones.
const MAX_VISITS: usize = 2;

/// How long a device remembers under the longest consent, in ms: 30 days.
const PROFILE_MS: i64 = 30 * 86_400_000;

/// The logarithm of a popularity is divided by this, so that no part is much longer than the others.
pub(super) const POPULARITY_SCALE: f64 = 4.0;

/// One moment: what came next, then what might have.
pub(super) struct Moment {
    /// What each part says of each candidate; the first candidate came next.
    pub(super) parts: Vec<[f32; N_PARTS]>,
    /// The logarithm of each candidate's chance to be drawn.
    pub(super) log_chance: Vec<f32>,
}

/// The moments of every visitor who counts.
pub(super) struct Samples {
    pub(super) visitors: Vec<Vec<Moment>>,
}

/// Draws items: half by popularity, half evenly.
struct Sampler {
    cumulative: Vec<f64>,
    log_chance: Vec<f32>,
}

impl Sampler {
    fn of(weights: &[f64]) -> Self {
        let (total, n) = (weights.iter().sum::<f64>(), weights.len() as f64);
        let chance = |weight: &f64| 0.5 * weight / total + 0.5 / n;
        let mut sum = 0.0;
        let cumulative = weights.iter().map(|weight| {
            sum += chance(weight);
            sum
        });
        let cumulative = cumulative.collect();
        Self { cumulative, log_chance: weights.iter().map(|weight| chance(weight).ln() as f32).collect() }
    }

    fn draw(&self, rng: &mut ChaCha8Rng) -> ItemIx {
        let place = rng.random::<f64>() * self.cumulative.last().copied().unwrap_or(0.0);
        self.cumulative.partition_point(|&sum| sum < place).min(self.cumulative.len() - 1) as ItemIx
    }
}

impl Samples {
    /// Samples the visits of all visitors. The moments of one visitor depend on nobody else.
    ///
    /// # Errors
    /// When the core refuses the model so far.
    pub(super) fn of(
        dataset: &Dataset,
        parts: &ModelParts,
        popularity: &Popularity,
        features: &Features,
        (p, noise): (&Params, &Noise),
        bar: &ProgressBar,
    ) -> Result<Self, TrainError> {
        let mut draft = parts.clone();
        draft.meta.mix = Mix { factors: 1.0, next_item: 1.0, features: 1.0, ..Mix::default() };
        let ranker = Ranker::new(Model::decode(encode(&draft)?)?);
        let groups: Vec<Group> = features.kept(&p.feature_groups).map(|feature| features.names[feature].0).collect();
        let shares = features.shares(&p.feature_groups);
        let sampler = Sampler::of(popularity.weights());
        let root: u64 = noise.of("samples").random();
        let visitors = by_visitor(&dataset.interactions);
        let of_visitor = |(number, events): (usize, &&[Interaction])| {
            let mut rng = ChaCha8Rng::seed_from_u64(root);
            rng.set_stream(number as u64);
            bar.inc(1);
            let scene =
                Scene { ranker: &ranker, groups: &groups, shares, popularity: popularity.weights(), sampler: &sampler };
            scene.moments(events, &mut rng)
        };
        let visitors = visitors.par_iter().enumerate().with_min_len(16).map(of_visitor).collect();
        Ok(Self { visitors })
    }
}

/// What moments are taken apart with.
struct Scene<'a> {
    ranker: &'a Ranker,
    groups: &'a [Group],
    shares: [f64; Group::ALL.len()],
    popularity: &'a [f64],
    sampler: &'a Sampler,
}

impl Scene<'_> {
    fn moments(&self, events: &[Interaction], rng: &mut ChaCha8Rng) -> Vec<Moment> {
        let all: Vec<&[Interaction]> = visits(events).collect();
        let lately = all.iter().rev().filter(|visit| first_touches(visit).len() > 1).take(MAX_VISITS);
        lately.map(|visit| self.moment(events, visit, rng)).collect()
    }

    fn moment(&self, events: &[Interaction], visit: &[Interaction], rng: &mut ChaCha8Rng) -> Moment {
        // What was done at one instant, as the lines of an order, comes in no order of its own.
        let mut touched = first_touches(visit);
        if visit.iter().all(|event| event.at_ms == visit[0].at_ms) {
            for last in (1..touched.len()).rev() {
                touched.swap(last, rng.random_range(0..=last));
            }
        }
        let n_seen = rng.random_range(1..touched.len());
        let (seen, to_come) = touched.split_at(n_seen);
        let next = to_come[rng.random_range(0..to_come.len())];
        let start = visit[0].at_ms;
        let before =
            events.iter().filter(|event| event.at_ms < start && event.at_ms >= start.saturating_sub(PROFILE_MS));
        let so_far = visit.iter().filter(|event| seen.contains(&event.item));
        let mut known: Vec<Event> = before
            .chain(so_far)
            .map(|event| Event { at_ms: event.at_ms, item: event.item, kind: event.kind })
            .collect();
        known.sort_unstable();
        let known = known.split_off(known.len().saturating_sub(MAX_EVENTS));
        let visitor = self.ranker.visitor(&known);
        let mut candidates = vec![next];
        for _ in 0..4 * N_OTHERS {
            let other = self.sampler.draw(rng);
            if candidates.len() <= N_OTHERS && !touched.contains(&other) && !candidates.contains(&other) {
                candidates.push(other);
            }
        }
        let parts = candidates.iter().map(|&item| self.parts(&self.ranker.explain(&visitor, Mode::Personal, item)));
        Moment {
            parts: parts
                .zip(&candidates)
                .map(|(parts, &item)| with_popularity(parts, self.popularity[item as usize]))
                .collect(),
            log_chance: candidates.iter().map(|&item| self.sampler.log_chance[item as usize]).collect(),
        }
    }

    /// Adds up what belongs to one weight. Of a group of features that is its own cosine: what it has of the whole, divided
    /// by its share of the length.
    fn parts(&self, explanation: &etalage::rank::Explanation) -> [f32; N_PARTS] {
        let mut sums = [0.0_f64; N_PARTS];
        for contribution in &explanation.contributions {
            let slot = match contribution.part {
                Part::Event(_) | Part::Segment(_) => 1,
                Part::Repeat => 2,
                Part::Feature(feature) => 3 + self.groups[feature as usize] as usize,
                _ => continue,
            };
            sums[slot] += contribution.value;
        }
        for (sum, share) in sums[3..].iter_mut().zip(self.shares) {
            *sum = if share > 0.0 { *sum / share } else { 0.0 };
        }
        sums.map(|sum| sum as f32)
    }
}

fn with_popularity(mut parts: [f32; N_PARTS], weight: f64) -> [f32; N_PARTS] {
    parts[0] = (weight.ln() / POPULARITY_SCALE) as f32;
    parts
}

/// Returns the items of `events`, each once, in order.
fn first_touches(events: &[Interaction]) -> Vec<ItemIx> {
    let mut items = Vec::new();
    for event in events {
        if !items.contains(&event.item) {
            items.push(event.item);
        }
    }
    items
}
