//! Evaluation: published protocols, always from encoded bytes through the shipped core.
//!
//! Each protocol reads its files, trains, encodes the model, decodes the bytes and ranks with the core that runs in the
//! browser; nothing is ever scored from the trainer's matrices. [`metrics`] holds the figures, one file each, and
//! [`report`] how a run is told to people and programs; [`lines`] reads the files as they are published.

pub mod curve;
pub mod lake;
pub mod lines;
pub mod metrics;
pub mod report;
pub mod sessions;
pub mod top_n;
