//! Bytes to tables: header, then every section against the counts of the metadata.

use alloc::vec::Vec;
use core::ops::Range;

use super::meaning::check_meaning;
use super::{header, is_ancillary, meta, text};
use crate::Error;
use crate::model::{CODEBOOK, ITEM_BYTES, Index, Meta, Model, Sections, Text, index_bytes, unpack};

impl Model {
    /// Checks a whole model file and takes it over. O(bytes); the tables are not copied, but for four-bit factors,
    /// which are spread out to a byte each.
    ///
    /// # Errors
    /// Any of the format's errors; see `docs/format.md` for the order of the checks.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, Error> {
        let (sections, index, meta) = read(&bytes)?;
        let model = Self::from_checked(bytes, sections, index, meta);
        check_meaning(&model)?;
        Ok(model)
    }
}

/// Reads the header, finds every section, and checks its length against the counts. O(bytes), for the checksums.
fn read(bytes: &[u8]) -> Result<(Sections, Index, Meta), Error> {
    let (version, entries) = header::read(bytes)?;
    let mut found = Found { entries };
    let meta_range = found.take(*b"META")?;
    let meta = meta::decode(version, &bytes[meta_range.clone()])?;
    let (n_items, d, n_segments) = (u64::from(meta.n_items), u64::from(meta.n_factors), meta.segments.len() as u64);
    let ids = found.take(*b"ITID")?;
    let factors = found.take_sized(*b"FACT", "FACT", n_items * d * u64::from(meta.factor_bits) / 8)?;
    let scales = found.take_sized(*b"SCAL", "SCAL", if d == 0 { 0 } else { n_items * 4 })?;
    let gram = found.take_sized(*b"GRAM", "GRAM", d * (d + 1) / 2 * 4)?;
    let centroids = found.take_sized(*b"SEGM", "SEGM", n_segments * d * 4)?;
    let popularity = found.take_sized(*b"POPU", "POPU", n_items * 2)?;
    let attributes = found.take(*b"ATTR")?;
    if !attributes.is_empty() || version == 1 {
        expect_length("ATTR", &attributes, n_items * ITEM_BYTES as u64)?;
    }
    let (categories, brands) = (found.take(*b"CATS")?, found.take(*b"BRND")?);
    let next_counts = found.take_since(2, version, *b"NXTN")?;
    if !next_counts.is_empty() {
        expect_length("NXTN", &next_counts, n_items)?;
    }
    let next_starts = running_totals(&bytes[next_counts.clone()])?;
    let n_pairs = u64::from(next_starts.last().copied().unwrap_or(0));
    let next_items = found.take_since(2, version, *b"NXTI")?;
    let next_weights = found.take_since(2, version, *b"NXTW")?;
    let next_codebook = found.take_since(2, version, *b"NXTC")?;
    expect_length("NXTI", &next_items, n_pairs * index_bytes(meta.n_items as usize) as u64)?;
    expect_length("NXTW", &next_weights, n_pairs)?;
    expect_length("NXTC", &next_codebook, if n_pairs == 0 { 0 } else { CODEBOOK as u64 * 4 })?;
    if let Some(unknown) = found.entries.iter().find(|entry| !is_ancillary(entry.id)) {
        return Err(Error::section(unknown.id, "is not known to this reader, or is there twice"));
    }
    let strings = |what, range: &Range<usize>, n| text::read(what, &bytes[range.clone()], range.start, n);
    let index = Index {
        ids: read_ids(version, bytes, &ids, meta.n_items as usize)?,
        categories: strings("CATS", &categories, None)?,
        brands: strings("BRND", &brands, None)?,
        next_starts,
        unpacked: (meta.factor_bits == 4).then(|| unpack(&bytes[factors.clone()])),
    };
    let sections = Sections {
        meta: meta_range,
        ids,
        factors,
        scales,
        gram,
        centroids,
        popularity,
        attributes,
        categories,
        brands,
        next_counts,
        next_items,
        next_weights,
        next_codebook,
    };
    Ok((sections, index, meta))
}

fn read_ids(version: u16, bytes: &[u8], range: &Range<usize>, n_items: usize) -> Result<Text, Error> {
    let body = &bytes[range.clone()];
    match version {
        1 => text::read("ITID", body, range.start, Some(n_items)),
        _ => text::read_ids(body, range.start, n_items),
    }
}

/// Returns where each row begins, from the rows' lengths; nothing for no row.
fn running_totals(counts: &[u8]) -> Result<Vec<u32>, Error> {
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let mut starts = Vec::with_capacity(counts.len() + 1);
    let mut end = 0_u32;
    starts.push(end);
    for (item, &count) in counts.iter().enumerate() {
        let too_many = || Error::value("NXTN", item, "fewer than 2^32 pairs", f64::INFINITY);
        end = end.checked_add(u32::from(count)).ok_or_else(too_many)?;
        starts.push(end);
    }
    Ok(starts)
}

struct Found {
    entries: Vec<header::Entry>,
}

impl Found {
    // Out of line, as `take_sized` and `expect_length`: fourteen copies of each would be a tenth of the shipped module.
    #[inline(never)]
    fn take(&mut self, id: [u8; 4]) -> Result<Range<usize>, Error> {
        match self.entries.iter().position(|entry| entry.id == id) {
            Some(place) => Ok(self.entries.remove(place).range),
            None => Err(Error::section(id, "is missing")),
        }
    }

    /// Takes a section that files have since a version; older ones have it empty.
    fn take_since(&mut self, since: u16, version: u16, id: [u8; 4]) -> Result<Range<usize>, Error> {
        if version < since { Ok(0..0) } else { self.take(id) }
    }

    #[inline(never)]
    fn take_sized(&mut self, id: [u8; 4], what: &'static str, expected: u64) -> Result<Range<usize>, Error> {
        let range = self.take(id)?;
        expect_length(what, &range, expected)?;
        Ok(range)
    }
}

#[inline(never)]
fn expect_length(what: &'static str, range: &Range<usize>, expected: u64) -> Result<(), Error> {
    if range.len() as u64 == expected { Ok(()) } else { Err(Error::length(what, expected, range.len())) }
}
