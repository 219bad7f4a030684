//! Implicit-feedback matrix factorization by alternating least squares (iALS).
//!
//! Finds user factors X `(n_users, n_factors)` and item factors Y `(n_items, n_factors)` that minimise
//!
//! ```text
//! L(X, Y) = Σ_(u,i) observed (c_ui + a0)·(1 − x_u·y_i)²  +  Σ_(u,i) not observed a0·(x_u·y_i)²
//!         + Σ_u λ·(Σ_i c_ui + a0·n_items)^ν·|x_u|²  +  Σ_i λ·(Σ_u c_ui + a0·n_users)^ν·|y_i|²
//! ```
//!
//! where `c_ui` is the confidence of an observed pair, a0 the weight every pair has, λ the regularization and ν the
//! frequency exponent (1: fully scaled by frequency, 0: plain). With Y fixed each `x_u` solves its own d×d system
//!
//! ```text
//! (a0·YᵀY + Σ_i c_ui·y_i·y_iᵀ + λ_u·I)·x_u = Σ_i (c_ui + a0)·y_i
//! ```
//!
//! the same equation that folds a visitor in in the browser. Hu, Koren, Volinsky 2008 (the objective); Rendle,
//! Krichene, Zhang, Koren 2022, "Revisiting the performance of iALS on item recommendation benchmarks" (a0 and ν).
//!
//! A row is solved exactly, or improved by a few steps of conjugate gradients from where it stands ([`Solver`]): on
//! `MovieLens` 1M the latter takes a third of the time an iteration and needs no more iterations.
//!
//! The result depends on the data, the parameters and the seed alone: each row is solved by one thread from start to
//! end, the Gram matrix is summed over fixed chunks in a fixed order, and the vector instructions used do not change
//! a bit. The room refuses parameters out of range ([`Params::check`]) and matrices without a row, a column or an
//! entry; it knows nothing of shops, files or thresholds.

mod algorithm;
mod conjugate_gradient;
mod errors;
mod gram;
mod hyperparams;
mod init;
mod kernel;
mod objective;
mod solver;

pub use algorithm::Als;
pub use errors::AlsError;
pub use hyperparams::{Params, Solver, ValidParams};
pub use objective::objective;
