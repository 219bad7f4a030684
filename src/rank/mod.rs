//! From evidence to an order: fold-in, segment posterior, score, rerank, top-k, explanation.
//!
//! The room refuses surprises: the same session gives the same bits on every machine, an order is always a permutation,
//! and the parts of an explanation sum exactly to the score. Only IEEE-754 basic operations and `libm` are used, in a
//! fixed order.

mod affinity;
mod cholesky;
mod explain;
mod feature_scores;
mod fold_in;
mod kernel;
mod key;
mod mode;
mod next_scores;
mod ranker;
mod rerank;
mod rules;
mod score;
mod top_k;

pub use affinity::Affinity;
use explain::explain;
pub use explain::{Contribution, Explanation, Part};
pub use fold_in::{FoldIn, Folded};
pub(crate) use kernel::sqrt;
#[cfg(target_arch = "wasm32")]
pub(crate) use key::best_first;
pub(crate) use key::sort;
pub use mode::{Mode, Reason};
pub use next_scores::{MAX_STEPS, NextScores, Step};
pub use ranker::{Ranker, Visitor};
pub(crate) use rerank::rerank_all;
pub use rerank::{Candidate, rerank};
pub use rules::{Arranged, MAX_DIVERSE, MAX_RULES, Note, Placed};
#[cfg(not(target_arch = "wasm32"))]
pub use rules::{Campaign, DiversityRule, Rule, RuleAction, Rules};
pub(crate) use rules::{Page, RuleBook, Traces, arrange};
pub use score::{Scorer, score_grid};
pub use top_k::{Scored, top_k};
