//! A whole training run: factors, cold items, segments, and the mix of the score.
//!
//! First a draft is trained without the held-out visits and the mix is fitted on these; then the model is trained on
//! everything with that mix. Under a budget of bytes the draft also says how it is best divided.

use etalage::model::{ModelParts, NextItemTable, QuantizedFactors, Tier};
use ndarray::Array2;

use super::assemble::{Ingredients, Published};
use super::attributes::Attributes;
use super::budget::{Material, PrincipalAxes, TriedMix};
use super::cold_start::fill_cold;
use super::customers::{Segments, segment_customers};
use super::features::Features;
use super::holdout::Holdout;
use super::interest::{Audience, confidences};
use super::listings::Listings;
use super::mix::{Asked, MixFigures, POPULARITY_HALF_LIVES, Popularity, fit_mix, n_candidates};
use super::next_item::Rows;
use super::params::{Params, SegmentCount, ValidParams};
use super::popularity::popularity;
use super::public::{self, Privacy};
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
    /// What was spent on statistics with noise; `None` where there are none.
    pub privacy: Option<Privacy>,
}

impl ValidParams {
    /// Trains the model of `shop` on `dataset`.
    ///
    /// Uses the threads of the current rayon pool; the result does not depend on their number.
    ///
    /// # Errors
    /// [`TrainError::NothingToLearn`] when no item has enough customers, [`TrainError::Budget`] when not even the ids fit,
    /// and those of the parts.
    pub fn fit(&self, shop: &str, dataset: &Dataset, stages: &mut Stages) -> Result<Fitted, TrainError> {
        if self.params.privacy.tier == Tier::Public {
            return public::fit(shop, dataset, &self.params, stages);
        }
        let holdout = Holdout::of(dataset);
        if holdout.visits.is_empty() {
            let whole = self.fit_on(shop, dataset, &dataset.interactions, self.params.segments, stages)?;
            return match self.params.max_bytes {
                None => Ok(whole.fitted),
                Some(max_bytes) => whole.within(max_bytes, None),
            };
        }
        let mut draft = self.fit_on(shop, dataset, &holdout.kept, self.params.segments, stages)?;
        let asked = asked(dataset, &holdout, &draft.fitted.parts);
        let mut figures = stages.run("fitting the mix", Some(n_candidates()), |bar| {
            fit_mix(&mut draft.fitted.parts, &asked, || bar.inc(1))
        })?;
        let mut ranked = None;
        if let Some(max_bytes) = self.params.max_bytes {
            let material = draft.material();
            let mixes = stages.run("dividing the bytes", None, |bar| {
                material.rank(max_bytes, |parts| {
                    bar.inc(1);
                    asked.score(parts)
                })
            })?;
            // What is left out weighs nothing any more: the rest is weighed anew.
            let (_, mut parts) = material.arrange_first(&mixes, max_bytes)?;
            figures = stages
                .run("fitting the mix", Some(n_candidates()), |bar| fit_mix(&mut parts, &asked, || bar.inc(1)))?;
            draft.fitted.parts = parts;
            ranked = Some((max_bytes, mixes));
        }
        let mut chosen = self.clone();
        if let Some(days) = figures.popularity_half_life_days {
            chosen.params.popularity_half_life_days = days;
        }
        let mut whole = chosen.fit_on(shop, dataset, &dataset.interactions, draft.n_sought, stages)?;
        let (meta, fitted) = (&mut whole.fitted.parts.meta, draft.fitted.parts.meta);
        (meta.fold_in, meta.mix) = (fitted.fold_in, fitted.mix);
        (meta.next_item, meta.session) = (fitted.next_item, fitted.session);
        let fitted = match ranked {
            None => whole.fitted,
            Some((max_bytes, mixes)) => whole.within(max_bytes, Some(&mixes))?,
        };
        Ok(Fitted { figures: Some(figures), ..fitted })
    }

    /// Trains on some of the interactions.
    fn fit_on(
        &self,
        shop: &str,
        dataset: &Dataset,
        interactions: &[Interaction],
        sought: SegmentCount,
        stages: &mut Stages,
    ) -> Result<Learning, TrainError> {
        let p = &self.params;
        let audience = Audience::of(dataset, interactions, p.popularity_half_life_days);
        let learned = learned(&audience, p)?;
        let confidences = stages.run("weighing interactions", None, |_| {
            confidences(dataset, interactions, &learned, &p.history_weighing(), p.max_visitor_items)
        })?;
        let als = p.als(dataset.items.len())?;
        let factorization = stages.run("factorizing", Some(p.n_iterations as u64), |bar| {
            let mut trained = als.fit(&confidences, |_| bar.inc(1))?;
            fill_cold(&mut trained.item_factors, &dataset.items, &learned);
            Ok::<_, TrainError>(trained)
        })?;
        let row_major: Vec<f32> = factorization.item_factors.iter().copied().collect();
        let factors = QuantizedFactors::quantize(&row_major, als.n_factors())?;
        let rows = stages.run("learning what comes next", None, |_| {
            successors(dataset, interactions, &learned, &audience, (&p.next_item, p.history_half_life_days))
        })?;
        let next_items = NextItemTable::quantize(&rows)?;
        let attributes = Attributes::of(&dataset.items)?;
        let features = Features::of(&dataset.items, &attributes, dataset.assortment.language);
        let features = features.table(&p.feature_groups)?;
        let segments = stages.run("finding segments", None, |_| {
            let vectors = als.solve_side(&confidences, &learned_factors(&factors, &learned));
            let is_customer = |row: usize| dataset.visitors[row] == audience.counted;
            let traits = traits_of(&dataset.items, &attributes);
            segment_customers(&vectors, is_customer, &confidences, &traits, p, sought)
        })?;
        let Segments { n_sought, assignments, centroids, published: of_segments } = segments;
        let published =
            Published { popularity: popularity(&audience, &learned), in_gram: learned, window: dataset.window };
        let ingredients =
            Ingredients { params: p, published, attributes, factors, next_items: Some(next_items), features };
        let mut parts = ingredients.assemble(shop, dataset);
        (parts.centroids, parts.meta.segments) = (centroids, of_segments);
        parts.meta.protection.reason.clone_from(&p.privacy.unchecked_reason);
        Ok(Learning {
            fitted: Fitted { parts, assignments, counted: audience.counted, figures: None, privacy: None },
            n_sought: if n_sought == 0 { sought } else { SegmentCount::Fixed(n_sought) },
            factorization,
            rows,
            asks: audience.recent.iter().map(|&customers| (customers as f32).powf(ASKS_EXPONENT)).collect(),
        })
    }
}

/// How strongly a budget prefers the successors of popular items: the power of their recent customers. Fitted on
/// validation sessions of a public log (`evaluate next-item`).
const ASKS_EXPONENT: f32 = 0.6;

/// One training: a model, and what it was made of before it was cut to its bits.
struct Learning {
    fitted: Fitted,
    /// How many segments to look for the next time.
    n_sought: SegmentCount,
    factorization: als::Als,
    rows: Rows,
    asks: Vec<f32>,
}

impl Learning {
    fn material(&self) -> Material<'_> {
        let als::Als { user_factors, item_factors } = &self.factorization;
        let axes = PrincipalAxes::of(&[item_factors.view(), user_factors.view()]);
        Material::new(&self.fitted.parts, (item_factors.view(), axes), &self.rows, &self.asks)
    }

    /// Makes the model of the best of `ranked` that fits in `max_bytes`; without visits to rank by, the one with the
    /// most bits of factors.
    fn within(self, max_bytes: usize, ranked: Option<&[TriedMix]>) -> Result<Fitted, TrainError> {
        let material = self.material();
        let bits = |parts: &ModelParts| f64::from(parts.meta.n_factors) * f64::from(parts.meta.factor_bits);
        let (_, parts) = if let Some(ranked) = ranked {
            material.arrange_first(ranked, max_bytes)?
        } else {
            material.arrange_first(&material.rank(max_bytes, |parts| Ok(bits(parts)))?, max_bytes)?
        };
        Ok(Fitted { parts, ..self.fitted })
    }
}

/// Returns what a draft is asked about: the visits held out of it, on the pages that its training part would make.
fn asked<'a>(dataset: &Dataset, holdout: &'a Holdout, draft: &ModelParts) -> Asked<'a> {
    let audience = |days| Audience::of(dataset, &holdout.kept, days);
    let learned: Vec<bool> = draft.items.iter().map(|item| item.flags.learned).collect();
    let popularities = POPULARITY_HALF_LIVES
        .map(|days| Popularity { half_life_days: days, prior: popularity(&audience(days), &learned) });
    let listings = Listings::of(&dataset.items, &audience(POPULARITY_HALF_LIVES[0]).customers);
    Asked { visits: &holdout.visits, listings, popularities: popularities.into() }
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
