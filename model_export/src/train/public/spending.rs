//! How epsilon is divided among the statistics.

use serde::Serialize;

/// What is released about customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// Which items there are, in a lake where only customers' rows name them.
    Items,
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
            Self::Items => "items",
            Self::Popularity => "popularity",
            Self::Categories => "categories",
            Self::Segments => "segments",
            Self::Weights => "weights",
        }
    }

    /// Returns its share of μ²: most for what has the most numbers and carries the most of a ranking.
    const fn share(self) -> f64 {
        match self {
            Self::Items => ITEMS_SHARE,
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
    /// Whether the items are told by customers, too.
    with_items: bool,
}

/// The share of μ² that goes to saying which items there are, before the rest is divided.
const ITEMS_SHARE: f64 = 0.4;

impl Spending {
    /// Divides μ; `with_items` where customers say which items there are.
    pub fn of(mu: f64, with_items: bool) -> Self {
        Self { mu, with_items }
    }

    /// Returns the standard deviation of the noise of a statistic.
    pub fn sigma(&self, statistic: Statistic) -> f64 {
        let left = match (statistic, self.with_items) {
            (Statistic::Items, _) | (_, false) => 1.0,
            (_, true) => 1.0 - ITEMS_SHARE,
        };
        1.0 / (self.mu * (left * statistic.share()).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::accountant::Accountant;

    #[test]
    fn the_statistics_together_spend_all_and_no_more() {
        use Statistic::{Categories, Items, Popularity, Segments, Weights};
        for with_items in [false, true] {
            let (mut accountant, spending) = (Accountant::default(), Spending::of(0.2, with_items));
            for statistic in [Popularity, Categories, Segments, Weights] {
                accountant.spend(1.0, spending.sigma(statistic));
            }
            if with_items {
                accountant.spend(1.0, spending.sigma(Items));
            }
            assert!((accountant.mu() - 0.2).abs() < 1e-12);
        }
    }
}
