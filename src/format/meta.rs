//! The body of the section `META`: the one place where bincode is used.
//!
//! A file of version 2 holds what a version 1 file holds, and then what has come since: one reader for both.
//!
//! bincode is unmaintained (RUSTSEC-2025-0141): `docs/decisions/0002-bincode.md` says why it stays and how it would go.

use alloc::string::String;
use alloc::vec::Vec;

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};
use bincode::{Decode, Encode};

use super::MAX_META_BYTES;
use crate::Error;
use crate::model::{FoldInParams, Meta, Mix, NextItemParams, SegmentMeta, SessionParams, Thresholds};
use crate::session::EventKind;

const CONFIG: Configuration<LittleEndian, Fixint, Limit<MAX_META_BYTES>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<MAX_META_BYTES>();

/// What every file holds. Numbers of one kind that follow each other are arrays, which bincode writes as it writes
/// fields, and reads in a loop.
#[derive(Decode, Encode)]
struct Since1 {
    name: String,
    /// From, until.
    trained_ms: [i64; 2],
    n_items: u32,
    n_factors: u16,
    event_weights: [f32; EventKind::COUNT],
    half_life_ms: u64,
    /// Confidence cap, personal evidence; the five of the fold-in; factors, popularity of the mix.
    numbers: [f32; 9],
    segments: Vec<SegmentMeta>,
    /// Item customers, segment customers.
    thresholds: [u32; 2],
}

/// What follows in a file of version 2.
#[derive(Decode, Encode)]
struct Since2 {
    factor_bits: u8,
    pair_customers: u32,
    /// The eight of the next-item table; next item, category, brand, price band of the mix.
    numbers: [f32; 12],
}

/// What a version 1 file means: int8 factors and popularity, nothing else; the 1 is a floor, by which is divided.
const OF_VERSION_1: Since2 =
    Since2 { factor_bits: 8, pair_customers: 0, numbers: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0] };

pub(super) fn encode(meta: &Meta) -> Result<Vec<u8>, Error> {
    let (session, next, fold_in, mix) = (&meta.session, &meta.next_item, &meta.fold_in, &meta.mix);
    let since_1 = Since1 {
        name: meta.name.clone(),
        trained_ms: [meta.trained_from_ms, meta.trained_until_ms],
        n_items: meta.n_items,
        n_factors: meta.n_factors,
        event_weights: session.event_weights,
        half_life_ms: session.half_life_ms,
        numbers: [
            session.confidence_cap,
            session.personal_evidence,
            fold_in.unobserved_weight,
            fold_in.regularization,
            fold_in.regularization_exponent,
            fold_in.prior_strength,
            fold_in.segment_concentration,
            mix.factors,
            mix.popularity,
        ],
        segments: meta.segments.clone(),
        thresholds: [meta.thresholds.item_customers, meta.thresholds.segment_customers],
    };
    let since_2 = Since2 {
        factor_bits: meta.factor_bits,
        pair_customers: meta.thresholds.pair_customers,
        numbers: [
            next.step_decay,
            next.second_hop,
            next.repeat,
            next.repeat_last,
            next.repeat_only,
            next.revisit,
            next.repeat_decay,
            next.floor,
            mix.next_item,
            mix.category,
            mix.brand,
            mix.price_band,
        ],
    };
    bincode::encode_to_vec((since_1, since_2), CONFIG)
        .ok()
        .filter(|bytes| bytes.len() <= MAX_META_BYTES)
        .ok_or_else(|| Error::value("META", 0, "metadata of at most 64 KiB", meta.segments.len() as f64))
}

#[inline(never)]
pub(super) fn decode(version: u16, bytes: &[u8]) -> Result<Meta, Error> {
    if bytes.len() > MAX_META_BYTES {
        return Err(Error::length("META", MAX_META_BYTES as u64, bytes.len()));
    }
    let (old, used) = read::<Since1>(bytes)?;
    let (new, used_too) = if version < 2 { (OF_VERSION_1, 0) } else { read::<Since2>(&bytes[used..])? };
    if used + used_too != bytes.len() {
        return Err(Error::length("META", (used + used_too) as u64, bytes.len()));
    }
    let [trained_from_ms, trained_until_ms] = old.trained_ms;
    let [confidence_cap, personal_evidence, numbers @ ..] = old.numbers;
    let [unobserved_weight, regularization, regularization_exponent, prior_strength, numbers @ ..] = numbers;
    let [segment_concentration, factors, popularity] = numbers;
    let [step_decay, second_hop, repeat, repeat_last, repeat_only, revisit, repeat_decay, floor, mix @ ..] =
        new.numbers;
    let [next_item, category, brand, price_band] = mix;
    let [item_customers, segment_customers] = old.thresholds;
    let meta = Meta {
        name: old.name,
        trained_from_ms,
        trained_until_ms,
        n_items: old.n_items,
        n_factors: old.n_factors,
        factor_bits: new.factor_bits,
        session: SessionParams {
            event_weights: old.event_weights,
            half_life_ms: old.half_life_ms,
            confidence_cap,
            personal_evidence,
        },
        next_item: NextItemParams {
            step_decay,
            second_hop,
            repeat,
            repeat_last,
            repeat_only,
            revisit,
            repeat_decay,
            floor,
        },
        fold_in: FoldInParams {
            unobserved_weight,
            regularization,
            regularization_exponent,
            prior_strength,
            segment_concentration,
        },
        mix: Mix { factors, popularity, next_item, category, brand, price_band },
        segments: old.segments,
        thresholds: Thresholds { item_customers, segment_customers, pair_customers: new.pair_customers },
    };
    meta.check()?;
    Ok(meta)
}

#[inline(never)]
fn read<T: Decode<()>>(bytes: &[u8]) -> Result<(T, usize), Error> {
    bincode::decode_from_slice(bytes, CONFIG).map_err(|_| Error::section(*b"META", "is not the metadata of a model"))
}
