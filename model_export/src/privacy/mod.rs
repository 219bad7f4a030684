//! What a published model may tell of the customers it was trained on: what is spent on noise, and what an attacker finds.
//!
//! ```text
//! accountant  noise -> epsilon and delta     noise   a secret -> Gaussian noise     secret  who keeps it, and where
//! card        what is published of it all: HTML in English and French, JSON
//! gate        what an attack may find at most
//! attack      downloads what is published and asks who was in the training data
//! ```

pub mod accountant;
pub mod attack;
pub mod card;
mod card_page;
pub mod gate;
pub mod noise;
pub mod secret;

pub use card_page::page as card_page;
