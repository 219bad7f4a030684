//! The next-item table: for each item, which items come near it in a session, and how much more than chance.
//!
//! Every pair of items at most `max_distance` steps apart in a session counts, the later item for the earlier one and,
//! at a discount, the other way round; far pairs, long sessions and old sessions count less:
//!
//! ```text
//! c_ij = Σ over pairs (i, j)  w_session · (length / 4)^(-length_exponent) · { d^(-forward_decay)   j after i
//!                                                                          { backward · d^(-backward_decay)   j before i
//! T_ij = u_ij / (Σ_j u_ij + smoothing)^row_exponent       u_ij = c_ij² / (c_ij + discount) · n_j^(-damping)
//! ```
//!
//! with d the distance in steps and `n_j` the weight of the sessions in which j appears. Sequential rules with distance
//! decay (Ludewig and Jannach 2018), session weights by age as in VSTAN (Ludewig et al. 2021), popularity damping as
//! in item-based collaborative filtering (Deshpande and Karypis 2004).
//!
//! In the shape of linfa: [`Params`] is set freely, [`Params::check`] turns it into [`ValidParams`], whose
//! [`fit`](ValidParams::fit) gives the rows; [`prune`] keeps the most valuable pairs of them. The same sessions give the
//! same rows for any number of threads.
//!
//! The room refuses to publish what few customers made: a pair that fewer distinct customers than
//! `min_pair_customers` have is not in the rows.

mod algorithm;
mod hyperparams;
mod prune;
mod sessions;

pub use hyperparams::{Params, ValidParams};
pub use prune::prune;
pub use sessions::{ANONYMOUS, Sessions};

/// The successors of each item with their weights, in ascending order of items: `(n_items)` rows.
pub type Rows = Vec<Vec<(u32, f32)>>;
