//! One published set beside one candidate: what the statistics read, computed once.

use etalage::ItemIx;

use super::super::candidates::{Candidate, Population};
use super::super::fold::{FactorSpace, Fold};
use super::super::published::Target;

/// A published set with what does not depend on the candidate.
#[derive(Debug)]
pub(in crate::privacy::attack) struct Reader<'a> {
    pub(super) target: &'a Target,
    pub(super) population: &'a Population,
    pub(super) space: FactorSpace,
    /// Mean popularity over the published items.
    pub(super) mean_popularity: f64,
    /// The logarithm of the least weight in the next-item table.
    pub(super) least_log_weight: f64,
}

/// One candidate seen through a published set.
#[derive(Debug)]
pub(in crate::privacy::attack) struct View<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) candidate: &'a Candidate,
    /// The candidate's published items: index in the model, and in the attacker's data.
    pub(super) own: Vec<(ItemIx, u32)>,
    /// Those of them, by the attacker's data, that the fold-in reads: learned ones.
    pub(super) evidence: Vec<u32>,
    /// The candidate folded in by these.
    pub(super) fold: Fold,
    /// For each of the candidate's pairs the logarithm of its weight in the table, `None` for one that is not there.
    pub(super) log_weights: Vec<Option<f64>>,
}

impl<'a> Reader<'a> {
    /// Reads `target`, with λ and its exponent of training.
    pub(in crate::privacy::attack) fn new(
        target: &'a Target,
        population: &'a Population,
        regularization: (f64, f64),
    ) -> Self {
        let n_items = target.model.n_items();
        let popularity: f64 = (0..n_items as ItemIx).map(|item| target.popularity(item)).sum();
        let codebook = target.model.next_items().codebook();
        let least = codebook.iter().next().map_or(1.0, f64::from);
        Self {
            target,
            population,
            space: FactorSpace::of(target, regularization),
            mean_popularity: popularity / n_items.max(1) as f64,
            least_log_weight: least.max(f64::MIN_POSITIVE).ln(),
        }
    }

    /// Looks at `candidate`.
    pub(in crate::privacy::attack) fn view(&'a self, candidate: &'a Candidate) -> View<'a> {
        let place = |item: u32| self.target.places[item as usize];
        let (mut own, mut evidence, mut folded) = (Vec::new(), Vec::new(), Vec::new());
        for &(item, confidence) in &candidate.items {
            let Some(ix) = place(item) else { continue };
            own.push((ix, item));
            if confidence > 0.0 && self.target.model.attributes().flags(ix).learned {
                evidence.push(item);
                folded.push((ix, confidence));
            }
        }
        let log_weight = |&((from, to), _): &((u32, u32), bool)| {
            let (from, to) = place(from).zip(place(to))?;
            let row = &mut self.target.model.next_items().row(from);
            row.find(|&(item, _)| item == to).map(|(_, weight)| f64::from(weight).ln())
        };
        View {
            reader: self,
            candidate,
            own,
            evidence,
            fold: self.space.fold(&folded),
            log_weights: candidate.pairs.iter().map(log_weight).collect(),
        }
    }
}

impl View<'_> {
    /// Returns what an item of the attacker's data weighs where rare items count more: 1 / its customers.
    pub(super) fn rarity(&self, item: u32) -> f64 {
        1.0 / f64::from(self.reader.population.n_customers_of[item as usize].max(1))
    }

    /// Returns the share of the candidate's items for which `holds`, each weighed by `weight`.
    pub(super) fn share_of_items(&self, weight: impl Fn(u32) -> f64, holds: impl Fn(u32) -> bool) -> f64 {
        let items = self.candidate.items.iter().map(|&(item, _)| item);
        mean(items.map(|item| (weight(item), f64::from(u8::from(holds(item))))))
    }
}

/// Returns the mean of `(weight, value)`, 0 of nothing.
pub(super) fn mean(values: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (weights, sum) =
        values.fold((0.0, 0.0), |(weights, sum), (weight, value)| (weights + weight, sum + weight * value));
    if weights > 0.0 { sum / weights } else { 0.0 }
}
