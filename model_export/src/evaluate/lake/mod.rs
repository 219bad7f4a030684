//! How well the reranker would have served a retailer's own visitors: trained on the lake before a cut in time, asked about
//! the visits after it.
//!
//! ```text
//! split      the lake at the cut, the visits after it      questions   moments of a visit, and what came next
//! baselines  orders that need no model                     pages       the category pages that would have been shown
//! exam       reranker and baselines answer                 bootstrap   confidence intervals over visitors
//! compare    methods side by side                          report      as JSON, tables, and a page with charts
//! ```
//!
//! The reranker is trained by [`ValidParams::fit`], its inner fitting of the mix included, encoded, decoded, and asked
//! through the core. The room refuses to choose anything by what it finds here.

mod baselines;
mod bootstrap;
mod chart;
mod compare;
mod errors;
mod exam;
mod page;
mod questions;
mod report;
mod split;
mod tables;

use std::time::Instant;

use etalage::rank::Ranker;
use etalage::{Model, format};
use rayon::prelude::*;

pub use baselines::{Neighbours, Popularity};
pub use bootstrap::{Estimate, Resamples};
pub use compare::{Comparison, Method};
pub use errors::LakeProblem;
pub use exam::{Answer, Exam};
pub use page::Page;
pub use questions::{Question, Reading, STRATA, questions};
pub use report::{LakeReport, PageReport, ReadingReport, Shown};
pub use split::{Split, TestVisit};

use super::report::{Report, peak_rss_mb};
use crate::lake::Dataset;
use crate::train::{Stages, ValidParams};

/// How a lake is split and asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct LakeOptions {
    /// The share of all visits that begin after the cut, above 0 and below 1.
    pub test_share: f64,
    /// The most visits that are asked about, taken at equal distances.
    pub max_visits: usize,
    /// How many days a device remembers a returning visitor.
    pub profile_days: u32,
    /// How many times visitors are drawn anew for the intervals.
    pub resamples: usize,
    /// Where the order within an instant and the resamples come from.
    pub seed: u64,
}

impl Default for LakeOptions {
    /// A sixth of the visits, of which 5,000 are asked about; the longest memory that a consent gives, 30 days.
    fn default() -> Self {
        Self { test_share: 0.15, max_visits: 5_000, profile_days: 30, resamples: 1_000, seed: 1 }
    }
}

impl LakeOptions {
    fn check(&self) -> Result<(), LakeProblem> {
        let is_share = self.test_share > 0.0 && self.test_share < 1.0;
        if is_share { Ok(()) } else { Err(LakeProblem::TestShare { found: self.test_share }) }
    }
}

/// Evaluates what training by `params` makes of the lake of `shop`. The result does not depend on the number of threads.
///
/// # Errors
/// [`LakeProblem`]: an option out of range, nothing on one side of the cut, or what training says.
pub fn evaluate(
    shop: &str,
    dataset: &Dataset,
    params: &ValidParams,
    options: &LakeOptions,
    stages: &mut Stages,
) -> Result<LakeReport, LakeProblem> {
    options.check()?;
    let split = stages.run("splitting the lake", None, |_| Split::of(dataset, options))?;
    let started = Instant::now();
    let fitted = params.fit(shop, &split.train, stages)?;
    let train_seconds = started.elapsed().as_secs_f64();
    let model = Model::decode(format::encode(&fitted.parts)?)?;
    let model_bytes = model.bytes().len();
    let segments: Vec<String> = model.meta().segments.iter().map(|segment| segment.name.clone()).collect();
    let exam = stages.run("preparing the baselines", None, |_| Exam::new(Ranker::new(model), &split.train));
    let resamples = Resamples::draw(split.n_visitors, options.resamples, options.seed);
    let mut readings = Vec::new();
    for (reading, label) in [(Reading::Session, "asking: session"), (Reading::Returning, "asking: returning")] {
        let answers = stages.run(label, Some(split.visits.len() as u64), |bar| {
            let of_visit = |visit: &TestVisit| {
                let asked = questions(visit, reading);
                let answers: Vec<Answer> = asked.iter().map(|question| exam.answer(question)).collect();
                bar.inc(1);
                answers
            };
            split.visits.par_iter().map(of_visit).collect::<Vec<_>>().concat()
        });
        if !answers.is_empty() {
            let report = stages.run("drawing visitors anew", None, |_| {
                ReadingReport::of(reading, &answers, &segments, &split, &resamples)
            });
            readings.push(report);
        }
    }
    let figures = readings.first().map(ReadingReport::figures).unwrap_or_default();
    let report = Report { figures, model_bytes, train_seconds, peak_rss_mb: peak_rss_mb() };
    Ok(LakeReport::new(shop, report, &split, readings))
}
