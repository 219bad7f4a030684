//! What can be wrong with a segmentation before it starts.

use thiserror::Error;

/// Why a segmentation was refused.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SegmentsError {
    /// A hyper-parameter is out of range.
    #[error("{name} is {found}: expected a whole number from 1 to {most}")]
    Parameter {
        /// Name of the hyper-parameter.
        name: &'static str,
        /// The greatest value it may have.
        most: usize,
        /// What was given.
        found: usize,
    },
    /// There are fewer rows than segments.
    #[error("cannot make {n_segments} segments of {n_rows} customers: ask for fewer segments")]
    TooFewRows {
        /// Segments asked for.
        n_segments: usize,
        /// Rows to be segmented.
        n_rows: usize,
    },
}
