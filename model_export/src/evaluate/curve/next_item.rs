//! The curve of session logs: tables of fewer and fewer pairs, and factors where a recipe has them.

use super::{Curve, Exam, Shown, least_bytes, points};
use crate::evaluate::report::Figures;
use crate::evaluate::sessions::ask::answers;
use crate::evaluate::sessions::model::Learned;
use crate::evaluate::sessions::{Question, Recipe, SessionLog};
use crate::train::TrainError;

/// The share of the newest sessions on which a mix is chosen.
const VALIDATION_SHARE: f64 = 0.1;

/// The questions of the validation part that are asked for each mix: every so many, as many as this.
const MAX_QUESTIONS: usize = 10_000;

/// Measures the curve of a log with the questions of its test file; `after` is called after each budget.
///
/// # Errors
/// What training returns; a budget that is too small is a point without figures.
pub fn of_sessions(
    data: &str,
    log: &SessionLog,
    recipe: &Recipe,
    budgets: &[usize],
    after: impl Fn(),
) -> Result<Curve, TrainError> {
    let kept = log.validation(VALIDATION_SHARE);
    let every = kept.questions.len().div_ceil(MAX_QUESTIONS).max(1);
    let validation: Vec<Question> = kept.questions.iter().step_by(every).cloned().collect();
    let (draft, whole) = (Learned::of(&kept, recipe)?, Learned::of(log, recipe)?);
    let draft = Exam { material: draft.material(), ask: &|bytes| Ok(answers(bytes, &validation, |_| {})?.0) };
    let whole = Exam { material: whole.material(), ask: &|bytes| Ok(answers(bytes, &log.questions, |_| {})?.0) };
    let n_items = log.item_ids.len();
    Ok(Curve {
        data: data.to_owned(),
        protocol: "next-item",
        n_items,
        least_bytes: least_bytes(&whole.material)?,
        shown: [
            Shown { name: "recall@20", of: |figures: &Figures| figures.recall_at_20 },
            Shown { name: "mrr@20", of: |figures: &Figures| figures.mrr_at_20 },
        ],
        points: points(n_items, budgets, &draft, &whole, after)?,
    })
}
