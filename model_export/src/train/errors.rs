//! What can stop a training run.

use thiserror::Error;

use super::als::AlsError;
use super::confidences::EntryError;
use super::segments::SegmentsError;

/// Why a training run was refused or broke off.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A privacy threshold is set below its floor.
    #[error("{option} is {found}: expected {floor} or more; the floor protects the customers and can only be raised")]
    Threshold {
        /// The option.
        option: &'static str,
        /// The least value it may have.
        floor: u32,
        /// What was given.
        found: u32,
    },
    /// Another hyper-parameter is out of range.
    #[error("{name} is {found}: expected {expected}")]
    Parameter {
        /// The hyper-parameter.
        name: &'static str,
        /// The range it must lie in.
        expected: &'static str,
        /// What was given.
        found: String,
    },
    /// No item is popular enough to be learned.
    #[error(
        "no item has {threshold} distinct customers (the most is {most}): nothing may be learned from this lake; \
         read a longer window, or check the columns customer_id and item_id of lake.toml"
    )]
    NothingToLearn {
        /// The threshold in force.
        threshold: u32,
        /// The most distinct customers that any item has.
        most: u32,
    },
    /// Too few customers stand behind every item of a lake where only customers' rows name the items.
    #[error(
        "none of the {items} items may be published: only rows of {customers} customers name them, and an item that few \
         bought would tell of them; map [catalogue] in lake.toml, with catalogue_rows = \"lines\" under [rules] where the \
         same rows name what the shop offers to everybody"
    )]
    NothingToPublish {
        /// Items that rows name.
        items: usize,
        /// Customers who may be learned from.
        customers: usize,
    },
    /// More names than the format's 16-bit numbers can tell apart.
    #[error("the catalogue has {found} {what}: expected at most 65,535; use fewer levels in lake.toml")]
    TooManyNames {
        /// Categories or brands.
        what: &'static str,
        /// How many there are.
        found: usize,
    },
    /// The file cannot be made small enough.
    #[error(
        "a model of at most {max_bytes} bytes cannot hold the ids and the popularity of its items: expected a budget of {needed} bytes or more"
    )]
    Budget {
        /// The budget.
        max_bytes: usize,
        /// The least that would do.
        needed: usize,
    },
    /// The factorization was refused or diverged.
    #[error(transparent)]
    Als(#[from] AlsError),
    /// The segmentation was refused.
    #[error(transparent)]
    Segments(#[from] SegmentsError),
    /// The confidences do not form a matrix.
    #[error("interactions do not form a matrix: {0}")]
    Confidences(#[from] EntryError),
    /// The core refused the model.
    #[error("the trained model is not valid: {0}")]
    Model(#[from] etalage::Error),
}
