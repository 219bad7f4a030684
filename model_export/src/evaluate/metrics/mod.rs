//! The figures of a ranked list, one file each: the formula, its source, and a worked example as its test.
//!
//! Those of one list take the ranking best first, the relevant items ascending, distinct and at least one, and the
//! cut-off k; they return a number from 0 to 1. A figure of a whole run is the mean over its questions.

mod coverage;
mod hit_rate;
mod mrr;
mod ndcg;
mod recall;

pub use coverage::Coverage;
pub use hit_rate::hit_rate;
pub use mrr::mrr;
pub use ndcg::ndcg;
pub use recall::recall;

/// Returns, for each of the first `k` ranks, whether its item is relevant.
///
/// # Panics
/// When `relevant` is empty: a question without an answer has no figure, and would pull the mean down unseen.
fn hits<'a>(ranked: &'a [u32], relevant: &'a [u32], k: usize) -> impl Iterator<Item = bool> + 'a {
    assert!(!relevant.is_empty(), "a list is judged against at least one relevant item");
    debug_assert!(relevant.is_sorted_by(|a, b| a < b), "relevant items ascending and distinct");
    ranked.iter().take(k).map(|item| relevant.binary_search(item).is_ok())
}
