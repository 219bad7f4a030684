//! Anonymous sessions: after every few clicks the whole catalogue is ranked, and the first 20 are compared with what
//! came next. Items that the session has already may be recommended again: shoppers go back.
//!
//! hit rate and MRR ask for the very next item; recall and NDCG for all items of the session still to come. Where a
//! protocol has one item to come, as Diginetica's (Wu et al. 2019, SR-GNN), recall and hit rate are the same.

pub(super) mod ask;
mod knobs;
mod log;
pub(super) mod model;
mod read;
mod recipe;
mod serenade;
mod tune;

use std::time::Instant;

pub use log::{LoggedSession, Question, SessionLog};
pub use model::Trainer;
pub use recipe::{Ask, Recipe};
pub use serenade::AsSerenade;
pub use tune::{Objective, Reading, Tuned, tune};

use super::report::{Report, peak_rss_mb};
use crate::train::TrainError;

/// Trains on the sessions of a log, encodes the model in at most `max_bytes`, and asks its questions of the decoded
/// bytes; `after` is called with the number of questions answered now and then.
///
/// Uses the threads of the current rayon pool; no figure depends on their number.
///
/// # Errors
/// [`TrainError`] when a parameter is out of range, the budget is too small, or the core refuses the model.
pub fn run(
    log: &SessionLog,
    recipe: &Recipe,
    max_bytes: Option<usize>,
    after: impl Fn(u64) + Sync,
) -> Result<Report, TrainError> {
    Ok(run_both(log, recipe, max_bytes, after)?.0)
}

/// The same as [`run`], with recall and NDCG in both readings.
///
/// # Errors
/// As [`run`].
pub fn run_both(
    log: &SessionLog,
    recipe: &Recipe,
    max_bytes: Option<usize>,
    after: impl Fn(u64) + Sync,
) -> Result<(Report, AsSerenade), TrainError> {
    let started = Instant::now();
    let bytes = Trainer::new(log, max_bytes).encoded(recipe)?;
    let train_seconds = started.elapsed().as_secs_f64();
    let model_bytes = bytes.len();
    let (figures, as_serenade) = ask::answers(bytes, &log.questions, after)?;
    Ok((Report { figures, model_bytes, train_seconds, peak_rss_mb: peak_rss_mb() }, as_serenade))
}
