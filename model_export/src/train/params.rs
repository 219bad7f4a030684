//! What a training run can be told: set freely, checked once, then valid for good.

use etalage::model::{SessionParams, Tier};
use etalage::session::EventKind;
use serde::Serialize;

use super::features::GroupWeights;
use super::{TrainError, als, next_item};
use crate::privacy::accountant;
use crate::privacy::secret::Secret;

/// The fewest distinct customers that an item needs to have a learned vector: a file with fewer is never written.
pub const MIN_ITEM_CUSTOMERS: u32 = 11;

/// The fewest customers that a segment needs: a file with fewer is never written.
pub const MIN_SEGMENT_CUSTOMERS: u32 = 50;

/// The numbers of segments among which [`SegmentCount::Auto`] chooses.
pub const AUTO_SEGMENTS: core::ops::RangeInclusive<usize> = 2..=24;

/// How many segments to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SegmentCount {
    /// As many as are clearly apart; see [`super::segments::choose`].
    Auto,
    /// This many, before those too small to publish are merged.
    #[serde(untagged)]
    Fixed(usize),
}

/// Hyper-parameters of a training run, as given; [`Params::check`] turns them into [`ValidParams`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Params {
    /// Where all pseudo-random numbers come from.
    pub seed: u64,
    /// Length of an item's vector: a multiple of 8.
    pub n_factors: usize,
    /// Iterations of the factorization.
    pub n_iterations: usize,
    /// How many segments to look for.
    pub segments: SegmentCount,
    /// Distinct customers below which an item's vector is made from its attributes; at least [`MIN_ITEM_CUSTOMERS`].
    pub min_item_customers: u32,
    /// Customers below which a segment is merged; at least [`MIN_SEGMENT_CUSTOMERS`].
    pub min_segment_customers: u32,
    /// Weight that a visitor's pairs with all items have together, observed or not: a0 is this divided by the number of
    /// items. So one value serves catalogues of all sizes, where one a0 would weigh a large one down.
    pub unobserved_total: f32,
    /// λ.
    pub regularization: f32,
    /// ν.
    pub regularization_exponent: f32,
    /// Weight of each [`EventKind`], in units of one product view.
    pub event_weights: [f32; EventKind::COUNT],
    /// The most confidence that one item gathers from one visitor over the whole training window. At the weight of one
    /// view, training learns from what was touched and not from how often, which tells tastes apart much better.
    pub history_confidence_cap: f32,
    /// The most confidence that one item gathers in a session in the browser, before that is fitted.
    pub session_confidence_cap: f32,
    /// The most items that one visitor adds to training: those of the greatest confidence.
    pub max_visitor_items: usize,
    /// Age in days at which an event of the training window counts half.
    pub history_half_life_days: f32,
    /// Age in days at which a customer counts half for an item's popularity, before that is fitted.
    pub popularity_half_life_days: f32,
    /// Age in hours at which an event counts half in the browser, before that is fitted.
    pub session_half_life_hours: f32,
    /// Total confidence from which an order is called personal.
    pub personal_evidence: f32,
    /// The weight of each group of public features, before it is fitted.
    pub feature_groups: GroupWeights,
    /// How the next-item table is learned.
    pub next_item: next_item::Params,
    /// What protects the customers.
    pub privacy: Privacy,
    /// The most bytes of the model file; `None` for all that was learned, in int8.
    pub max_bytes: Option<usize>,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            seed: 1,
            n_factors: 64,
            n_iterations: 8,
            segments: SegmentCount::Auto,
            min_item_customers: MIN_ITEM_CUSTOMERS,
            min_segment_customers: MIN_SEGMENT_CUSTOMERS,
            unobserved_total: 60.0,
            regularization: 0.01,
            regularization_exponent: 1.0,
            event_weights: [1.0, 0.5, 2.0, 3.0, -3.0, 4.0],
            history_confidence_cap: 1.0,
            session_confidence_cap: 2.0,
            max_visitor_items: 500,
            history_half_life_days: 365.0,
            popularity_half_life_days: 60.0,
            session_half_life_hours: 24.0,
            personal_evidence: 4.0,
            feature_groups: [0.5, 0.5, 0.7, 0.2, 1.0],
            next_item: next_item::Params { n_successors: 20, ..next_item::Params::default() },
            privacy: Privacy::default(),
            max_bytes: None,
        }
    }
}

/// What protects the customers that a model is trained on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Privacy {
    /// The tier.
    #[serde(serialize_with = "tier_name")]
    pub tier: Tier,
    /// Why nothing is checked, where nothing is.
    pub unchecked_reason: String,
    /// ε of the statistics with noise, all together.
    pub epsilon: f64,
    /// δ: far below one in the number of customers.
    pub delta: f64,
    /// Where noise and first vectors come from.
    #[serde(skip)]
    pub secret: Secret,
}

impl Default for Privacy {
    /// The public tier. ε is so small that no attack whatever can tell members from others with an AUC above .55.
    fn default() -> Self {
        Self {
            tier: Tier::Public,
            unchecked_reason: String::new(),
            epsilon: 0.65,
            delta: 1e-6,
            secret: Secret::fixed([0; 32]),
        }
    }
}

impl Privacy {
    /// Returns μ that ε and δ allow, in Gaussian differential privacy.
    pub fn mu(&self) -> f64 {
        accountant::mu_of(self.epsilon, self.delta)
    }

    /// Returns a model without protection, for whoever says why.
    pub fn unchecked(reason: &str) -> Self {
        Self { tier: Tier::Unchecked, unchecked_reason: reason.to_owned(), ..Self::default() }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn tier_name<S: serde::Serializer>(tier: &Tier, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(tier.name())
}

/// Hyper-parameters that lie in their ranges; [`fit`](ValidParams::fit) trains with them.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidParams {
    pub(super) params: Params,
}

impl Params {
    /// Checks every hyper-parameter.
    ///
    /// # Errors
    /// [`TrainError::Threshold`] for a threshold below its floor, [`TrainError::Parameter`] or [`TrainError::Als`]
    /// for the first of the others that is out of range.
    pub fn check(self) -> Result<ValidParams, TrainError> {
        floor("--min-item-customers", self.min_item_customers, MIN_ITEM_CUSTOMERS)?;
        floor("--min-segment-customers", self.min_segment_customers, MIN_SEGMENT_CUSTOMERS)?;
        in_range("--factors", self.n_factors, self.n_factors.is_multiple_of(8), "a multiple of 8 from 8 to 512")?;
        if let SegmentCount::Fixed(n) = self.segments {
            in_range("--segments", n, (1..=256).contains(&n), "auto, or a whole number from 1 to 256")?;
        }
        in_range("max_visitor_items", self.max_visitor_items, self.max_visitor_items > 0, "above 0")?;
        for (name, value) in [
            ("unobserved_total", self.unobserved_total),
            ("history_confidence_cap", self.history_confidence_cap),
            ("session_confidence_cap", self.session_confidence_cap),
            ("history_half_life_days", self.history_half_life_days),
            ("popularity_half_life_days", self.popularity_half_life_days),
            ("session_half_life_hours", self.session_half_life_hours),
        ] {
            in_range(name, value, value.is_finite() && value > 0.0, "a finite number above 0")?;
        }
        self.als(1)?;
        self.next_item.clone().check()?;
        Ok(ValidParams { params: self })
    }
}

impl Params {
    /// Returns the weight a0 that every pair of a visitor and one of `n_items` items has.
    pub(super) fn unobserved_weight(&self, n_items: usize) -> f32 {
        self.unobserved_total / n_items.max(1) as f32
    }

    /// Returns the hyper-parameters of the factorization for a catalogue of `n_items` items.
    pub(super) fn als(&self, n_items: usize) -> Result<als::ValidParams, als::AlsError> {
        als::Params::new(self.n_factors, self.seed)
            .n_iterations(self.n_iterations)
            .a0(self.unobserved_weight(n_items))
            .regularization(self.regularization)
            .frequency_exponent(self.regularization_exponent)
            .check()
    }

    /// Returns how events of the training window become evidence.
    pub(super) fn history_weighing(&self) -> SessionParams {
        let half_life_ms = f64::from(self.history_half_life_days) * 86_400_000.0;
        SessionParams {
            half_life_ms: (half_life_ms as u64).max(1),
            confidence_cap: self.history_confidence_cap,
            ..self.session_weighing()
        }
    }

    /// Returns how events of a session in the browser become evidence.
    pub(super) fn session_weighing(&self) -> SessionParams {
        let half_life_ms = f64::from(self.session_half_life_hours) * 3_600_000.0;
        SessionParams {
            event_weights: self.event_weights,
            half_life_ms: (half_life_ms as u64).max(1),
            confidence_cap: self.session_confidence_cap,
            personal_evidence: self.personal_evidence,
        }
    }
}

fn floor(option: &'static str, found: u32, floor: u32) -> Result<(), TrainError> {
    if found >= floor { Ok(()) } else { Err(TrainError::Threshold { option, floor, found }) }
}

fn in_range(
    name: &'static str,
    found: impl core::fmt::Display,
    holds: bool,
    expected: &'static str,
) -> Result<(), TrainError> {
    if holds { Ok(()) } else { Err(TrainError::Parameter { name, expected, found: found.to_string() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_can_only_be_raised() {
        let check = |item, segment| {
            Params { min_item_customers: item, min_segment_customers: segment, ..Params::default() }.check().map(drop)
        };
        assert!(check(11, 50).is_ok() && check(20, 500).is_ok());
        let error = check(10, 50).expect_err("below the floor").to_string();
        assert!(error.contains("--min-item-customers") && error.contains("11"), "{error}");
        assert!(matches!(check(11, 49), Err(TrainError::Threshold { floor: 50, found: 49, .. })));
    }

    #[test]
    fn lengths_that_the_format_cannot_hold_are_refused() {
        for n_factors in [0, 12, 520] {
            assert!(Params { n_factors, ..Params::default() }.check().is_err(), "{n_factors}");
        }
    }
}
