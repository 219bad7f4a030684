//! Hyper-parameters of the next-item table: set freely, checked once, then valid for good.

use serde::{Deserialize, Serialize};

use crate::train::TrainError;

/// Hyper-parameters as given; the formula is in the [module's doc](super).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Params {
    /// The most steps between the items of a pair.
    pub max_distance: usize,
    /// How fast a pair counts less when the later item comes later.
    pub forward_decay: f32,
    /// What an earlier item counts as successor of a later one, against the other way round.
    pub backward: f32,
    /// How fast such a pair counts less with distance.
    pub backward_decay: f32,
    /// How much less the pairs of a long session count.
    pub length_exponent: f32,
    /// How strongly popular successors are damped.
    pub damping: f32,
    /// How strongly the weights of frequent items' successors are scaled down: 1 makes every row sum to 1.
    pub row_exponent: f32,
    /// What is added to a row's sum before it divides: items with few sessions get weaker rows.
    pub smoothing: f32,
    /// What rare pairs lose: a pair of this count loses half.
    pub discount: f32,
    /// The most successors of an item, at most 255.
    pub n_successors: usize,
    /// Distinct customers below which a pair is not published.
    pub min_pair_customers: u32,
    /// Whether a customer counts once for a pair, with the visit in which it counts most, guests count for none, and what
    /// is not published does not count in a row's scale either.
    pub once_a_customer: bool,
}

/// Hyper-parameters that lie in their ranges.
#[derive(Debug, Clone, PartialEq)]
pub struct ValidParams {
    pub(super) params: Params,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            max_distance: 10,
            forward_decay: 1.25,
            backward: 0.62,
            backward_decay: 1.05,
            length_exponent: 0.25,
            damping: 0.25,
            row_exponent: 0.85,
            smoothing: 0.6,
            discount: 0.0,
            n_successors: 45,
            min_pair_customers: 3,
            once_a_customer: false,
        }
    }
}

impl Params {
    /// Checks every hyper-parameter.
    ///
    /// # Errors
    /// [`TrainError::Parameter`] for the first that is out of range.
    pub fn check(self) -> Result<ValidParams, TrainError> {
        for (name, value, greatest) in [
            ("next_item.forward_decay", self.forward_decay, 10.0),
            ("next_item.backward", self.backward, 10.0),
            ("next_item.backward_decay", self.backward_decay, 10.0),
            ("next_item.length_exponent", self.length_exponent, 10.0),
            ("next_item.damping", self.damping, 2.0),
            ("next_item.row_exponent", self.row_exponent, 2.0),
            ("next_item.smoothing", self.smoothing, 1e6),
            ("next_item.discount", self.discount, 1e6),
        ] {
            if !(0.0..=greatest).contains(&value) {
                return Err(TrainError::Parameter {
                    name,
                    expected: "a number of 0 or above within reason",
                    found: value.to_string(),
                });
            }
        }
        for (name, value, most) in
            [("next_item.n_successors", self.n_successors, 255), ("next_item.max_distance", self.max_distance, 1000)]
        {
            if !(1..=most).contains(&value) {
                let expected = "from 1 to 255 successors and to 1,000 steps";
                return Err(TrainError::Parameter { name, expected, found: value.to_string() });
            }
        }
        Ok(ValidParams { params: self })
    }
}

impl ValidParams {
    /// Returns the hyper-parameters.
    pub fn params(&self) -> &Params {
        &self.params
    }
}
