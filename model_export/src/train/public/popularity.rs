//! Popularity with noise, and what can be known of it in spite of the noise.
//!
//! The noise on an item that few want is greater than its count. Items of one category resemble each other, so each
//! count is drawn towards the mean of its category, and that towards the mean above it, by as much as the noise
//! outweighs how items differ there: the empirical Bayes estimate of James and Stein (1961). It also gives an item that
//! nobody bought yet the popularity of its category.

use std::collections::BTreeMap;

use super::Spent;
use super::contributions::Contributions;
use super::spending::Statistic;
use crate::lake::Item;
use crate::train::attributes::with_parents;

/// How often items are wanted, estimated from counts with noise.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Popularity {
    /// Above 0, in units of one visitor's whole contribution `(n_items)`.
    weights: Vec<f64>,
}

/// Releases the sums of all contributions with noise.
pub(super) fn release(contributions: &Contributions, items: &[Item], spent: &mut Spent<'_>) -> Popularity {
    let mut sums = contributions.sum();
    let sigma = spent.release(Statistic::Popularity, 1.0, &mut sums);
    Popularity { weights: estimate(&sums, items, sigma) }
}

/// The least weight against the mean: what nobody is known to want may be wanted all the same.
const FLOOR: f64 = 0.05;

/// Returns the estimates of counts that were released with noise of deviation `sigma`; all above 0.
fn estimate(noisy: &[f64], items: &[Item], sigma: f64) -> Vec<f64> {
    // Every category path, the deepest last; the empty path is the whole catalogue.
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let paths = item.category.as_deref().into_iter().flat_map(with_parents);
        paths.chain([""]).for_each(|path| groups.entry(path).or_default().push(index));
    }
    let mean = |members: &[usize]| members.iter().map(|&m| noisy[m]).sum::<f64>() / members.len().max(1) as f64;
    let whole = groups.get("").map_or(0.0, |members| mean(members)).max(f64::MIN_POSITIVE);
    let mut means: BTreeMap<&str, f64> = BTreeMap::from([("", whole)]);
    // In byte order a parent comes before its children.
    for (&path, members) in groups.iter().filter(|(path, _)| !path.is_empty()) {
        let parent = with_parents(path).nth(1).unwrap_or("");
        let above = means.get(parent).copied().unwrap_or(whole);
        let (found, error) = (mean(members), sigma * sigma / members.len() as f64);
        // How far the means of siblings differ is not known well; half of the mean above is a common measure.
        let spread = (0.5 * above).powi(2);
        means.insert(path, above + (found - above) * spread / (spread + error));
    }
    let mut estimates = vec![0.0; noisy.len()];
    for (&path, &centre) in &means {
        let members = &groups[path];
        let squares = members.iter().map(|&m| (noisy[m] - centre).powi(2)).sum::<f64>() / members.len().max(1) as f64;
        let spread = (squares - sigma * sigma).max(0.0);
        let trust = if spread > 0.0 { spread / (spread + sigma * sigma) } else { 0.0 };
        // Deeper paths come later and replace what their parents said.
        for &m in members {
            estimates[m] = centre + trust * (noisy[m] - centre);
        }
    }
    estimates.into_iter().map(|estimate| estimate.max(FLOOR * whole)).collect()
}

impl Popularity {
    /// Returns the weights, all above 0 `(n_items)`.
    pub(super) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Returns the prior in [0, 1]: the logarithm of an item's weight between the least and the greatest.
    pub(super) fn prior(&self) -> Vec<f32> {
        let (least, range) = self.range();
        self.weights
            .iter()
            .map(|weight| if range > 0.0 { ((weight.ln() - least) / range) as f32 } else { 0.0 })
            .collect()
    }

    /// Returns the logarithm of the least weight, and how far above it that of the greatest is: a prior of 1 against 0, in
    /// nats.
    pub(super) fn range(&self) -> (f64, f64) {
        let logs = || self.weights.iter().map(|weight| weight.ln());
        let least = logs().fold(f64::INFINITY, f64::min);
        (least, logs().fold(f64::NEG_INFINITY, f64::max) - least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_drawn_to_their_category_as_far_as_noise_demands() {
        let item = |category: &str| Item {
            id: "x".into(),
            name: String::new(),
            price: None,
            category: Some(category.to_owned()),
            brand: None,
            private_label: false,
        };
        let items: Vec<Item> = (0..40).map(|n| item(if n < 20 { "A > B" } else { "C" })).collect();
        let noisy: Vec<f64> =
            (0..40).map(|n| if n < 20 { 100.0 + f64::from(n % 2) } else { f64::from(n % 2) }).collect();
        let exact = estimate(&noisy, &items, 1e-9);
        assert!((exact[0] - 100.0).abs() < 1e-6 && (exact[1] - 101.0).abs() < 1e-6);
        let drowned = estimate(&noisy, &items, 20.0);
        assert!((drowned[0] - drowned[1]).abs() < 1e-9, "differences of 1 are lost in noise of 20");
        assert!(drowned[0] > 90.0 && drowned[20] < 15.0, "{} {}", drowned[0], drowned[20]);
        assert!(drowned.iter().all(|&weight| weight > 0.0));
        let prior = Popularity { weights: exact }.prior();
        assert_eq!((prior[1], prior[20]), (1.0, 0.0));
    }
}
