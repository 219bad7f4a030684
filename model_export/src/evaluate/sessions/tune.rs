//! Recipes tuned on the questions of a log: always a validation log, never a test file.

use std::time::Instant;

use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use super::knobs::knobs;
use super::{Question, Recipe, SessionLog, Trainer, ask};
use crate::evaluate::report::Figures;
use crate::tune::{self, Found, Plan};

/// What is made as great as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Objective {
    /// Recall@20.
    Recall,
    /// MRR@20.
    Mrr,
    /// NDCG@20.
    Ndcg,
    /// Hit rate@20.
    HitRate,
    /// The geometric mean of the four: a percent of one is worth a percent of another.
    Balanced,
}

/// One look at one choice.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The choice.
    pub recipe: &'a Recipe,
    /// Of how many questions one was asked.
    pub one_in: usize,
    /// What came out.
    pub figures: Figures,
    /// What was made great.
    pub score: f64,
    /// Length of the encoded model.
    pub model_bytes: usize,
    /// Wall time of training and asking.
    pub seconds: f64,
}

/// What a search found, and how it stands on all questions.
#[derive(Debug, Clone)]
pub struct Tuned {
    /// The best choice with its score.
    pub found: Found<Recipe>,
    /// The figures of the start.
    pub start: Figures,
    /// The figures of the best.
    pub best: Figures,
}

/// Searches the knobs of `start` for the recipe that answers the questions of `log` best, models of at most `max_bytes`;
/// `each` is told every reading.
///
/// The same log, start and plan give the same recipe for any number of threads.
///
/// # Errors
/// When a model cannot be made, as [`run`](super::run), and what `each` returns.
pub fn tune(
    log: &SessionLog,
    start: &Recipe,
    max_bytes: Option<usize>,
    objective: Objective,
    plan: &Plan,
    mut each: impl FnMut(&Reading<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Tuned> {
    let mut trainer = Trainer::new(log, max_bytes);
    let (mut of_start, mut of_best, mut best) = (None, Figures::default(), f64::NEG_INFINITY);
    let knobs = knobs(start, max_bytes.is_some());
    let found = tune::search(&knobs, start, plan, |recipe, one_in| {
        let began = Instant::now();
        let bytes = trainer.encoded(recipe)?;
        let model_bytes = bytes.len();
        let questions: Vec<&Question> = log.questions.iter().step_by(one_in).collect();
        let (figures, _) = ask::answers(bytes, &questions, |_| {})?;
        let score = objective.of(&figures);
        if one_in == 1 && score > best {
            (best, of_best) = (score, figures);
        }
        of_start.get_or_insert(figures);
        each(&Reading { recipe, one_in, figures, score, model_bytes, seconds: began.elapsed().as_secs_f64() })?;
        anyhow::Ok(score)
    })?;
    Ok(Tuned { found, start: of_start.unwrap_or_default(), best: of_best })
}

impl Objective {
    /// Returns what it makes of figures.
    pub fn of(self, figures: &Figures) -> f64 {
        let Figures { recall_at_20, mrr_at_20, ndcg_at_20, hit_rate_at_20, .. } = *figures;
        match self {
            Self::Recall => recall_at_20,
            Self::Mrr => mrr_at_20,
            Self::Ndcg => ndcg_at_20,
            Self::HitRate => hit_rate_at_20,
            Self::Balanced => (recall_at_20 * mrr_at_20 * ndcg_at_20 * hit_rate_at_20).powf(0.25),
        }
    }
}

impl Reading<'_> {
    /// Returns the reading as a trial log has it: the figures first, then every knob.
    pub fn fields(&self) -> Vec<(&'static str, Value)> {
        let mut fields = vec![
            ("one_in", self.one_in.into()),
            ("n_questions", self.figures.n_test.into()),
            ("score", self.score.into()),
            ("recall_at_20", self.figures.recall_at_20.into()),
            ("mrr_at_20", self.figures.mrr_at_20.into()),
            ("ndcg_at_20", self.figures.ndcg_at_20.into()),
            ("hit_rate_at_20", self.figures.hit_rate_at_20.into()),
            ("model_bytes", self.model_bytes.into()),
            ("seconds", self.seconds.into()),
        ];
        fields.extend(knobs(self.recipe, true).iter().map(|knob| (knob.name, written((knob.get)(self.recipe)).into())));
        fields
    }
}

impl Tuned {
    /// Returns the knobs that differ from those of `start`: name, what it was, what it is.
    pub fn changed(&self, start: &Recipe) -> Vec<(&'static str, f64, f64)> {
        let values = knobs(start, true)
            .into_iter()
            .map(|knob| (knob.name, written((knob.get)(start)), written((knob.get)(&self.found.best))));
        values.filter(|(_, was, is)| was != is).collect()
    }
}

/// Returns the f64 that a person would write for a knob's f32: 0.1 for what widens to 0.100000001.
fn written(value: f64) -> f64 {
    (value as f32).to_string().parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balanced_weighs_percent_by_percent() {
        let even = Figures { recall_at_20: 0.5, mrr_at_20: 0.2, ndcg_at_20: 0.4, hit_rate_at_20: 0.5, n_test: 1 };
        let (more_recall, more_mrr) = (Figures { recall_at_20: 0.55, ..even }, Figures { mrr_at_20: 0.22, ..even });
        let balanced = |figures: &Figures| Objective::Balanced.of(figures);
        assert!((balanced(&more_recall) - balanced(&more_mrr)).abs() < 1e-12);
        assert!(balanced(&more_mrr) > balanced(&even));
        assert_eq!(Objective::HitRate.of(&even), 0.5);
    }
}
