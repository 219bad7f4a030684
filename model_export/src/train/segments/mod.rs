//! Segments: groups of customers with like tastes, found by k-means on the direction of their vectors.
//!
//! The length of a customer's vector says how much is known of the customer, its direction says what the customer
//! likes; so rows are compared by cosine (spherical k-means). What is published of a segment is the mean of its
//! customers' whole vectors, their number and a name.
//!
//! The result depends on the rows, the parameters and the seed alone, not on the number of threads. The room refuses
//! to publish a segment below the threshold ([`merge_small`]) and knows nothing of who the customers are.

mod agreement;
mod algorithm;
mod choose;
mod compass;
mod errors;
mod hyperparams;
mod init;
mod merge;
mod names;
mod traits;

pub use agreement::adjusted_rand_index;
pub use algorithm::{Segmentation, directions, sums};
pub use choose::choose;
pub use errors::SegmentsError;
pub use hyperparams::{Params, ValidParams};
pub use merge::merge_small;
pub use names::name_segments;
pub use traits::{Trait, TraitKind, traits_of};
