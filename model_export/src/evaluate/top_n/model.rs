//! The trained factors as a model file: no segments, no attributes, the score is x·y alone.

use etalage::format;
use etalage::model::{
    FeatureTable, FoldInParams, Item, ItemFlags, Meta, Mix, ModelParts, NONE, NextItemParams, NextItemTable,
    Protection, QuantizedFactors, SessionParams, Thresholds,
};
use etalage::session::EventKind;

use super::Split;
use crate::train::TrainError;
use crate::train::als::{Als, ValidParams};
use crate::train::confidences::Confidences;

/// The one kind of event that the files tell of, at the confidence 1 that training gave it.
pub(super) const TOUCH: EventKind = EventKind::ViewItem;

/// Returns the bytes of the model that folds users in as `fold_in` says.
pub(super) fn encoded(
    split: &Split,
    confidences: &Confidences,
    trained: &Als,
    fold_in: &ValidParams,
) -> Result<Vec<u8>, TrainError> {
    let row_major: Vec<f32> = trained.item_factors.iter().copied().collect();
    let factors = QuantizedFactors::quantize(&row_major, fold_in.n_factors())?;
    Ok(format::encode(&parts(split, confidences, factors, fold_in))?)
}

/// Returns the model of these factors.
pub(in crate::evaluate) fn parts(
    split: &Split,
    confidences: &Confidences,
    factors: QuantizedFactors,
    fold_in: &ValidParams,
) -> ModelParts {
    let mut learned = vec![false; split.item_ids.len()];
    for user in 0..confidences.n_rows() {
        confidences.row(user).0.iter().for_each(|&item| learned[item as usize] = true);
    }
    let item = |(id, learned): (&str, bool)| Item {
        id: id.to_owned(),
        category: NONE,
        brand: NONE,
        price_band: None,
        flags: ItemFlags { private_label: false, learned },
        popularity: 0.0,
    };
    ModelParts {
        meta: meta(split.item_ids.len(), fold_in, &factors),
        items: split.item_ids.iter().map(|id| &**id).zip(learned).map(item).collect(),
        factors,
        centroids: Vec::new(),
        categories: Vec::new(),
        brands: Vec::new(),
        next_items: NextItemTable::default(),
        features: FeatureTable::default(),
    }
}

fn meta(n_items: usize, fold_in: &ValidParams, factors: &QuantizedFactors) -> Meta {
    let mut event_weights = [0.0; EventKind::COUNT];
    event_weights[TOUCH as usize] = 1.0;
    Meta {
        name: "top-n".to_owned(),
        trained_from_ms: 0,
        trained_until_ms: 0,
        n_items: n_items as u32,
        n_factors: factors.view().n_factors() as u16,
        factor_bits: factors.bits(),
        session: SessionParams { event_weights, half_life_ms: 1, confidence_cap: 1.0, personal_evidence: 0.0 },
        next_item: NextItemParams::NONE,
        fold_in: FoldInParams {
            unobserved_weight: fold_in.a0(),
            regularization: fold_in.regularization(),
            regularization_exponent: fold_in.frequency_exponent(),
            prior_strength: 0.0,
            segment_concentration: 0.0,
        },
        mix: Mix { factors: 1.0, ..Mix::default() },
        segments: Vec::new(),
        // A protocol's file is scored and thrown away, never published.
        thresholds: Thresholds { item_customers: 0, segment_customers: 0, pair_customers: 0 },
        protection: Protection::default(),
    }
}
