//! Diversity of the first slots: a cap for each category, or maximal marginal relevance.

use alloc::vec::Vec;

use crate::model::{Model, NONE, Strings};
use crate::{ItemIx, rank::kernel};

/// How alike the first products may be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Diversity {
    /// At most so many of a group of categories.
    Cap {
        first: usize,
        most: u32,
        /// The group of each category, by number.
        groups: Vec<u32>,
    },
    /// Carbonell and Goldstein (1998): `lambda · relevance - (1 - lambda) · greatest cosine to what stands above`.
    Mmr { first: usize, lambda: f32 },
}

impl Diversity {
    /// Groups categories by the first `level` parts of their paths, or by whole paths for level 0.
    pub(super) fn cap(first: usize, most: u32, level: usize, categories: Strings<'_>) -> Self {
        // The head of a path: all before the level-th " > ".
        let head = |number: usize| {
            let path = categories.raw(number).unwrap_or_default();
            let mut levels = level;
            let end = path.windows(3).position(|three| {
                levels -= usize::from(levels > 0 && three == b" > ");
                level > 0 && levels == 0
            });
            &path[..end.unwrap_or(path.len())]
        };
        let mut groups: Vec<u32> = Vec::with_capacity(categories.len());
        for number in 0..categories.len() {
            groups.push((0..number).find(|&other| head(other) == head(number)).unwrap_or(number) as u32);
        }
        Self::Cap { first, most, groups }
    }
}

/// What stands in the slots so far.
pub(super) struct Above<'a> {
    model: &'a Model,
    diversity: &'a Diversity,
    counts: Vec<u32>,
    items: Vec<ItemIx>,
}

impl<'a> Above<'a> {
    pub(super) fn new(model: &'a Model, diversity: &'a Diversity) -> Self {
        Self { model, diversity, counts: vec![0; model.categories().len()], items: Vec::new() }
    }

    /// Returns how many slots it is about.
    pub(super) fn first(&self) -> usize {
        match self.diversity {
            Diversity::Cap { first, .. } | Diversity::Mmr { first, .. } => *first,
        }
    }

    /// Adds the product of the next slot.
    pub(super) fn push(&mut self, item: ItemIx) {
        if let Some(group) = self.group(item) {
            self.counts[group] += 1;
        }
        self.items.push(item);
    }

    /// Returns how well an item fits below, whose key is its relevance; what a cap admits fits best.
    pub(super) fn fit(&self, item: ItemIx, relevance: f32) -> f32 {
        match self.diversity {
            Diversity::Cap { most, .. } => {
                f32::from(u8::from(self.group(item).is_none_or(|group| self.counts[group] < *most)))
            }
            Diversity::Mmr { lambda, .. } => {
                let mut closest = 0.0_f32;
                for &other in &self.items {
                    closest = closest.max(self.cosine(item, other));
                }
                lambda * relevance - (1.0 - lambda) * closest
            }
        }
    }

    fn group(&self, item: ItemIx) -> Option<usize> {
        let category = self.model.attributes().category(item);
        match self.diversity {
            Diversity::Cap { groups, .. } if category != NONE => groups.get(usize::from(category)).map(|g| *g as usize),
            _ => None,
        }
    }

    /// Returns the cosine of two items' vectors, 0 where one has none: integer sums, so that it has the same bits
    /// everywhere. O(factors).
    fn cosine(&self, a: ItemIx, b: ItemIx) -> f32 {
        let factors = self.model.factors();
        if factors.n_factors() == 0 {
            return 0.0;
        }
        let (mut dot, mut square_a, mut square_b) = (0, 0, 0);
        for (&a, &b) in factors.row(a).iter().zip(factors.row(b)) {
            let (a, b) = (i32::from(a.cast_signed()), i32::from(b.cast_signed()));
            dot += a * b;
            square_a += a * a;
            square_b += b * b;
        }
        let norms = f64::from(square_a) * f64::from(square_b);
        if norms > 0.0 { (f64::from(dot) / kernel::sqrt(norms)) as f32 } else { 0.0 }
    }
}
