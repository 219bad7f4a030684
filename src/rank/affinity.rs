//! The visitor's leanings by attribute: which share of the evidence lies in a category, a brand, a price band.

use alloc::vec::Vec;

use crate::model::{Attributes, ItemIx, Mix, Model, PRICE_BANDS};
use crate::session::Evidence;

/// The shares by attribute, each already weighed by the mix.
///
/// `share(a) = Σ c_i over the evidence with attribute a / Σ c_i`: a frequency estimate of what the visitor looks for,
/// between 0 and 1 for each of category, brand and price band.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Affinity {
    /// By category, by brand, by price band.
    shares: [Vec<f32>; 3],
    most: f32,
}

impl Affinity {
    /// Counts the attributes of the evidence. O(categories + brands + evidence).
    #[inline(never)]
    pub(super) fn of(model: &Model, evidence: &[Evidence]) -> Self {
        let Mix { category, brand, price_band, .. } = model.meta().mix;
        let total: f64 = evidence.iter().map(|e| e.confidence).sum();
        let attributes = model.attributes();
        let lengths = [model.categories().len(), model.brands().len(), usize::from(PRICE_BANDS)];
        let mut shares = [const { Vec::new() }; 3];
        for (kind, (n, weight)) in lengths.into_iter().zip([category, brand, price_band]).enumerate() {
            if weight == 0.0 || total <= 0.0 {
                continue;
            }
            let mut sums = vec![0.0_f64; n];
            for e in evidence {
                // An item without the attribute has a number beyond the last one.
                if let Some(sum) = sums.get_mut(numbers(attributes, e.item)[kind]) {
                    *sum += e.confidence;
                }
            }
            shares[kind] = sums.iter().map(|sum| (sum / total * f64::from(weight)) as f32).collect();
        }
        let most = shares.iter().map(|shares| shares.iter().fold(0.0_f32, |most, &share| most.max(share))).sum();
        Self { shares, most }
    }

    /// Whether no item gets anything.
    pub(super) fn is_empty(&self) -> bool {
        self.most <= 0.0
    }

    /// Returns the most that an item can get: as its parts are added, the greatest of each kind.
    pub(super) fn most(&self) -> f32 {
        self.most
    }

    /// Returns what an item gets for its category, its brand and its price band.
    #[expect(clippy::inline_always, reason = "called for every item; at opt-level s it would be a call")]
    #[inline(always)]
    pub(super) fn parts(&self, attributes: Attributes<'_>, item: ItemIx) -> [f32; 3] {
        let [category, brand, price_band] = numbers(attributes, item);
        let [categories, brands, price_bands] = &self.shares;
        let share = |shares: &[f32], place: usize| shares.get(place).copied().unwrap_or(0.0);
        [share(categories, category), share(brands, brand), share(price_bands, price_band)]
    }
}

/// Returns the numbers of an item's category, brand and price band; what it has none of is beyond the last one.
#[expect(clippy::inline_always, reason = "called for every item; at opt-level s it would be a call")]
#[inline(always)]
fn numbers(attributes: Attributes<'_>, item: ItemIx) -> [usize; 3] {
    let [c0, c1, b0, b1, price_band, ..] = attributes.raw(item);
    [u16::from_le_bytes([c0, c1]).into(), u16::from_le_bytes([b0, b1]).into(), price_band.into()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn worked_example() {
        // Three views of tool 0 (Amazing Basics, band 0) and one of toy 6 (no brand, band 2): shares 3/4 and 1/4.
        let mut parts = fixture::toys_and_tools();
        (parts.meta.mix.category, parts.meta.mix.brand, parts.meta.mix.price_band) = (1.0, 2.0, 4.0);
        let model = Model::decode(crate::format::encode(&parts).expect("valid")).expect("valid");
        let evidence = [Evidence { item: 0, confidence: 3.0 }, Evidence { item: 6, confidence: 1.0 }];
        let affinity = Affinity::of(&model, &evidence);
        assert_eq!(affinity.parts(model.attributes(), 0), [0.75, 1.5, 3.0]);
        assert_eq!(affinity.parts(model.attributes(), 2), [0.75, 0.0, 1.0]);
        assert_eq!(affinity.parts(model.attributes(), 4), [0.25, 1.5, 3.0]);
        assert!(Affinity::of(&model, &[]).is_empty());
    }
}
