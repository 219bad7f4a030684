//! The door to JavaScript, private to the npm package: parse, call the core, convert.
//!
//! The room refuses decisions and arithmetic. Items cross the border as handles (dense indices), lists of them as typed
//! arrays; plain objects go out through serde-wasm-bindgen, and nothing comes in that way.

mod engine;
mod error;
mod views;

pub use engine::Engine;
