//! How many segments: the number whose segments are clearly apart and are found again in other customers.

use core::ops::RangeInclusive;

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::agreement::adjusted_rand_index;
use super::algorithm::{Segmentation, row_major};
use super::compass::Compass;
use super::{Params, SegmentsError};

/// Rows that the choice looks at, taken at equal distances: enough to tell 24 segments apart.
const SAMPLE: usize = 4096;

/// Ways of splitting the sample in two halves: by the lowest bits of a row's number.
const SPLITS: u32 = 4;

/// Returns the number of segments in `range` with the greatest silhouette × reproducibility, of equals the least.
///
/// The silhouette asks whether segments are apart, reproducibility whether they are more than chance: either alone is
/// fooled by noise in many dimensions, the first into too many segments, the second into too few. `directions` are rows
/// of length one, `(n_rows, n_factors)`.
///
/// # Errors
/// Those of [`super::ValidParams::fit`].
pub fn choose(directions: &Array2<f32>, range: RangeInclusive<usize>, seed: u64) -> Result<usize, SegmentsError> {
    let step = directions.nrows().div_ceil(SAMPLE).max(1);
    let sample: Vec<usize> = (0..directions.nrows()).step_by(step).collect();
    let rows = directions.select(Axis(0), &sample);
    let mut best = (*range.start(), f64::NEG_INFINITY);
    // Half of the sample must still hold several rows for each segment.
    for n_segments in range.take_while(|&n| n * 4 <= rows.nrows()) {
        let params = Params::new(n_segments, seed).n_runs(4).max_iterations(25).check()?;
        let clarity = silhouette(&rows, &params.fit(&rows)?);
        let worth = clarity * reproducibility(&rows, |half| params.fit(half))?;
        if worth > best.1 {
            best = (n_segments, worth);
        }
    }
    Ok(best.0)
}

/// Returns the mean simplified silhouette of `rows`, in [-1, 1]: of each row (b − a) / max(a, b), where a is the cosine
/// distance to its own segment's direction and b that to the nearest other one (Hruschka, de Castro, Campello 2004).
fn silhouette(rows: &Array2<f32>, segmentation: &Segmentation) -> f64 {
    let compass = Compass::new(&segmentation.directions);
    let of_row = |cosines: &mut Vec<f32>, (row, &own_segment): (&[f32], &u32)| {
        compass.cosines(row, cosines);
        let own = 1.0 - f64::from(cosines.swap_remove(own_segment as usize));
        let other = 1.0 - f64::from(cosines.iter().copied().fold(f32::NEG_INFINITY, f32::max));
        let larger = own.max(other);
        if larger > 0.0 && larger.is_finite() { (other - own) / larger } else { 0.0 }
    };
    let rows_with_segments = row_major(rows).par_chunks(rows.ncols()).zip(&segmentation.assignments);
    let silhouettes: Vec<f64> = rows_with_segments.map_init(Vec::new, of_row).collect();
    silhouettes.iter().sum::<f64>() / rows.nrows().max(1) as f64
}

/// Returns how far two halves of the rows lead to the same segments: the mean adjusted Rand index, over several ways
/// of halving, of all rows as the one half's segments and as the other's would group them (after Tibshirani and
/// Walther 2005, "Cluster validation by prediction strength").
fn reproducibility(
    rows: &Array2<f32>,
    fit: impl Fn(&Array2<f32>) -> Result<Segmentation, SegmentsError>,
) -> Result<f64, SegmentsError> {
    let grouped_by_half = |bit: u32, side: usize| {
        let half: Vec<usize> = (0..rows.nrows()).filter(|row| row >> bit & 1 == side).collect();
        let found = fit(&rows.select(Axis(0), &half))?;
        Ok(Segmentation::of(rows, found.directions).assignments)
    };
    let agreements: Result<Vec<f64>, SegmentsError> =
        (0..SPLITS).map(|bit| Ok(adjusted_rand_index(&grouped_by_half(bit, 0)?, &grouped_by_half(bit, 1)?))).collect();
    Ok(agreements?.iter().sum::<f64>() / f64::from(SPLITS))
}
