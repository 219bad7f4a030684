//! The six sources, each read once, row by row, into a few counts.
//!
//! A [`Sheet`] asks every source the same; the file named for a source asks what only it can answer. A row costs 8 bytes
//! (its hash, for exact duplicates), an event and a stock level 8 more. Refused here: keeping any text of a file but the
//! names of its columns.

mod behaviour;
mod catalogue;
mod customers;
mod days;
mod fault;
mod ids;
mod marketing;
mod orders;
mod sheet;
mod spread;
mod stock;

pub(super) use behaviour::Behaviour;
pub(super) use catalogue::Catalogue;
pub(super) use customers::Customers;
pub(super) use days::Days;
pub use fault::{Fault, Group};
pub(super) use ids::ByHash;
pub(super) use marketing::Marketing;
pub(super) use orders::Orders;
pub(super) use sheet::Sheet;
pub(super) use stock::Stock;

use std::collections::BTreeMap;

use crate::lake::config::Table;
use crate::lake::{Error, Field, Lake, Row, Source, SourceReport};

/// A source that was read.
#[derive(Debug)]
pub(super) struct Profile {
    pub(super) sheet: Sheet,
    pub(super) files: Vec<String>,
    /// Rows that filters of lake.toml would drop, by the name given there.
    pub(super) filtered: BTreeMap<String, u64>,
    /// The fields that lake.toml can fill.
    pub(super) fields: Vec<FieldOf>,
    /// The field whose days are the source's period.
    pub(super) time: Option<&'static str>,
    /// What rows say of themselves.
    pub(super) consent: Consent,
    /// The days of that field where it is composed of several columns, and so no column has them.
    composed_days: Option<Days>,
}

/// Of the rows that say what they may be used for, how many allow recommendations.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Consent {
    pub(super) said: u64,
    pub(super) allowed: u64,
}

impl Consent {
    fn count(&mut self, allows: bool) {
        self.said += 1;
        self.allowed += u64::from(allows);
    }
}

/// A field of a source.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldOf {
    pub(super) name: &'static str,
    pub(super) required: bool,
    /// Whether lake.toml gives one value for all rows.
    pub(super) is_constant: bool,
}

/// Every source that the lake has.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    pub(super) catalogue: Option<Catalogue>,
    pub(super) customers: Option<Customers>,
    pub(super) orders: Option<Orders>,
    pub(super) behaviour: Option<Behaviour>,
    pub(super) stock: Option<Stock>,
    pub(super) marketing: Option<Marketing>,
}

impl Profiles {
    /// Looks at every source, those that others point to first.
    ///
    /// # Errors
    /// When a file or a column is missing, a column has the wrong type, or a file is torn.
    pub(super) fn look(lake: &Lake, progress: &mut dyn FnMut(Source, u64)) -> Result<Self, Error> {
        let settings = lake.settings();
        let mut all = Self::default();
        if let Some(table) = &settings.catalogue {
            all.catalogue = Some(Catalogue::look(lake, table, progress)?);
        }
        if let Some(table) = &settings.customers {
            all.customers = Some(Customers::look(lake, table, progress)?);
        }
        if let Some(table) = &settings.orders {
            let known = (all.catalogue.as_ref(), all.customers.as_ref());
            all.orders = Some(Orders::look(lake, table, known, settings.behaviour.is_some(), progress)?);
        }
        if let Some(table) = &settings.behaviour {
            let known = (all.catalogue.as_ref(), all.customers.as_ref());
            all.behaviour = Some(Behaviour::look(lake, table, known, settings.orders.is_some(), progress)?);
        }
        if let Some(table) = &settings.stock {
            all.stock = Some(Stock::look(lake, table, all.catalogue.as_ref(), progress)?);
        }
        if let Some(table) = &settings.marketing {
            all.marketing = Some(Marketing::look(lake, table, all.catalogue.as_ref(), progress)?);
        }
        if let (Some(orders), Some(behaviour)) = (&mut all.orders, &mut all.behaviour) {
            orders.match_purchases(behaviour);
        }
        let newest = all.newest().unwrap_or(i32::MAX);
        all.each_mut().for_each(|profile| profile.sheet.judge_clocks(newest));
        Ok(all)
    }

    /// Returns the newest day of what happened, without stray clocks.
    pub(super) fn newest(&self) -> Option<i32> {
        let happened = [
            self.orders.as_ref().map(|orders| &orders.profile),
            self.behaviour.as_ref().map(|behaviour| &behaviour.profile),
            self.stock.as_ref().map(|stock| &stock.profile),
        ];
        happened.into_iter().flatten().filter_map(|profile| Some(profile.days()?.period()?.1)).max()
    }

    /// Returns every profile, in the order of the sources.
    pub(super) fn each(&self) -> impl Iterator<Item = &Profile> {
        [
            self.catalogue.as_ref().map(|source| &source.profile),
            self.customers.as_ref().map(|source| &source.profile),
            self.orders.as_ref().map(|source| &source.profile),
            self.behaviour.as_ref().map(|source| &source.profile),
            self.stock.as_ref().map(|source| &source.profile),
            self.marketing.as_ref().map(|source| &source.profile),
        ]
        .into_iter()
        .flatten()
    }

    fn each_mut(&mut self) -> impl Iterator<Item = &mut Profile> {
        [
            self.catalogue.as_mut().map(|source| &mut source.profile),
            self.customers.as_mut().map(|source| &mut source.profile),
            self.orders.as_mut().map(|source| &mut source.profile),
            self.behaviour.as_mut().map(|source| &mut source.profile),
            self.stock.as_mut().map(|source| &mut source.profile),
            self.marketing.as_mut().map(|source| &mut source.profile),
        ]
        .into_iter()
        .flatten()
    }
}

impl Profile {
    /// Streams the source: the sheet sees every row, then `view` does.
    fn look<F: Field>(
        lake: &Lake,
        table: &Table<F>,
        time: Option<&'static str>,
        progress: &mut dyn FnMut(Source, u64),
        mut view: impl FnMut(&mut Self, &Row<'_, F>),
    ) -> Result<Self, Error> {
        let field = |field: &F| FieldOf {
            name: field.name(),
            required: field.required(),
            is_constant: table.constants.contains_key(field),
        };
        let fields = F::ALL.iter().map(field).collect();
        let composed = table.compose.keys().copied().find(|field| Some(field.name()) == time);
        let mut profile = Self {
            sheet: Sheet::new(table),
            files: Vec::new(),
            filtered: BTreeMap::new(),
            fields,
            time,
            consent: Consent::default(),
            composed_days: composed.map(|_| Days::default()),
        };
        let report = lake.look(table, progress, &mut |row| {
            profile.sheet.see(row);
            if let (Some(days), Some(field)) = (&mut profile.composed_days, composed)
                && let Ok(at_ms) = row.timestamp(field)
            {
                days.add_ms(at_ms);
            }
            view(&mut profile, row);
        })?;
        profile.close(&report);
        Ok(profile)
    }

    fn close(&mut self, report: &SourceReport) {
        self.files.clone_from(&report.files);
        self.sheet.rows = report.rows_read;
        self.sheet.tally.add(Fault::WrongFieldCount, report.rows("wrong_field_count"));
        self.sheet.tally.add(Fault::NotUtf8, report.rows("not_utf8"));
        self.sheet.close();
    }

    /// Counts a fault of a row.
    fn note(&mut self, fault: Fault, has: bool) {
        self.sheet.tally.note(fault, has);
    }

    /// Counts a fault that leaves open what the row is about: it is counted as that alone, and not as a repeated row.
    fn lacks(&mut self, fault: Fault) {
        self.note(fault, true);
        self.sheet.is_about_nothing();
    }

    /// Counts the row under the filter that would drop it; tells whether a filter marks it as a return.
    fn filter<F: Field>(&mut self, row: &Row<'_, F>) -> bool {
        match row.filter() {
            Ok(is_return) => is_return,
            Err(reason) => {
                *self.filtered.entry(reason.name().to_owned()).or_default() += 1;
                false
            }
        }
    }

    /// Returns the days of the source's period, when it has one.
    pub(super) fn days(&self) -> Option<&Days> {
        self.composed_days.as_ref().or_else(|| self.sheet.days_of(self.time?))
    }

    /// Returns the faults and notes found, with the rows of each.
    pub(super) fn found(&self) -> impl Iterator<Item = (Fault, u64)> + '_ {
        self.sheet.tally.found()
    }
}
