//! Long histories: the whole catalogue is ranked for each user, what the user touched in training is left out, and the
//! first 20 are compared with what the user touched in the test part.
//!
//! Figures are means over the users with something to be found. The factorization alone ranks here: the files know no
//! order, no session, and no attribute of an item.

pub(super) mod model;
pub(super) mod rank;
mod read;
mod report;
mod split;

use std::time::Instant;

pub use report::{FloatTwin, TopNReport};
pub use split::{Cut, Split};

use super::report::{Report, peak_rss_mb};
use crate::train::TrainError;
use crate::train::als;
use crate::train::confidences::Confidences;

/// Length of an item's vector, unless told otherwise; this and the others were chosen on parts cut from the training file
/// of `MovieLens` 1M.
pub const N_FACTORS: usize = 128;
/// Iterations.
pub const N_ITERATIONS: usize = 8;
/// Weight that all pairs of a user and the catalogue have together; a0 is this over the number of items.
pub const UNOBSERVED_TOTAL: f32 = 500.0;
/// λ.
pub const REGULARIZATION: f32 = 0.012;
/// Steps of conjugate gradients in each half of an iteration.
pub const CG_STEPS: usize = 3;

/// Returns the hyper-parameters of the factorization for `n_items` items, unless told otherwise.
pub fn usual_als(n_items: usize, seed: u64) -> als::Params {
    als::Params::new(N_FACTORS, seed)
        .n_iterations(N_ITERATIONS)
        .a0(UNOBSERVED_TOTAL / n_items.max(1) as f32)
        .regularization(REGULARIZATION)
        .solver(als::Solver::ConjugateGradient { steps: CG_STEPS })
}

/// How to train and to fold users in.
#[derive(Debug, Clone)]
pub struct Protocol {
    /// How the factors are made.
    pub als: als::Params,
    /// How much less a touch of an item tells the more users touch it, in training: see [`Confidences::damped`].
    pub damping: f32,
    /// λ of folding a user in, where it is not that of training.
    pub fold_in_regularization: Option<f32>,
    /// Whether the same factors are also ranked as they were before they became int8.
    pub float: bool,
}

impl Protocol {
    /// Trains on one split, encodes the model, and ranks with the decoded bytes; `after` is called after each iteration
    /// of training.
    ///
    /// Uses the threads of the current rayon pool; no figure depends on their number.
    ///
    /// # Errors
    /// [`TrainError`] when a parameter is out of range, nothing can be learned, or the core refuses the model.
    pub fn run(&self, split: &Split, after: impl FnMut(&als::Als)) -> Result<TopNReport, TrainError> {
        let params = self.als.clone().check()?;
        let confidences: Confidences = split.confidences()?;
        let started = Instant::now();
        let trained = params.fit(&confidences.damped(self.damping), after)?;
        let train_seconds = started.elapsed().as_secs_f64();
        let train_peak_rss_mb = peak_rss_mb();
        let fold_in = match self.fold_in_regularization {
            Some(regularization) => self.als.clone().regularization(regularization).check()?,
            None => params,
        };
        let bytes = model::encoded(split, &confidences, &trained, &fold_in)?;
        let model_bytes = bytes.len();
        let (figures, ndcg_at_10) = rank::with_core(bytes, split)?;
        let float = self.float.then(|| {
            let users = fold_in.solve_side(&confidences, &trained.item_factors);
            FloatTwin::new(rank::with_floats(&users, &trained.item_factors, split))
        });
        let report = Report { figures, model_bytes, train_seconds, peak_rss_mb: peak_rss_mb() };
        let (n_users, n_items) = (split.train.len(), split.item_ids.len());
        let n_train = confidences.n_entries();
        Ok(TopNReport { report, ndcg_at_10, n_users, n_items, n_train, train_peak_rss_mb, float })
    }
}
