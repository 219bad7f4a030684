//! Training: a lake's [`Dataset`](crate::lake::Dataset) in, the parts of a model out.
//!
//! ```text
//! interest   interactions -> confidences          als         confidences -> item factors
//! cold_start items too few know -> vectors        segments    customers' vectors -> groups with names
//! successors visits -> the next-item table        holdout     last visits kept aside
//! mix        how a session becomes a score, fitted on them through the shipped core
//! ```
//!
//! In the shape of linfa: [`Params`] is set freely, [`Params::check`] turns it into [`ValidParams`], whose
//! [`fit`](ValidParams::fit) trains. The same dataset, parameters and seed give the same bytes on every run and for any
//! number of threads.
//!
//! The room refuses to publish what few customers made: an item below 11 distinct customers gets a vector made from
//! its attributes and the lowest popularity, a segment below 50 customers is merged into its neighbours, and neither
//! threshold can be lowered.

pub mod als;
mod assemble;
pub mod attributes;
pub mod budget;
mod cold_start;
pub mod confidences;
mod customers;
mod errors;
pub mod features;
mod fit;
pub mod holdout;
pub mod inputs;
pub mod inspect;
pub mod interest;
mod knobs;
pub mod listings;
pub mod manifest;
mod mix;
pub mod next_item;
mod params;
mod popularity;
pub mod public;
pub mod seal;
pub mod segments;
mod stages;
mod successors;
pub mod summary;
mod vectorized;

pub use errors::TrainError;
pub use fit::Fitted;
pub use mix::MixFigures;
pub use params::{
    AUTO_SEGMENTS, MIN_ITEM_CUSTOMERS, MIN_SEGMENT_CUSTOMERS, Params, Privacy, SegmentCount, ValidParams,
};
pub use stages::Stages;
