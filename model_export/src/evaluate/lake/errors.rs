//! What can keep a lake from being evaluated.

use crate::train::TrainError;

/// Why a lake cannot be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum LakeProblem {
    /// The share of test visits cannot split anything.
    #[error("--test-share must be above 0 and below 1, found {found}")]
    TestShare {
        /// What was given.
        found: f64,
    },
    /// One side of the cut is empty.
    #[error(
        "the lake has {visits} visits, too few for a training part and a test part that knows its items; read a longer \
         window, or change --test-share"
    )]
    NoVisits {
        /// The visits of the whole lake.
        visits: usize,
    },
    /// Training failed on the training part.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// The core refused the model.
    #[error(transparent)]
    Core(#[from] etalage::Error),
}
