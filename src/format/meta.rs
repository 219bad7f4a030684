//! The body of the section `META`: the one place where bincode is used.
//!
//! bincode is unmaintained (RUSTSEC-2025-0141): `docs/decisions/0002-bincode.md` says why it stays and how it would go.

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};
use bincode::{Decode, Encode};

use super::MAX_META_BYTES;
use crate::Error;
use crate::model::{FoldInParams, Meta, Mix, NextItemParams, SegmentMeta, SessionParams, Thresholds};

const CONFIG: Configuration<LittleEndian, Fixint, Limit<MAX_META_BYTES>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<MAX_META_BYTES>();

pub(super) fn encode(meta: &Meta) -> Result<Vec<u8>, Error> {
    bincode::encode_to_vec(meta, CONFIG)
        .ok()
        .filter(|bytes| bytes.len() <= MAX_META_BYTES)
        .ok_or_else(|| Error::value("META", 0, "metadata of at most 64 KiB", meta.segments.len() as f64))
}

pub(super) fn decode(version: u16, bytes: &[u8]) -> Result<Meta, Error> {
    if bytes.len() > MAX_META_BYTES {
        return Err(Error::length("META", MAX_META_BYTES as u64, bytes.len()));
    }
    let meta = match version {
        1 => whole::<MetaV1>(bytes)?.into(),
        _ => whole::<Meta>(bytes)?,
    };
    meta.check()?;
    Ok(meta)
}

fn whole<T: Decode<()>>(bytes: &[u8]) -> Result<T, Error> {
    let Ok((meta, used)) = bincode::decode_from_slice::<T, _>(bytes, CONFIG) else {
        return Err(Error::section(*b"META", "is not the metadata of a model"));
    };
    if used != bytes.len() {
        return Err(Error::length("META", used as u64, bytes.len()));
    }
    Ok(meta)
}

/// What a version 1 file holds.
#[derive(Decode, Encode)]
struct MetaV1 {
    name: String,
    trained_from_ms: i64,
    trained_until_ms: i64,
    n_items: u32,
    n_factors: u16,
    session: SessionParams,
    fold_in: FoldInParams,
    mix_factors: f32,
    mix_popularity: f32,
    segments: Vec<SegmentMeta>,
    item_customers: u32,
    segment_customers: u32,
}

impl From<MetaV1> for Meta {
    /// Reads a version 1 file as what it is: a model of factors and popularity alone.
    fn from(old: MetaV1) -> Self {
        Self {
            name: old.name,
            trained_from_ms: old.trained_from_ms,
            trained_until_ms: old.trained_until_ms,
            n_items: old.n_items,
            n_factors: old.n_factors,
            factor_bits: 8,
            session: old.session,
            next_item: NextItemParams::default(),
            fold_in: old.fold_in,
            mix: Mix { factors: old.mix_factors, popularity: old.mix_popularity, ..Mix::default() },
            segments: old.segments,
            thresholds: Thresholds {
                item_customers: old.item_customers,
                segment_customers: old.segment_customers,
                pair_customers: 0,
            },
        }
    }
}
