//! The door to JavaScript, private to the npm package: parse, call the core, convert.
//!
//! The room refuses decisions and arithmetic. Items cross the border as handles (dense indices), lists of them as typed
//! arrays; plain objects go out, and none comes in.

mod engine;
mod error;
mod views;

pub use engine::Engine;
