//! What a model is made from: the rules in force, the rows of each source, and a fingerprint of it all.
//!
//! The fingerprint is the SHA-256 of everything that the written files follow from: the dataset in its canonical order,
//! the counts of the rows that are not in it, the rules, the hyper-parameters, the format and the program's version.
//! Refused here: what changes nothing (how rows lie in files, the files' format, their names and times, the number of
//! threads), and customers' identifiers, of which nothing in the files follows.

use std::collections::BTreeMap;

use etalage::format::FORMAT_VERSION;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Params;
use super::manifest::hexadecimal;
use crate::lake::config::{Exception, Rules};
use crate::lake::{Dataset, Fate, Lake, PURPOSE, ReadReport, SourceReport, SuppressionReport, Target, VisitorKind};

/// What a model is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    /// SHA-256 in lower-case hexadecimal.
    pub fingerprint: String,
    /// The rules about what may be learned from, and what they left out.
    pub rules: RulesInForce,
    /// The rows of each source.
    pub rows: Vec<SourceRows>,
}

/// The lake's rules about what may be learned from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulesInForce {
    /// The purpose that customers and rows have to allow, where they say any.
    pub purpose: &'static str,
    /// Nothing before this day is learned from.
    pub first_day: Option<String>,
    /// Nothing after it.
    pub last_day: Option<String>,
    /// Nor what is older than so many days.
    pub retention_days: Option<u32>,
    /// A session with more events is left out.
    pub max_events_per_session: usize,
    /// Of a customer, so many events at most.
    pub max_events_per_customer: usize,
    /// Categories of which nothing is learned.
    pub sensitive: SensitiveInForce,
    /// The list of objections and erasures, as counts; none where the lake has no such list.
    pub suppression: Option<SuppressionReport>,
}

/// What the lake says about sensitive categories beside the shipped list, and how many items are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SensitiveInForce {
    /// What the shop denies too.
    pub denied_by_shop: Vec<String>,
    /// What it excepts, and why.
    pub exceptions: Vec<Exception>,
    /// Items left out, by the group that denies them.
    pub items: BTreeMap<&'static str, u64>,
}

/// What became of the rows of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceRows {
    /// The source.
    pub source: &'static str,
    /// Rows found.
    pub read: u64,
    /// Rows that training or the storefront use.
    pub kept: u64,
    /// Rows dropped or set aside, by reason.
    pub not_kept: Vec<(String, u64)>,
}

impl Inputs {
    /// Describes what was read from `lake` and is to be trained on with `params`. O(`dataset`).
    ///
    /// # Errors
    /// None in practice: numbers and texts can be written as JSON.
    pub fn of(lake: &Lake, dataset: &Dataset, params: &Params) -> Result<Self, serde_json::Error> {
        let rules = RulesInForce::of(lake.rules(), &dataset.report);
        let rows: Vec<SourceRows> = dataset.report.sources.iter().map(SourceRows::of).collect();
        let mut print = Print(Sha256::new());
        print.text(env!("CARGO_PKG_VERSION"));
        print.number(u64::from(FORMAT_VERSION));
        print.text(lake.name());
        print.text(lake.currency());
        print.text(&serde_json::to_string(&(params, &rules, &rows))?);
        print.dataset(dataset);
        Ok(Self { fingerprint: hexadecimal(&print.0.finalize()), rules, rows })
    }
}

impl RulesInForce {
    fn of(rules: &Rules, report: &ReadReport) -> Self {
        Self {
            purpose: PURPOSE,
            first_day: rules.first_day.map(|day| day.to_string()),
            last_day: rules.last_day.map(|day| day.to_string()),
            retention_days: rules.retention_days,
            max_events_per_session: rules.max_events_per_session,
            max_events_per_customer: rules.max_events_per_customer,
            sensitive: SensitiveInForce {
                denied_by_shop: rules.sensitive.deny.clone(),
                exceptions: rules.sensitive.allow.clone(),
                items: report.sensitive_items.clone(),
            },
            suppression: report.suppression,
        }
    }
}

impl SourceRows {
    fn of(source: &SourceReport) -> Self {
        let left_out = source.remarks.iter().filter(|remark| remark.fate != Fate::Repaired);
        Self {
            source: source.source.name(),
            read: source.rows_read,
            kept: source.rows_kept,
            not_kept: left_out.map(|remark| (remark.reason.name().to_owned(), remark.rows)).collect(),
        }
    }
}

/// Returns the digest of what is learned from: not of how many rows were left out of it.
pub(super) fn digest(dataset: &Dataset) -> [u8; 32] {
    let mut print = Print(Sha256::new());
    print.dataset(dataset);
    print.0.finalize().into()
}

/// A hash that is told values one by one; each text and each list with its length, so that no two inputs read the same.
struct Print(Sha256);

impl Print {
    fn number(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text);
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.number(u64::from(text.is_some()));
        self.text(text.unwrap_or_default());
    }

    fn price(&mut self, price: Option<f64>) {
        self.number(u64::from(price.is_some()));
        self.number(price.unwrap_or_default().to_bits());
    }

    fn dataset(&mut self, dataset: &Dataset) {
        self.number(dataset.items.len() as u64);
        for item in &dataset.items {
            self.text(&item.id);
            self.text(&item.name);
            self.price(item.price);
            self.maybe(item.category.as_deref());
            self.maybe(item.brand.as_deref());
            self.number(u64::from(item.private_label));
        }
        self.number(dataset.visitors.len() as u64);
        for visitor in &dataset.visitors {
            self.number(u64::from(*visitor == VisitorKind::Customer));
        }
        self.number(dataset.interactions.len() as u64);
        for act in &dataset.interactions {
            for number in [act.visitor, act.item, act.session, act.kind as u32, act.quantity] {
                self.0.update(number.to_le_bytes());
            }
            self.0.update(act.at_ms.to_le_bytes());
        }
        let levels = dataset.stock.as_ref().map(|stock| stock.levels.as_slice());
        self.number(u64::from(levels.is_some()));
        self.number(levels.unwrap_or_default().len() as u64);
        for level in levels.unwrap_or_default() {
            self.number(u64::from(level.item));
            self.text(&level.date.to_string());
            self.number(u64::from(level.units));
        }
        self.number(dataset.marketing.len() as u64);
        for action in &dataset.marketing {
            self.text(&action.id);
            self.number(action.kind as u64);
            self.text(&action.name);
            self.text(&action.starts_on.to_string());
            self.text(&action.ends_on.to_string());
            match &action.target {
                Target::WholeShop => self.text("shop"),
                Target::Category(path) => self.text(&format!("category {path}")),
                Target::Item(item) => self.text(&format!("item {item}")),
            }
            self.price(action.discount);
            self.maybe(action.audience.as_deref());
        }
    }
}
