//! A budget of bytes: how many factors, of how many bits, and how many pairs of the next-item table make the best file
//! of at most so many bytes.
//!
//! ```text
//! principal_axes   one training -> vectors of fewer factors    material   factors first, pairs fill what is left
//! ```
//!
//! [`Material::rank`] tries every mix that fits on questions that the caller holds out and puts the best first;
//! [`Material::arrange`] makes the model of one. The two are apart so that a mix is chosen with a draft, and made of
//! what was learned from everything.
//!
//! The room refuses to write a file that is a byte too long: a budget that not even the ids and the popularity fit in
//! is an error that says how much would do.

mod material;
mod principal_axes;

pub use material::{ByteMix, Material, TriedMix, pairs_beside};
pub use principal_axes::PrincipalAxes;
pub(in crate::train) use principal_axes::eigen;
