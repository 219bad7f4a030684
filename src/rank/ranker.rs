//! A model made ready to rank: events in, a visitor; a visitor and items in, scores.

use alloc::vec::Vec;

use super::feature_scores::FeatureScores;
use super::score::Query;
use super::{Affinity, Explanation, FoldIn, Folded, Mode, NextScores, Scored, Scorer, explain, top_k};
use crate::model::{ItemIx, Model};
use crate::session::{Event, evidence};

/// A model and what follows from it alone. Many visitors can be ranked with one.
#[derive(Debug)]
pub struct Ranker {
    model: Model,
    fold_in: FoldIn,
}

/// A visitor of one model: what the events so far say, ready to score any item.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The visitor's vector and what it was folded in from.
    pub folded: Folded,
    query: Query,
}

impl Ranker {
    /// Makes a model ready. O(segments · d²).
    pub fn new(model: Model) -> Self {
        let fold_in = FoldIn::of(&model);
        Self { model, fold_in }
    }

    /// Returns the model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Makes the visitor who did `events`, which stand in canonical order: by time, then item, then kind.
    /// O(d² · items touched + d³ / 3 + successors² · items touched).
    ///
    /// # Panics
    /// When an event's item is not in the model, as a slice does.
    pub fn visitor(&self, events: &[Event]) -> Visitor {
        let meta = self.model.meta();
        let folded = self.fold_in.fold(self.model.factors(), evidence(events, &meta.session));
        let affinity = Affinity::of(&self.model, &folded.evidence);
        let next = NextScores::of(&self.model, events, &folded.evidence);
        let mut query = Query::new(&folded.vector, &meta.mix, affinity, next);
        query.features = FeatureScores::of(&self.model, &folded.evidence);
        Visitor { folded, query }
    }

    /// Returns the score of an item for a visitor, as every ranking uses it. O(d).
    ///
    /// # Panics
    /// When the item is not in the model, as a slice does.
    pub fn score(&self, visitor: &Visitor, item: ItemIx) -> f32 {
        self.scorer(visitor).score(item)
    }

    /// Returns the `k` best items of the catalogue, best first, of equals the lower index, without those of `exclude`.
    /// O(items · d).
    pub fn top_k(&self, visitor: &Visitor, k: usize, exclude: &[ItemIx]) -> Vec<Scored> {
        top_k(&self.scorer(visitor), self.model.n_items(), k, exclude)
    }

    /// Splits the score of an item into parts that sum exactly to it. O(d² + d · evidence + successors² · evidence).
    ///
    /// # Panics
    /// When the item is not in the model, as a slice does.
    pub fn explain(&self, visitor: &Visitor, mode: Mode, item: ItemIx) -> Explanation {
        explain(&self.scorer(visitor), &self.model, &self.fold_in, &visitor.folded, mode, item)
    }

    /// Returns what scores items for a visitor.
    pub fn scorer<'a>(&'a self, visitor: &'a Visitor) -> Scorer<'a> {
        Scorer::new(&self.model, &visitor.query)
    }
}
