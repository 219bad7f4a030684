//! One file per source: what its rows have to be, and what is taken from them.
//!
//! Refused here: joining (see [`super::gather`]) and knowing formats (see [`super::table`]).

pub(super) mod behaviour;
pub(super) mod catalogue;
pub(super) mod catalogue_lines;
pub(super) mod customers;
pub(super) mod derived;
pub(super) mod marketing;
pub(super) mod orders;
pub(super) mod returns;
pub(super) mod stock;
pub(super) mod suppression;
mod visits;
pub(super) mod window;
