//! What the attack found: figures for each statistic, each kind of what is published, and all together.

use serde::Serialize;

use super::baskets::{BasketGap, List};
use super::canaries::CanaryFigures;
use super::erasures::ErasureFigures;
use super::outsiders::Outsiders;
use super::roc::Figures;
use super::statistics::Group;

/// The whole attack on one lake and one trainer.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The shop's name.
    pub lake: String,
    /// Models trained.
    pub models: usize,
    /// Those that were targets; each of the others but its partner was its shadow.
    pub targets: usize,
    /// Customers judged.
    pub candidates: usize,
    /// All statistics jointly.
    pub joint: Attack,
    /// The statistics of each kind jointly.
    pub groups: Vec<Attack>,
    /// Each statistic alone.
    pub statistics: Vec<Attack>,
    /// Statistics that are the same in every model or no number, and were left out.
    pub dropped: Vec<&'static str>,
    /// All statistics jointly, with membership drawn anew: must be at chance.
    pub control: Attack,
    /// How well published lists tell baskets.
    pub baskets: Vec<BasketGap>,
    /// Outsiders who are excluded for certain.
    pub outsiders: Outsiders,
    /// Invented customers who buy what has nothing in common; empty where it was not tried.
    pub canaries: Vec<CanaryFigures>,
    /// Two releases that differ by one customer; `None` where it was not tried.
    pub erasures: Option<ErasureFigures>,
    /// ROC curves and scores, for pages.
    #[serde(skip)]
    pub curves: Curves,
}

/// How well one attack does.
#[derive(Debug, Clone, Serialize)]
pub struct Attack {
    /// What it reads.
    pub name: &'static str,
    /// The kind, where it reads one kind alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
    /// Against all candidates.
    pub all: Figures,
    /// Against the 5 % whom the shadows of each target show to be the most exposed.
    pub exposed: Figures,
}

/// What a page draws of the joint attack.
#[derive(Debug, Clone, Default)]
pub struct Curves {
    /// False and true positives, all candidates.
    pub all: Vec<(f64, f64)>,
    /// The same of the most exposed.
    pub exposed: Vec<(f64, f64)>,
    /// Scores and membership, all candidates.
    pub scores: Vec<(f64, bool)>,
    /// The same of the most exposed.
    pub exposed_scores: Vec<(f64, bool)>,
}

/// The upper bounds that a gate compares with what is allowed: ends of 95 % intervals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bounds {
    /// Area under the curve, all statistics jointly.
    pub auc: f64,
    /// True positives at 0.1 % false ones.
    pub tpr_at_01_percent: f64,
    /// True positives at 1 % false ones among the most exposed.
    pub exposed_tpr_at_1_percent: f64,
    /// The worst basket gap; its mean.
    pub basket_gap: f64,
    /// Outsiders excluded for certain.
    pub excluded_for_certain: usize,
    /// How far the mean percentile of a canary's move or row is from 50, the worst kind; 0 where none was tried.
    pub canary_off_chance: f64,
    /// How far the control is from chance; above .02 the attack itself is broken.
    pub control_off_chance: f64,
}

/// A report as it is written: with its bounds.
#[derive(Debug, Serialize)]
struct Document<'a> {
    bounds: Bounds,
    #[serde(flatten)]
    report: &'a Report,
}

/// The fewest lists of a bucket that counts: of fewer, a gap is chance.
const MIN_LISTS: usize = 50;

impl Report {
    /// Returns the report and its bounds as JSON.
    ///
    /// # Errors
    /// None in practice: numbers and texts can be written as JSON.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let mut json = serde_json::to_string_pretty(&Document { bounds: self.bounds(), report: self })?;
        json.push('\n');
        Ok(json)
    }

    /// Returns the gap of the list and bucket that tells the most of baskets, of fifty lists or more; popularity, which
    /// leaks nothing, apart.
    pub fn worst_basket(&self) -> Option<&BasketGap> {
        let lists = self.baskets.iter().filter(|gap| gap.list != List::Popular && gap.lists >= MIN_LISTS);
        lists.max_by(|a, b| a.gap.mean.total_cmp(&b.gap.mean))
    }

    fn canary_off_chance(&self) -> f64 {
        let off = |figures: &CanaryFigures| {
            let [moved, row] = [figures.move_percentile, figures.row_percentile].map(|p| (p.mean - 50.0).abs());
            moved.max(row)
        };
        self.canaries.iter().filter(|of| of.buyers.both_items).map(off).fold(0.0, f64::max)
    }

    /// Returns the bounds that a gate compares.
    pub fn bounds(&self) -> Bounds {
        Bounds {
            auc: self.joint.all.auc.high,
            tpr_at_01_percent: self.joint.all.tpr_at_01_percent.high,
            exposed_tpr_at_1_percent: self.joint.exposed.tpr_at_1_percent.high,
            basket_gap: self.worst_basket().map_or(0.0, |worst| worst.gap.mean),
            excluded_for_certain: self.outsiders.excluded,
            canary_off_chance: self.canary_off_chance(),
            control_off_chance: (self.control.all.auc.mean - 0.5).abs(),
        }
    }
}
