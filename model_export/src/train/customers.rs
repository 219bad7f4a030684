//! Customers into segments: which customers shape them, which only join, and what of it is published.

use etalage::model::SegmentMeta;
use ndarray::{Array2, Axis};

use super::TrainError;
use super::confidences::Confidences;
use super::params::{AUTO_SEGMENTS, Params, SegmentCount};
use super::segments::{self, Segmentation, Trait, choose, directions, merge_small, name_segments, sums};

/// Distinct items that a customer needs to shape the segments; who has fewer joins the nearest one.
const MIN_ITEMS_TO_SHAPE: usize = 5;

/// The segments of a model.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Segments {
    /// How many were looked for, before those too small were merged; 0 when there are too few customers for any.
    pub(super) n_sought: usize,
    /// The segment of each row of the vectors, `None` for rows that are no customer's or hold nothing.
    pub(super) assignments: Vec<Option<u32>>,
    /// The mean vector of each segment's customers, row-major `(n_segments, n_factors)`.
    pub(super) centroids: Vec<f32>,
    /// Names and sizes.
    pub(super) published: Vec<SegmentMeta>,
}

/// Groups the rows of `vectors` `(n_visitors, n_factors)` for which `is_customer` holds; `confidences` are the same
/// visitors' and `traits` the items'.
pub(super) fn segment_customers(
    vectors: &Array2<f32>,
    is_customer: impl Fn(usize) -> bool,
    confidences: &Confidences,
    traits: &[Vec<Trait<'_>>],
    params: &Params,
    sought: SegmentCount,
) -> Result<Segments, TrainError> {
    let n_items_of = |row: usize| confidences.row(row).0.len();
    let members: Vec<usize> = (0..vectors.nrows()).filter(|&row| is_customer(row) && n_items_of(row) > 0).collect();
    let none = Segments { assignments: vec![None; vectors.nrows()], ..Segments::default() };
    if members.len() < params.min_segment_customers as usize {
        return Ok(none);
    }
    let rows = directions(&vectors.select(Axis(0), &members));
    let active: Vec<usize> = (0..members.len()).filter(|&m| n_items_of(members[m]) >= MIN_ITEMS_TO_SHAPE).collect();
    let enough = active.len() >= 2 * params.min_segment_customers as usize;
    let shaping = if enough { rows.select(Axis(0), &active) } else { rows.clone() };
    let n_sought = match sought {
        SegmentCount::Fixed(n) => n.min(shaping.nrows()),
        SegmentCount::Auto => choose(&shaping, AUTO_SEGMENTS, params.seed)?,
    };
    let found = segments::Params::new(n_sought, params.seed).check()?.fit(&shaping)?;
    let found = merge_small(&rows, Segmentation::of(&rows, found.directions), params.min_segment_customers);
    let n_segments = found.directions.nrows();
    let mut segments = Segments { n_sought, ..none };
    let customers = members.iter().zip(&found.assignments);
    for (&row, &segment) in customers.clone() {
        segments.assignments[row] = Some(segment);
    }
    let items_of = customers.map(|(&row, &segment)| (segment, confidences.row(row).0));
    let names = name_segments(n_segments, items_of, traits, params.min_item_customers);
    let sizes = found.sizes();
    let sums = sums(&vectors.select(Axis(0), &members), &found.assignments, n_segments);
    segments.centroids = centroids(&sums, &sizes);
    segments.published =
        names.into_iter().zip(sizes).map(|(name, n_customers)| SegmentMeta { name, n_customers }).collect();
    Ok(segments)
}

fn centroids(sums: &Array2<f64>, sizes: &[u32]) -> Vec<f32> {
    let rows = sums.rows().into_iter().zip(sizes);
    rows.flat_map(|(sum, &size)| sum.mapv(|value| (value / f64::from(size.max(1))) as f32).to_vec()).collect()
}
