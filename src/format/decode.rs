//! Bytes to tables: header, then every section against the counts of the metadata.

use core::ops::Range;

use super::meaning::check_meaning;
use super::{header, is_ancillary, meta, text};
use crate::Error;
use crate::model::{ITEM_BYTES, Meta, Model, Sections};

impl Model {
    /// Checks a whole model file and takes it over. O(bytes); the tables are not copied.
    ///
    /// # Errors
    /// Any of the format's errors; see `docs/format.md` for the order of the checks.
    pub fn decode(bytes: Vec<u8>) -> Result<Self, Error> {
        let (sections, meta) = read(&bytes)?;
        let model = Self::from_checked(bytes, sections, meta);
        check_meaning(&model)?;
        Ok(model)
    }
}

/// Reads the header, finds every section, and checks its length against the counts. O(bytes), for the checksums.
fn read(bytes: &[u8]) -> Result<(Sections, Meta), Error> {
    let mut found = Found { entries: header::read(bytes)? };
    let meta_range = found.take(*b"META")?;
    let meta = meta::decode(&bytes[meta_range.clone()])?;
    let (n_items, d, n_segments) = (u64::from(meta.n_items), u64::from(meta.n_factors), meta.segments.len() as u64);
    let sections = Sections {
        meta: meta_range,
        ids: found.take(*b"ITID")?,
        factors: found.take_sized(*b"FACT", "FACT", n_items * d)?,
        scales: found.take_sized(*b"SCAL", "SCAL", n_items * 4)?,
        gram: found.take_sized(*b"GRAM", "GRAM", d * (d + 1) / 2 * 4)?,
        centroids: found.take_sized(*b"SEGM", "SEGM", n_segments * d * 4)?,
        popularity: found.take_sized(*b"POPU", "POPU", n_items * 2)?,
        attributes: found.take_sized(*b"ATTR", "ATTR", n_items * ITEM_BYTES as u64)?,
        categories: found.take(*b"CATS")?,
        brands: found.take(*b"BRND")?,
    };
    if let Some(unknown) = found.entries.iter().find(|entry| !is_ancillary(entry.id)) {
        return Err(Error::section(unknown.id, "is not known to this reader, or is there twice"));
    }
    text::check("ITID", &bytes[sections.ids.clone()], Some(meta.n_items as usize))?;
    text::check("CATS", &bytes[sections.categories.clone()], None)?;
    text::check("BRND", &bytes[sections.brands.clone()], None)?;
    Ok((sections, meta))
}

struct Found {
    entries: Vec<header::Entry>,
}

impl Found {
    fn take(&mut self, id: [u8; 4]) -> Result<Range<usize>, Error> {
        match self.entries.iter().position(|entry| entry.id == id) {
            Some(place) => Ok(self.entries.remove(place).range),
            None => Err(Error::section(id, "is missing")),
        }
    }

    fn take_sized(&mut self, id: [u8; 4], what: &'static str, expected: u64) -> Result<Range<usize>, Error> {
        let range = self.take(id)?;
        if range.len() as u64 != expected {
            return Err(Error::length(what, expected, range.len()));
        }
        Ok(range)
    }
}
