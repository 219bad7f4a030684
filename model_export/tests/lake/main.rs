//! Promises of the lake, each file named for one.

mod complete_journey;
mod consent;
mod excel;
mod faults;
mod faults_of_files;
mod folder;
mod formats;
mod from_behaviour;
mod joins;
mod lawful;
mod nested;
mod numbers;
mod online_retail;
mod order;
mod partitions;
mod rows;
mod rules;
mod s3;
mod settings;
mod slips;
mod snapshots;
mod store;
mod synth;
mod text_files;
mod visits;
