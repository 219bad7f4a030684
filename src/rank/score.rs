//! The score of an item for a visitor: the one path by which every ranking, offline and in the browser, gets its numbers.
//!
//! ```text
//! score = mix.factors · x·y + mix.popularity · popularity + affinity + (next + features)
//! ```
//!
//! x·y is an int8 row against the visitor's vector in int16, summed exactly in i32: an integer sum has the same value
//! in any order, so every engine gives the same bits. The rest is added in the order of the formula.

use alloc::vec::Vec;

use super::affinity::Affinity;
use super::feature_scores::FeatureScores;
use super::kernel::{self, BLOCK, Columns, Question};
use super::next_scores::NextScores;
use crate::model::{Attributes, Features, ItemFactors, ItemIx, Mix, Model, U16s};

/// Scores lie on multiples of 2⁻²⁰: then the parts of an explanation can sum to them exactly in f64, in any order.
const GRID: f32 = 1_048_576.0;

/// Rounds a score towards zero to the grid of 2⁻²⁰.
pub fn score_grid(score: f32) -> f32 {
    (score * GRID) as i32 as f32 / GRID
}

/// Returns the least number that [`score_grid`] takes to `score` or above; `score` is on the grid itself.
pub(super) fn below_grid(score: f32) -> f32 {
    if score > 0.0 { score } else { score - 1.0 / GRID }
}

/// Scores items for one visitor.
#[derive(Debug, Clone)]
pub struct Scorer<'a> {
    factors: ItemFactors<'a>,
    popularity: U16s<'a>,
    attributes: Attributes<'a>,
    features: Features<'a>,
    query: &'a Query,
    popularity_unit: f32,
    /// The most that an item can get by affinity.
    most: f32,
}

/// What a visitor's session amounts to, item for item.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    vector: Vec<i16>,
    /// What turns a dot product with an int8 row into mix.factors · x·y / scale.
    unit: f32,
    pub(super) affinity: Affinity,
    pub(super) next: NextScores,
    pub(super) features: FeatureScores,
}

impl Query {
    /// Rounds a vector to int16, with the largest entry at 32,767.
    pub(super) fn new(vector: &[f64], mix: &Mix, affinity: Affinity, next: NextScores) -> Self {
        let largest = vector.iter().fold(0.0_f64, |largest, v| largest.max(v.abs()));
        if !(largest > 0.0 && largest.is_finite()) {
            return Self { vector: vec![0; vector.len()], unit: 0.0, affinity, next, ..Self::default() };
        }
        let scale = largest / 32_767.0;
        let vector = vector.iter().map(|v| libm::round(v / scale) as i16).collect();
        Self { vector, unit: (scale * f64::from(mix.factors)) as f32, affinity, next, ..Self::default() }
    }
}

impl<'a> Scorer<'a> {
    pub(super) fn new(model: &'a Model, query: &'a Query) -> Self {
        Self {
            factors: model.factors(),
            popularity: model.popularity(),
            attributes: model.attributes(),
            features: model.features(),
            query,
            popularity_unit: model.meta().mix.popularity / f32::from(u16::MAX),
            most: query.affinity.most(),
        }
    }

    /// Returns the score of an item, on the grid. O(factors).
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    pub fn score(&self, item: ItemIx) -> f32 {
        let [score, ..] = self.score4([item; BLOCK]);
        score
    }

    /// Returns the scores of items, in their order. O(items · factors).
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    pub fn scores(&self, items: &[ItemIx]) -> Vec<f32> {
        let mut scores = vec![0.0; items.len()];
        let ((fours, rest), (slots, last)) = (items.as_chunks::<BLOCK>(), scores.as_chunks_mut::<BLOCK>());
        for (four, slot) in fours.iter().zip(slots) {
            *slot = self.score4(*four);
        }
        for (&item, slot) in rest.iter().zip(last) {
            *slot = self.score(item);
        }
        scores
    }

    fn score4(&self, items: [ItemIx; BLOCK]) -> [f32; BLOCK] {
        let mut scores = if self.query.unit == 0.0 {
            items.map(|item| self.popularity_part(item))
        } else {
            kernel::linear(&self.columns(&[]), &self.question(), items)
        };
        for (score, &item) in scores.iter_mut().zip(&items) {
            let beside = self.query.next.get(item) + self.query.features.get(&self.features, item);
            *score = self.score_of_linear(item, *score, beside);
        }
        scores
    }

    /// Returns the score of an item from its linear part and what next-item table and features add.
    #[expect(clippy::inline_always, reason = "called for every item; at opt-level s it would be a call")]
    #[inline(always)]
    pub(super) fn score_of_linear(&self, item: ItemIx, linear: f32, beside: f32) -> f32 {
        let mut score = linear;
        if !self.query.affinity.is_empty() {
            let [category, brand, price_band] = self.query.affinity.parts(self.attributes, item);
            score += category + brand + price_band;
        }
        score_grid(score + beside)
    }

    /// Returns the number of items that [`next_block`](Self::next_block) looks at.
    pub(super) fn n_in_blocks(&self) -> usize {
        // A model without factors has no rows to go through; a visitor without a vector has, and all their dots are 0.
        if self.factors.n_factors() == 0 { 0 } else { self.factors.n_items() / BLOCK * BLOCK }
    }

    /// `beside` is what [`beside`](Self::beside) returns. Returns the first block of four items from `block` on in which some score may be `bound` or above, and the linear
    /// parts of its items.
    pub(super) fn next_block(&self, beside: &[f32], block: usize, bound: f32) -> Option<(usize, [f32; BLOCK])> {
        kernel::next_block(&self.columns(beside), &self.question(), block, below_grid(bound))
    }

    /// Returns what next-item table and features add to every item, or nothing when no item gets anything.
    pub(super) fn beside(&self) -> &[f32] {
        self.query.features.all(self.features, &self.query.next, self.popularity.len())
    }

    fn columns<'b>(&'b self, next: &'b [f32]) -> Columns<'b> {
        Columns {
            rows: self.factors.rows(),
            scales: self.factors.scales().raw(),
            popularity: self.popularity.raw(),
            next,
        }
    }

    fn question(&self) -> Question<'_> {
        Question {
            vector: &self.query.vector,
            unit: self.query.unit,
            popularity_unit: self.popularity_unit,
            most: self.most,
        }
    }

    pub(super) fn popularity_part(&self, item: ItemIx) -> f32 {
        f32::from(self.popularity.get(item as usize)) * self.popularity_unit
    }

    pub(super) fn query(&self) -> &'a Query {
        self.query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_keeps_order_and_is_exact_in_f64() {
        assert_eq!(score_grid(0.5), 0.5);
        assert!(score_grid(0.1) <= 0.1 && 0.1 - score_grid(0.1) < 1e-6);
        assert_eq!(score_grid(f32::NAN), 0.0);
        assert!(score_grid(f32::MAX).is_finite());
    }

    #[test]
    fn a_vector_without_direction_scores_zero() {
        let mix = Mix { factors: 1.0, ..Mix::default() };
        for vector in [[0.0; 8], [f64::NAN; 8], [f64::INFINITY; 8]] {
            assert_eq!(Query::new(&vector, &mix, Affinity::default(), NextScores::default()).unit, 0.0);
        }
    }
}
