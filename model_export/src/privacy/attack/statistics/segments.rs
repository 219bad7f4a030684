//! What segments say of a candidate: the nearest centroid to the candidate folded in.

use super::super::fold::cosine;
use super::view::View;

/// Logarithm of the customers of the nearest segment.
pub(super) fn log_size(view: &View<'_>) -> f64 {
    let segments = &view.reader.target.model.meta().segments;
    nearest(view).and_then(|(segment, _)| segments.get(segment)).map_or(0.0, |s| f64::from(s.n_customers.max(1)).ln())
}

/// Cosine to the nearest centroid.
pub(super) fn cosine_to_nearest(view: &View<'_>) -> f64 {
    nearest(view).map_or(0.0, |(_, cosine)| cosine)
}

fn nearest(view: &View<'_>) -> Option<(usize, f64)> {
    if view.fold.vector.is_empty() {
        return None;
    }
    let cosines = view.reader.space.centroids().map(|centroid| cosine(centroid, &view.fold.vector));
    cosines.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
}
