//! Tables to bytes. What is written was first read back: [`encode`] never returns a file that `Model::decode` refuses.

use alloc::string::String;
use alloc::vec::Vec;

use super::{header, meta, text};
use crate::Error;
use crate::model::{Item, Model, ModelParts, PRICE_BANDS, UNKNOWN, index_bytes};

/// Writes a model file: the same parts give the same bytes, on every machine.
///
/// # Errors
/// `bad_value` or `truncated` when a table has the wrong number of entries or a value without meaning.
pub fn encode(parts: &ModelParts) -> Result<Vec<u8>, Error> {
    let (n_items, factors) = (parts.items.len(), parts.factors.view());
    let as_many_rows = factors.n_items() == n_items || factors.n_factors() == 0;
    if !as_many_rows || parts.meta.n_items as usize != n_items {
        return Err(Error::value("items", 0, "as many items as factor rows and as meta.n_items", n_items as f64));
    }
    if factors.n_factors() != usize::from(parts.meta.n_factors) || parts.factors.bits() != parts.meta.factor_bits {
        return Err(Error::value("factors", 0, "rows of meta.n_factors and factor_bits", factors.n_factors() as f64));
    }
    let next = &parts.next_items;
    if !next.counts.is_empty() && next.counts.len() != n_items {
        return Err(Error::value("next_items", 0, "one row for each item, or none", next.counts.len() as f64));
    }
    let attributes: Vec<u8> = parts.items.iter().flat_map(attributes).collect();
    // Where nothing is known of any item, eight bytes each would say so: the section is left empty.
    let attributes = if attributes.as_chunks().0.iter().all(|raw| *raw == UNKNOWN) { Vec::new() } else { attributes };
    if let Some(index) = parts.items.iter().position(|item| !(0.0..=1.0).contains(&item.popularity)) {
        return Err(Error::value("popularity", index, "a number in [0, 1]", f64::from(parts.items[index].popularity)));
    }
    let features = &parts.features;
    if !features.counts.is_empty() && features.counts.len() != n_items {
        return Err(Error::value("features", 0, "one row for each item, or none", features.counts.len() as f64));
    }
    let sections = [
        (*b"META", meta::encode(&parts.meta)?),
        (*b"ITID", text::encode_ids(parts.items.iter().map(|item| item.id.as_str()))?),
        (*b"FACT", parts.factors.packed_rows()),
        (*b"SCAL", parts.factors.scales.clone()),
        (*b"GRAM", f32_bytes(&factors.gram(|item| parts.items[item as usize].flags.learned))),
        (*b"SEGM", f32_bytes(&parts.centroids)),
        (*b"POPU", parts.items.iter().flat_map(|item| popularity(item).to_le_bytes()).collect()),
        (*b"ATTR", attributes),
        (*b"CATS", text::encode("CATS", parts.categories.iter().map(String::as_str))?),
        (*b"BRND", text::encode("BRND", parts.brands.iter().map(String::as_str))?),
        (*b"NXTN", next.counts.clone()),
        (*b"NXTI", indices(&next.items, index_bytes(n_items))),
        (*b"NXTW", next.codes.clone()),
        (*b"NXTC", f32_bytes(&next.codebook)),
        (*b"FEAT", text::encode("FEAT", features.labels.iter().map(String::as_str))?),
        (*b"FEAW", f32_bytes(&features.weights)),
        (*b"FEAN", features.counts.clone()),
        (*b"FEAI", indices(&features.places, index_bytes(features.labels.len()))),
    ];
    let bytes = header::write(&sections)?;
    Ok(Model::decode(bytes)?.into_bytes())
}

fn popularity(item: &Item) -> u16 {
    libm::roundf(item.popularity * f32::from(u16::MAX)) as u16
}

fn attributes(item: &Item) -> [u8; 8] {
    let [c0, c1] = item.category.to_le_bytes();
    let [b0, b1] = item.brand.to_le_bytes();
    // A band beyond the last one is written as it is: reading back finds it and names it.
    let band = item.price_band.map_or(u8::MAX, |band| if band < PRICE_BANDS { band } else { u8::MAX - 1 });
    [c0, c1, b0, b1, band, item.flags.bits(), 0, 0]
}

fn indices(indices: &[u32], width: usize) -> Vec<u8> {
    indices.iter().flat_map(|index| index.to_le_bytes().into_iter().take(width)).collect()
}

fn f32_bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}
