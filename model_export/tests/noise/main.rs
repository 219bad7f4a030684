//! The noise of the public tier is as much as the card says: the accountant agrees with another one, and nobody can tell two
//! neighbouring lakes apart better than epsilon allows.
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

mod accountant;
mod neighbours;
