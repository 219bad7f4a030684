//! Segments of the public tier: groups of clusters that the same customers want, and how many customers lean to each.
//!
//! The clusters' vectors, which have their noise, are grouped by spherical k-means; a segment's profile is the sum of its
//! clusters' rows of what is wanted together. Only the sizes ask the customers again: each votes for the profile that is
//! most like theirs. A segment with too few votes, noise included, is not published.

use etalage::model::{ItemFactors, ModelParts, SegmentMeta};
use etalage::rank::FoldIn;
use etalage::session::Evidence;
use ndarray::Array2;

use super::Spent;
use super::clusters::Released;
use super::spending::Statistic;
use crate::train::TrainError;
use crate::train::params::{Params, SegmentCount};
use crate::train::segments::{self, directions};

/// Clusters for each segment that is looked for, where nobody says how many.
const CLUSTERS_A_SEGMENT: f64 = 6.0;

/// The most segments that are looked for by themselves.
const MOST: usize = 12;

/// How much a typical session of a segment knows, in units of one product view.
const TYPICAL_EVIDENCE: f64 = 5.0;

/// The segments of a model.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Segments {
    /// Row-major `(n_segments, n_factors)`.
    pub(super) centroids: Vec<f32>,
    /// Names and sizes.
    pub(super) published: Vec<SegmentMeta>,
}

/// Finds the segments and releases their sizes; `shares` are the visitors' contributions by cluster, `parts` the model so
/// far.
///
/// # Errors
/// Those of k-means.
pub(super) fn release(
    released: &Released,
    shares: &[Vec<(u32, f64)>],
    parts: &ModelParts,
    p: &Params,
    spent: &mut Spent<'_>,
) -> Result<Segments, TrainError> {
    let vectors = released.vectors.mapv(|value| value as f32);
    let known: Vec<usize> = (0..vectors.nrows()).filter(|&c| vectors.row(c).iter().any(|&v| v != 0.0)).collect();
    let n_sought = match p.segments {
        SegmentCount::Fixed(n) => n,
        SegmentCount::Auto => ((known.len() as f64 / CLUSTERS_A_SEGMENT).round() as usize).clamp(2, MOST),
    };
    if known.len() < 2 {
        return Ok(Segments::default());
    }
    let rows = directions(&vectors.select(ndarray::Axis(0), &known));
    // The grouping is of public numbers: its seed need not be secret.
    let found = segments::Params::new(n_sought.min(known.len()), 1).check()?.fit(&rows)?;
    let n_segments = found.directions.nrows();
    let mut profiles = Array2::<f64>::zeros((n_segments, vectors.nrows()));
    for (&cluster, &segment) in known.iter().zip(&found.assignments) {
        let row = released.together.row(cluster).mapv(|value| value.max(0.0));
        profiles.row_mut(segment as usize).scaled_add(1.0, &row);
    }
    let mut sizes = vec![0.0; n_segments];
    for row in shares {
        if let Some(segment) = nearest(&profiles, row) {
            sizes[segment] += 1.0;
        }
    }
    spent.release(Statistic::Segments, 1.0, &mut sizes);
    let fold_in = FoldIn::without_segments(&parts.meta.fold_in, parts.factors.view());
    let mut segments = Segments::default();
    let mut taken = Vec::new();
    for (segment, &size) in sizes.iter().enumerate() {
        if size.round() < f64::from(p.min_segment_customers) {
            continue;
        }
        let profile: Vec<f64> = profiles.row(segment).to_vec();
        let centroid = centroid(&fold_in, parts.factors.view(), released, &profile);
        segments.centroids.extend(centroid.iter().map(|&value| value as f32));
        let name = name(released, &profile, &mut taken);
        segments.published.push(SegmentMeta { name, n_customers: rounded(size) });
    }
    Ok(segments)
}

/// Returns the segment whose profile is most like a visitor's contributions.
fn nearest(profiles: &Array2<f64>, row: &[(u32, f64)]) -> Option<usize> {
    let mut best = None;
    for (segment, profile) in profiles.rows().into_iter().enumerate() {
        let length = profile.dot(&profile).sqrt().max(f64::MIN_POSITIVE);
        let likeness = row.iter().map(|&(cluster, weight)| weight * profile[cluster as usize]).sum::<f64>() / length;
        if likeness > 0.0 && best.is_none_or(|(_, most)| likeness > most) {
            best = Some((segment, likeness));
        }
    }
    best.map(|(segment, _)| segment)
}

/// Folds a typical session of a segment in: one item of each cluster, as strongly as the profile has it.
fn centroid(fold_in: &FoldIn, factors: ItemFactors<'_>, released: &Released, profile: &[f64]) -> Vec<f64> {
    let total: f64 = profile.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut evidence: Vec<Evidence> = Vec::new();
    for (cluster, weight) in profile.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        let item = released.clusters.of_item.iter().position(|of_item| *of_item == Some(cluster as u32));
        let confidence = TYPICAL_EVIDENCE * weight / total;
        evidence.extend(item.map(|item| Evidence { item: item as u32, confidence }));
    }
    evidence.sort_unstable_by_key(|evidence| evidence.item);
    fold_in.fold(factors, evidence).vector
}

/// Names a segment after the two clusters that its profile has most beyond their share of the whole.
fn name(released: &Released, profile: &[f64], taken: &mut Vec<String>) -> String {
    let share = |values: &[f64], cluster: usize| values[cluster] / values.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let beyond = |cluster: usize| share(profile, cluster) - share(&released.mass, cluster);
    let mut order: Vec<usize> = (0..profile.len()).collect();
    order.sort_by(|&a, &b| beyond(b).total_cmp(&beyond(a)).then(a.cmp(&b)));
    let label = |cluster: &usize| {
        let path = &released.clusters.paths[*cluster];
        path.rsplit(crate::train::attributes::LEVEL).next().unwrap_or(path).to_owned()
    };
    for n_labels in 2..=order.len().max(2) {
        let mut labels: Vec<String> = order.iter().take(n_labels).map(label).collect();
        labels.dedup();
        let name = labels.join(" & ");
        if !taken.contains(&name) {
            taken.push(name.clone());
            return name;
        }
    }
    let name = format!("Segment {}", taken.len() + 1);
    taken.push(name.clone());
    name
}

/// Rounds to two digits: more would be noise.
fn rounded(size: f64) -> u32 {
    let unit = 10.0_f64.powf((size.max(1.0).log10().floor() - 1.0).max(0.0));
    ((size / unit).round() * unit) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_two_digits() {
        assert_eq!([54.4, 123.0, 1_849.0, 25_499.0].map(rounded), [54, 120, 1_800, 25_000]);
    }

    #[test]
    fn a_visitor_votes_for_the_profile_most_like_theirs() {
        let profiles = ndarray::array![[10.0, 0.0, 1.0], [0.0, 0.1, 0.0]];
        assert_eq!(nearest(&profiles, &[(0, 0.5), (1, 0.1)]), Some(0));
        assert_eq!(nearest(&profiles, &[(1, 1.0)]), Some(1));
        assert_eq!(nearest(&profiles, &[]), None);
    }
}
