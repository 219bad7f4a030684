//! What can be fitted without training again: where each number lies in the metadata, and the values worth trying.

use etalage::model::Meta;

/// A number of the metadata that decides how a session becomes a score.
pub(super) struct Knob {
    /// Reads it.
    pub(super) get: fn(&Meta) -> f32,
    /// Sets it.
    pub(super) set: fn(&mut Meta, f32),
    /// What to try, in the order of trying.
    pub(super) values: &'static [f32],
}

const HOUR_MS: f32 = 3_600_000.0;

/// What a repeat of the item touched last weighs against that of another one of the session, and the same when it is
/// the only one: the ratios that were found on Diginetica's validation sessions. What was just seen is no answer to
/// the questions of [`super::mix`], so a lake's own visits say nothing of it.
const REPEAT_LAST: f32 = 1.0 / 3.0;
const REPEAT_ONLY: f32 = 2.0 / 3.0;

/// The knobs in the order in which they are turned. Popularity is never 0: where nothing else is known of a visitor, it
/// is what puts the catalogue in an order.
pub(super) static KNOBS: [Knob; 17] = [
    Knob {
        get: |meta| meta.session.confidence_cap,
        set: |meta, value| meta.session.confidence_cap = value,
        values: &[1.0, 2.0, 4.0, 8.0],
    },
    Knob {
        get: |meta| meta.session.half_life_ms as f32 / HOUR_MS,
        set: |meta, value| meta.session.half_life_ms = (value * HOUR_MS) as u64,
        values: &[24.0, 168.0, 720.0, 2160.0],
    },
    Knob {
        get: |meta| meta.fold_in.regularization,
        set: |meta, value| meta.fold_in.regularization = value,
        values: &[0.003, 0.01, 0.03, 0.1],
    },
    Knob {
        get: |meta| meta.fold_in.prior_strength,
        set: |meta, value| meta.fold_in.prior_strength = value,
        values: &[0.0, 0.25, 0.5, 0.75, 1.0],
    },
    Knob {
        get: |meta| meta.fold_in.segment_concentration,
        set: |meta, value| meta.fold_in.segment_concentration = value,
        values: &[0.5, 1.0, 2.0, 4.0, 8.0],
    },
    Knob {
        get: |meta| meta.mix.popularity,
        set: |meta, value| meta.mix.popularity = value,
        values: &[0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 4.0],
    },
    Knob {
        get: |meta| meta.mix.next_item,
        set: |meta, value| meta.mix.next_item = value,
        values: &[0.0, 0.03, 0.1, 0.3, 1.0],
    },
    Knob {
        get: |meta| meta.next_item.floor,
        set: |meta, value| meta.next_item.floor = value,
        values: &[0.003, 0.01, 0.03, 0.1, 0.3],
    },
    Knob {
        get: |meta| meta.mix.features,
        set: |meta, value| meta.mix.features = value,
        values: &[0.0, 0.03, 0.1, 0.3, 1.0],
    },
    Knob {
        get: |meta| meta.mix.category,
        set: |meta, value| meta.mix.category = value,
        values: &[0.0, 0.03, 0.1, 0.3, 0.6],
    },
    Knob {
        get: |meta| meta.mix.brand,
        set: |meta, value| meta.mix.brand = value,
        values: &[0.0, 0.01, 0.03, 0.1, 0.3],
    },
    Knob {
        get: |meta| meta.mix.price_band,
        set: |meta, value| meta.mix.price_band = value,
        values: &[0.0, 0.01, 0.03, 0.1],
    },
    Knob {
        get: |meta| meta.next_item.second_hop,
        set: |meta, value| meta.next_item.second_hop = value,
        values: &[0.0, 0.5, 1.0, 2.0],
    },
    Knob {
        get: |meta| meta.next_item.step_decay,
        set: |meta, value| meta.next_item.step_decay = value,
        values: &[0.3, 0.6, 1.2, 2.0],
    },
    Knob {
        get: |meta| meta.next_item.repeat,
        set: |meta, value| {
            meta.next_item.repeat = value;
            (meta.next_item.repeat_last, meta.next_item.repeat_only) = (REPEAT_LAST * value, REPEAT_ONLY * value);
        },
        values: &[0.0, 0.1, 0.3, 1.0, 3.0],
    },
    Knob {
        get: |meta| meta.next_item.revisit,
        set: |meta, value| meta.next_item.revisit = value,
        values: &[0.0, 0.1, 0.3, 1.0, 3.0],
    },
    Knob {
        get: |meta| meta.next_item.repeat_decay,
        set: |meta, value| meta.next_item.repeat_decay = value,
        values: &[0.6, 0.9, 0.97, 1.0],
    },
];
