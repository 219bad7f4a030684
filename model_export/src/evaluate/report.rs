//! What a protocol found, as a table for people and as JSON for programs.

use core::fmt;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::metrics::{hit_rate, mrr, ndcg, recall};

/// The means of the figures over all questions, at the first [`Figures::K`] ranks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Mean recall@20.
    pub recall_at_20: f64,
    /// Mean reciprocal rank@20.
    pub mrr_at_20: f64,
    /// Mean NDCG@20.
    pub ndcg_at_20: f64,
    /// Share of the lists with a hit among the first 20.
    pub hit_rate_at_20: f64,
    /// Questions asked.
    pub n_test: usize,
}

impl Figures {
    /// The ranks that count.
    pub const K: usize = 20;

    /// Returns the figures of one question.
    ///
    /// # Panics
    /// When `relevant` is empty.
    pub fn of_list(ranked: &[u32], relevant: &[u32]) -> Self {
        Self {
            recall_at_20: recall(ranked, relevant, Self::K),
            mrr_at_20: mrr(ranked, relevant, Self::K),
            ndcg_at_20: ndcg(ranked, relevant, Self::K),
            hit_rate_at_20: hit_rate(ranked, relevant, Self::K),
            n_test: 1,
        }
    }

    /// Returns the means over groups of questions, each group counting by its number of questions; zeros for none.
    ///
    /// The sum runs in the order of the groups, so the same groups in the same order give the same bits.
    pub fn mean<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for group in groups {
            let weight = group.n_test as f64;
            sum.recall_at_20 += weight * group.recall_at_20;
            sum.mrr_at_20 += weight * group.mrr_at_20;
            sum.ndcg_at_20 += weight * group.ndcg_at_20;
            sum.hit_rate_at_20 += weight * group.hit_rate_at_20;
            sum.n_test += group.n_test;
        }
        let n = sum.n_test.max(1) as f64;
        Self {
            recall_at_20: sum.recall_at_20 / n,
            mrr_at_20: sum.mrr_at_20 / n,
            ndcg_at_20: sum.ndcg_at_20 / n,
            hit_rate_at_20: sum.hit_rate_at_20 / n,
            n_test: sum.n_test,
        }
    }
}

/// What one run of a protocol found and cost. A protocol with more to say puts this first in a struct of its own and
/// flattens it into its JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How well it ranked.
    #[serde(flatten)]
    pub figures: Figures,
    /// Length of the encoded model that ranked.
    pub model_bytes: usize,
    /// Wall time of training, from data in memory to the tables of the model.
    pub train_seconds: f64,
    /// The most memory the process has held, in MiB; `None` where the system does not tell.
    pub peak_rss_mb: Option<f64>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Figures { recall_at_20, mrr_at_20, ndcg_at_20, hit_rate_at_20, n_test } = self.figures;
        let mut table = Table::new();
        table.load_style(presets::UTF8_BORDERS_ONLY);
        table.add_row(["questions", &n_test.to_string()]);
        table.add_row(["recall@20", &format!("{recall_at_20:.4}")]);
        table.add_row(["mrr@20", &format!("{mrr_at_20:.4}")]);
        table.add_row(["ndcg@20", &format!("{ndcg_at_20:.4}")]);
        table.add_row(["hit rate@20", &format!("{hit_rate_at_20:.4}")]);
        table.add_row(["model", &format!("{} bytes", self.model_bytes)]);
        table.add_row(["training", &format!("{:.2} s", self.train_seconds)]);
        if let Some(peak) = self.peak_rss_mb {
            table.add_row(["most memory", &format!("{peak:.0} MiB")]);
        }
        if let Some(column) = table.column_mut(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        write!(f, "{table}")
    }
}

/// Returns the most memory that this process has held so far, in MiB: `VmHWM` of Linux, `None` elsewhere.
pub fn peak_rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_weigh_groups_by_their_questions() {
        let (hit, miss) = (Figures::of_list(&[4, 2], &[2]), Figures::of_list(&[4, 3], &[2]));
        assert_eq!((hit.recall_at_20, hit.mrr_at_20, hit.hit_rate_at_20), (1.0, 0.5, 1.0));
        let three = Figures::mean([&hit, &miss, &miss]);
        let four = Figures::mean([&three, &hit]);
        assert_eq!(four.n_test, 4);
        assert!((four.recall_at_20 - 0.5).abs() < 1e-12 && (four.mrr_at_20 - 0.25).abs() < 1e-12);
        assert_eq!(Figures::mean([]), Figures::default());
    }

    #[test]
    fn the_json_has_the_keys_that_every_protocol_shares() {
        let figures = Figures::of_list(&[1], &[1]);
        let report = Report { figures, model_bytes: 7, train_seconds: 0.5, peak_rss_mb: None };
        let json = serde_json::to_value(&report).expect("numbers only");
        for key in ["recall_at_20", "mrr_at_20", "ndcg_at_20", "hit_rate_at_20", "model_bytes", "train_seconds"] {
            assert!(json[key].is_number(), "{key} in {json}");
        }
        assert!(json["n_test"].is_u64() && json["peak_rss_mb"].is_null());
        assert!(report.to_string().contains("ndcg@20"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_most_memory_is_at_least_what_is_held() {
        let held = vec![1_u8; 64 << 20];
        assert!(
            peak_rss_mb().expect("Linux tells") > 64.0,
            "{}",
            held.iter().map(|&byte| u64::from(byte)).sum::<u64>()
        );
    }
}
