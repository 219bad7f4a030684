//! What a published model may tell of the customers it was trained on: what is spent on noise, and what an attacker finds.
//!
//! ```text
//! accountant  noise -> epsilon and delta     noise   a secret -> Gaussian noise     secret  who keeps it, and where
//! attack      downloads what is published and asks who was in the training data
//! ```

pub mod accountant;
pub mod attack;
pub mod noise;
pub mod secret;
