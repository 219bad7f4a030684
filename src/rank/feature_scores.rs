//! What the public features of the session's items add: the cosine of every item with them.

use alloc::vec::Vec;
use core::cell::OnceCell;

use super::Part;
use super::next_scores::NextScores;
use crate::model::{Features, ItemIx, Model};
use crate::session::Evidence;

/// What every feature of an item is worth to one visitor, `(n_features)`.
///
/// With c the confidence of the evidence and v(i) the feature vector of item i, of length 1,
///
/// ```text
/// u = mix.features · Σ c_i v(i)          share(j) = u · v(j)
/// ```
///
/// a sum of cosines (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988).
#[derive(Debug, Clone, Default)]
pub(super) struct FeatureScores {
    /// Entry w is `u_w · weight(w)`; empty when no item gets anything.
    worth: Vec<f32>,
    /// What next-item table and features add to every item, once a whole catalogue was asked for.
    all: OnceCell<Vec<f32>>,
}

impl FeatureScores {
    /// Adds the evidence up. O(features + evidence).
    #[inline(never)]
    pub(super) fn of(model: &Model, evidence: &[Evidence]) -> Self {
        let (features, weight) = (model.features(), f64::from(model.meta().mix.features));
        if features.is_empty() || evidence.is_empty() || weight <= 0.0 {
            return Self::default();
        }
        let mut worth = vec![0.0_f32; features.len()];
        for e in evidence {
            let scale = (weight * e.confidence) as f32 * features.inverse_length(e.item);
            for feature in features.row(e.item) {
                let weight = features.weight(feature);
                worth[feature as usize] += scale * weight * weight;
            }
        }
        Self { worth, all: OnceCell::new() }
    }

    /// Returns the share of an item's score.
    pub(super) fn get(&self, features: &Features<'_>, item: ItemIx) -> f32 {
        if self.worth.is_empty() {
            return 0.0;
        }
        let mut sum = 0.0;
        for feature in features.row(item) {
            sum += self.worth[feature as usize];
        }
        sum * features.inverse_length(item)
    }

    /// Returns what `next` and the features add to every item, or nothing when no item gets anything. Once O(items and
    /// features + items that have a feature of the session), then O(1).
    pub(super) fn all<'a>(&'a self, features: Features<'_>, next: &'a NextScores, n_items: usize) -> &'a [f32] {
        if self.worth.is_empty() {
            return next.all();
        }
        self.all.get_or_init(|| {
            // Feature by feature, ascending: each item's sum has the bits that `get` gives it, for 0 adds nothing.
            let mut all = vec![0.0; n_items];
            for (feature, &worth) in self.worth.iter().enumerate() {
                if worth > 0.0 {
                    features.items(feature).iter().for_each(|&item| all[item as usize] += worth);
                }
            }
            for (sum, item) in all.iter_mut().zip(0..) {
                *sum = next.get(item) + *sum * features.inverse_length(item);
            }
            all
        })
    }

    /// Tells what each feature of an item gives, in turn.
    pub(super) fn contributions(&self, features: &Features<'_>, item: ItemIx, mut tell: impl FnMut(Part, f64)) {
        if !self.worth.is_empty() {
            for feature in features.row(item) {
                let value = self.worth[feature as usize] * features.inverse_length(item);
                tell(Part::Feature(feature), f64::from(value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::model::FeatureTable;

    #[test]
    fn worked_example() {
        // Item 0 has features a (weight 3) and b (4), item 1 has b, item 2 has none, item 3 has a.
        let mut parts = fixture::toys_and_tools();
        let mut rows = vec![Vec::new(); 8];
        (rows[0], rows[1], rows[3]) = (vec![0, 1], vec![1], vec![0]);
        let labels = ["wa", "wb"].map(Into::into).to_vec();
        parts.features = FeatureTable::new(labels, vec![3.0, 4.0], &rows).expect("valid");
        parts.meta.mix.features = 2.0;
        let model = Model::decode(crate::format::encode(&parts).expect("valid")).expect("valid");
        let found = FeatureScores::of(&model, &[Evidence { item: 0, confidence: 0.5 }]);
        let next = NextScores::default();
        // v(0) = (.6, .8), v(1) = (0, 1), v(3) = (1, 0); u = 2 · .5 · v(0).
        for (item, wanted) in [(0, 1.0), (1, 0.8), (2, 0.0), (3, 0.6)] {
            let share = found.get(&model.features(), item);
            assert!((share - wanted).abs() < 1e-6, "{item}: {share}");
            let mut sum = 0.0;
            found.contributions(&model.features(), item, |_, value| sum += value);
            assert!((sum - f64::from(share)).abs() < 1e-6, "the parts of item {item}");
            let all = found.all(model.features(), &next, 8);
            assert_eq!(all[item as usize].to_bits(), share.to_bits(), "one by one and all at once agree");
        }
        // A whole shop, where most features are worth nothing.
        let model = fixture::random(7, 500, 8, 2).and_then(|parts| crate::format::encode(&parts)).expect("valid");
        let model = Model::decode(model).expect("valid");
        let evidence = [(3, 0.7), (40, 2.0), (41, 1e-3)].map(|(item, confidence)| Evidence { item, confidence });
        let found = FeatureScores::of(&model, &evidence);
        let all = found.all(model.features(), &next, 500);
        assert!(all.iter().any(|share| *share > 0.0) && all.contains(&0.0));
        for (item, share) in (0..).zip(all) {
            assert_eq!(share.to_bits(), found.get(&model.features(), item).to_bits(), "item {item}");
        }
        assert_eq!(FeatureScores::of(&model, &[]).get(&model.features(), 1), 0.0);
    }
}
