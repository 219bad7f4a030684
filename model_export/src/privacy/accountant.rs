//! The accountant: what Gaussian noise costs, in Gaussian differential privacy, and as epsilon and delta.
//!
//! A release of sensitivity s with noise of standard deviation σ is μ-GDP with μ = s / σ, and releases of μ₁, μ₂, ... are
//! together √(μ₁² + μ₂² + ...)-GDP: exactly, with no slack (Dong, Roth, Su, "Gaussian differential privacy", 2022,
//! corollaries 2 and 4). A μ-GDP mechanism is (ε, δ)-differentially private for every ε with
//! δ(ε) = Φ(−ε/μ + μ/2) − e^ε Φ(−ε/μ − μ/2) (Balle and Wang, "Improving the Gaussian mechanism", 2018).
//!
//! μ bounds every attack: to tell whether one customer was in the training data is no easier than to tell one draw of
//! N(0, 1) from one of N(μ, 1), so no attack has an AUC above Φ(μ/√2), nor at a false positive rate α a true positive
//! rate above Φ(Φ⁻¹(α) + μ).

use libm::{erfc, exp, sqrt};
use serde::Serialize;

/// What was spent so far.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Accountant {
    mu_squared: f64,
}

impl Accountant {
    /// Adds a release of `sensitivity` with noise of standard deviation `sigma`.
    pub fn spend(&mut self, sensitivity: f64, sigma: f64) {
        self.mu_squared += (sensitivity / sigma).powi(2);
    }

    /// Returns μ of all releases together.
    pub fn mu(&self) -> f64 {
        self.mu_squared.sqrt()
    }

    /// Returns ε of all releases together at `delta`.
    pub fn epsilon(&self, delta: f64) -> f64 {
        epsilon(self.mu(), delta)
    }
}

/// Returns δ(ε) of a μ-GDP mechanism.
pub fn delta(mu: f64, epsilon: f64) -> f64 {
    if mu <= 0.0 {
        return 0.0;
    }
    normal(-epsilon / mu + mu / 2.0) - exp(epsilon) * normal(-epsilon / mu - mu / 2.0)
}

/// Returns the least ε for which a μ-GDP mechanism is (ε, δ)-differentially private, to 10 digits.
pub fn epsilon(mu: f64, target: f64) -> f64 {
    bisect(|epsilon| delta(mu, epsilon) <= target, 0.0)
}

/// Returns the greatest μ that keeps (ε, δ)-differential privacy, to 10 digits.
pub fn mu_of(epsilon: f64, target: f64) -> f64 {
    bisect(|mu| delta(mu, epsilon) > target, 0.0)
}

/// Returns the greatest AUC that an attack on a μ-GDP mechanism can have.
pub fn greatest_auc(mu: f64) -> f64 {
    normal(mu / core::f64::consts::SQRT_2)
}

/// Returns the greatest true positive rate at false positive rate `fpr` that an attack on a μ-GDP mechanism can have.
pub fn greatest_tpr(mu: f64, fpr: f64) -> f64 {
    let quantile = bisect(|x| normal(x - 40.0) >= fpr, 0.0) - 40.0;
    normal(quantile + mu)
}

/// Returns the least number from `low` up from which on `holds` holds, to 10 digits.
fn bisect(holds: impl Fn(f64) -> bool, mut low: f64) -> f64 {
    let mut high = 1.0_f64.max(2.0 * low);
    while !holds(high) && high < 1e9 {
        (low, high) = (high, 2.0 * high);
    }
    while high - low > 1e-11 * high.max(1e-300) {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}

/// Returns the normal distribution function.
fn normal(x: f64) -> f64 {
    0.5 * erfc(-x / sqrt(2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Releases of sensitivity 1 with σ = 10 and σ = 20: μ = √(.01 + .0025).
        let mut accountant = Accountant::default();
        accountant.spend(1.0, 10.0);
        accountant.spend(1.0, 20.0);
        assert!((accountant.mu() - 0.0125_f64.sqrt()).abs() < 1e-15);
        let epsilon = accountant.epsilon(1e-6);
        assert!((delta(accountant.mu(), epsilon) / 1e-6 - 1.0).abs() < 1e-6);
        assert!((mu_of(epsilon, 1e-6) / accountant.mu() - 1.0).abs() < 1e-8);
        // δ(0) = 2Φ(μ/2) − 1.
        assert!((delta(1.0, 0.0) - (2.0 * normal(0.5) - 1.0)).abs() < 1e-12);
    }

    #[test]
    fn no_noise_worth_the_name_gives_no_protection_worth_the_name() {
        assert_eq!(epsilon(0.0, 1e-6), epsilon(0.0, 0.5));
        assert!(epsilon(10.0, 1e-6) > 80.0);
        assert!((greatest_auc(0.0) - 0.5).abs() < 1e-12 && greatest_auc(5.0) > 0.999);
        assert!((greatest_tpr(0.0, 0.01) - 0.01).abs() < 1e-9);
        // Φ(Φ⁻¹(.01) + .2) = Φ(−2.1263).
        assert!((greatest_tpr(0.2, 0.01) - 0.016_738).abs() < 2e-5);
    }
}
