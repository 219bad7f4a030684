//! Bytes against accuracy: the best model of 16, 32, 64, ... bytes an item, on two published protocols.
//!
//! A budget is for the whole file, ids and everything included, divided by the number of items. Which mix of factors,
//! bits and pairs is best under it is chosen on questions cut from the training part, with a draft that learned from
//! the rest; then the same mix is made of what the whole training part taught, and the test part reports, once.
//!
//! The room refuses to draw what is not there: a budget in which not even ids and popularity fit has no figures.

mod chart;
mod draw;
mod next_item;
mod page;
mod top_n;

use etalage::format;
use serde::Serialize;

pub use chart::Chart;
pub use next_item::of_sessions;
pub use page::Page;
pub use top_n::of_top_n;

use super::report::Figures;
use crate::train::TrainError;
use crate::train::budget::{ByteMix, Material};

/// The budgets of the published curve, in bytes an item.
pub const BUDGETS: [usize; 5] = [16, 32, 64, 128, 256];

/// The curve of one protocol on one data set.
#[derive(Debug, Clone, Serialize)]
pub struct Curve {
    /// The data set.
    pub data: String,
    /// What it was asked: `next-item` or `top-n`.
    pub protocol: &'static str,
    /// Items in the file.
    pub n_items: usize,
    /// The bytes of the model that knows ids and popularity alone.
    pub least_bytes: usize,
    /// The first figure and the second one, as the JSON and the page name them.
    #[serde(skip)]
    pub shown: [Shown; 2],
    /// One for each budget, the smallest first.
    pub points: Vec<Point>,
}

/// A figure and its name.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// The name for people.
    pub name: &'static str,
    /// The figure.
    pub of: fn(&Figures) -> f64,
}

/// What fits in one budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// The budget of the whole file over the number of items.
    pub bytes_per_item: usize,
    /// The model that was chosen; `None` when not even ids and popularity fit.
    pub chosen: Option<Chosen>,
}

/// The best model of a budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chosen {
    /// Its factors.
    #[serde(flatten)]
    pub mix: ByteMix,
    /// The pairs of its next-item table.
    pub n_pairs: usize,
    /// The length of the file.
    pub model_bytes: usize,
    /// Recall@20 of the draft on the validation part, by which the mix was chosen.
    pub validation_recall_at_20: f64,
    /// How many mixes were tried there.
    pub n_tried: usize,
    /// What the test part says.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A training part, what was learned from it, and the questions that are asked of a model's bytes.
struct Exam<'a> {
    material: Material<'a>,
    ask: &'a dyn Fn(Vec<u8>) -> Result<Figures, TrainError>,
}

/// Goes through the budgets: the mix is chosen in `draft`, the model made and asked in `whole`; `after` is called after
/// each budget.
fn points(
    n_items: usize,
    budgets: &[usize],
    draft: &Exam<'_>,
    whole: &Exam<'_>,
    after: impl Fn(),
) -> Result<Vec<Point>, TrainError> {
    let point = |&bytes_per_item: &usize| {
        let chosen = choose(bytes_per_item * n_items, draft, whole);
        after();
        match chosen {
            Err(TrainError::Budget { .. }) => Ok(Point { bytes_per_item, chosen: None }),
            chosen => Ok(Point { bytes_per_item, chosen: Some(chosen?) }),
        }
    };
    budgets.iter().map(point).collect()
}

fn choose(max_bytes: usize, draft: &Exam<'_>, whole: &Exam<'_>) -> Result<Chosen, TrainError> {
    let ranked = draft.material.rank(max_bytes, |parts| Ok((draft.ask)(format::encode(parts)?)?.recall_at_20))?;
    let (tried, parts) = whole.material.arrange_first(&ranked, max_bytes)?;
    let bytes = format::encode(&parts)?;
    Ok(Chosen {
        mix: tried.mix,
        n_pairs: parts.next_items.n_pairs(),
        model_bytes: bytes.len(),
        validation_recall_at_20: tried.score,
        n_tried: ranked.len(),
        figures: (whole.ask)(bytes)?,
    })
}

/// Returns the length of the model without factors and pairs.
fn least_bytes(material: &Material<'_>) -> Result<usize, TrainError> {
    Ok(match material.arrange(ByteMix::NOTHING, 0) {
        Err(TrainError::Budget { needed, .. }) => needed,
        parts => format::encode(&parts?)?.len(),
    })
}
