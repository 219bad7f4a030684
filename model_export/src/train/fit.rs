//! A whole training run: factors, cold items, segments, and the mix of the score.
//!
//! First a draft is trained without the held-out visits and the mix is fitted on these; then the model is trained on
//! everything with that mix.

use etalage::model::{ModelParts, NextItemTable, QuantizedFactors};
use ndarray::Array2;

use super::assemble::Ingredients;
use super::attributes::Attributes;
use super::cold_start::fill_cold;
use super::confidences::Confidences;
use super::customers::{Segments, segment_customers};
use super::holdout::Holdout;
use super::interest::{Audience, confidences};
use super::mix::{MixFigures, fit_mix, n_candidates};
use super::params::{Params, SegmentCount, ValidParams};
use super::segments::traits_of;
use super::stages::Stages;
use super::successors::successors;
use super::{TrainError, als};
use crate::lake::{Dataset, Interaction, VisitorKind};

/// A trained model before it is a file.
#[derive(Debug)]
pub struct Fitted {
    /// The tables of the model.
    pub parts: ModelParts,
    /// The segment of each visitor `(n_visitors)`, `None` for those who are in none. Read by tests and evaluation
    /// alone, never written.
    pub assignments: Vec<Option<u32>>,
    /// Whether customers were counted, or sessions for want of customers.
    pub counted: VisitorKind,
    /// How well the mix answers on the held-out visits; `None` when the lake has too few visits to hold any out.
    pub figures: Option<MixFigures>,
}

impl ValidParams {
    /// Trains the model of `shop` on `dataset`.
    ///
    /// Uses the threads of the current rayon pool; the result does not depend on their number.
    ///
    /// # Errors
    /// [`TrainError::NothingToLearn`] when no item has enough customers, and those of the parts.
    pub fn fit(&self, shop: &str, dataset: &Dataset, stages: &mut Stages) -> Result<Fitted, TrainError> {
        let holdout = Holdout::of(dataset);
        if holdout.visits.is_empty() {
            let (fitted, _) = self.fit_on(shop, dataset, &dataset.interactions, self.params.segments, stages)?;
            return Ok(fitted);
        }
        let (mut draft, n_sought) = self.fit_on(shop, dataset, &holdout.kept, self.params.segments, stages)?;
        let figures = stages.run("fitting the mix", Some(n_candidates()), |bar| {
            fit_mix(&mut draft.parts, &holdout.visits, || bar.inc(1))
        })?;
        let (mut fitted, _) = self.fit_on(shop, dataset, &dataset.interactions, n_sought, stages)?;
        let meta = &mut fitted.parts.meta;
        (meta.fold_in, meta.mix) = (draft.parts.meta.fold_in, draft.parts.meta.mix);
        (meta.next_item, meta.session) = (draft.parts.meta.next_item, draft.parts.meta.session);
        Ok(Fitted { figures: Some(figures), ..fitted })
    }

    /// Trains on some of the interactions; returns the model and how many segments to look for the next time.
    fn fit_on(
        &self,
        shop: &str,
        dataset: &Dataset,
        interactions: &[Interaction],
        sought: SegmentCount,
        stages: &mut Stages,
    ) -> Result<(Fitted, SegmentCount), TrainError> {
        let p = &self.params;
        let audience = Audience::of(dataset, interactions, p.popularity_half_life_days);
        let learned = learned(&audience, p)?;
        let confidences = stages.run("weighing interactions", None, |_| {
            confidences(dataset, interactions, &learned, &p.history_weighing(), p.max_visitor_items)
        })?;
        let als = p.als(dataset.items.len())?;
        let factors = stages.run("factorizing", Some(p.n_iterations as u64), |bar| {
            item_factors(&als, dataset, &confidences, &learned, || bar.inc(1))
        })?;
        let next_items = stages.run("learning what comes next", None, |_| {
            let how = (&p.next_item, p.history_half_life_days);
            let rows = successors(dataset, interactions, &learned, &audience, how)?;
            Ok::<_, TrainError>(NextItemTable::quantize(&rows)?)
        })?;
        let attributes = Attributes::of(&dataset.items)?;
        let segments = stages.run("finding segments", None, |_| {
            let vectors = als.solve_side(&confidences, &learned_factors(&factors, &learned));
            let is_customer = |row: usize| dataset.visitors[row] == audience.counted;
            let traits = traits_of(&dataset.items, &attributes);
            segment_customers(&vectors, is_customer, &confidences, &traits, p, sought)
        })?;
        let Segments { n_sought, assignments, centroids, published } = segments;
        let ingredients =
            Ingredients { params: p, audience: &audience, learned: &learned, attributes, factors, next_items };
        let parts = ingredients.assemble(shop, dataset, centroids, published);
        let n_sought = if n_sought == 0 { sought } else { SegmentCount::Fixed(n_sought) };
        Ok((Fitted { parts, assignments, counted: audience.counted, figures: None }, n_sought))
    }
}

/// Returns the factors of all items as the file will hold them, learned ones and cold ones.
fn item_factors(
    als: &als::ValidParams,
    dataset: &Dataset,
    confidences: &Confidences,
    learned: &[bool],
    mut after: impl FnMut(),
) -> Result<QuantizedFactors, TrainError> {
    let mut factors = als.fit(confidences, |_| after())?.item_factors;
    fill_cold(&mut factors, &dataset.items, learned);
    let row_major: Vec<f32> = factors.iter().copied().collect();
    Ok(QuantizedFactors::quantize(&row_major, als.n_factors())?)
}

/// Returns which items have enough distinct customers to be learned, `n_items` long.
fn learned(audience: &Audience, params: &Params) -> Result<Vec<bool>, TrainError> {
    let threshold = params.min_item_customers;
    let most = audience.customers.iter().copied().max().unwrap_or(0);
    if most < threshold {
        return Err(TrainError::NothingToLearn { threshold, most });
    }
    Ok(audience.customers.iter().map(|&customers| customers >= threshold).collect())
}

/// Returns the factors as the browser will see them, `(n_items, n_factors)`, zero where an item is not learned: made
/// vectors stand for items nobody could be unsure about, so they do not count in a fold-in's Gram matrix.
fn learned_factors(factors: &QuantizedFactors, learned: &[bool]) -> Array2<f32> {
    let view = factors.view();
    let mut rows = Array2::zeros((view.n_items(), view.n_factors()));
    for (item, mut row) in rows.rows_mut().into_iter().enumerate().filter(|&(item, _)| learned[item]) {
        row.iter_mut().zip(view.vector(item as u32)).for_each(|(slot, value)| *slot = value as f32);
    }
    rows
}
