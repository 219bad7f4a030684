//! Everything that was learned, put together as the core's [`ModelParts`].

use etalage::model::{
    FeatureTable, FoldInParams, Item, ItemFlags, Meta, Mix, ModelParts, NextItemParams, NextItemTable, Protection,
    QuantizedFactors, Thresholds,
};

use super::attributes::Attributes;
use super::params::Params;
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

/// What is published of each item, whichever tier it comes from.
pub(super) struct Published {
    /// The popularity prior in [0, 1] `(n_items)`.
    pub(super) popularity: Vec<f32>,
    /// Whether its vector counts in the Gram matrix `(n_items)`.
    pub(super) in_gram: Vec<bool>,
    /// The first and the last moment of the training data.
    pub(super) window: (i64, i64),
}

/// What was learned of the items.
pub(super) struct Ingredients<'a> {
    pub(super) params: &'a Params,
    pub(super) published: Published,
    pub(super) attributes: Attributes,
    pub(super) factors: QuantizedFactors,
    pub(super) next_items: Option<NextItemTable>,
    pub(super) features: FeatureTable,
}

impl Ingredients<'_> {
    /// Puts the model of `shop` together, without segments.
    pub(super) fn assemble(self, shop: &str, dataset: &Dataset) -> ModelParts {
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
            trained_from_ms: self.published.window.0,
            trained_until_ms: self.published.window.1,
            n_items: dataset.items.len() as u32,
            n_factors: self.factors.view().n_factors() as u16,
            factor_bits: self.factors.bits(),
            session: p.session_weighing(),
            next_item: START_NEXT_ITEM,
            fold_in,
            mix: START_MIX,
            segments: Vec::new(),
            thresholds,
            protection: Protection::default(),
        };
        let items = self.items(dataset);
        let Attributes { categories, brands, .. } = self.attributes;
        ModelParts {
            meta,
            items,
            factors: self.factors,
            centroids: Vec::new(),
            categories,
            brands,
            next_items: self.next_items.unwrap_or_default(),
            features: self.features,
        }
    }

    fn items(&self, dataset: &Dataset) -> Vec<Item> {
        let of_item = |(index, item): (usize, &crate::lake::Item)| Item {
            id: item.id.to_string(),
            category: self.attributes.category[index],
            brand: self.attributes.brand[index],
            price_band: self.attributes.price_band[index],
            flags: ItemFlags { private_label: item.private_label, learned: self.published.in_gram[index] },
            popularity: self.published.popularity[index],
        };
        dataset.items.iter().enumerate().map(of_item).collect()
    }
}
