//! A session log as a model file: the next-item table, popularity, and factors when there are any.

use etalage::format;
use etalage::model::{
    FeatureTable, FoldInParams, Item, ItemFlags, Meta, Mix, ModelParts, NONE, NextItemTable, Protection,
    QuantizedFactors, SessionParams, Thresholds,
};
use etalage::session::EventKind;
use ndarray::Array2;

use super::{Recipe, SessionLog};
use crate::train::als::Als;
use crate::train::budget::{Material, PrincipalAxes, pairs_beside};
use crate::train::confidences::Confidences;
use crate::train::next_item::{Rows, Sessions, prune};
use crate::train::{TrainError, als};

/// The one kind of event that the logs tell of.
pub(super) const TOUCH: EventKind = EventKind::ViewItem;

/// How many tables are kept: those of a search's round and the best so far.
const KEPT_TABLES: usize = 28;

/// How many factorizations are kept.
const KEPT_FACTORS: usize = 4;

/// Trains models of one log, and does not count again what two recipes have in common.
#[derive(Debug)]
pub struct Trainer<'a> {
    log: &'a SessionLog,
    max_bytes: Option<usize>,
    tables: Memory<NextItemTable>,
    factors: Memory<QuantizedFactors>,
}

impl<'a> Trainer<'a> {
    /// Makes a trainer of models of at most `max_bytes`.
    pub fn new(log: &'a SessionLog, max_bytes: Option<usize>) -> Self {
        Self { log, max_bytes, tables: Memory::new(KEPT_TABLES), factors: Memory::new(KEPT_FACTORS) }
    }

    /// Trains the model of a recipe and encodes it. The bytes do not depend on what was trained before.
    ///
    /// # Errors
    /// [`TrainError`] when a parameter is out of range, the budget is too small for the ids alone, or the core refuses.
    pub fn encoded(&mut self, recipe: &Recipe) -> Result<Vec<u8>, TrainError> {
        let (log, max_bytes) = (self.log, self.max_bytes);
        let (weights, frequency) = weights_and_frequency(log, recipe);
        let factors = self.factors.get_or(recipe.of_factors(), || factors(log, recipe))?;
        let mut parts = without_table(log, recipe, &frequency, factors);
        let learn = || table(log, recipe, &weights, &frequency, &parts, max_bytes);
        parts.next_items = self.tables.get_or(recipe.of_table(), learn)?;
        Ok(format::encode(&parts)?)
    }
}

/// What was learned last, by what it was learned with.
#[derive(Debug)]
struct Memory<T> {
    most: usize,
    /// The one asked for last stands last.
    known: Vec<(Recipe, T)>,
}

impl<T: Clone> Memory<T> {
    fn new(most: usize) -> Self {
        Self { most, known: Vec::new() }
    }

    fn get_or(&mut self, recipe: Recipe, learn: impl FnOnce() -> Result<T, TrainError>) -> Result<T, TrainError> {
        let entry = match self.known.iter().position(|(known, _)| *known == recipe) {
            Some(place) => self.known.remove(place),
            None => (recipe, learn()?),
        };
        if self.known.len() == self.most {
            self.known.remove(0);
        }
        let learned = entry.1.clone();
        self.known.push(entry);
        Ok(learned)
    }
}

/// Learns the table; within a budget, as many pairs as fit beside the other `parts`.
fn table(
    log: &SessionLog,
    recipe: &Recipe,
    weights: &[f32],
    frequency: &[f32],
    parts: &ModelParts,
    max_bytes: Option<usize>,
) -> Result<NextItemTable, TrainError> {
    let mut rows = rows(log, recipe, weights)?;
    if let Some(max_bytes) = max_bytes {
        prune(&mut rows, pairs_beside(parts, max_bytes)?, &asks(recipe, frequency));
    }
    Ok(NextItemTable::quantize(&rows)?)
}

/// Returns what each session counts, and how often each item is met.
fn weights_and_frequency(log: &SessionLog, recipe: &Recipe) -> (Vec<f32>, Vec<f32>) {
    let weights: Vec<f32> = log.sessions.iter().map(|session| (-session.age / recipe.half_life).exp2()).collect();
    let mut frequency = vec![0.0_f32; log.item_ids.len()];
    for (session, &weight) in log.sessions.iter().zip(&weights) {
        session.items.iter().for_each(|&item| frequency[item as usize] += weight);
    }
    (weights, frequency)
}

/// Returns all successors there are.
fn rows(log: &SessionLog, recipe: &Recipe, weights: &[f32]) -> Result<Rows, TrainError> {
    let mut sessions = Sessions::default();
    for ((customer, session), &weight) in (0..).zip(&log.sessions).zip(weights) {
        sessions.push(customer, weight, session.items.iter().copied());
    }
    Ok(recipe.next_item.clone().check()?.fit(&sessions, log.item_ids.len()))
}

/// Returns how much a budget thinks of the successors of each item.
fn asks(recipe: &Recipe, frequency: &[f32]) -> Vec<f32> {
    frequency.iter().map(|n| n.powf(recipe.frequency_exponent)).collect()
}

/// What a log taught, before it is cut to a budget.
pub(in crate::evaluate) struct Learned {
    /// Everything but factors and table.
    parts: ModelParts,
    factorization: Als,
    rows: Rows,
    asks: Vec<f32>,
}

impl Learned {
    /// Trains on the sessions of a log.
    ///
    /// # Errors
    /// [`TrainError`] when a parameter is out of range.
    pub(in crate::evaluate) fn of(log: &SessionLog, recipe: &Recipe) -> Result<Self, TrainError> {
        let (weights, frequency) = weights_and_frequency(log, recipe);
        Ok(Self {
            parts: without_table(log, recipe, &frequency, QuantizedFactors::none()),
            factorization: factorization(log, recipe)?,
            rows: rows(log, recipe, &weights)?,
            asks: asks(recipe, &frequency),
        })
    }

    /// Returns it ready to be cut.
    pub(in crate::evaluate) fn material(&self) -> Material<'_> {
        let Als { user_factors, item_factors } = &self.factorization;
        let axes = PrincipalAxes::of(&[item_factors.view(), user_factors.view()]);
        Material::new(&self.parts, (item_factors.view(), axes), &self.rows, &self.asks)
    }
}

fn without_table(log: &SessionLog, recipe: &Recipe, frequency: &[f32], factors: QuantizedFactors) -> ModelParts {
    let greatest = frequency.iter().copied().fold(0.0, f32::max).ln_1p().max(f32::MIN_POSITIVE);
    let item = |id: &str, frequency: f32| Item {
        id: id.to_owned(),
        category: NONE,
        brand: NONE,
        price_band: None,
        flags: ItemFlags { private_label: false, learned: true },
        popularity: frequency.ln_1p() / greatest,
    };
    ModelParts {
        meta: meta(log.item_ids.len(), recipe, &factors),
        items: log.item_ids.iter().zip(frequency).map(|(id, &n)| item(id, n)).collect(),
        factors,
        centroids: Vec::new(),
        categories: Vec::new(),
        brands: Vec::new(),
        next_items: NextItemTable::default(),
        features: FeatureTable::default(),
    }
}

fn factors(log: &SessionLog, recipe: &Recipe) -> Result<QuantizedFactors, TrainError> {
    if recipe.n_factors == 0 {
        return Ok(QuantizedFactors::none());
    }
    let row_major: Vec<f32> = factorization(log, recipe)?.item_factors.iter().copied().collect();
    Ok(QuantizedFactors::quantize(&row_major, recipe.n_factors)?)
}

/// Factorizes the matrix of sessions and items, every touch at confidence 1.
fn factorization(log: &SessionLog, recipe: &Recipe) -> Result<Als, TrainError> {
    if recipe.n_factors == 0 {
        let none = |n_rows| Array2::zeros((n_rows, 0));
        return Ok(Als { user_factors: none(log.sessions.len()), item_factors: none(log.item_ids.len()) });
    }
    let entries = (0..).zip(&log.sessions).flat_map(|(row, session)| {
        let mut items = session.items.clone();
        items.sort_unstable();
        items.dedup();
        items.into_iter().map(move |item| (row, item, 1.0))
    });
    let confidences = Confidences::from_sorted(log.sessions.len(), log.item_ids.len(), entries)?;
    let params = als::Params::new(recipe.n_factors, 1)
        .n_iterations(recipe.n_iterations)
        .a0(recipe.unobserved_total / log.item_ids.len() as f32)
        .regularization(recipe.regularization)
        .check()?;
    Ok(params.fit(&confidences, |_| {})?)
}

fn meta(n_items: usize, recipe: &Recipe, factors: &QuantizedFactors) -> Meta {
    let mut event_weights = [0.0; EventKind::COUNT];
    event_weights[TOUCH as usize] = 1.0;
    Meta {
        name: "sessions".to_owned(),
        trained_from_ms: 0,
        trained_until_ms: 0,
        n_items: n_items as u32,
        n_factors: factors.view().n_factors() as u16,
        factor_bits: factors.bits(),
        // The logs have no times that a visitor's age could be told by: order alone counts.
        session: SessionParams { event_weights, half_life_ms: u64::MAX, confidence_cap: 1e6, personal_evidence: 0.0 },
        next_item: recipe.ask.params(),
        fold_in: FoldInParams {
            unobserved_weight: recipe.unobserved_total / n_items.max(1) as f32,
            regularization: recipe.regularization,
            regularization_exponent: 1.0,
            prior_strength: 0.0,
            segment_concentration: 0.0,
        },
        mix: Mix { factors: recipe.factors, popularity: recipe.popularity, next_item: 1.0, ..Mix::default() },
        segments: Vec::new(),
        // A protocol's file is scored and thrown away, never published.
        thresholds: Thresholds {
            item_customers: 0,
            segment_customers: 0,
            pair_customers: recipe.next_item.min_pair_customers,
        },
        protection: Protection::default(),
    }
}
