//! The last step of reading: every value is finite, in range, and points at something that is there.

use crate::Error;
use crate::model::{ITEM_BYTES, ItemFlags, ItemIx, Model, NONE, PRICE_BANDS};

/// The largest magnitude of a factor, centroid or scale: a visitor's score stays far from the limits of f32.
const MAX_MAGNITUDE: f32 = 1e4;

/// The largest magnitude of an entry of the Gram matrix.
const MAX_GRAM: f32 = 1e15;

pub(super) fn check_meaning(model: &Model) -> Result<(), Error> {
    let ids = model.ids();
    for index in 1..ids.len() {
        if ids.raw(index - 1) >= ids.raw(index) {
            return Err(Error::ItemIds {
                index: index as u64,
                problem: "does not come after the one before it in byte order",
            });
        }
    }
    if ids.get(0).is_some_and(str::is_empty) {
        return Err(Error::ItemIds { index: 0, problem: "is empty" });
    }
    finite("SCAL", model.factors().scales(), MAX_MAGNITUDE)?;
    finite("SEGM", model.centroids(), MAX_MAGNITUDE)?;
    finite("GRAM", model.gram(), MAX_GRAM)?;
    if let Some(index) = model.factors().scales().iter().position(f32::is_sign_negative) {
        return Err(Error::value(
            "SCAL",
            index,
            "a scale of 0 or above",
            f64::from(model.factors().scales().get(index)),
        ));
    }
    attributes(model)?;
    next_items(model)
}

fn finite(what: &'static str, table: crate::model::F32s<'_>, limit: f32) -> Result<(), Error> {
    match table.iter().position(|value| value.is_nan() || value.abs() > limit) {
        Some(index) => {
            Err(Error::value(what, index, "a finite number within the format's limit", f64::from(table.get(index))))
        }
        None => Ok(()),
    }
}

/// Checks that every successor is an item, that rows ascend, and that weights do.
fn next_items(model: &Model) -> Result<(), Error> {
    let table = model.next_items();
    finite("NXTC", table.codebook(), MAX_MAGNITUDE)?;
    if let Some(code) = table.codebook().iter().position(|weight| weight.is_sign_negative()) {
        return Err(Error::value("NXTC", code, "a weight of 0 or above", f64::from(table.codebook().get(code))));
    }
    for item in 0..model.n_items() {
        let mut floor = 0;
        for (successor, _) in table.row(item as ItemIx) {
            if successor < floor || successor as usize >= model.n_items() {
                return Err(Error::value("NXTI", item, "ascending items of the catalogue", f64::from(successor)));
            }
            floor = successor + 1;
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
