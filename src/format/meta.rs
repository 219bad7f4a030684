//! The body of the section `META`: the one place where bincode is used.
//!
//! A file holds what a file of the version before it holds, and then what has come since: one reader for all.
//!
//! bincode is unmaintained (RUSTSEC-2025-0141): `docs/decisions/0002-bincode.md` says why it stays and how it would go.

use alloc::string::String;
use alloc::vec::Vec;

use bincode::Encode;
use bincode::config::{Configuration, Fixint, Limit, LittleEndian};

use super::MAX_META_BYTES;
use crate::Error;
use crate::model::{MAX_SEGMENTS, Meta, N_NUMBERS, SINCE, SegmentMeta, Tier};
use crate::session::EventKind;

const CONFIG: Configuration<LittleEndian, Fixint, Limit<MAX_META_BYTES>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<MAX_META_BYTES>();

/// What every file holds; version 2 goes on with what has come since. The numbers lie in the order of these fields.
#[derive(Encode)]
struct Since1<'a> {
    name: &'a str,
    trained_from_ms: i64,
    trained_until_ms: i64,
    n_items: u32,
    n_factors: u16,
    event_weights: [f32; EventKind::COUNT],
    half_life_ms: u64,
    /// Confidence cap, personal evidence.
    session: [f32; 2],
    /// Unobserved weight, regularization, its exponent, prior strength, segment concentration.
    fold_in: [f32; 5],
    /// Factors, popularity.
    mix: [f32; 2],
    segments: &'a [SegmentMeta],
    /// Item customers, segment customers.
    thresholds: [u32; 2],
}

#[derive(Encode)]
struct Since2 {
    factor_bits: u8,
    pair_customers: u32,
    /// In the order of the fields of [`NextItemParams`].
    next_item: [f32; 8],
    /// Next item, category, brand, price band.
    mix: [f32; 4],
}

#[derive(Encode)]
struct Since3<'a> {
    mix_features: f32,
    tier: u8,
    reason: &'a str,
    /// Epsilon, delta.
    privacy: [f32; 2],
}

pub(super) fn encode(meta: &Meta) -> Result<Vec<u8>, Error> {
    let (session, next, fold_in, mix) = (&meta.session, &meta.next_item, &meta.fold_in, &meta.mix);
    let since_1 = Since1 {
        name: &meta.name,
        trained_from_ms: meta.trained_from_ms,
        trained_until_ms: meta.trained_until_ms,
        n_items: meta.n_items,
        n_factors: meta.n_factors,
        event_weights: session.event_weights,
        half_life_ms: session.half_life_ms,
        session: [session.confidence_cap, session.personal_evidence],
        fold_in: [
            fold_in.unobserved_weight,
            fold_in.regularization,
            fold_in.regularization_exponent,
            fold_in.prior_strength,
            fold_in.segment_concentration,
        ],
        mix: [mix.factors, mix.popularity],
        segments: &meta.segments,
        thresholds: [meta.thresholds.item_customers, meta.thresholds.segment_customers],
    };
    let since_2 = Since2 {
        factor_bits: meta.factor_bits,
        pair_customers: meta.thresholds.pair_customers,
        next_item: [
            next.step_decay,
            next.second_hop,
            next.repeat,
            next.repeat_last,
            next.repeat_only,
            next.revisit,
            next.repeat_decay,
            next.floor,
        ],
        mix: [mix.next_item, mix.category, mix.brand, mix.price_band],
    };
    let protection = &meta.protection;
    let since_3 = Since3 {
        mix_features: mix.features,
        tier: protection.tier as u8,
        reason: &protection.reason,
        privacy: [protection.epsilon, protection.delta],
    };
    bincode::encode_to_vec((since_1, since_2, since_3), CONFIG)
        .ok()
        .filter(|bytes| bytes.len() <= MAX_META_BYTES)
        .ok_or_else(|| Error::value("META", 0, "metadata of at most 64 KiB", meta.segments.len() as f64))
}

/// Takes one value after the other. Past the end they are 0, and the reader remembers that.
struct Reader<'a> {
    rest: &'a [u8],
    short: bool,
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn take(&mut self, n: usize) -> &'a [u8] {
        let Some((taken, rest)) = self.rest.split_at_checked(n) else {
            self.short = true;
            return &[];
        };
        self.rest = rest;
        taken
    }

    fn array<const N: usize>(&mut self) -> [u8; N] {
        self.take(N).try_into().unwrap_or([0; N])
    }

    #[inline(never)]
    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    #[inline(never)]
    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.array())
    }

    #[inline(never)]
    fn numbers(&mut self, numbers: &mut [f32]) {
        for number in numbers {
            *number = f32::from_bits(self.u32());
        }
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let length = usize::try_from(self.u64()).unwrap_or(usize::MAX);
        if let Ok(text) = core::str::from_utf8(self.take(length)) {
            text.into()
        } else {
            self.short = true;
            String::new()
        }
    }
}

/// Reads the metadata as bincode wrote it: fixed-width little-endian numbers, a count of 64 bits before a text or a list.
///
/// Read here rather than by bincode: one short function in the shipped module, and none of a library that is no longer
/// kept. A test compares the two.
#[inline(never)]
pub(super) fn decode(version: u16, bytes: &[u8]) -> Result<Meta, Error> {
    if bytes.len() > MAX_META_BYTES {
        return Err(Error::length("META", MAX_META_BYTES as u64, bytes.len()));
    }
    let mut r = Reader { rest: bytes, short: false };
    let mut meta = Meta { name: r.text(), ..Meta::NOTHING };
    meta.trained_from_ms = r.u64().cast_signed();
    meta.trained_until_ms = r.u64().cast_signed();
    meta.n_items = r.u32();
    meta.n_factors = u16::from_le_bytes(r.array());
    r.numbers(&mut meta.session.event_weights);
    meta.session.half_life_ms = r.u64();
    let mut numbers = [0.0; N_NUMBERS];
    let [since_1, since_2, since_3] = SINCE;
    r.numbers(&mut numbers[..since_1]);
    for _ in 0..r.u64().min(MAX_SEGMENTS as u64 + 1) {
        meta.segments.push(SegmentMeta { name: r.text(), n_customers: r.u32() });
    }
    meta.thresholds.item_customers = r.u32();
    meta.thresholds.segment_customers = r.u32();
    if version >= 2 {
        [meta.factor_bits] = r.array();
        meta.thresholds.pair_customers = r.u32();
        r.numbers(&mut numbers[since_1..since_2]);
    }
    let mut tier = 0;
    if version >= 3 {
        r.numbers(&mut numbers[since_2..=since_2]);
        [tier] = r.array();
        meta.protection.reason = r.text();
        r.numbers(&mut numbers[since_2 + 1..since_3]);
    }
    if r.short || !r.rest.is_empty() {
        return Err(Error::section(b"META", "is not the metadata of a model"));
    }
    let Some(&known) = Tier::ALL.get(usize::from(tier)) else {
        return Err(Error::value("tier", 0, "0 unchecked, 1 learned or 2 public", f64::from(tier)));
    };
    meta.protection.tier = known;
    // What an older file does not have stays as it is.
    let n_known = SINCE[usize::from(version.clamp(1, 3)) - 1];
    for (slot, number) in meta.numbers().into_iter().zip(&numbers[..n_known]) {
        *slot = *number;
    }
    meta.check()?;
    Ok(meta)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::model::Protection;

    type Numbers = (i64, i64, u32, u16, [f32; EventKind::COUNT], u64, [f32; 2], [f32; 5], [f32; 2]);
    type Since2 = (u8, u32, [f32; 8], [f32; 4]);
    type Since3 = (f32, u8, String, [f32; 2]);
    type Whole = ((String, Numbers, Vec<(String, u32)>, [u32; 2]), Since2, Since3);

    #[test]
    fn reads_what_bincode_reads() {
        let mut meta = fixture::toys_and_tools().meta;
        meta.protection = Protection { tier: Tier::Unchecked, reason: "a test".into(), epsilon: 0.5, delta: 1e-6 };
        let bytes = encode(&meta).expect("valid");
        let (((name, numbers, segments, thresholds), since_2, since_3), used): (Whole, usize) =
            bincode::decode_from_slice(&bytes, CONFIG).expect("bincode wrote it");
        let read = decode(3, &bytes).expect("valid");
        assert_eq!((&read, used), (&meta, bytes.len()));
        assert_eq!(name, read.name);
        assert_eq!(numbers.0, read.trained_from_ms);
        assert_eq!(numbers.4, read.session.event_weights);
        assert_eq!(numbers.7[4], read.fold_in.segment_concentration);
        assert_eq!(numbers.8, [read.mix.factors, read.mix.popularity]);
        let named = read.segments.iter().map(|segment| (segment.name.clone(), segment.n_customers));
        assert_eq!(segments, named.collect::<Vec<_>>());
        assert_eq!(thresholds, [read.thresholds.item_customers, read.thresholds.segment_customers]);
        assert_eq!((since_2.0, since_2.2[7]), (read.factor_bits, read.next_item.floor));
        assert_eq!(since_2.3[3], read.mix.price_band);
        assert_eq!(since_3, (read.mix.features, 0, "a test".into(), [0.5, 1e-6]));
    }

    #[test]
    fn metadata_that_ends_early_or_late_is_refused() {
        let bytes = encode(&fixture::toys_and_tools().meta).expect("valid");
        for length in 0..bytes.len() {
            assert_eq!(decode(3, &bytes[..length]).map_err(|error| error.code()), Err("bad_section"), "{length} bytes");
        }
        assert!(decode(3, &[&bytes[..], &[0]].concat()).is_err());
        assert!(decode(1, &bytes).is_err(), "a version 1 file has nothing behind the thresholds");
        assert!(decode(2, &bytes).is_err(), "a version 2 file has no tier");
    }
}
