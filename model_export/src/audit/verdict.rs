//! What a lake is fit for: four purposes, each judged by thresholds that docs/audit.md lists with their sources.
//!
//! A reason names a text of the catalogue ([`super::text`]) and the numbers in it, so that both languages say the same.
//! Refused here: a verdict without its reasons, good ones included.

use serde::Serialize;

use super::profile::Group;
use super::report::{Coverage, SourceAudit, Training};
use crate::lake::Source;

/// Items with enough customers, sessions with two events and customers with five interactions: [with work, fit].
const LEARNABLE_ITEMS: [u64; 2] = [100, 500];
const LEARNABLE_SHARE: [f64; 2] = [0.02, 0.30];
const SESSIONS: [u64; 2] = [1_000, 10_000];
const SESSION_SHARE: [f64; 2] = [0.10, 0.30];
const BUSY_CUSTOMERS: [u64; 2] = [400, 2_000];
/// Days of sales: a year shows each season once, two tell a season from a trend.
const SALES_DAYS: [u64; 2] = [360, 720];
const WEEK_SHARE: [f64; 2] = [0.80, 0.95];
const STOCK_DAYS: [u64; 2] = [90, 360];
const ACTIONS: [u64; 2] = [10, 30];
const DISCOUNT_SHARE: [f64; 2] = [0.10, 0.30];
const PRICE_SHARE: [f64; 2] = [0.50, 0.95];
const KNOWN_LINES: [f64; 2] = [0.20, 0.50];
/// How many interactions make a customer known: below, a vector says more of the one product than of the person.
pub(super) const INTERACTIONS_OF_A_KNOWN_CUSTOMER: usize = 5;
/// The share of a source's rows with one fault from which it is worth a person's time before anything else.
const FAULT_SHARE: f64 = 0.005;

/// What a lake may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Ordering a page for a visitor.
    Recommendation,
    /// Grouping customers.
    Segments,
    /// Predicting sales.
    Forecast,
    /// Choosing promotions and newsletters.
    Offers,
}

/// How fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fitness {
    /// Not without other data.
    NotFit,
    /// With the work that the reasons name.
    FitWithWork,
    /// As it is.
    Fit,
}

/// One purpose's verdict: no better than its worst reason.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// For what.
    pub purpose: Purpose,
    /// How fit.
    pub fitness: Fitness,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Reason {
    /// Its stable name.
    pub name: &'static str,
    /// How fit the lake is in this.
    pub fitness: Fitness,
    /// What was found: a count, or a share from 0 to 1; `None` when the source is missing.
    pub found: Option<f64>,
    /// From what on the lake is fit with work, and fit.
    pub thresholds: [f64; 2],
    /// Whether `found` is a share.
    pub is_share: bool,
}

/// Something to do.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Its stable name.
    pub name: &'static str,
    /// Of which source.
    pub source: Option<Source>,
    /// What of it: the kind of fault, the columns, the reason.
    pub what: Vec<String>,
    /// How many rows or cells.
    pub rows: u64,
}

impl Purpose {
    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recommendation => "recommendation",
            Self::Segments => "segments",
            Self::Forecast => "forecast",
            Self::Offers => "offers",
        }
    }
}

impl Fitness {
    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFit => "not_fit",
            Self::FitWithWork => "fit_with_work",
            Self::Fit => "fit",
        }
    }
}

/// Returns the four verdicts.
pub(super) fn verdicts(sources: &[SourceAudit], coverage: &Coverage, training: &Training) -> Vec<Verdict> {
    let items_share = share(Some(training.items_with_enough_visitors), Some(items_seen(coverage, training)));
    let two_events = share(coverage.sessions_with_two_events, coverage.sessions);
    let known = share(coverage.lines_with_known_customer, coverage.order_lines);
    let weeks = share(coverage.weeks_with_sales, coverage.weeks);
    let priced = share(coverage.items_with_price, coverage.catalogue_items);
    let discounted = share(coverage.actions_with_discount, coverage.actions);
    // Without a catalogue, the items that training derives may have categories all the same.
    let derived = share(Some(training.items_with_category), Some(training.items)).filter(|share| *share > 0.0);
    let categorised = share(coverage.items_with_category, coverage.catalogue_items).or(derived);
    let needs = |wanted: Source| sources.iter().any(|source| source.source == wanted);
    let mut recommendation = vec![
        counted("learnable_items", Some(training.items_with_enough_visitors), LEARNABLE_ITEMS),
        shared("learnable_items_share", items_share, LEARNABLE_SHARE),
    ];
    if needs(Source::Behaviour) {
        recommendation.push(counted("sessions_with_two_events", coverage.sessions_with_two_events, SESSIONS));
        recommendation.push(shared("sessions_share", two_events, SESSION_SHARE));
    } else {
        recommendation.push(absent("no_behaviour", Fitness::FitWithWork));
    }
    let mut segments = vec![counted("busy_customers", Some(training.customers_with_five_interactions), BUSY_CUSTOMERS)];
    if needs(Source::Orders) {
        segments.push(shared("known_customer_lines", known, KNOWN_LINES));
    }
    segments.push(shared("items_with_category", categorised, PRICE_SHARE).at_least(Fitness::FitWithWork));
    let consent = consent(needs(Source::Customers), coverage);
    segments.push(consent.clone());
    if consent.found.is_some() {
        recommendation.push(consent.at_least(Fitness::FitWithWork));
    }
    let forecast = if needs(Source::Orders) {
        vec![
            counted("sales_days", coverage.sales_days, SALES_DAYS),
            shared("weeks_with_sales", weeks, WEEK_SHARE),
            if needs(Source::Stock) {
                counted("stock_days", coverage.stock_days, STOCK_DAYS).at_least(Fitness::FitWithWork)
            } else {
                absent("no_stock", Fitness::FitWithWork)
            },
        ]
    } else {
        vec![absent("no_orders", Fitness::NotFit)]
    };
    let offers = if needs(Source::Marketing) {
        vec![
            counted("actions", coverage.actions, ACTIONS),
            shared("actions_with_discount", discounted, DISCOUNT_SHARE),
            if needs(Source::Orders) {
                counted("price_history", coverage.sales_days, SALES_DAYS).at_least(Fitness::FitWithWork)
            } else {
                absent("no_orders", Fitness::NotFit)
            },
            shared("items_with_price", priced, PRICE_SHARE).at_least(Fitness::FitWithWork),
        ]
    } else {
        vec![absent("no_marketing", Fitness::NotFit)]
    };
    vec![
        Verdict::new(Purpose::Recommendation, recommendation),
        Verdict::new(Purpose::Segments, segments),
        Verdict::new(Purpose::Forecast, forecast),
        Verdict::new(Purpose::Offers, offers),
    ]
}

/// Judges whether consent can be seen: by the customers, else by the rows.
fn consent(has_customers: bool, coverage: &Coverage) -> Reason {
    let of_customers = share(coverage.customers_who_allow, coverage.customers);
    let of_rows = share(coverage.rows_that_allow, coverage.rows_with_purposes);
    match (has_customers, of_customers, of_rows) {
        (true, Some(_), _) => shared("customers_who_allow", of_customers, KNOWN_LINES),
        (_, _, Some(_)) => shared("row_consent", of_rows, KNOWN_LINES),
        (true, None, None) => absent("no_consent_column", Fitness::FitWithWork),
        (false, _, None) => absent("no_customers", Fitness::FitWithWork),
    }
}

/// Returns the items that somebody can have met: those sold where the catalogue has many more, else all.
fn items_seen(coverage: &Coverage, training: &Training) -> u64 {
    match (coverage.items_sold, coverage.sessions) {
        (Some(sold), None) => sold.min(training.items),
        _ => training.items,
    }
}

impl Verdict {
    fn new(purpose: Purpose, reasons: Vec<Reason>) -> Self {
        let fitness = reasons.iter().map(|reason| reason.fitness).min().unwrap_or(Fitness::NotFit);
        Self { purpose, fitness, reasons }
    }
}

impl Reason {
    /// Returns the reason for something that may be lacking, which makes work and no more.
    fn at_least(self, least: Fitness) -> Self {
        Self { fitness: self.fitness.max(least), ..self }
    }
}

fn share(part: Option<u64>, whole: Option<u64>) -> Option<f64> {
    let (part, whole) = part.zip(whole)?;
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn judged(found: Option<f64>, thresholds: [f64; 2]) -> Fitness {
    match found {
        Some(found) if found >= thresholds[1] => Fitness::Fit,
        Some(found) if found >= thresholds[0] => Fitness::FitWithWork,
        _ => Fitness::NotFit,
    }
}

fn counted(name: &'static str, found: Option<u64>, thresholds: [u64; 2]) -> Reason {
    let (found, thresholds) = (found.map(|found| found as f64), thresholds.map(|limit| limit as f64));
    Reason { name, fitness: judged(found, thresholds), found, thresholds, is_share: false }
}

fn shared(name: &'static str, found: Option<f64>, thresholds: [f64; 2]) -> Reason {
    Reason { name, fitness: judged(found, thresholds), found, thresholds, is_share: true }
}

fn absent(name: &'static str, fitness: Fitness) -> Reason {
    Reason { name, fitness, found: None, thresholds: [0.0; 2], is_share: false }
}

/// Returns what to do first: people before figures, then what keeps purposes from being fit, then frequent faults.
pub(super) fn first_steps(sources: &[SourceAudit], verdicts: &[Verdict]) -> Vec<Step> {
    let mut steps = Vec::new();
    for source in sources.iter().filter(|source| !source.personal_data.is_empty()) {
        let mut columns: Vec<String> = source.personal_data.iter().map(|found| found.column.clone()).collect();
        columns.dedup();
        let rows = source.personal_data.iter().map(|found| found.cells).max().unwrap_or(0);
        steps.push(Step { name: "remove_personal_data", source: Some(source.source), what: columns, rows });
    }
    for (fitness, name) in [(Fitness::NotFit, "unblock"), (Fitness::FitWithWork, "improve")] {
        for verdict in verdicts.iter().filter(|verdict| verdict.fitness == fitness) {
            let causes = verdict.reasons.iter().filter(|reason| reason.fitness == fitness);
            let what =
                core::iter::once(verdict.purpose.name()).chain(causes.map(|reason| reason.name)).map(str::to_owned);
            steps.push(Step { name, source: None, what: what.collect(), rows: 0 });
        }
    }
    let mut faults: Vec<(f64, Step)> = Vec::new();
    for source in sources {
        for finding in source.findings.iter().filter(|finding| finding.group != Group::Note) {
            let share = finding.rows as f64 / source.rows.max(1) as f64;
            if share >= FAULT_SHARE {
                let what = vec![finding.kind.to_owned()];
                faults.push((share, Step { name: "mend", source: Some(source.source), what, rows: finding.rows }));
            }
        }
    }
    faults.sort_by(|one, other| other.0.total_cmp(&one.0));
    steps.extend(faults.into_iter().take(5).map(|(_, step)| step));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_no_better_than_its_worst_reason() {
        let reasons =
            vec![counted("actions", Some(50), ACTIONS), shared("actions_with_discount", Some(0.2), DISCOUNT_SHARE)];
        assert_eq!(Verdict::new(Purpose::Offers, reasons).fitness, Fitness::FitWithWork);
        assert_eq!(counted("sales_days", Some(359), SALES_DAYS).fitness, Fitness::NotFit);
        assert_eq!(
            counted("sales_days", None, SALES_DAYS).at_least(Fitness::FitWithWork).fitness,
            Fitness::FitWithWork
        );
    }

    #[test]
    fn a_lake_with_nothing_is_fit_for_nothing() {
        let verdicts = verdicts(&[], &Coverage::default(), &Training::default());
        assert!(verdicts.iter().all(|verdict| verdict.fitness == Fitness::NotFit), "{verdicts:?}");
    }
}
