//! Promises of the lake, each file named for one.

mod complete_journey;
mod consent;
mod faults;
mod folder;
mod formats;
mod online_retail;
mod order;
mod rows;
mod rules;
mod settings;
mod synth;
