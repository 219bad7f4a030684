//! What a published model may tell of the customers it was trained on: how much is spent, and what an attacker finds.
//!
//! ```text
//! accountant  noise -> epsilon and delta     noise  a secret -> Gaussian noise     secret  who keeps it, and where
//! ```

pub mod accountant;
pub mod noise;
pub mod secret;
