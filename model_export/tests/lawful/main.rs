//! Promises about what may be learned from, and about a release over time, each file named for one.

mod diff;
mod identifiers;
mod incremental;
mod lake;
mod suppression;
mod thresholds;
