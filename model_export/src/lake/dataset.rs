//! What training reads: dense indices, canonical order, no row that consent forbids.
//!
//! Refused here: logic of any source. Customer identifiers appear in one field alone, which only tests and evaluation
//! read.

use etalage::session::EventKind;
use jiff::civil::Date;

use super::ReadReport;
use crate::train::features::Language;

/// A lake's rows after validation, consent and joins.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The catalogue `(n_items)`, sorted by the bytes of the id, each id once.
    pub items: Vec<Item>,
    /// Who acted `(n_visitors)`: customers by id, then anonymous sessions by id. Each has at least one interaction.
    pub visitors: Vec<VisitorKind>,
    /// The customers' own ids `(n_visitors)`, `None` for anonymous sessions. Read by tests and evaluation alone.
    pub customer_ids: Vec<Option<Box<str>>>,
    /// What they did, sorted by visitor, time, item, kind, session and quantity.
    pub interactions: Vec<Interaction>,
    /// Times of the first and the last interaction, in ms since 1970-01-01 UTC.
    pub window: (i64, i64),
    /// The stock history; `None` when the lake has no stock source.
    pub stock: Option<Stock>,
    /// Newsletters, promotions and holidays, sorted by first day and id.
    pub marketing: Vec<MarketingAction>,
    /// Whose words the items are, and in which language.
    pub assortment: Assortment,
    /// What became of every row.
    pub report: ReadReport,
}

/// Whose words the items of a lake are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Assortment {
    /// Who says which items there are, and what they are called.
    pub ids: Provenance,
    /// Who says what they cost.
    pub prices: Provenance,
    /// The language of the names, where lake.toml says it.
    pub language: Option<Language>,
}

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Provenance {
    /// The shop's catalogue, which everybody can read.
    #[default]
    Shop,
    /// Rows of customers: what they say tells of whoever made them.
    Customers,
}

/// An item of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The shop's public identifier.
    pub id: Box<str>,
    /// The name shown to shoppers; the id where the lake has no name.
    pub name: String,
    /// The price in the lake's currency; `None` when the lake has none that can be believed.
    pub price: Option<f64>,
    /// The category path, ` > ` between levels.
    pub category: Option<String>,
    /// The brand.
    pub brand: Option<String>,
    /// Whether the brand is the shop's own.
    pub private_label: bool,
}

/// Whose interactions these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitorKind {
    /// A customer who allowed it: every session and order of theirs.
    Customer,
    /// One session or one guest's order of somebody unknown.
    AnonymousSession,
}

/// One thing that one visitor did with one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interaction {
    /// Index into [`Dataset::visitors`].
    pub visitor: u32,
    /// Index into [`Dataset::items`].
    pub item: u32,
    /// Dense number of the session or order: behaviour's sessions by id, then orders by id.
    pub session: u32,
    /// What was done.
    pub kind: EventKind,
    /// When, in ms since 1970-01-01 UTC.
    pub at_ms: i64,
    /// Units bought and not returned; 1 for whatever is not a purchase.
    pub quantity: u32,
}

/// How many units of each item were on hand, day by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Sorted by item and date; one level per item and day.
    pub levels: Vec<StockLevel>,
}

/// The stock of one item on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StockLevel {
    /// Index into [`Dataset::items`].
    pub item: u32,
    /// The day.
    pub date: Date,
    /// Units on hand.
    pub units: u32,
}

impl Stock {
    /// Returns the latest known units of `item`, or `None` when stock never mentions it. O(log n).
    pub fn latest(&self, item: u32) -> Option<u32> {
        let end = self.levels.partition_point(|level| level.item <= item);
        let last = self.levels.get(end.checked_sub(1)?)?;
        (last.item == item).then_some(last.units)
    }
}

/// Something that marketing did or plans.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketingAction {
    /// Marketing's own identifier.
    pub id: Box<str>,
    /// What sort of action it is.
    pub kind: MarketingKind,
    /// The name that marketing gave it, possibly empty.
    pub name: String,
    /// First day.
    pub starts_on: Date,
    /// Last day, not before the first.
    pub ends_on: Date,
    /// What it is about.
    pub target: Target,
    /// Price reduction between 0 and 1.
    pub discount: Option<f64>,
    /// Whom it is meant for, in marketing's own words.
    pub audience: Option<String>,
}

/// The sorts of marketing action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarketingKind {
    /// A mailing.
    Newsletter,
    /// A public price reduction or placement.
    Promotion,
    /// A day or season that moves demand by itself.
    Holiday,
}

/// What a marketing action is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Everything.
    WholeShop,
    /// A category path, with all below it.
    Category(String),
    /// One item, as an index into [`Dataset::items`].
    Item(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_stock_is_the_last_day_of_that_item_alone() {
        let level = |item, day, units| StockLevel { item, date: jiff::civil::date(2025, 1, day), units };
        let stock = Stock { levels: vec![level(1, 1, 5), level(1, 2, 0), level(3, 1, 7)] };
        assert_eq!([0, 1, 2, 3, 4].map(|item| stock.latest(item)), [None, Some(0), None, Some(7), None]);
    }
}
