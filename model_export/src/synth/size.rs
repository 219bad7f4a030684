//! How big a lake is: three sizes, each a number of items, customers and behaviour events.

use serde::Serialize;

/// The size of a lake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// 1,000 items, 3,000 customers, about 100,000 behaviour events.
    Small,
    /// 10,000 items, 50,000 customers, about 1.5 million behaviour events.
    Medium,
    /// 50,000 items, 250,000 customers, about 10 million behaviour events.
    Large,
}

/// Mean number of behaviour rows that a scheduled session leaves, as measured on the story's own parameters.
///
/// It only turns the wanted number of events into a number of sessions; a test holds the outcome within 10 %.
const ROWS_PER_SESSION: f64 = 9.0;

impl Size {
    /// Number of items in the catalogue.
    pub fn items(self) -> usize {
        match self {
            Self::Small => 1_000,
            Self::Medium => 10_000,
            Self::Large => 50_000,
        }
    }

    /// Number of customers.
    pub fn customers(self) -> usize {
        match self {
            Self::Small => 3_000,
            Self::Medium => 50_000,
            Self::Large => 250_000,
        }
    }

    /// Number of behaviour events aimed at.
    pub fn events(self) -> u64 {
        match self {
            Self::Small => 100_000,
            Self::Medium => 1_500_000,
            Self::Large => 10_000_000,
        }
    }

    /// Number of sessions to schedule for that many events.
    pub(super) fn sessions(self) -> f64 {
        self.events() as f64 / ROWS_PER_SESSION
    }
}
