//! What a person reads when a training run has ended.

use std::fmt;
use std::time::Duration;

use comfy_table::{CellAlignment, Table, presets};
use etalage::model::Tier;

use super::manifest::Manifest;

/// A manifest and the stages of its run, to be displayed.
#[derive(Debug)]
pub struct Summary<'a> {
    /// What was made.
    pub manifest: &'a Manifest,
    /// How long each stage took.
    pub stages: &'a [(&'static str, Duration)],
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let manifest = self.manifest;
        writeln!(f, "{}", self.model())?;
        if manifest.segments.is_empty() {
            writeln!(f, "no segments: fewer than {} customers", manifest.thresholds.segment_customers)?;
        } else {
            writeln!(f, "{}", self.segments())?;
        }
        writeln!(f, "{}", self.sections())?;
        write!(f, "{}", self.seconds())
    }
}

impl Summary<'_> {
    fn model(&self) -> Table {
        let Manifest { items, visitors, thresholds, fitted, figures, .. } = self.manifest;
        let mut table = table(["model", &self.manifest.name]);
        let mut row = |what: &str, value: String| {
            table.add_row([what.to_owned(), value]);
        };
        row("trained on", format!("{} to {}", self.manifest.trained_from, self.manifest.trained_until));
        row("interactions", visitors.interactions.to_string());
        row("customers", format!("{} and {} anonymous sessions", visitors.customers, visitors.anonymous_sessions));
        row("items", items.total.to_string());
        row("tier", tier(self.manifest));
        let counted = thresholds.counted.replace('_', " ");
        if self.manifest.privacy.is_none() {
            row("  learned", format!("{} from {} {counted} or more each", items.learned, thresholds.item_customers));
            row("  from their category", items.from_category.to_string());
        }
        row("  without a vector", items.without_vector.to_string());
        row(
            "score",
            format!(
                "{} · factors + {} · popularity + {} · features, segments pull {} and sharpen {}",
                fitted.factors, fitted.popularity, fitted.features, fitted.prior_strength, fitted.segment_concentration
            ),
        );
        if let Some(figures) = figures {
            row(
                "ndcg@20 on held-out visits",
                format!(
                    "{:.4} ({:.4} by popularity, {:.4} by factors; {} visits)",
                    figures.ndcg_at_20, figures.ndcg_at_20_popularity, figures.ndcg_at_20_factors, figures.visits
                ),
            );
        }
        row("sha256", self.manifest.sha256.clone());
        table
    }

    fn segments(&self) -> Table {
        let mut table = table(["segment", "customers"]);
        for segment in &self.manifest.segments {
            table.add_row([segment.name.clone(), segment.customers.to_string()]);
        }
        right_aligned(table)
    }

    fn sections(&self) -> Table {
        let mut table = table(["section", "bytes"]);
        for section in &self.manifest.sections {
            table.add_row([section.id.to_owned(), section.bytes.to_string()]);
        }
        table.add_row(["whole file".to_owned(), self.manifest.bytes.to_string()]);
        right_aligned(table)
    }

    fn seconds(&self) -> Table {
        let mut table = table(["stage", "seconds"]);
        for (stage, duration) in self.stages {
            table.add_row([(*stage).to_owned(), format!("{:.2}", duration.as_secs_f64())]);
        }
        let total: Duration = self.stages.iter().map(|(_, duration)| *duration).sum();
        table.add_row(["in all".to_owned(), format!("{:.2}", total.as_secs_f64())]);
        right_aligned(table)
    }
}

/// Says what protects the customers.
fn tier(manifest: &Manifest) -> String {
    let privacy = &manifest.hyper_parameters.privacy;
    match (&manifest.privacy, privacy.tier) {
        (Some(spent), _) => format!("public: epsilon {:.2} at delta {:e}", spent.epsilon, spent.delta),
        (None, Tier::Unchecked) => format!("UNCHECKED, protects nobody: {}", privacy.unchecked_reason),
        (None, tier) => tier.name().to_owned(),
    }
}

fn table(header: [&str; 2]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_header(header);
    table
}

fn right_aligned(mut table: Table) -> Table {
    if let Some(numbers) = table.column_mut(1) {
        numbers.set_cell_alignment(CellAlignment::Right);
    }
    table
}
