//! Segments, matched by name: sizes before and after.

use std::collections::BTreeMap;

use etalage::Model;
use serde::Serialize;

use super::Change;

/// One segment in two models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentChange {
    /// Its name.
    pub name: String,
    /// Its customers; none where the model has no segment of this name.
    pub customers: Change<Option<u32>>,
    /// Its share of all customers in segments, in percent.
    pub percent: Change<Option<f64>>,
}

/// Puts the segments of two models side by side, in the order of their names.
pub(super) fn compare(models: [&Model; 2]) -> Vec<SegmentChange> {
    let sizes = models.map(|model| {
        let segments = model.meta().segments.iter();
        segments.map(|segment| (segment.name.as_str(), segment.n_customers)).collect::<BTreeMap<_, _>>()
    });
    let totals = [0, 1].map(|side| sizes[side].values().map(|&size| f64::from(size)).sum::<f64>().max(1.0));
    let mut names: Vec<&str> = sizes.iter().flat_map(BTreeMap::keys).copied().collect();
    names.sort_unstable();
    names.dedup();
    let change = |name: &str| {
        let size = |side: usize| sizes[side].get(name).copied();
        let percent = |side: usize| size(side).map(|size| 100.0 * f64::from(size) / totals[side]);
        SegmentChange {
            name: name.to_owned(),
            customers: Change { before: size(0), after: size(1) },
            percent: Change { before: percent(0), after: percent(1) },
        }
    };
    names.into_iter().map(change).collect()
}
