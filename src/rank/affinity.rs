//! The visitor's leanings by attribute: which share of the evidence lies in a category, a brand, a price band.

use crate::model::{Attributes, ItemIx, Mix, Model, PRICE_BANDS};
use crate::session::Evidence;

/// The shares by attribute, each already weighed by the mix.
///
/// `share(a) = Σ c_i over the evidence with attribute a / Σ c_i`: a frequency estimate of what the visitor looks for,
/// between 0 and 1 for each of category, brand and price band.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Affinity {
    categories: Vec<f32>,
    brands: Vec<f32>,
    price_bands: Vec<f32>,
}

impl Affinity {
    /// Counts the attributes of the evidence. O(categories + brands + evidence).
    pub(super) fn of(model: &Model, evidence: &[Evidence]) -> Self {
        let Mix { category, brand, price_band, .. } = model.meta().mix;
        let total: f64 = evidence.iter().map(|e| e.confidence).sum();
        let attributes = model.attributes();
        let shares = |weight: f32, n: usize, attribute: fn(Attributes<'_>, ItemIx) -> usize| {
            if weight == 0.0 || !(total > 0.0) {
                return Vec::new();
            }
            let mut shares = vec![0.0_f64; n];
            for e in evidence {
                // An item without the attribute has a number beyond the last one.
                if let Some(share) = shares.get_mut(attribute(attributes, e.item)) {
                    *share += e.confidence;
                }
            }
            shares.iter().map(|share| (share / total * f64::from(weight)) as f32).collect()
        };
        Self {
            categories: shares(category, model.categories().len(), category_of),
            brands: shares(brand, model.brands().len(), brand_of),
            price_bands: shares(price_band, usize::from(PRICE_BANDS), price_band_of),
        }
    }

    /// Whether no item gets anything.
    pub(super) fn is_empty(&self) -> bool {
        self.categories.is_empty() && self.brands.is_empty() && self.price_bands.is_empty()
    }

    /// Returns the most that an item can get: as its parts are added, the greatest of each kind.
    pub(super) fn most(&self) -> f32 {
        let greatest = |shares: &[f32]| shares.iter().fold(0.0_f32, |greatest, &share| greatest.max(share));
        greatest(&self.categories) + greatest(&self.brands) + greatest(&self.price_bands)
    }

    /// Returns what an item gets for its category, its brand and its price band.
    pub(super) fn parts(&self, attributes: Attributes<'_>, item: ItemIx) -> [f32; 3] {
        let share = |shares: &[f32], place: usize| shares.get(place).copied().unwrap_or(0.0);
        [
            share(&self.categories, category_of(attributes, item)),
            share(&self.brands, brand_of(attributes, item)),
            share(&self.price_bands, price_band_of(attributes, item)),
        ]
    }
}

fn category_of(attributes: Attributes<'_>, item: ItemIx) -> usize {
    usize::from(attributes.category(item))
}

fn brand_of(attributes: Attributes<'_>, item: ItemIx) -> usize {
    usize::from(attributes.brand(item))
}

fn price_band_of(attributes: Attributes<'_>, item: ItemIx) -> usize {
    attributes.price_band(item).map_or(usize::MAX, usize::from)
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
