//! What can be wrong with a factorization before it starts, or while it runs.

use thiserror::Error;

/// Why a factorization was refused or broke off.
#[derive(Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum AlsError {
    /// A hyper-parameter is out of range.
    #[error("{name} is {found}: expected {expected}")]
    Parameter {
        /// Name of the hyper-parameter.
        name: &'static str,
        /// The range it must lie in.
        expected: &'static str,
        /// What was given.
        found: String,
    },
    /// There is nothing to learn from.
    #[error("nothing to learn from: {n_users} customers, {n_items} items, {n_entries} interactions after the filters")]
    Empty {
        /// Rows of the matrix.
        n_users: usize,
        /// Columns of the matrix.
        n_items: usize,
        /// Entries of the matrix.
        n_entries: usize,
    },
    /// The factors grew beyond what 32-bit numbers hold.
    #[error("the factors stopped being finite in iteration {iteration}: raise the regularization or a0")]
    Diverged {
        /// The iteration (from 1) after which it was seen.
        iteration: usize,
    },
}
