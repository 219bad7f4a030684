//! The body of the section `META`: the one place where bincode is used.
//!
//! A file of version 2 holds what a version 1 file holds, and then what has come since: one reader for both.
//!
//! bincode is unmaintained (RUSTSEC-2025-0141): `docs/decisions/0002-bincode.md` says why it stays and how it would go.

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};
use bincode::{Decode, Encode};

use super::MAX_META_BYTES;
use crate::Error;
use crate::model::{FoldInParams, Meta, Mix, NextItemParams, SegmentMeta, SessionParams, Thresholds};

const CONFIG: Configuration<LittleEndian, Fixint, Limit<MAX_META_BYTES>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<MAX_META_BYTES>();

/// What every file holds.
#[derive(Decode, Encode)]
struct Since1 {
    name: String,
    trained_from_ms: i64,
    trained_until_ms: i64,
    n_items: u32,
    n_factors: u16,
    session: SessionParams,
    fold_in: FoldInParams,
    factors: f32,
    popularity: f32,
    segments: Vec<SegmentMeta>,
    item_customers: u32,
    segment_customers: u32,
}

/// What follows in a file of version 2.
#[derive(Decode, Encode)]
struct Since2 {
    factor_bits: u8,
    pair_customers: u32,
    next_item_params: NextItemParams,
    next_item: f32,
    category: f32,
    brand: f32,
    price_band: f32,
}

/// What a version 1 file means: int8 factors and popularity, nothing else.
const OF_VERSION_1: Since2 = Since2 {
    factor_bits: 8,
    pair_customers: 0,
    next_item_params: NextItemParams::NONE,
    next_item: 0.0,
    category: 0.0,
    brand: 0.0,
    price_band: 0.0,
};

pub(super) fn encode(meta: &Meta) -> Result<Vec<u8>, Error> {
    let since_1 = Since1 {
        name: meta.name.clone(),
        trained_from_ms: meta.trained_from_ms,
        trained_until_ms: meta.trained_until_ms,
        n_items: meta.n_items,
        n_factors: meta.n_factors,
        session: meta.session.clone(),
        fold_in: meta.fold_in.clone(),
        factors: meta.mix.factors,
        popularity: meta.mix.popularity,
        segments: meta.segments.clone(),
        item_customers: meta.thresholds.item_customers,
        segment_customers: meta.thresholds.segment_customers,
    };
    let since_2 = Since2 {
        factor_bits: meta.factor_bits,
        pair_customers: meta.thresholds.pair_customers,
        next_item_params: meta.next_item.clone(),
        next_item: meta.mix.next_item,
        category: meta.mix.category,
        brand: meta.mix.brand,
        price_band: meta.mix.price_band,
    };
    bincode::encode_to_vec((since_1, since_2), CONFIG)
        .ok()
        .filter(|bytes| bytes.len() <= MAX_META_BYTES)
        .ok_or_else(|| Error::value("META", 0, "metadata of at most 64 KiB", meta.segments.len() as f64))
}

pub(super) fn decode(version: u16, bytes: &[u8]) -> Result<Meta, Error> {
    if bytes.len() > MAX_META_BYTES {
        return Err(Error::length("META", MAX_META_BYTES as u64, bytes.len()));
    }
    let (old, used) = read::<Since1>(bytes)?;
    let (new, used_too) = if version < 2 { (OF_VERSION_1, 0) } else { read::<Since2>(&bytes[used..])? };
    if used + used_too != bytes.len() {
        return Err(Error::length("META", (used + used_too) as u64, bytes.len()));
    }
    let meta = Meta {
        name: old.name,
        trained_from_ms: old.trained_from_ms,
        trained_until_ms: old.trained_until_ms,
        n_items: old.n_items,
        n_factors: old.n_factors,
        factor_bits: new.factor_bits,
        session: old.session,
        next_item: new.next_item_params,
        fold_in: old.fold_in,
        mix: Mix {
            factors: old.factors,
            popularity: old.popularity,
            next_item: new.next_item,
            category: new.category,
            brand: new.brand,
            price_band: new.price_band,
        },
        segments: old.segments,
        thresholds: Thresholds {
            item_customers: old.item_customers,
            segment_customers: old.segment_customers,
            pair_customers: new.pair_customers,
        },
    };
    meta.check()?;
    Ok(meta)
}

fn read<T: Decode<()>>(bytes: &[u8]) -> Result<(T, usize), Error> {
    bincode::decode_from_slice(bytes, CONFIG).map_err(|_| Error::section(*b"META", "is not the metadata of a model"))
}
