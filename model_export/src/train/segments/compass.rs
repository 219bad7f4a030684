//! Which direction a row points along most: the inner loop of k-means.

use ndarray::Array2;

use crate::train::vectorized::vectorized;

/// Directions met in one pass over a row.
const LANES: usize = 16;

/// The directions of all segments, sixteen side by side: the cosines of a row are made in vector registers, each by the
/// same sum in the same order whatever their width.
#[derive(Debug)]
pub(super) struct Compass {
    n_segments: usize,
    /// For each group of sixteen segments: for each factor, its value in all sixteen.
    groups: Vec<Vec<[f32; LANES]>>,
}

impl Compass {
    /// Takes the directions `(n_segments, n_factors)`.
    pub(super) fn new(directions: &Array2<f32>) -> Self {
        let (n_segments, n_factors) = directions.dim();
        let lane = |group: usize, factor: usize, lane: usize| {
            directions.get((group * LANES + lane, factor)).copied().unwrap_or(0.0)
        };
        let group = |group| (0..n_factors).map(|factor| core::array::from_fn(|l| lane(group, factor, l))).collect();
        Self { n_segments, groups: (0..n_segments.div_ceil(LANES)).map(group).collect() }
    }

    /// Writes the cosine of `row`, of length one, with each direction. O(segments·factors).
    pub(super) fn cosines(&self, row: &[f32], cosines: &mut Vec<f32>) {
        cosines.clear();
        for group in &self.groups {
            cosines.extend_from_slice(&vectorized(
                #[inline(always)]
                || {
                    let mut sums = [0.0_f32; LANES];
                    for (&value, lanes) in row.iter().zip(group) {
                        for (sum, &lane) in sums.iter_mut().zip(lanes) {
                            *sum += value * lane;
                        }
                    }
                    sums
                },
            ));
        }
        cosines.truncate(self.n_segments);
    }
}
