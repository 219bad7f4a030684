//! No segment too small to publish: its customers join the nearest of the others.

use ndarray::{Array2, Axis};

use super::Segmentation;

/// Dissolves the smallest segment until each has at least `min_customers` rows; its rows go where they point along
/// most. A single segment that is still too small is dissolved too: then there are none.
pub fn merge_small(rows: &Array2<f32>, mut segmentation: Segmentation, min_customers: u32) -> Segmentation {
    loop {
        let n_segments = segmentation.directions.nrows();
        let sizes = segmentation.sizes();
        let Some(smallest) = (0..n_segments).min_by_key(|&segment| sizes[segment]) else { return segmentation };
        if sizes[smallest] >= min_customers {
            return segmentation;
        }
        let others: Vec<usize> = (0..n_segments).filter(|&segment| segment != smallest).collect();
        let directions = segmentation.directions.select(Axis(0), &others);
        segmentation = if others.is_empty() {
            Segmentation { assignments: Vec::new(), directions, cohesion: 0.0 }
        } else {
            Segmentation::of(rows, directions)
        };
    }
}
