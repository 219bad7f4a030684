//! How a session becomes a score, fitted on held-out visits: the weights of its parts, the pull of the segments, how
//! fast events fade, and how the next-item table is asked.
//!
//! Every candidate is scored through the shipped core: encode, decode, and ask for the items that came next, at moments
//! of a visit of which the browser knows the visit alone, and at the same moments when the device remembers the month
//! before. Two things are asked at each moment: the best of the whole catalogue, and the order of a category page that
//! shows the next item, which the shop orders by bestsellers. A coordinate search over small grids raises a
//! weighed sum of the two. A value replaces another only when it gains more than half the standard error of the gain, question by
//! question, so that the search does not run after noise; one that loses on every other question is not asked the rest.

use etalage::format::encode;
use etalage::model::{Mix, ModelParts};
use etalage::rank::Ranker;
use etalage::session::{Event, MAX_EVENTS};
use etalage::{ItemIx, Model};
use rayon::prelude::*;
use serde::Serialize;

use super::TrainError;
use super::holdout::HeldOut;
use super::knobs::{KNOBS, Knob};
use super::listings::{Listings, ShopOrder};
use crate::evaluate::metrics::ndcg;
use crate::lake::Interaction;

/// How many distinct items of a visit are seen before each question: none, as when a page opens, then one and three.
const ASK_AFTER: [usize; 3] = [0, 1, 3];

/// How many recommendations a question asks for.
const K: usize = 20;

/// What the catalogue counts against a page: its figures are smaller, and so are their differences.
const CATALOGUE: f64 = 2.0;

/// The half-lives in days that are tried of the popularity prior.
pub(super) const POPULARITY_HALF_LIVES: [f32; 4] = [20.0, 60.0, 180.0, 365.0];

/// What a candidate must gain to replace the best so far, in standard errors of the gain.
const LEAST_GAIN: f64 = 0.5;

/// How often the search goes through all knobs; it stops before when a whole round changes nothing.
const ROUNDS: usize = 2;

/// What the search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MixFigures {
    /// Held-out visits.
    pub visits: usize,
    /// Questions about them.
    pub questions: usize,
    /// Age in days at which a customer counts half for an item's popularity: the best of those tried.
    pub popularity_half_life_days: Option<f32>,
    /// Mean ndcg@20 of the catalogue over the questions, of an order by popularity alone.
    pub ndcg_at_20_popularity: f64,
    /// The same of the factors alone, without segments, popularity and everything else.
    pub ndcg_at_20_factors: f64,
    /// The same of the fitted mix.
    pub ndcg_at_20: f64,
    /// Mean ndcg of the category pages, of an order by popularity alone.
    pub page_ndcg_popularity: f64,
    /// The same of the fitted mix.
    pub page_ndcg: f64,
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
    /// The first of them to come.
    next: ItemIx,
}

/// A popularity prior that may be the best.
pub(super) struct Popularity {
    /// Its half-life.
    pub(super) half_life_days: f32,
    /// The prior of each item.
    pub(super) prior: Vec<f32>,
}

/// How well a model answers.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Figure {
    catalogue: f64,
    page: f64,
}

impl Figure {
    fn sum(self) -> f64 {
        CATALOGUE * self.catalogue + self.page
    }
}

/// What a model is asked about: visits held out, the pages of the shop, and the popularity priors to choose from.
pub(super) struct Asked<'a> {
    pub(super) visits: &'a [HeldOut],
    pub(super) listings: Listings,
    pub(super) popularities: Vec<Popularity>,
}

impl Asked<'_> {
    /// Returns how well a model answers: the weighed sum of the two figures, as the search raises it.
    ///
    /// # Errors
    /// When the core refuses the model.
    pub(super) fn score(&self, parts: &ModelParts) -> Result<f64, TrainError> {
        let questions: Vec<Question> = self.visits.iter().flat_map(questions).collect();
        let mut exam = Exam { questions: &questions, first: 0, listings: &self.listings, after: &mut || () };
        Ok(mean(&exam.whole(parts)?).sum())
    }
}

/// Sets everything that [`KNOBS`] names to the best found on what is asked; `after` is called after each candidate.
///
/// # Errors
/// When the core refuses the model.
pub(super) fn fit_mix(
    parts: &mut ModelParts,
    Asked { visits, listings, popularities }: &Asked<'_>,
    mut after: impl FnMut(),
) -> Result<MixFigures, TrainError> {
    let mut questions: Vec<Question> = visits.iter().flat_map(questions).collect();
    // Every other question first: these decide whether a candidate is asked the others.
    let others: Vec<Question> = questions.iter().skip(1).step_by(2).cloned().collect();
    questions = questions.into_iter().step_by(2).collect();
    let first = questions.len();
    questions.extend(others);
    let mut exam = Exam { questions: &questions, first, listings, after: &mut after };
    let mut alone = parts.clone();
    alone.meta.mix = Mix { popularity: 1.0, ..Mix::default() };
    let mut by_popularity = mean(&exam.whole(&alone)?);
    let mut half_life_days = None;
    for candidate in popularities {
        alone.items.iter_mut().zip(&candidate.prior).for_each(|(item, &prior)| item.popularity = prior);
        let found = mean(&exam.whole(&alone)?);
        if half_life_days.is_none() || found.sum() > by_popularity.sum() {
            (by_popularity, half_life_days) = (found, Some(candidate.half_life_days));
            parts.items.iter_mut().zip(&candidate.prior).for_each(|(item, &prior)| item.popularity = prior);
        }
    }
    alone.meta.mix = Mix { factors: 1.0, ..Mix::default() };
    alone.meta.fold_in.prior_strength = 0.0;
    let by_factors = mean(&exam.whole(&alone)?);
    let mut best = exam.whole(parts)?;
    for _ in 0..ROUNDS {
        let mut changed = false;
        for knob in &KNOBS {
            changed |= turn(parts, knob, &mut best, &mut exam)?;
        }
        if !changed {
            break;
        }
    }
    let found = mean(&best);
    Ok(MixFigures {
        visits: visits.len(),
        questions: questions.len(),
        popularity_half_life_days: half_life_days,
        ndcg_at_20_popularity: by_popularity.catalogue,
        ndcg_at_20_factors: by_factors.catalogue,
        ndcg_at_20: found.catalogue,
        page_ndcg_popularity: by_popularity.page,
        page_ndcg: found.page,
    })
}

/// Returns how many candidates [`fit_mix`] tries at most.
pub(super) fn n_candidates() -> u64 {
    3 + POPULARITY_HALF_LIVES.len() as u64 + (ROUNDS * KNOBS.iter().map(|knob| knob.values.len()).sum::<usize>()) as u64
}

/// Sets one knob to the best of its values, `best` to the answers with it, and returns whether it changed.
fn turn(parts: &mut ModelParts, knob: &Knob, best: &mut Vec<Figure>, exam: &mut Exam<'_>) -> Result<bool, TrainError> {
    let kept = (knob.get)(&parts.meta);
    let mut chosen = kept;
    for &value in knob.values.iter().filter(|value| value.to_bits() != kept.to_bits()) {
        (knob.set)(&mut parts.meta, value);
        if let Some(answers) = exam.better(parts, best)? {
            (*best, chosen) = (answers, value);
        }
    }
    (knob.set)(&mut parts.meta, chosen);
    Ok(chosen.to_bits() != kept.to_bits())
}

/// The questions that every candidate is asked.
struct Exam<'a> {
    questions: &'a [Question],
    /// How many of them are asked first.
    first: usize,
    listings: &'a Listings,
    after: &'a mut dyn FnMut(),
}

impl Exam<'_> {
    /// Returns the answers to all questions.
    fn whole(&mut self, parts: &ModelParts) -> Result<Vec<Figure>, TrainError> {
        (self.after)();
        let ranker = Ranker::new(Model::decode(encode(parts)?)?);
        Ok(self.answers(&ranker, self.questions))
    }

    /// Returns the answers to all questions when they are better than `best` by enough.
    fn better(&mut self, parts: &ModelParts, best: &[Figure]) -> Result<Option<Vec<Figure>>, TrainError> {
        (self.after)();
        let ranker = Ranker::new(Model::decode(encode(parts)?)?);
        let (first, others) = self.questions.split_at(self.first);
        let mut answers = self.answers(&ranker, first);
        if gain(&answers, best).0 <= 0.0 {
            return Ok(None);
        }
        answers.extend(self.answers(&ranker, others));
        let (gained, error) = gain(&answers, best);
        Ok((gained > LEAST_GAIN * error).then_some(answers))
    }

    fn answers(&self, ranker: &Ranker, questions: &[Question]) -> Vec<Figure> {
        questions.par_iter().with_min_len(16).map(|question| answer(ranker, question, self.listings)).collect()
    }
}

/// Returns the mean gain of `answers` on the first ones of `best`, question by question, and its standard error.
fn gain(answers: &[Figure], best: &[Figure]) -> (f64, f64) {
    let n = answers.len().max(1) as f64;
    let gains = || answers.iter().zip(best).map(|(new, old)| new.sum() - old.sum());
    let mean = gains().sum::<f64>() / n;
    let variance = gains().map(|gain| (gain - mean).powi(2)).sum::<f64>() / n;
    (mean, (variance / n).sqrt())
}

/// Returns the mean figures, 0 of no question.
fn mean(answers: &[Figure]) -> Figure {
    let n = answers.len().max(1) as f64;
    let mean = |figure: fn(&Figure) -> f64| answers.iter().map(figure).sum::<f64>() / n;
    Figure { catalogue: mean(|answer| answer.catalogue), page: mean(|answer| answer.page) }
}

fn answer(ranker: &Ranker, question: &Question, listings: &Listings) -> Figure {
    let visitor = ranker.visitor(&question.known);
    let best = ranker.top_k(&visitor, K, &question.seen);
    let ranked: Vec<u32> = best.into_iter().map(|scored| scored.item).collect();
    let unseen = |item: &&ItemIx| !question.seen.contains(item);
    let page = listings.page(question.next, ShopOrder::Bestsellers).iter().filter(unseen);
    let mut page: Vec<(ItemIx, f32)> = page.map(|&item| (item, ranker.score(&visitor, item))).collect();
    // Stable: of equals the shop's own order.
    page.sort_by(|a, b| b.1.total_cmp(&a.1));
    let page: Vec<ItemIx> = page.into_iter().map(|(item, _)| item).collect();
    let wanted: Vec<ItemIx> = question.to_come.iter().copied().filter(|item| page.contains(item)).collect();
    Figure { catalogue: ndcg(&ranked, &question.to_come, K), page: ndcg(&page, &wanted, page.len()) }
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
    let next = *to_come.first()?;
    to_come.sort_unstable();
    let known = profile.iter().chain(&visit[..split]);
    let mut known: Vec<Event> =
        known.map(|event| Event { at_ms: event.at_ms, item: event.item, kind: event.kind }).collect();
    known.sort_unstable();
    let known = known.split_off(known.len().saturating_sub(MAX_EVENTS));
    Some(Question { known, seen: items, to_come, next })
}

#[cfg(test)]
mod tests {
    use etalage::session::EventKind;

    use super::*;

    #[test]
    fn a_gain_is_measured_question_by_question() {
        let figures = |values: &[f64]| -> Vec<Figure> {
            values.iter().map(|&catalogue| Figure { catalogue, page: 0.5 }).collect()
        };
        // Gains .1, .3, .1, .3, counted twice: .4 on the mean, a deviation of .2, and half of that is its error.
        let (gained, error) = gain(&figures(&[0.2, 0.5, 0.4, 0.6]), &figures(&[0.1, 0.2, 0.3, 0.3]));
        assert!((gained - 0.4).abs() < 1e-12 && (error - 0.1).abs() < 1e-12, "{gained} {error}");
    }

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
