//! Questions to a decoded model, and how well it answers.

use core::borrow::Borrow;

use etalage::Model;
use etalage::rank::Ranker;
use etalage::session::Event;
use rayon::prelude::*;

use super::Question;
use super::model::TOUCH;
use super::serenade::AsSerenade;
use crate::evaluate::metrics::{hit_rate, mrr, ndcg, recall};
use crate::evaluate::report::Figures;

/// How many questions one piece of work has: fixed, so that the order of the sums never depends on the threads.
const CHUNK: usize = 256;

/// Decodes a model and asks it every question.
///
/// # Errors
/// When the core refuses the bytes.
pub(in crate::evaluate) fn answers(
    bytes: Vec<u8>,
    questions: &[impl Borrow<Question> + Sync],
    after: impl Fn(u64) + Sync,
) -> Result<(Figures, AsSerenade), etalage::Error> {
    let ranker = Ranker::new(Model::decode(bytes)?);
    let chunks: Vec<(Figures, AsSerenade)> = questions
        .par_chunks(CHUNK)
        .map(|chunk| {
            let answers: Vec<(Figures, AsSerenade)> =
                chunk.iter().map(|question| answer(&ranker, question.borrow())).collect();
            after(chunk.len() as u64);
            means(&answers)
        })
        .collect();
    Ok(means(&chunks))
}

fn means(groups: &[(Figures, AsSerenade)]) -> (Figures, AsSerenade) {
    (Figures::mean(groups.iter().map(|(figures, _)| figures)), AsSerenade::mean(groups.iter().map(|(_, as_)| as_)))
}

fn answer(ranker: &Ranker, question: &Question) -> (Figures, AsSerenade) {
    let events: Vec<Event> =
        (0..).zip(&question.seen).map(|(at_ms, &item)| Event { at_ms, item, kind: TOUCH }).collect();
    let best = ranker.top_k(&ranker.visitor(&events), Figures::K, &[]);
    let ranked: Vec<u32> = best.into_iter().map(|scored| scored.item).collect();
    let figures = Figures {
        recall_at_20: recall(&ranked, &question.to_come, Figures::K),
        mrr_at_20: mrr(&ranked, &[question.next], Figures::K),
        ndcg_at_20: ndcg(&ranked, &question.to_come, Figures::K),
        hit_rate_at_20: hit_rate(&ranked, &[question.next], Figures::K),
        n_test: 1,
    };
    (figures, AsSerenade::of_list(&ranked, &question.to_come, question.n_to_come))
}
