//! A budget of bytes in the public tier: factors of four bits, then the features that say the least go.
//!
//! A feature says as much as it adds to the squared lengths of all items' vectors: its weight squared, times the items that
//! have it. What it costs is its label, its weight, and its place in the row of each of these items.

use etalage::format::encode;
use etalage::model::{FeatureTable, ModelParts, QuantizedFactors};

use crate::train::TrainError;

/// Cuts a model to `max_bytes`; `vectors` are the items' vectors before they were cut to their bits.
///
/// # Errors
/// [`TrainError::Budget`] when not even a model without features fits.
pub(super) fn cut(parts: &mut ModelParts, vectors: &[f32], max_bytes: usize) -> Result<(), TrainError> {
    if encode(parts)?.len() <= max_bytes {
        return Ok(());
    }
    let n_factors = usize::from(parts.meta.n_factors);
    parts.factors = QuantizedFactors::quantize_to_four_bits(vectors, n_factors)?;
    parts.meta.factor_bits = parts.factors.bits();
    let (labels, weights) = (parts.features.labels.clone(), parts.features.weights.clone());
    let rows = parts.features.rows();
    let mut frequency = vec![0_usize; labels.len()];
    rows.iter().flatten().for_each(|&feature| frequency[feature as usize] += 1);
    let worth = |f: usize| f64::from(weights[f]).powi(2) * frequency[f] as f64 / cost(&labels[f], frequency[f]) as f64;
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|&a, &b| worth(b).total_cmp(&worth(a)).then(a.cmp(&b)));
    parts.features = FeatureTable::default();
    let needed = encode(parts)?.len();
    // One byte an item for the lengths of rows, and the padding of four sections.
    let overhead = parts.items.len() + 64;
    let Some(mut left) = max_bytes.checked_sub(needed) else {
        return Err(TrainError::Budget { max_bytes, needed });
    };
    left = left.saturating_sub(overhead);
    let mut place = vec![None; labels.len()];
    for feature in order {
        let cost = cost(&labels[feature], frequency[feature]);
        if cost <= left {
            left -= cost;
            place[feature] = Some(0);
        }
    }
    place.iter_mut().flatten().zip(0..).for_each(|(slot, number)| *slot = number);
    let kept = |f: &usize| place[*f].is_some();
    let only = |row: &Vec<u32>| row.iter().filter_map(|&feature| place[feature as usize]).collect();
    parts.features = FeatureTable::new(
        (0..labels.len()).filter(kept).map(|f| labels[f].clone()).collect(),
        (0..labels.len()).filter(kept).map(|f| weights[f]).collect(),
        &rows.iter().map(only).collect::<Vec<Vec<u32>>>(),
    )?;
    Ok(())
}

/// Returns the bytes of a feature: label, offset, weight, and two for each item that has it.
fn cost(label: &str, frequency: usize) -> usize {
    label.len() + 8 + 2 * frequency
}
