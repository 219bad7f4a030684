//! Everything that is chosen before a session model is trained: what `tune` searches and a file can hold.

use std::path::Path;

use anyhow::Context;
use etalage::model::NextItemParams;
use serde::{Deserialize, Serialize};

use crate::train::next_item;

/// The choices of a session model; those of the default were fitted on validation sessions cut from Diginetica's
/// training file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// Age at which a session counts half, as a share of the time that the log covers.
    pub half_life: f32,
    /// How strongly a budget of bytes prefers the successors of frequent items: the power of the frequency.
    pub frequency_exponent: f32,
    /// The weight of the popularity prior against the next-item share.
    pub popularity: f32,
    /// Length of an item's vector, a multiple of 8; 0 for a model without factors.
    pub n_factors: usize,
    /// The weight of the factor score against the next-item share.
    pub factors: f32,
    /// Weight that a session's pairs with all items have together, of the factorization.
    pub unobserved_total: f32,
    /// λ of the factorization.
    pub regularization: f32,
    /// Iterations of the factorization.
    pub n_iterations: usize,
    /// How a session asks the table.
    pub ask: Ask,
    /// How the table is learned.
    pub next_item: next_item::Params,
}

/// How a session asks the next-item table: [`NextItemParams`] as a file holds them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ask {
    /// How fast an item of the session asks with less weight the more events came after it.
    pub step_decay: f32,
    /// The weight of what comes after the successors.
    pub second_hop: f32,
    /// The repeat term of an item of the session.
    pub repeat: f32,
    /// That of the item touched last.
    pub repeat_last: f32,
    /// That of the item touched last when the session has no other event.
    pub repeat_only: f32,
    /// What each earlier event with it adds.
    pub revisit: f32,
    /// The repeat term after one more event, against that before it.
    pub repeat_decay: f32,
    /// The sum of weights at which the logarithm begins to bend.
    pub floor: f32,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            half_life: 0.5,
            frequency_exponent: 0.6,
            popularity: 0.001,
            n_factors: 0,
            factors: 1.0,
            unobserved_total: 300.0,
            regularization: 0.01,
            n_iterations: 8,
            ask: Ask::default(),
            next_item: next_item::Params { n_successors: 60, min_pair_customers: 1, ..next_item::Params::default() },
        }
    }
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            step_decay: 1.2,
            second_hop: 1.9,
            repeat: 0.51,
            repeat_last: 0.17,
            repeat_only: 0.35,
            revisit: 0.51,
            repeat_decay: 0.583,
            floor: 0.01,
        }
    }
}

impl Ask {
    /// Returns the same as the core has them.
    pub fn params(&self) -> NextItemParams {
        let Self { step_decay, second_hop, repeat, repeat_last, repeat_only, revisit, repeat_decay, floor } = *self;
        NextItemParams { step_decay, second_hop, repeat, repeat_last, repeat_only, revisit, repeat_decay, floor }
    }
}

impl Recipe {
    /// Returns what the next-item table depends on, the rest as in the default.
    pub(super) fn of_table(&self) -> Self {
        let Self { half_life, frequency_exponent, ref next_item, .. } = *self;
        // Factors take their part of a budget of bytes.
        Self {
            half_life,
            frequency_exponent,
            n_factors: self.n_factors,
            next_item: next_item.clone(),
            ..Self::default()
        }
    }

    /// Returns what the factors depend on, the rest as in the default.
    pub(super) fn of_factors(&self) -> Self {
        let Self { n_factors, unobserved_total, regularization, n_iterations, .. } = *self;
        Self { n_factors, unobserved_total, regularization, n_iterations, ..Self::default() }
    }

    /// Reads a recipe from a TOML file; what the file leaves out is as in the default.
    ///
    /// # Errors
    /// When the file cannot be read, or holds a name or a value that a recipe does not have.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not a recipe, as `tune` writes it", path.display()))
    }

    /// Returns the recipe as the text of a TOML file.
    ///
    /// # Errors
    /// None in practice: a recipe holds numbers alone.
    pub fn to_toml(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_comes_back_from_its_file_and_strangers_are_named() {
        let recipe = Recipe { n_factors: 16, popularity: 0.25, ..Recipe::default() };
        assert_eq!(toml::from_str::<Recipe>(&recipe.to_toml().expect("numbers")).expect("its own text"), recipe);
        let error = toml::from_str::<Recipe>("[ask]\nstep_decai = 1.0\n").expect_err("no such name").to_string();
        assert!(error.contains("step_decai") && error.contains("step_decay"), "{error}");
    }
}
