//! Privacy: whether published files betray the customers whom they were made from, tried and counted.
//!
//! [`attack`] plays somebody who downloads everything that is published and asks who was in the training data.

pub mod attack;
