//! The score of an item for a visitor: int8 rows against the visitor's vector in int16, summed exactly in i32.
//!
//! An integer sum has the same value in any order, so every engine gives the same bits.

use super::kernel;
use crate::model::{ItemFactors, ItemIx, Mix, Model, U16s};

/// Scores lie on multiples of 2⁻²⁰: then the parts of an explanation can sum to them exactly in f64, in any order.
const GRID: f32 = 1_048_576.0;

/// Rounds a score towards zero to the grid of 2⁻²⁰.
pub fn score_grid(score: f32) -> f32 {
    (score * GRID) as i32 as f32 / GRID
}

/// Scores items for one visitor.
#[derive(Debug, Clone)]
pub struct Scorer<'a> {
    factors: ItemFactors<'a>,
    popularity: U16s<'a>,
    query: &'a Query,
    popularity_unit: f32,
}

/// A visitor's vector in int16, with the scale that turns a dot product with an int8 row into mix.factors · x·y / scale.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    vector: Vec<i16>,
    unit: f32,
}

impl Query {
    /// Rounds a vector to int16, with the largest entry at 32,767.
    pub(super) fn new(vector: &[f64], mix: &Mix) -> Self {
        let largest = vector.iter().fold(0.0_f64, |largest, v| largest.max(v.abs()));
        if !(largest > 0.0 && largest.is_finite()) {
            return Self { vector: vec![0; vector.len()], unit: 0.0 };
        }
        let scale = largest / 32_767.0;
        let vector = vector.iter().map(|v| libm::round(v / scale) as i16).collect();
        Self { vector, unit: (scale * f64::from(mix.factors)) as f32 }
    }
}

impl<'a> Scorer<'a> {
    pub(super) fn new(model: &'a Model, query: &'a Query) -> Self {
        Self {
            factors: model.factors(),
            popularity: model.popularity(),
            query,
            popularity_unit: model.meta().mix.popularity / f32::from(u16::MAX),
        }
    }

    /// Returns the score of an item: mix.factors · x·y + mix.popularity · popularity, on the grid. O(factors).
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    pub fn score(&self, item: ItemIx) -> f32 {
        let dot = kernel::dot(self.factors.row(item), &self.query.vector) as f32;
        score_grid(dot * (self.query.unit * self.factors.scale(item)) + self.popularity_part(item))
    }

    pub(super) fn popularity_part(&self, item: ItemIx) -> f32 {
        f32::from(self.popularity.get(item as usize)) * self.popularity_unit
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
        let mix = Mix { factors: 1.0, popularity: 0.0 };
        for vector in [[0.0; 8], [f64::NAN; 8], [f64::INFINITY; 8]] {
            assert_eq!(Query::new(&vector, &mix).unit, 0.0);
        }
    }
}
