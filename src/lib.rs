//! Personalization that runs in the shopper's own browser: the model format and the ranking core.
//!
//! A retailer trains a model from its data lake and publishes it as one static file. In the browser this crate, compiled
//! to WebAssembly, reads that file in place, keeps what the visitor does on this page, and arranges the products that
//! the page already holds. Nothing about the visitor leaves: the crate has no clock, no randomness and no I/O.
//!
//! ```text
//! format  bytes <-> tables, checked whole          model    what a model is: factors, segments, attributes
//! session events -> evidence with decay            rank     fold-in, segment posterior, score, rerank, top-k, explain
//! ```
//!
//! [`Personalizer`] joins the four. The exporter and the tests call it natively, the browser through `wasm`, so an
//! offline figure and the shipped behaviour come from the same code, bit for bit.
//!
//! ```
//! use etalage::{Model, Personalizer, fixture, session::EventKind};
//!
//! # fn main() -> Result<(), etalage::Error> {
//! let model = Model::decode(etalage::format::encode(&fixture::toys_and_tools())?)?;
//! let mut shop = Personalizer::new(model);
//! let (train, saw) = (shop.model().item("toy-train")?, shop.model().item("tool-saw")?);
//! shop.observe(EventKind::AddToCart, saw, 1_764_322_267_000)?;
//! let order = shop.rerank(&[train, saw], &[], 1.0)?;
//! assert_eq!(order, [1, 0], "the visitor of tools sees the saw first");
//! # Ok(())
//! # }
//! ```
#![cfg_attr(not(test), no_std)]
#![cfg_attr(not(test), warn(clippy::expect_used))]

#[macro_use(format, vec)]
extern crate alloc;
#[cfg(target_arch = "wasm32")]
extern crate std;

mod error;
pub mod fixture;
pub mod format;
pub mod model;
mod personalizer;
pub mod rank;
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::Error;
pub use model::{ItemIx, Model};
pub use personalizer::Personalizer;
