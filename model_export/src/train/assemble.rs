//! Everything that was learned, put together as the core's [`ModelParts`].

use etalage::model::{
    FeatureTable, FoldInParams, Item, ItemFlags, Meta, Mix, ModelParts, NextItemParams, NextItemTable, Protection,
    QuantizedFactors, SegmentMeta, Thresholds,
};

use super::attributes::Attributes;
use super::interest::Audience;
use super::params::Params;
use super::popularity::popularity;
use crate::lake::Dataset;

/// The mix before it is fitted, and for lakes too small to hold visits out.
const START_MIX: Mix =
    Mix { factors: 1.0, popularity: 0.03, next_item: 0.1, category: 0.0, brand: 0.0, price_band: 0.0, features: 0.0 };
/// How a session asks the next-item table before that is fitted.
const START_NEXT_ITEM: NextItemParams = NextItemParams {
    step_decay: 1.0,
    second_hop: 1.5,
    repeat: 0.5,
    repeat_last: 0.15,
    repeat_only: 0.3,
    revisit: 0.3,
    repeat_decay: 0.6,
    floor: 0.05,
};
/// The pull of the segments before it is fitted.
const START_PRIOR_STRENGTH: f32 = 1.0;
/// λ of folding a session in against that of training before it is fitted: a session has less to go by than a history.
const START_REGULARIZATION: f32 = 3.0;
/// The sharpness of the segments before it is fitted.
const START_CONCENTRATION: f32 = 2.0;

/// What was learned of the items.
pub(super) struct Ingredients<'a> {
    pub(super) params: &'a Params,
    pub(super) audience: &'a Audience,
    pub(super) learned: &'a [bool],
    pub(super) attributes: Attributes,
    pub(super) factors: QuantizedFactors,
    pub(super) next_items: NextItemTable,
    pub(super) features: FeatureTable,
}

impl Ingredients<'_> {
    /// Puts the model of `shop` together; `centroids` is row-major `(n_segments, n_factors)`.
    pub(super) fn assemble(
        self,
        shop: &str,
        dataset: &Dataset,
        centroids: Vec<f32>,
        segments: Vec<SegmentMeta>,
    ) -> ModelParts {
        let p = self.params;
        let fold_in = FoldInParams {
            unobserved_weight: p.unobserved_weight(dataset.items.len()),
            regularization: START_REGULARIZATION * p.regularization,
            regularization_exponent: p.regularization_exponent,
            prior_strength: START_PRIOR_STRENGTH,
            segment_concentration: START_CONCENTRATION,
        };
        let thresholds = Thresholds {
            item_customers: p.min_item_customers,
            segment_customers: p.min_segment_customers,
            pair_customers: p.next_item.min_pair_customers,
        };
        let meta = Meta {
            name: shop.to_owned(),
            trained_from_ms: dataset.window.0,
            trained_until_ms: dataset.window.1,
            n_items: dataset.items.len() as u32,
            n_factors: p.n_factors as u16,
            factor_bits: self.factors.bits(),
            session: p.session_weighing(),
            next_item: START_NEXT_ITEM,
            fold_in,
            mix: START_MIX,
            segments,
            thresholds,
            protection: Protection::default(),
        };
        let items = self.items(dataset);
        let Attributes { categories, brands, .. } = self.attributes;
        ModelParts {
            meta,
            items,
            factors: self.factors,
            centroids,
            categories,
            brands,
            next_items: self.next_items,
            features: self.features,
        }
    }

    fn items(&self, dataset: &Dataset) -> Vec<Item> {
        let popularity = popularity(self.audience, self.learned);
        let of_item = |(index, item): (usize, &crate::lake::Item)| Item {
            id: item.id.to_string(),
            category: self.attributes.category[index],
            brand: self.attributes.brand[index],
            price_band: self.attributes.price_band[index],
            flags: ItemFlags { private_label: item.private_label, learned: self.learned[index] },
            popularity: popularity[index],
        };
        dataset.items.iter().enumerate().map(of_item).collect()
    }
}
