//! Suppression: the list of objections and erasures, where a shop keeps it apart from its customer base.
//!
//! Whoever is on it is not learned from, whatever any other source says. Refused here: a list of which a row cannot be
//! read, because the row may be somebody's objection.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::lake::config::Table;
use crate::lake::error::ContentError;
use crate::lake::id_form::{Form, bare, form_of};
use crate::lake::schema::SuppressionField as F;
use crate::lake::table::{Ledger, Reading, Stop};
use crate::lake::{Error, Fate, Reason};

/// The ground of an erasure; any other text, and none, is an objection.
const ERASURE: &str = "erasure";

/// Who is on the list.
#[derive(Debug, Default)]
pub(in crate::lake) struct Suppressed {
    listed: HashMap<Box<str>, Entry>,
    /// Everybody outside of it is suppressed too; `None` suppresses nobody else.
    only: Option<BTreeSet<Box<str>>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    is_erasure: bool,
    /// Whether another source names the customer.
    is_matched: bool,
}

/// How many customers the list names: counts alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct SuppressionReport {
    /// Customers on the list.
    pub listed: u64,
    /// Those of them whom the customers, the orders or the behaviour name.
    pub matched: u64,
    /// Those whom no source names (any more).
    pub unmatched: u64,
    /// Those listed for an erasure.
    pub erasures: u64,
    /// Those listed for anything else.
    pub objections: u64,
}

/// Of a list of fewer customers any share may be unknown.
const FEW: u64 = 10;

impl Suppressed {
    /// Checks that the list names customers of the lake, whose ids `known` returns.
    ///
    /// # Errors
    /// When it writes ids of theirs in another form, whatever `is_allowed`; and, unless it is, when less than a tenth of the
    /// list is known: the list would then keep nobody out.
    pub(super) fn check<'a, I: Iterator<Item = &'a str>>(
        &self,
        known: impl FnOnce() -> I,
        is_allowed: bool,
    ) -> Result<(), Error> {
        let SuppressionReport { listed, matched, .. } = self.report();
        if listed == matched {
            return Ok(());
        }
        let unmatched: HashMap<_, _> =
            self.listed.iter().filter(|(_, entry)| !entry.is_matched).map(|(id, _)| (bare(id), form_of(id))).collect();
        let mut pairs: BTreeMap<(Form, Form), u64> = BTreeMap::new();
        for id in known() {
            if let Some(form) = unmatched.get(bare(id).as_ref()) {
                *pairs.entry((*form, form_of(id))).or_default() += 1;
            }
        }
        let refused = |why, cure: &str| {
            let (known, cure) = (matched, cure.to_owned());
            Err(ContentError::UnknownSuppressed { listed, known, why, cure }.into())
        };
        if !pairs.is_empty() {
            let line = |((listed, known), customers): (&(Form, Form), &u64)| {
                format!(
                    "  {customers} more are known in another form: of the list's ids these {listed}, of the lake's they {known}\n"
                )
            };
            let is_padded = pairs.keys().any(|(one, other)| [*one, *other].contains(&Form::Padded));
            let form = if is_padded { "unpadded" } else { "whole" };
            return refused(pairs.iter().map(line).collect(), &format!("set customer_id_form = \"{form}\" in [rules]"));
        }
        if is_allowed || listed < FEW || matched * 10 >= listed {
            return Ok(());
        }
        refused(
            String::new(),
            "check that the list and the lake call customers by the same ids (a letter before the number, another system's \
             number, a cut or rounded number); or set unknown_suppressed = \"allow\" in [rules] when these customers left the \
             other sources already",
        )
    }

    /// Tells whether the customer is on the list, and remembers that another source asked.
    pub(in crate::lake) fn meets(&mut self, customer: &str) -> bool {
        let listed = self.listed.get_mut(customer).is_some_and(|entry| {
            entry.is_matched = true;
            true
        });
        listed || self.only.as_ref().is_some_and(|only| !only.contains(customer))
    }

    /// Suppresses everybody outside of `only` as well; the report counts the list alone.
    pub(in crate::lake) fn all_but(self, only: Option<&BTreeSet<Box<str>>>) -> Self {
        Self { only: only.cloned(), ..self }
    }

    /// Counts the list.
    pub(in crate::lake) fn report(&self) -> SuppressionReport {
        let count = |holds: fn(&Entry) -> bool| self.listed.values().filter(|entry| holds(entry)).count() as u64;
        SuppressionReport {
            listed: self.listed.len() as u64,
            matched: count(|entry| entry.is_matched),
            unmatched: count(|entry| !entry.is_matched),
            erasures: count(|entry| entry.is_erasure),
            objections: count(|entry| !entry.is_erasure),
        }
    }
}

/// Reads the source. Of two rows about one customer the first is kept; an erasure in either is an erasure.
///
/// # Errors
/// Those of reading, and [`Error::UnreadableObjection`] when a row has no customer or not the fields of the header.
pub(in crate::lake) fn read(table: &Table<F>, reading: &mut Reading<'_>) -> Result<(Suppressed, Ledger), Error> {
    let spelling = reading.rules.customer_ids();
    let mut entries: HashMap<Box<str>, Entry> = HashMap::new();
    let ledger = reading.read(table, &mut |row, _| {
        row.filter()?;
        let id = spelling.of(row.id(F::CustomerId)?);
        let is_erasure = row.text(F::Ground).is_some_and(|ground| ground.eq_ignore_ascii_case(ERASURE));
        if let Some(entry) = entries.get_mut(id.as_ref()) {
            entry.is_erasure |= is_erasure;
            return Err(Stop::Row(Reason::DuplicateId));
        }
        entries.insert(Box::from(id), Entry { is_erasure, is_matched: false });
        Ok(())
    })?;
    let report = ledger.report();
    let is_lost =
        |reason: &Reason| reason.is_fault() && reason.fate() == Fate::Dropped && *reason != Reason::DuplicateId;
    if report.remarks.iter().any(|remark| is_lost(&remark.reason)) {
        return Err(Error::UnreadableObjection { report: Box::new(report) });
    }
    Ok((Suppressed { listed: entries, only: None }, ledger))
}
