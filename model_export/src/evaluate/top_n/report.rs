//! What the protocol found, over one split or over several.

use core::fmt;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use crate::evaluate::report::{Figures, Report};

/// The figures and costs of one run, or the means over several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopNReport {
    /// What every protocol reports; training is timed from the matrix in memory to the factors.
    #[serde(flatten)]
    pub report: Report,
    /// Mean NDCG@10.
    pub ndcg_at_10: f64,
    /// Users, with and without something to be found.
    pub n_users: usize,
    /// Items.
    pub n_items: usize,
    /// Pairs of a user and an item that were learned from.
    pub n_train: usize,
    /// The most memory the process had held when training ended, in MiB, the data among it; `None` where the system
    /// does not tell.
    pub train_peak_rss_mb: Option<f64>,
    /// The same users and items before the factors became int8, when asked for.
    pub float: Option<FloatTwin>,
}

/// The figures of the float32 factors that the shipped int8 ones were made from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FloatTwin {
    /// Mean recall@20.
    pub recall_at_20: f64,
    /// Mean NDCG@20.
    pub ndcg_at_20: f64,
    /// Mean NDCG@10.
    pub ndcg_at_10: f64,
}

impl FloatTwin {
    pub(super) fn new((figures, ndcg_at_10): (Figures, f64)) -> Self {
        Self { recall_at_20: figures.recall_at_20, ndcg_at_20: figures.ndcg_at_20, ndcg_at_10 }
    }
}

impl TopNReport {
    /// Returns the means over several splits, each counting by its questions; training times are summed, sizes the
    /// largest. `None` for no split.
    pub fn mean(reports: &[Self]) -> Option<Self> {
        let last = reports.last()?;
        let n_test = reports.iter().map(|report| report.report.figures.n_test).sum::<usize>().max(1) as f64;
        let weighted = |figure: &dyn Fn(&Self) -> f64| -> f64 {
            reports.iter().map(|report| report.report.figures.n_test as f64 * figure(report)).sum::<f64>() / n_test
        };
        let float = reports.iter().map(|report| report.float).collect::<Option<Vec<_>>>().map(|_| {
            let twin = |figure: fn(&FloatTwin) -> f64| weighted(&|report| report.float.as_ref().map_or(0.0, figure));
            FloatTwin {
                recall_at_20: twin(|float| float.recall_at_20),
                ndcg_at_20: twin(|float| float.ndcg_at_20),
                ndcg_at_10: twin(|float| float.ndcg_at_10),
            }
        });
        let report = Report {
            figures: Figures::mean(reports.iter().map(|report| &report.report.figures)),
            model_bytes: reports.iter().map(|report| report.report.model_bytes).max()?,
            train_seconds: reports.iter().map(|report| report.report.train_seconds).sum(),
            peak_rss_mb: last.report.peak_rss_mb,
        };
        Some(Self { report, ndcg_at_10: weighted(&|report| report.ndcg_at_10), float, ..last.clone() })
    }
}

impl fmt::Display for TopNReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.report)?;
        writeln!(f, "{} users, {} items, {} touches learned from", self.n_users, self.n_items, self.n_train)?;
        let mut table = Table::new();
        table.load_style(presets::UTF8_BORDERS_ONLY).set_header(["", "recall@20", "ndcg@20", "ndcg@10"]);
        let Figures { recall_at_20, ndcg_at_20, .. } = self.report.figures;
        let mut row = |name: &str, figures: [String; 3]| {
            let [recall, ndcg_20, ndcg_10] = figures;
            table.add_row([name.to_owned(), recall, ndcg_20, ndcg_10]);
        };
        let int8 = [recall_at_20, ndcg_at_20, self.ndcg_at_10];
        row("as shipped (int8)", int8.map(|figure| format!("{figure:.4}")));
        if let Some(float) = self.float {
            let float = [float.recall_at_20, float.ndcg_at_20, float.ndcg_at_10];
            row("before (float32)", float.map(|figure| format!("{figure:.4}")));
            let change = core::array::from_fn(|n| format!("{:+.2} %", 100.0 * (int8[n] / float[n] - 1.0)));
            row("change", change);
        }
        for column in 1..4 {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        write!(f, "{table}")
    }
}
