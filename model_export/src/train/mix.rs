//! How a session becomes a score, fitted on held-out visits: the weights of its parts, the pull of the segments, how
//! fast events fade, and how the next-item table is asked.
//!
//! Every candidate is scored through the shipped core: encode, decode, and ask for the items that came next, at moments
//! of a visit of which the browser knows the visit alone, and at the same moments when the device remembers the month
//! before. A coordinate search over small grids; of equals the first.

use etalage::format::encode;
use etalage::model::ModelParts;
use etalage::rank::Ranker;
use etalage::session::{Event, MAX_EVENTS};
use etalage::{ItemIx, Model};
use rayon::prelude::*;
use serde::Serialize;

use super::TrainError;
use super::holdout::HeldOut;
use super::knobs::{KNOBS, Knob};
use crate::evaluate::metrics::ndcg;
use crate::lake::Interaction;

/// How many distinct items of a visit are seen before each question: none, as when a page opens, then one and three.
const ASK_AFTER: [usize; 3] = [0, 1, 3];

/// How many recommendations a question asks for.
const K: usize = 20;

/// What a candidate must gain to replace the best so far, as a share: less is noise.
const LEAST_GAIN: f64 = 5e-4;

/// How often the search goes through all knobs; it stops before when a whole round gains nothing.
const ROUNDS: usize = 2;

/// What the search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MixFigures {
    /// Held-out visits.
    pub visits: usize,
    /// Questions about them.
    pub questions: usize,
    /// Mean ndcg@20 over the questions, of an order by popularity alone.
    pub ndcg_at_20_popularity: f64,
    /// The same of the factors alone, without segments, popularity and everything else.
    pub ndcg_at_20_factors: f64,
    /// The same of the fitted mix.
    pub ndcg_at_20: f64,
}

/// One moment of a visit.
#[derive(Debug, Clone, PartialEq)]
struct Question {
    /// What the browser knows, in canonical order.
    known: Vec<Event>,
    /// The items of the visit so far, which are no answer.
    seen: Vec<ItemIx>,
    /// The new items still to come, ascending.
    to_come: Vec<ItemIx>,
}

/// Sets everything that [`KNOBS`] names to the best found on `visits`; `after` is called after each candidate.
///
/// # Errors
/// When the core refuses the model.
pub(super) fn fit_mix(
    parts: &mut ModelParts,
    visits: &[HeldOut],
    mut after: impl FnMut(),
) -> Result<MixFigures, TrainError> {
    let questions: Vec<Question> = visits.iter().flat_map(questions).collect();
    let mut figure = |parts: &ModelParts| {
        after();
        mean_ndcg(parts, &questions)
    };
    let mut alone = parts.clone();
    let mix = &mut alone.meta.mix;
    (mix.factors, mix.popularity, mix.next_item, mix.category, mix.brand, mix.price_band) =
        (0.0, 1.0, 0.0, 0.0, 0.0, 0.0);
    let ndcg_at_20_popularity = figure(&alone)?;
    (alone.meta.mix.factors, alone.meta.mix.popularity, alone.meta.fold_in.prior_strength) = (1.0, 0.0, 0.0);
    let ndcg_at_20_factors = figure(&alone)?;
    let mut best = figure(parts)?;
    for _ in 0..ROUNDS {
        let before = best;
        for knob in &KNOBS {
            best = turn(parts, knob, best, &mut figure)?;
        }
        if best <= before * (1.0 + LEAST_GAIN) {
            break;
        }
    }
    Ok(MixFigures {
        visits: visits.len(),
        questions: questions.len(),
        ndcg_at_20_popularity,
        ndcg_at_20_factors,
        ndcg_at_20: best,
    })
}

/// Returns the figure that [`fit_mix`] looks at, of a model as it is: the mean ndcg@20 over the questions of `visits`.
///
/// # Errors
/// When the core refuses the model.
pub(super) fn ndcg_of(parts: &ModelParts, visits: &[HeldOut]) -> Result<f64, TrainError> {
    mean_ndcg(parts, &visits.iter().flat_map(questions).collect::<Vec<_>>())
}

/// Returns how many candidates [`fit_mix`] tries at most.
pub(super) fn n_candidates() -> u64 {
    3 + (ROUNDS * KNOBS.iter().map(|knob| knob.values.len()).sum::<usize>()) as u64
}

/// Sets one knob to the best of its values and returns the figure.
fn turn(
    parts: &mut ModelParts,
    knob: &Knob,
    mut best: f64,
    figure: &mut impl FnMut(&ModelParts) -> Result<f64, TrainError>,
) -> Result<f64, TrainError> {
    let kept = (knob.get)(&parts.meta);
    let mut chosen = kept;
    for &value in knob.values.iter().filter(|value| value.to_bits() != kept.to_bits()) {
        (knob.set)(&mut parts.meta, value);
        let found = figure(parts)?;
        if found > best * (1.0 + LEAST_GAIN) {
            (best, chosen) = (found, value);
        }
    }
    (knob.set)(&mut parts.meta, chosen);
    Ok(best)
}

/// Returns the mean ndcg@20 of the model over all questions, 0 when there is none.
fn mean_ndcg(parts: &ModelParts, questions: &[Question]) -> Result<f64, TrainError> {
    let ranker = Ranker::new(Model::decode(encode(parts)?)?);
    let answers: Vec<f64> = questions.par_iter().with_min_len(16).map(|question| answer(&ranker, question)).collect();
    Ok(answers.iter().sum::<f64>() / answers.len().max(1) as f64)
}

fn answer(ranker: &Ranker, question: &Question) -> f64 {
    let best = ranker.top_k(&ranker.visitor(&question.known), K, &question.seen);
    let ranked: Vec<u32> = best.into_iter().map(|scored| scored.item).collect();
    ndcg(&ranked, &question.to_come, K)
}

/// Returns the questions about one visit: as if the visitor were new, and, where the device remembers anything, as
/// somebody who comes back.
fn questions(held_out: &HeldOut) -> Vec<Question> {
    let mut asked = Vec::new();
    for profile in [&[][..], &held_out.profile] {
        if asked.is_empty() || !profile.is_empty() {
            asked.extend(ASK_AFTER.iter().filter_map(|&n_seen| question(profile, &held_out.visit, n_seen)));
        }
    }
    asked
}

/// Returns the question at the moment when `n_seen` distinct items of the visit have been touched, if more come.
fn question(profile: &[Interaction], visit: &[Interaction], n_seen: usize) -> Option<Question> {
    let mut items: Vec<ItemIx> = Vec::new();
    let mut split = 0;
    for (place, event) in visit.iter().enumerate() {
        if !items.contains(&event.item) {
            if items.len() == n_seen {
                split = place;
            }
            items.push(event.item);
        }
    }
    if items.len() <= n_seen {
        return None;
    }
    let mut to_come = items.split_off(n_seen);
    to_come.sort_unstable();
    let known = profile.iter().chain(&visit[..split]);
    let mut known: Vec<Event> =
        known.map(|event| Event { at_ms: event.at_ms, item: event.item, kind: event.kind }).collect();
    known.sort_unstable();
    let known = known.split_off(known.len().saturating_sub(MAX_EVENTS));
    Some(Question { known, seen: items, to_come })
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;

    #[test]
    fn a_visit_is_asked_about_as_new_and_as_coming_back() {
        let event =
            |item, at_ms| Interaction { visitor: 0, item, session: 0, kind: EventKind::ViewItem, at_ms, quantity: 1 };
        let held_out = HeldOut { profile: vec![event(9, 1)], visit: vec![event(4, 10), event(4, 11), event(2, 12)] };
        let asked = questions(&held_out);
        assert_eq!(asked.len(), 4, "after none and after one, twice");
        assert!(asked[0].known.is_empty() && asked[0].to_come == [2, 4]);
        assert_eq!((&asked[1].seen, asked[1].known.len(), &asked[1].to_come), (&vec![4], 2, &vec![2]));
        assert_eq!((asked[2].known[0].item, asked[3].known.len()), (9, 3));
        let new = HeldOut { profile: Vec::new(), ..held_out };
        assert_eq!(questions(&new).len(), 2);
    }
}
