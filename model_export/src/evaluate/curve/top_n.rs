//! The curve of long histories: factors alone, fewer and of fewer bits.

use etalage::model::{ModelParts, QuantizedFactors};

use super::{Curve, Exam, Shown, least_bytes, points};
use crate::evaluate::report::Figures;
use crate::evaluate::top_n::{Split, model, rank};
use crate::train::TrainError;
use crate::train::als::{self, Als};
use crate::train::budget::{Material, PrincipalAxes};
use crate::train::next_item::Rows;

/// What a split taught, before it is cut to a budget.
struct Learned {
    parts: ModelParts,
    trained: Als,
    rows: Rows,
    asks: Vec<f32>,
}

impl Learned {
    fn of(split: &Split, als: &als::ValidParams) -> Result<Self, TrainError> {
        let n_items = split.item_ids.len();
        let confidences = split.confidences()?;
        let trained = als.fit(&confidences, |_| {})?;
        let mut parts = model::parts(split, &confidences, QuantizedFactors::none(), als);
        // An item that a cut left without a touch has a vector of zeros, learned or not; told so, it would cost every
        // item eight bytes of attributes, which the file of the whole training part does not have.
        parts.items.iter_mut().for_each(|item| item.flags.learned = true);
        Ok(Self { parts, trained, rows: vec![Vec::new(); n_items], asks: vec![0.0; n_items] })
    }

    fn material(&self) -> Material<'_> {
        let Als { user_factors, item_factors } = &self.trained;
        let axes = PrincipalAxes::of(&[item_factors.view(), user_factors.view()]);
        Material::new(&self.parts, (item_factors.view(), axes), &self.rows, &self.asks)
    }
}

/// Measures the curve of `whole`; the mixes are chosen on `draft`, which is cut from the training part of `whole`.
/// `after` is called after each budget.
///
/// # Errors
/// What training returns; a budget that is too small is a point without figures.
pub fn of_top_n(
    data: &str,
    (draft, whole): (&Split, &Split),
    als: &als::Params,
    budgets: &[usize],
    after: impl Fn(),
) -> Result<Curve, TrainError> {
    let als = als.clone().check()?;
    let (of_draft, of_whole) = (Learned::of(draft, &als)?, Learned::of(whole, &als)?);
    let chosen_on = Exam { material: of_draft.material(), ask: &|bytes| Ok(rank::with_core(bytes, draft)?.0) };
    let asked_of = Exam { material: of_whole.material(), ask: &|bytes| Ok(rank::with_core(bytes, whole)?.0) };
    let n_items = whole.item_ids.len();
    Ok(Curve {
        data: data.to_owned(),
        protocol: "top-n",
        n_items,
        least_bytes: least_bytes(&asked_of.material)?,
        shown: [
            Shown { name: "recall@20", of: |figures: &Figures| figures.recall_at_20 },
            Shown { name: "ndcg@20", of: |figures: &Figures| figures.ndcg_at_20 },
        ],
        points: points(n_items, budgets, &chosen_on, &asked_of, after)?,
    })
}
