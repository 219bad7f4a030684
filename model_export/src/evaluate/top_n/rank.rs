//! Every user's first 20 items, by the shipped core and, as its naive twin, by the trainer's own numbers.

use etalage::Model;
use etalage::rank::Ranker;
use etalage::session::Event;
use ndarray::Array2;
use rayon::prelude::*;

use super::Split;
use super::model::TOUCH;
use crate::evaluate::metrics::ndcg;
use crate::evaluate::report::Figures;

/// Decodes a model, folds every user in from what they touched, and returns the mean figures and the mean NDCG@10.
///
/// # Errors
/// When the core refuses the bytes.
pub(in crate::evaluate) fn with_core(bytes: Vec<u8>, split: &Split) -> Result<(Figures, f64), etalage::Error> {
    let ranker = Ranker::new(Model::decode(bytes)?);
    Ok(mean(split, |user| {
        let seen = &split.train[user];
        let events: Vec<Event> = seen.iter().map(|&item| Event { at_ms: 0, item, kind: TOUCH }).collect();
        let best = ranker.top_k(&ranker.visitor(&events), Figures::K, seen);
        best.into_iter().map(|scored| scored.item).collect()
    }))
}

/// Ranks by the dot products of `users` `(n_users, n_factors)` and `items` `(n_items, n_factors)` as they are; of
/// equals the lower index comes first, as in the core.
pub(super) fn with_floats(users: &Array2<f32>, items: &Array2<f32>, split: &Split) -> (Figures, f64) {
    mean(split, |user| {
        let scores = items.dot(&users.row(user)).to_vec();
        let seen = &split.train[user];
        let mut best: Vec<u32> = (0..items.nrows() as u32).filter(|item| seen.binary_search(item).is_err()).collect();
        let before = |a: &u32, b: &u32| better(&scores, *a, *b);
        if best.len() > Figures::K {
            best.select_nth_unstable_by(Figures::K, before);
            best.truncate(Figures::K);
        }
        best.sort_unstable_by(before);
        best
    })
}

fn better(scores: &[f32], a: u32, b: u32) -> core::cmp::Ordering {
    scores[b as usize].total_cmp(&scores[a as usize]).then(a.cmp(&b))
}

/// Returns the mean figures of the lists that `rank` makes for the users with something to be found.
fn mean(split: &Split, rank: impl Fn(usize) -> Vec<u32> + Sync) -> (Figures, f64) {
    let asked: Vec<usize> = (0..split.test.len()).filter(|&user| !split.test[user].is_empty()).collect();
    let found: Vec<(Figures, f64)> = asked
        .par_iter()
        .map(|&user| {
            let (ranked, relevant) = (rank(user), &split.test[user]);
            (Figures::of_list(&ranked, relevant), ndcg(&ranked, relevant, 10))
        })
        .collect();
    let ndcg_at_10 = found.iter().map(|(_, ndcg)| ndcg).sum::<f64>() / found.len().max(1) as f64;
    (Figures::mean(found.iter().map(|(figures, _)| figures)), ndcg_at_10)
}
