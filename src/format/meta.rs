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

/// The bytes of the numbers between the name and the segments.
const FIXED: usize = 16 + 4 + 2 + 4 * EventKind::COUNT + 8 + 4 * 9;

/// The bytes of what version 2 added.
const SINCE_2: usize = 1 + 4 + 4 * 12;

/// What every file holds. Numbers that follow each other are bytes here, which bincode writes and reads as they are;
/// [`Numbers`] takes them apart.
#[derive(Decode, Encode)]
struct Since1 {
    name: String,
    /// Trained from, until; items, factors; event weights; half-life; confidence cap, personal evidence; the five of the
    /// fold-in; factors, popularity of the mix.
    fixed: [u8; FIXED],
    segments: Vec<SegmentMeta>,
    /// Item customers, segment customers.
    thresholds: [u8; 8],
}

pub(super) fn encode(meta: &Meta) -> Result<Vec<u8>, Error> {
    let (session, next, fold_in, mix) = (&meta.session, &meta.next_item, &meta.fold_in, &meta.mix);
    let mut fixed = Vec::new();
    fixed.extend(meta.trained_from_ms.to_le_bytes());
    fixed.extend(meta.trained_until_ms.to_le_bytes());
    fixed.extend(meta.n_items.to_le_bytes());
    fixed.extend(meta.n_factors.to_le_bytes());
    fixed.extend(session.event_weights.iter().flat_map(|weight| weight.to_le_bytes()));
    fixed.extend(session.half_life_ms.to_le_bytes());
    let numbers = [
        session.confidence_cap,
        session.personal_evidence,
        fold_in.unobserved_weight,
        fold_in.regularization,
        fold_in.regularization_exponent,
        fold_in.prior_strength,
        fold_in.segment_concentration,
        mix.factors,
        mix.popularity,
    ];
    fixed.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    let mut thresholds = meta.thresholds.item_customers.to_le_bytes().to_vec();
    thresholds.extend(meta.thresholds.segment_customers.to_le_bytes());
    let mut since_2 = vec![meta.factor_bits];
    since_2.extend(meta.thresholds.pair_customers.to_le_bytes());
    let numbers = [
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
    ];
    since_2.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    let written = fixed.try_into().ok().zip(thresholds.try_into().ok()).and_then(|(fixed, thresholds)| {
        let since_1 = Since1 { name: meta.name.clone(), fixed, segments: meta.segments.clone(), thresholds };
        bincode::encode_to_vec(since_1, CONFIG).ok()
    });
    written
        .map(|since_1| [since_1, since_2].concat())
        .filter(|bytes| bytes.len() <= MAX_META_BYTES)
        .ok_or_else(|| Error::value("META", 0, "metadata of at most 64 KiB", meta.segments.len() as f64))
}

/// Takes numbers one after the other; past the last one they are 0.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let Some((bytes, rest)) = self.0.split_first_chunk() else { return [0; N] };
        self.0 = rest;
        *bytes
    }

    #[inline(never)]
    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.bytes())
    }

    #[inline(never)]
    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.bytes())
    }

    fn f32(&mut self) -> f32 {
        f32::from_bits(self.u32())
    }
}

#[inline(never)]
pub(super) fn decode(version: u16, bytes: &[u8]) -> Result<Meta, Error> {
    if bytes.len() > MAX_META_BYTES {
        return Err(Error::length("META", MAX_META_BYTES as u64, bytes.len()));
    }
    let (old, used): (Since1, usize) = bincode::decode_from_slice(bytes, CONFIG)
        .map_err(|_| Error::section(*b"META", "is not the metadata of a model"))?;
    let rest = &bytes[used..];
    let expected = if version < 2 { 0 } else { SINCE_2 };
    if rest.len() != expected {
        return Err(Error::length("META", (used + expected) as u64, bytes.len()));
    }
    let (mut fixed, mut thresholds) = (Numbers(&old.fixed), Numbers(&old.thresholds));
    // A version 1 file ends here, and its numbers from here on are 0 but for two: what is missing is read as 0.
    let mut new = Numbers(rest);
    let [factor_bits] = new.bytes();
    // Fields are read in the order in which they stand, and those of the file are in that order.
    let mut meta = Meta {
        name: old.name,
        trained_from_ms: fixed.u64().cast_signed(),
        trained_until_ms: fixed.u64().cast_signed(),
        n_items: fixed.u32(),
        n_factors: u16::from_le_bytes(fixed.bytes()),
        factor_bits,
        session: SessionParams {
            event_weights: core::array::from_fn(|_| fixed.f32()),
            half_life_ms: fixed.u64(),
            confidence_cap: fixed.f32(),
            personal_evidence: fixed.f32(),
        },
        fold_in: FoldInParams {
            unobserved_weight: fixed.f32(),
            regularization: fixed.f32(),
            regularization_exponent: fixed.f32(),
            prior_strength: fixed.f32(),
            segment_concentration: fixed.f32(),
        },
        thresholds: Thresholds {
            item_customers: thresholds.u32(),
            segment_customers: thresholds.u32(),
            pair_customers: new.u32(),
        },
        next_item: NextItemParams {
            step_decay: new.f32(),
            second_hop: new.f32(),
            repeat: new.f32(),
            repeat_last: new.f32(),
            repeat_only: new.f32(),
            revisit: new.f32(),
            repeat_decay: new.f32(),
            floor: new.f32(),
        },
        mix: Mix {
            factors: fixed.f32(),
            popularity: fixed.f32(),
            next_item: new.f32(),
            category: new.f32(),
            brand: new.f32(),
            price_band: new.f32(),
        },
        segments: old.segments,
    };
    if version < 2 {
        // int8, and a floor by which can be divided.
        (meta.factor_bits, meta.next_item.floor) = (8, 1.0);
    }
    meta.check()?;
    Ok(meta)
}
