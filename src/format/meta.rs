//! The body of the section `META`: the one place where bincode is used.
//!
//! bincode is unmaintained (RUSTSEC-2025-0141): `docs/decisions/0002-bincode.md` says why it stays and how it would go.

use bincode::config::{Configuration, Fixint, Limit, LittleEndian};

use super::MAX_META_BYTES;
use crate::Error;
use crate::model::Meta;

const CONFIG: Configuration<LittleEndian, Fixint, Limit<MAX_META_BYTES>> =
    bincode::config::standard().with_fixed_int_encoding().with_limit::<MAX_META_BYTES>();

pub(super) fn encode(meta: &Meta) -> Result<Vec<u8>, Error> {
    bincode::encode_to_vec(meta, CONFIG)
        .ok()
        .filter(|bytes| bytes.len() <= MAX_META_BYTES)
        .ok_or_else(|| Error::value("META", 0, "metadata of at most 64 KiB", meta.segments.len() as f64))
}

pub(super) fn decode(bytes: &[u8]) -> Result<Meta, Error> {
    if bytes.len() > MAX_META_BYTES {
        return Err(Error::length("META", MAX_META_BYTES as u64, bytes.len()));
    }
    let Ok((meta, used)) = bincode::decode_from_slice::<Meta, _>(bytes, CONFIG) else {
        return Err(Error::section(*b"META", "is not the metadata of a model"));
    };
    if used != bytes.len() {
        return Err(Error::length("META", used as u64, bytes.len()));
    }
    meta.check()?;
    Ok(meta)
}
