//! Bytes to tables: header, then every section against the counts of the metadata.

use alloc::vec::Vec;
use core::ops::Range;

use super::meaning::check_meaning;
use super::{SECTION_IDS, header, is_ancillary, meta, text};
use crate::Error;
use crate::model::sections::{
    ATTRIBUTES, BRANDS, CATEGORIES, CENTROIDS, FACTORS, GRAM, IDS, META, NAMES, NEXT_CODEBOOK, NEXT_COUNTS, NEXT_ITEMS,
    NEXT_WEIGHTS, POPULARITY, SCALES,
};
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
    let (version, mut entries) = header::read(bytes)?;
    let mut sections = Sections::default();
    for (place, range) in sections.0.iter_mut().enumerate() {
        // The next-item table came with version 2; older files have it empty.
        if version >= 2 || place < NEXT_COUNTS {
            let id = SECTION_IDS[place];
            let Some(found) = entries.iter().position(|entry| entry.id == id) else {
                return Err(Error::section(id, "is missing"));
            };
            *range = entries.remove(found).range;
        }
    }
    let body = |place: usize| &bytes[sections.0[place].clone()];
    let meta = meta::decode(version, body(META))?;
    let (n_items, d, n_segments) = (u64::from(meta.n_items), u64::from(meta.n_factors), meta.segments.len() as u64);
    let next_starts = running_totals(body(NEXT_COUNTS))?;
    let n_pairs = u64::from(next_starts.last().copied().unwrap_or(0));
    let unless_empty = |place: usize, expected: u64| if body(place).is_empty() { 0 } else { expected };
    let lengths = [
        (FACTORS, n_items * d * u64::from(meta.factor_bits) / 8),
        (SCALES, if d == 0 { 0 } else { n_items * 4 }),
        (GRAM, d * (d + 1) / 2 * 4),
        (CENTROIDS, n_segments * d * 4),
        (POPULARITY, n_items * 2),
        (
            ATTRIBUTES,
            if version == 1 {
                n_items * ITEM_BYTES as u64
            } else {
                unless_empty(ATTRIBUTES, n_items * ITEM_BYTES as u64)
            },
        ),
        (NEXT_COUNTS, unless_empty(NEXT_COUNTS, n_items)),
        (NEXT_ITEMS, n_pairs * index_bytes(meta.n_items as usize) as u64),
        (NEXT_WEIGHTS, n_pairs),
        (NEXT_CODEBOOK, if n_pairs == 0 { 0 } else { CODEBOOK as u64 * 4 }),
    ];
    for (place, expected) in lengths {
        if body(place).len() as u64 != expected {
            return Err(Error::length(NAMES[place], expected, body(place).len()));
        }
    }
    if let Some(unknown) = entries.iter().find(|entry| !is_ancillary(entry.id)) {
        return Err(Error::section(unknown.id, "is not known to this reader, or is there twice"));
    }
    let strings = |place: usize| text::read(NAMES[place], body(place), sections.0[place].start, None);
    let index = Index {
        ids: read_ids(version, bytes, &sections.0[IDS], meta.n_items as usize)?,
        categories: strings(CATEGORIES)?,
        brands: strings(BRANDS)?,
        next_starts,
        unpacked: (meta.factor_bits == 4).then(|| unpack(body(FACTORS))),
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
