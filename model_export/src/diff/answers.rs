//! How far the answers moved: the same questions to both models, and the share of the twenty best that both give.
//!
//! overlap@20 of one question is the number of items in both lists over the length of the longer one: lists `a b c d` and
//! `b a c e` overlap by 3/4, whatever their order. The questions are each segment's own order before any event, for
//! segments of both models by name, and the catalogue after one view of each of the 200 items that are the most popular
//! in both.

use std::collections::BTreeSet;

use etalage::ItemIx;
use etalage::model::Model;
use etalage::rank::{Ranker, Scored};
use etalage::session::{Event, EventKind};
use serde::Serialize;

/// The length of an answer.
pub const K: usize = 20;

/// How many items are looked at, one at a time.
const VIEWS: usize = 200;

/// How far two models agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Answers {
    /// The order of each segment before any event; `None` when no segment has its name in both.
    pub segments: Option<Overlap>,
    /// The catalogue after one view; `None` when the models share no item.
    pub after_one_view: Option<Overlap>,
}

/// overlap@20 over some questions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Overlap {
    /// How many were asked.
    pub questions: usize,
    /// The mean.
    pub mean: f64,
    /// The least.
    pub least: f64,
}

impl Answers {
    /// Asks both models.
    pub fn of(rankers: [&Ranker; 2]) -> Self {
        let models = rankers.map(Ranker::model);
        let of_segments = common_segments(models)
            .into_iter()
            .map(|numbers| overlap([0, 1].map(|side| segment_order(models[side], numbers[side]))));
        let viewed = most_popular(models).into_iter().map(|items| {
            overlap([0, 1].map(|side| {
                let view = Event { at_ms: 0, item: items[side], kind: EventKind::ViewItem };
                let ranker = rankers[side];
                let best = ranker.top_k(&ranker.visitor(&[view]), K, &[]);
                best.iter().filter_map(|Scored { item, .. }| models[side].item_id(*item)).collect()
            }))
        });
        Self { segments: Overlap::over(of_segments), after_one_view: Overlap::over(viewed) }
    }
}

impl Overlap {
    fn over(overlaps: impl Iterator<Item = f64>) -> Option<Self> {
        let overlaps: Vec<f64> = overlaps.collect();
        let least = overlaps.iter().copied().min_by(f64::total_cmp)?;
        let questions = overlaps.len();
        Some(Self { questions, mean: overlaps.iter().sum::<f64>() / questions as f64, least })
    }
}

/// Returns the share of the longer list that both have; two empty lists agree.
fn overlap([before, after]: [BTreeSet<&str>; 2]) -> f64 {
    match before.len().max(after.len()) {
        0 => 1.0,
        longer => before.intersection(&after).count() as f64 / longer as f64,
    }
}

/// Returns the numbers of each segment whose name is in both models.
fn common_segments(models: [&Model; 2]) -> Vec<[usize; 2]> {
    let [before, after] = models.map(|model| &model.meta().segments);
    let other = |name: &str| after.iter().position(|segment| segment.name == name);
    before.iter().enumerate().filter_map(|(number, segment)| Some([number, other(&segment.name)?])).collect()
}

/// Returns the best items for somebody who is wholly of a segment and did nothing yet: by the factor score of the
/// segment's centroid and the popularity prior, as the model's mix weighs them.
fn segment_order(model: &Model, segment: usize) -> BTreeSet<&str> {
    let (mix, d) = (&model.meta().mix, model.n_factors());
    let centroid: Vec<f64> = (segment * d..(segment + 1) * d).map(|at| f64::from(model.centroids().get(at))).collect();
    let (factors, popularity) = (model.factors(), model.popularity());
    let score = |item: ItemIx| {
        let dot: f64 = factors.vector(item).zip(&centroid).map(|(value, centre)| value * centre).sum();
        let prior = f64::from(popularity.get(item as usize)) / f64::from(u16::MAX);
        f64::from(mix.factors) * dot + f64::from(mix.popularity) * prior
    };
    let mut scores: Vec<(f64, ItemIx)> = (0..model.n_items() as ItemIx).map(|item| (score(item), item)).collect();
    scores.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scores.iter().take(K).filter_map(|(_, item)| model.item_id(*item)).collect()
}

/// Returns the items that the models share, by their numbers in each: the most popular in both together first, of equals
/// the smaller id.
fn most_popular(models: [&Model; 2]) -> Vec<[ItemIx; 2]> {
    let popularity = |side: usize, item: ItemIx| u32::from(models[side].popularity().get(item as usize));
    let shared = models[0].ids().iter().zip(0..).filter_map(|(id, item)| Some([item, models[1].item(id).ok()?]));
    let mut shared: Vec<[ItemIx; 2]> = shared.collect();
    // The ids of a model stand in the order of their bytes, and a stable sort keeps it.
    shared.sort_by_key(|&[before, after]| std::cmp::Reverse(popularity(0, before) + popularity(1, after)));
    shared.truncate(VIEWS);
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        let lists = [["a", "b", "c", "d"], ["b", "a", "c", "e"]].map(BTreeSet::from);
        assert_eq!(overlap(lists), 0.75);
        assert_eq!(overlap([BTreeSet::new(), BTreeSet::new()]), 1.0);
        assert_eq!(overlap([BTreeSet::new(), BTreeSet::from(["a"])]), 0.0);
    }
}
