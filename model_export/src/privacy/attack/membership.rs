//! Who is in which model: models come in pairs, and of each pair every customer is in exactly one.
//!
//! So each customer is in exactly half of the models. The partner of a target is never its shadow: without both, a
//! customer is in exactly half of the shadows whether the target has them or not. Otherwise the number of shadows with
//! and without a customer would tell the answer.

use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Which customers each model was trained on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Rows of `n_customers`, one for each model.
    of_models: Vec<Vec<bool>>,
}

impl Membership {
    /// Draws `n_pairs` halves of `n_customers` and their complements; the draws depend on the seed alone.
    pub fn draw(n_customers: usize, n_pairs: usize, seed: u64) -> Self {
        let pair = |number: usize| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(number as u64);
            let mut half: Vec<bool> = (0..n_customers).map(|customer| customer % 2 == 0).collect();
            half.shuffle(&mut rng);
            let others = half.iter().map(|is_in| !is_in).collect();
            [half, others]
        };
        Self { of_models: (0..n_pairs).flat_map(pair).collect() }
    }

    /// Returns the number of models.
    pub fn n_models(&self) -> usize {
        self.of_models.len()
    }

    /// Returns which customers `model` was trained on `(n_customers)`.
    pub fn of(&self, model: usize) -> &[bool] {
        &self.of_models[model]
    }

    /// Returns the models from which an attacker learns what `target` says: all but the target and its partner.
    pub fn shadows(&self, target: usize) -> impl Iterator<Item = usize> + use<> {
        let pair = target / 2;
        (0..self.n_models()).filter(move |model| model / 2 != pair)
    }

    /// Returns the membership of some of the customers alone.
    #[must_use]
    pub fn select(&self, customers: &[usize]) -> Self {
        let of_model = |all: &Vec<bool>| customers.iter().map(|&customer| all[customer]).collect();
        Self { of_models: self.of_models.iter().map(of_model).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_customer_is_in_half_of_the_models_and_in_half_of_every_targets_shadows() {
        let membership = Membership::draw(101, 8, 3);
        for customer in 0..101 {
            let n_in = |models: &mut dyn Iterator<Item = usize>| {
                models.filter(|&model| membership.of(model)[customer]).count()
            };
            assert_eq!(n_in(&mut (0..16)), 8);
            assert!((0..16).all(|target| n_in(&mut membership.shadows(target)) == 7));
        }
        assert_ne!(membership, Membership::draw(101, 8, 4));
    }
}
