//! Bytes to tables: header, then every section against the counts of the metadata.

use alloc::vec::Vec;

use super::meaning::check_meaning;
use super::{header, meta, text};
use crate::Error;
use crate::model::sections::{
    ATTRIBUTES, BRANDS, CATEGORIES, CENTROIDS, FACTORS, FEATURE_COUNTS, FEATURE_PLACES, FEATURE_WEIGHTS, FEATURES,
    GRAM, IDS, META, NAMES, NEXT_CODEBOOK, NEXT_COUNTS, NEXT_ITEMS, NEXT_WEIGHTS, POPULARITY, SCALES,
};
use crate::model::{CODEBOOK, ITEM_BYTES, Model, Turned, index_bytes, read_places, unpack};

impl Model {
    /// Checks a whole model file and takes it over. O(bytes); the tables are not copied, but for four-bit factors,
    /// which are spread out to a byte each, and for rows of places, to four bytes each.
    ///
    /// # Errors
    /// Any of the format's errors; see `docs/format.md` for the order of the checks.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, Error> {
        let (version, sections) = header::read(&bytes)?;
        let mut model = Self::unread(bytes, sections);
        model.meta = meta::decode(version, model.section(META))?;
        model.index.next_starts = running_totals(&model, NEXT_COUNTS)?;
        model.index.feature_starts = running_totals(&model, FEATURE_COUNTS)?;
        check_lengths(version, &model)?;
        let n_items = model.n_items();
        model.index.next_items = read_places(model.section(NEXT_ITEMS), index_bytes(n_items));
        model.index.feature_places = read_places(model.section(FEATURE_PLACES), index_bytes(model.features().len()));
        model.index.ids =
            if version < 2 { text::read(&model, IDS, Some(n_items))? } else { text::read_ids(&model, n_items)? };
        model.index.categories = text::read(&model, CATEGORIES, None)?;
        model.index.brands = text::read(&model, BRANDS, None)?;
        if version >= 3 {
            model.index.features = text::read(&model, FEATURES, Some(model.features().len()))?;
        }
        if model.meta.factor_bits == 4 {
            model.index.unpacked = Some(unpack(model.section(FACTORS)));
        }
        check_meaning(&model)?;
        model.index.feature_lengths = model.features().inverse_lengths();
        model.index.feature_items = Turned::of(model.features().rows(), model.features().len());
        Ok(model)
    }
}

/// Checks the length of each table against the counts.
fn check_lengths(version: u16, model: &Model) -> Result<(), Error> {
    let meta = &model.meta;
    // In u64: the counts are not to be trusted before this, and usize has 32 bits in the browser.
    let (n_items, d, n_segments) = (u64::from(meta.n_items), u64::from(meta.n_factors), meta.segments.len() as u64);
    let total = |starts: &[u32]| u64::from(starts.last().copied().unwrap_or(0));
    let (n_pairs, n_entries) = (total(&model.index.next_starts), total(&model.index.feature_starts));
    let n_features = model.features().len();
    // These two may be left out; the attributes only since version 2.
    let attributes = if version >= 2 && model.section(ATTRIBUTES).is_empty() { 0 } else { n_items };
    let counts = |place| if model.section(place).is_empty() { 0 } else { n_items };
    for (place, expected) in [
        (FACTORS, n_items * d * u64::from(meta.factor_bits) / 8),
        (SCALES, if d == 0 { 0 } else { n_items * 4 }),
        (GRAM, d * (d + 1) / 2 * 4),
        (CENTROIDS, n_segments * d * 4),
        (POPULARITY, n_items * 2),
        (ATTRIBUTES, attributes * ITEM_BYTES as u64),
        (NEXT_COUNTS, counts(NEXT_COUNTS)),
        (NEXT_ITEMS, n_pairs * index_bytes(meta.n_items as usize) as u64),
        (NEXT_WEIGHTS, n_pairs),
        (NEXT_CODEBOOK, if n_pairs == 0 { 0 } else { CODEBOOK as u64 * 4 }),
        (FEATURE_WEIGHTS, n_features as u64 * 4),
        (FEATURE_COUNTS, counts(FEATURE_COUNTS)),
        (FEATURE_PLACES, n_entries * index_bytes(n_features) as u64),
    ] {
        let found = model.section(place).len();
        if found as u64 != expected {
            return Err(Error::length(NAMES[place], expected, found));
        }
    }
    Ok(())
}

/// Returns where each row begins, from the rows' lengths; nothing for no row.
fn running_totals(model: &Model, place: usize) -> Result<Vec<u32>, Error> {
    let counts = model.section(place);
    if counts.is_empty() {
        return Ok(Vec::new());
    }
    let (starts, end) = text::starts(counts);
    if end > u64::from(u32::MAX) {
        return Err(Error::value(NAMES[place], 0, "fewer than 2^32 entries", end as f64));
    }
    Ok(starts)
}
