//! What customers paid for a unit: for those alone who test whether published prices betray it.

use super::gather::NOBODY;
use super::sources::orders::OrderLine;

/// The price of one line that a known customer bought and kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Paid {
    /// The customer's own id.
    pub customer: Box<str>,
    /// Index into [`Dataset::items`](super::Dataset::items).
    pub item: u32,
    /// When, in ms since 1970-01-01 UTC.
    pub at_ms: i64,
    /// The price of one unit.
    pub unit_price: f64,
}

impl Paid {
    /// Describes `line`; `None` for a guest's line and for one without a price. `ids` are the customers' own.
    pub(super) fn of(line: &OrderLine, ids: &[Box<str>]) -> Option<Self> {
        let unit_price = line.unit_price?;
        let customer = (line.customer != NOBODY).then(|| ids.get(line.customer as usize)).flatten()?;
        Some(Self { customer: customer.clone(), item: line.item, at_ms: line.at_ms, unit_price })
    }
}
