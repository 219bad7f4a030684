//! The last step of reading: every value is finite, in range, and points at something that is there.

use crate::Error;
use crate::model::{F32s, ITEM_BYTES, ItemFlags, ItemIx, Model, NONE, PRICE_BANDS, Rows, in_range};

/// The largest magnitude of a factor, centroid or scale: a visitor's score stays far from the limits of f32.
const MAX_MAGNITUDE: f32 = 1e4;

/// The largest magnitude of an entry of the Gram matrix.
const MAX_GRAM: f32 = 1e15;

pub(super) fn check_meaning(model: &Model) -> Result<(), Error> {
    let ids = model.ids();
    for index in 1..ids.len() {
        if ids.raw(index - 1) >= ids.raw(index) {
            return Err(Error::item_ids(index, "does not come after the one before it in byte order"));
        }
    }
    if ids.get(0).is_some_and(str::is_empty) {
        return Err(Error::item_ids(0, "is empty"));
    }
    check_numbers("SCAL", model.factors().scales(), 0.0, MAX_MAGNITUDE)?;
    check_numbers("SEGM", model.centroids(), -MAX_MAGNITUDE, MAX_MAGNITUDE)?;
    check_numbers("GRAM", model.gram(), -MAX_GRAM, MAX_GRAM)?;
    check_numbers("NXTC", model.next_items().codebook(), 0.0, MAX_MAGNITUDE)?;
    check_numbers("FEAW", model.features().weights(), 0.0, MAX_MAGNITUDE)?;
    attributes(model)?;
    ascending("NXTI", model.next_items().rows(), model.n_items())?;
    ascending("FEAI", model.features().rows(), model.features().len())
}

#[inline(never)]
fn check_numbers(what: &'static str, table: F32s<'_>, low: f32, high: f32) -> Result<(), Error> {
    for (index, value) in table.iter().enumerate() {
        in_range(what, index, value, low, high)?;
    }
    Ok(())
}

/// Checks that every row ascends and names nothing beyond the first `n`.
#[inline(never)]
fn ascending(what: &'static str, rows: Rows<'_>, n: usize) -> Result<(), Error> {
    for item in 0..rows.len() {
        let mut floor = 0;
        for &place in rows.row(item as ItemIx) {
            if place < floor || place as usize >= n {
                return Err(Error::value(what, item, "ascending places in their table", f64::from(place)));
            }
            floor = place + 1;
        }
    }
    Ok(())
}

fn attributes(model: &Model) -> Result<(), Error> {
    let (table, n_categories, n_brands) = (model.attributes(), model.categories().len(), model.brands().len());
    if n_categories > usize::from(NONE) || n_brands > usize::from(NONE) {
        return Err(Error::value(
            "CATS",
            0,
            "at most 65,535 categories and as many brands",
            n_categories.max(n_brands) as f64,
        ));
    }
    for item in 0..model.n_items() {
        let raw: [u8; ITEM_BYTES] = table.raw(item as ItemIx);
        let [.., band, flags, zero_a, zero_b] = raw;
        for (number, count) in [(table.category(item as ItemIx), n_categories), (table.brand(item as ItemIx), n_brands)]
        {
            if number != NONE && usize::from(number) >= count {
                return Err(Error::value(
                    "ATTR",
                    item,
                    "a category and a brand that are in their tables",
                    f64::from(number),
                ));
            }
        }
        if band >= PRICE_BANDS && band != u8::MAX {
            return Err(Error::value("ATTR", item, "a price band below 5, or 255 for none", f64::from(band)));
        }
        if flags & !ItemFlags::MASK != 0 || zero_a != 0 || zero_b != 0 {
            return Err(Error::value("ATTR", item, "no flag beyond the known ones", f64::from(flags)));
        }
    }
    Ok(())
}
