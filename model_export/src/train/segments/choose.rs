//! How many segments: the number whose segments are the most clearly apart.

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::algorithm::Segmentation;
use super::{Params, SegmentsError};

/// Rows that the choice looks at, taken at equal distances: enough to tell 24 segments apart.
const SAMPLE: usize = 8192;

/// Returns the number of segments in `range` with the greatest mean simplified silhouette, of equals the least.
///
/// The simplified silhouette of a row is (b − a) / max(a, b), where a is the cosine distance to its own segment's
/// direction and b that to the nearest other one (Hruschka, de Castro, Campello 2004). Only sizes that leave
/// `min_customers` rows to every segment of the sample's share count, so that the choice is one that can be published.
///
/// # Errors
/// Those of [`super::ValidParams::fit`].
pub fn choose(
    directions: &Array2<f32>,
    range: core::ops::RangeInclusive<usize>,
    seed: u64,
) -> Result<usize, SegmentsError> {
    let step = directions.nrows().div_ceil(SAMPLE).max(1);
    let sample: Vec<usize> = (0..directions.nrows()).step_by(step).collect();
    let rows = directions.select(Axis(0), &sample);
    let mut best = (*range.start(), f64::NEG_INFINITY);
    for n_segments in range.take_while(|&n| n < sample.len()) {
        let segmentation = Params::new(n_segments, seed).n_runs(3).check()?.fit(&rows)?;
        let clarity = silhouette(&rows, &segmentation);
        if clarity > best.1 {
            best = (n_segments, clarity);
        }
    }
    Ok(best.0)
}

/// Returns the mean simplified silhouette of `rows`, in [-1, 1].
pub(super) fn silhouette(rows: &Array2<f32>, segmentation: &Segmentation) -> f64 {
    let of_row = |row: usize| {
        let own_segment = segmentation.assignments[row] as usize;
        let distance = |segment: usize| 1.0 - f64::from(rows.row(row).dot(&segmentation.directions.row(segment)));
        let own = distance(own_segment);
        let others = (0..segmentation.directions.nrows()).filter(|&segment| segment != own_segment).map(distance);
        let other = others.fold(f64::INFINITY, f64::min);
        let larger = own.max(other);
        if larger > 0.0 { (other - own) / larger } else { 0.0 }
    };
    let silhouettes: Vec<f64> = (0..rows.nrows()).into_par_iter().map(of_row).collect();
    silhouettes.iter().sum::<f64>() / rows.nrows().max(1) as f64
}
