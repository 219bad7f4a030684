//! What was found, for programs: every figure of every method with its interval. [`tables`](super::tables) tells people.

use jiff::Timestamp;
use serde::Serialize;

use super::bootstrap::Resamples;
use super::compare::{Comparison, Row, compare};
use super::exam::{Answer, FIGURES, METHODS, PAGE_FIGURES, PAGE_METHODS};
use super::questions::{Reading, STRATA};
use super::split::Split;
use crate::evaluate::metrics::Coverage;
use crate::evaluate::report::{Figures, Report};
use crate::train::listings::ShopOrder;

/// The evaluation of a lake. The figures at the top are the reranker's in the session reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LakeReport {
    /// The shop's name.
    pub lake: String,
    /// The figures that every protocol reports.
    #[serde(flatten)]
    pub report: Report,
    /// The first moment after the cut, RFC 3339.
    pub cut: String,
    /// Visits asked about.
    pub test_visits: usize,
    /// Visitors whose they are.
    pub test_visitors: usize,
    /// Visits left out because they straddle the cut.
    pub straddling_visits: usize,
    /// Interactions after the cut with items that nobody had touched before it.
    pub events_with_new_items: usize,
    /// Items known at the cut.
    pub n_items: usize,
    /// Private label among them.
    pub n_private_label: usize,
    /// What was found in each reading of what the browser knows.
    pub readings: Vec<ReadingReport>,
}

/// What was found in one reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadingReport {
    /// What the browser knows when a visit begins.
    pub reading: Reading,
    /// The next item, over all questions and then by the events seen.
    pub next_item: Vec<Comparison>,
    /// The next item, by the segment that the model takes the visitor for.
    pub next_item_by_segment: Vec<Comparison>,
    /// The pages, in each of the shop's orders.
    pub pages: Vec<PageReport>,
    /// What the recommendations show of the catalogue.
    pub shown: Vec<Shown>,
}

/// What was found on the pages of one order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageReport {
    /// The shop's order.
    pub shop_order: ShopOrder,
    /// Over all questions, and then by the events seen.
    pub by_events_seen: Vec<Comparison>,
    /// By the segment that the model takes the visitor for.
    pub by_segment: Vec<Comparison>,
}

/// How much of the catalogue a method shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// Its name.
    pub method: &'static str,
    /// The share of the catalogue that is in the first 20 of any question's list.
    pub coverage_at_20: f64,
}

impl LakeReport {
    /// Puts the report together.
    pub(super) fn new(lake: &str, report: Report, split: &Split, readings: Vec<ReadingReport>) -> Self {
        Self {
            lake: lake.to_owned(),
            report,
            cut: Timestamp::from_millisecond(split.cut_ms).map_or_else(|_| split.cut_ms.to_string(), |t| t.to_string()),
            test_visits: split.visits.len(),
            test_visitors: split.n_visitors,
            straddling_visits: split.straddling,
            events_with_new_items: split.with_new_items,
            n_items: split.train.items.len(),
            n_private_label: split.train.items.iter().filter(|item| item.private_label).count(),
            readings,
        }
    }

    /// Returns what was found in a reading; `None` when it has no question.
    pub fn reading(&self, reading: Reading) -> Option<&ReadingReport> {
        self.readings.iter().find(|found| found.reading == reading)
    }
}

impl ReadingReport {
    pub(super) fn of(
        reading: Reading,
        answers: &[Answer],
        segments: &[String],
        split: &Split,
        resamples: &Resamples,
    ) -> Self {
        // In a session the own history is what was seen, and what was seen is not asked about.
        let n_own = usize::from(reading == Reading::Session);
        let methods = &METHODS[..METHODS.len() - n_own];
        let page_methods = &PAGE_METHODS[..PAGE_METHODS.len() - n_own];
        let next_item = |name: &str, answers: &[&Answer]| {
            let rows: Vec<Row<'_, _>> =
                answers.iter().map(|a| Row { visitor: a.visitor, figures: &a.next_item }).collect();
            compare(name, &rows, methods, FIGURES, resamples)
        };
        let page = |order: ShopOrder, name: &str, answers: &[&Answer]| {
            let rows: Vec<Row<'_, _>> =
                answers.iter().map(|a| Row { visitor: a.visitor, figures: &a.pages[order as usize] }).collect();
            compare(name, &rows, page_methods, PAGE_FIGURES, resamples)
        };
        let by_events = groups(answers, &STRATA, |answer| Some(answer.stratum));
        let by_segment = groups(answers, segments, |answer| answer.segment);
        let all: Vec<&Answer> = answers.iter().collect();
        let of_page = |shop_order| PageReport {
            shop_order,
            by_events_seen: core::iter::once(page(shop_order, "all", &all))
                .chain(by_events.iter().map(|(name, answers)| page(shop_order, name, answers)))
                .collect(),
            by_segment: by_segment.iter().map(|(name, answers)| page(shop_order, name, answers)).collect(),
        };
        Self {
            reading,
            next_item: core::iter::once(next_item("all", &all))
                .chain(by_events.iter().map(|(name, answers)| next_item(name, answers)))
                .collect(),
            next_item_by_segment: by_segment.iter().map(|(name, answers)| next_item(name, answers)).collect(),
            pages: ShopOrder::ALL.into_iter().map(of_page).collect(),
            shown: shown(answers, methods, split.train.items.len()),
        }
    }

    /// Returns the reranker's figures over all questions.
    pub(super) fn figures(&self) -> Figures {
        let Some(reranker) = self.next_item.first().and_then(|all| all.methods.first()) else {
            return Figures::default();
        };
        let mean = |name| reranker.figure(name).map_or(0.0, |estimate| estimate.mean);
        Figures {
            recall_at_20: mean("recall_at_20"),
            mrr_at_20: mean("mrr_at_20"),
            ndcg_at_20: mean("ndcg_at_20"),
            hit_rate_at_20: mean("hit_rate_at_20"),
            n_test: self.next_item[0].n_test,
        }
    }
}

/// Returns the answers of each name that has any.
fn groups<'a, N: AsRef<str>>(
    answers: &'a [Answer],
    names: &'a [N],
    group: impl Fn(&Answer) -> Option<usize>,
) -> Vec<(&'a str, Vec<&'a Answer>)> {
    let of_name = |(number, name): (usize, &'a N)| {
        let members: Vec<&Answer> = answers.iter().filter(|answer| group(answer) == Some(number)).collect();
        (!members.is_empty()).then(|| (name.as_ref(), members))
    };
    names.iter().enumerate().filter_map(of_name).collect()
}

fn shown(answers: &[Answer], methods: &[&'static str], n_items: usize) -> Vec<Shown> {
    let of_method = |(number, &method): (usize, &&'static str)| {
        let mut coverage = Coverage::new(n_items);
        for answer in answers {
            coverage.add(&answer.lists[number], Figures::K);
        }
        Shown { method, coverage_at_20: coverage.share() }
    };
    methods.iter().enumerate().map(of_method).collect()
}
