//! How epsilon is divided among the statistics.

use serde::Serialize;

/// What is released about customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// How often each item is wanted.
    Popularity,
    /// Which categories the same customers want.
    Categories,
    /// How many customers each segment has.
    Segments,
    /// How the parts of a score are weighed.
    Weights,
}

impl Statistic {
    /// Returns its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Popularity => "popularity",
            Self::Categories => "categories",
            Self::Segments => "segments",
            Self::Weights => "weights",
        }
    }

    /// Returns its share of μ²: most for what has the most numbers and carries the most of a ranking.
    const fn share(self) -> f64 {
        match self {
            Self::Popularity => 0.45,
            Self::Categories => 0.15,
            Self::Segments => 0.05,
            Self::Weights => 0.35,
        }
    }
}

/// The noise of every statistic, for contributions of length 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spending {
    mu: f64,
}

impl Spending {
    /// Divides μ.
    pub fn of(mu: f64) -> Self {
        Self { mu }
    }

    /// Returns the standard deviation of the noise of a statistic.
    pub fn sigma(&self, statistic: Statistic) -> f64 {
        1.0 / (self.mu * statistic.share().sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::accountant::Accountant;

    #[test]
    fn the_statistics_together_spend_all_and_no_more() {
        let mut accountant = Accountant::default();
        let spending = Spending::of(0.2);
        for statistic in [Statistic::Popularity, Statistic::Categories, Statistic::Segments, Statistic::Weights] {
            accountant.spend(1.0, spending.sigma(statistic));
        }
        assert!((accountant.mu() - 0.2).abs() < 1e-12);
    }
}
