//! The mix of the score, fitted on held-out visits: how strongly segments pull, and how much popularity adds.
//!
//! Every candidate mix is scored through the shipped core: encode, decode, observe the first items of a visit, ask
//! for recommendations, look for the items that came next. A coordinate search over a small grid; of equals the first.

use etalage::format::encode;
use etalage::model::ModelParts;
use etalage::{Model, Personalizer};
use rayon::prelude::*;
use serde::Serialize;

use super::TrainError;
use crate::lake::Interaction;

/// How many distinct items of a visit are observed before each question: none, as when a page opens, then one and three.
const ASK_AFTER: [usize; 3] = [0, 1, 3];

/// How many recommendations a question asks for.
const K: usize = 20;

/// The values tried of each knob, in the order in which knobs are tried. Popularity is never 0: where nothing else is
/// known of a visitor, it is what puts the catalogue in an order.
const GRID: [(Knob, &[f32]); 4] = [
    (Knob::Popularity, &[0.01, 0.03, 0.1, 0.3, 1.0]),
    (Knob::PriorStrength, &[0.0, 0.25, 0.5, 0.75, 1.0]),
    (Knob::Concentration, &[0.5, 1.0, 2.0, 4.0, 8.0]),
    (Knob::Popularity, &[0.003, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0]),
];

#[derive(Debug, Clone, Copy)]
enum Knob {
    PriorStrength,
    Concentration,
    Popularity,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MixFigures {
    /// Held-out visits.
    pub visits: usize,
    /// Mean ndcg@20 over the questions, of an order by popularity alone.
    pub ndcg_at_20_popularity: f64,
    /// The same of the factors alone, without segments and popularity.
    pub ndcg_at_20_factors: f64,
    /// The same of the fitted mix.
    pub ndcg_at_20: f64,
}

/// Sets the mix of `parts` to the best of the grid on `visits`; `after` is called after each candidate.
///
/// # Errors
/// When the core refuses the model.
pub(super) fn fit_mix(
    parts: &mut ModelParts,
    visits: &[Vec<Interaction>],
    mut after: impl FnMut(),
) -> Result<MixFigures, TrainError> {
    let mut figure = |parts: &ModelParts| {
        after();
        ndcg(parts, visits)
    };
    let mut alone = parts.clone();
    (alone.meta.mix.factors, alone.meta.mix.popularity) = (0.0, 1.0);
    let ndcg_at_20_popularity = figure(&alone)?;
    (alone.meta.mix.factors, alone.meta.mix.popularity, alone.meta.fold_in.prior_strength) = (1.0, 0.0, 0.0);
    let ndcg_at_20_factors = figure(&alone)?;
    let mut best = figure(parts)?;
    for (knob, values) in GRID {
        let kept = *knob_of(parts, knob);
        let mut chosen = kept;
        for &value in values.iter().filter(|value| value.to_bits() != kept.to_bits()) {
            *knob_of(parts, knob) = value;
            let found = figure(parts)?;
            if found > best {
                (best, chosen) = (found, value);
            }
        }
        *knob_of(parts, knob) = chosen;
    }
    Ok(MixFigures { visits: visits.len(), ndcg_at_20_popularity, ndcg_at_20_factors, ndcg_at_20: best })
}

/// Returns how many candidates [`fit_mix`] tries at most.
pub(super) fn n_candidates() -> u64 {
    3 + GRID.iter().map(|(_, values)| values.len() as u64).sum::<u64>()
}

fn knob_of(parts: &mut ModelParts, knob: Knob) -> &mut f32 {
    match knob {
        Knob::PriorStrength => &mut parts.meta.fold_in.prior_strength,
        Knob::Concentration => &mut parts.meta.fold_in.segment_concentration,
        Knob::Popularity => &mut parts.meta.mix.popularity,
    }
}

/// Returns the mean ndcg@20 of the model over all questions of all visits, 0 when there is none.
fn ndcg(parts: &ModelParts, visits: &[Vec<Interaction>]) -> Result<f64, TrainError> {
    let bytes = encode(parts)?;
    let shares: Vec<Vec<f64>> = visits
        .par_chunks(visits.len().div_ceil(8).max(1))
        .map(|visits| {
            let mut shop = Personalizer::new(Model::decode(bytes.clone())?);
            visits.iter().map(|visit| of_visit(&mut shop, visit)).collect::<Result<Vec<_>, etalage::Error>>()
        })
        .collect::<Result<Vec<Vec<Vec<f64>>>, etalage::Error>>()?
        .into_iter()
        .flatten()
        .collect();
    let answers: Vec<f64> = shares.into_iter().flatten().collect();
    Ok(answers.iter().sum::<f64>() / answers.len().max(1) as f64)
}

/// Returns the ndcg@20 of each question about one visit: the items still to come are relevant, those seen excluded.
fn of_visit(shop: &mut Personalizer, visit: &[Interaction]) -> Result<Vec<f64>, etalage::Error> {
    shop.erase();
    let mut first_touches: Vec<u32> = Vec::new();
    for event in visit {
        if !first_touches.contains(&event.item) {
            first_touches.push(event.item);
        }
    }
    let mut answers = Vec::new();
    let mut n_seen = 0;
    for event in visit {
        if first_touches.get(n_seen) == Some(&event.item) {
            if ASK_AFTER.contains(&n_seen) {
                let (seen, to_come) = first_touches.split_at(n_seen);
                let hits = shop.recommend(K, seen).into_iter().map(|scored| to_come.contains(&scored.item));
                answers.push(ndcg_of_hits(hits, to_come.len()));
            }
            n_seen += 1;
            if n_seen > ASK_AFTER[ASK_AFTER.len() - 1] {
                break;
            }
        }
        shop.observe(event.kind, event.item, event.at_ms)?;
    }
    Ok(answers)
}

/// Returns Σ hit(r) / log₂(r + 1) over ranks r from 1, divided by its greatest possible value.
fn ndcg_of_hits(hits: impl Iterator<Item = bool>, n_relevant: usize) -> f64 {
    let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
    let found: f64 = hits.enumerate().filter(|&(_, hit)| hit).map(|(rank, _)| gain(rank)).sum();
    found / (0..n_relevant.min(K)).map(gain).sum::<f64>().max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Hits at ranks 1 and 3 of two relevant items: (1 + 1/2) / (1 + 1/log2 3).
        let found = ndcg_of_hits([true, false, true].into_iter(), 2);
        assert!((found - 1.5 / (1.0 + 1.0 / 3.0_f64.log2())).abs() < 1e-12);
    }
}
