//! Promises of the lake, each file named for one.

mod complete_journey;
mod consent;
mod faults;
mod faults_of_files;
mod folder;
mod formats;
mod from_behaviour;
mod lawful;
mod online_retail;
mod order;
mod partitions;
mod rows;
mod rules;
mod s3;
mod settings;
mod store;
mod synth;
