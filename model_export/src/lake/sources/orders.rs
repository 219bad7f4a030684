//! Orders: the lines of orders that are sales, and apart from them the returns.
//!
//! A row meets the checks in the order of `Desk::judge`; the first that it fails is its reason. Refused here: guessing that
//! a negative quantity is a return (a filter or `is_return` says so).

use crate::lake::config::{KeepOrDrop, Rules, Table};
use crate::lake::gather::NOBODY;
use crate::lake::intern::Interner;
use crate::lake::schema::OrdersField as F;
use crate::lake::table::{Ledger, Malformed, Place, Reading, Row, Stop};
use crate::lake::{Error, Reason};

use super::catalogue::ItemIndex;
use super::customers::{Customers, allows};
use super::derived::Descriptions;
use super::window::Window;

/// One line of an order.
#[derive(Debug, Clone, Copy)]
pub(in crate::lake) struct OrderLine {
    /// Number of the customer, [`NOBODY`] for a guest.
    pub(in crate::lake) customer: u32,
    pub(in crate::lake) item: u32,
    pub(in crate::lake) at_ms: i64,
    pub(in crate::lake) order: u32,
    /// Units, at least 1, of a return too.
    pub(in crate::lake) quantity: u32,
    /// What the line says of its item, by [`Descriptions`]; meaningless where a catalogue does.
    pub(in crate::lake) said: u32,
    pub(in crate::lake) unit_price: Option<f64>,
    pub(in crate::lake) place: Place,
}

/// What the source yields.
#[derive(Debug)]
pub(in crate::lake) struct Orders {
    pub(in crate::lake) sales: Vec<OrderLine>,
    pub(in crate::lake) returns: Vec<OrderLine>,
    pub(in crate::lake) order_ids: Interner,
    pub(in crate::lake) ledger: Ledger,
}

/// What rows are judged by and what they add to.
struct Desk<'a> {
    rules: &'a Rules,
    window: Window,
    customers: &'a mut Customers,
    items: &'a mut ItemIndex,
    descriptions: Option<&'a mut Descriptions>,
    order_ids: Interner,
}

/// Reads the source. `descriptions`, when given, remembers what the lines say about their items.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    customers: &mut Customers,
    items: &mut ItemIndex,
    descriptions: Option<&mut Descriptions>,
) -> Result<Orders, Error> {
    let rules = reading.rules;
    let mut desk =
        Desk { rules, window: Window::of(rules), customers, items, descriptions, order_ids: Interner::default() };
    let (mut sales, mut returns) = (Vec::new(), Vec::new());
    let mut ledger = reading.read(table, &mut |row, ledger| {
        match desk.judge(row, ledger)? {
            (line, true) => returns.push(line),
            (line, false) => sales.push(line),
        }
        Ok(())
    })?;
    let order_ids = desk.order_ids;
    let usual = Window::usual(sales.iter().chain(&returns).map(|line: &OrderLine| line.at_ms).collect(), rules);
    for lines in [&mut sales, &mut returns] {
        usual.keep_usual(lines, |line| (line.at_ms, line.place), reading, &mut ledger)?;
    }
    Ok(Orders { sales, returns, order_ids, ledger })
}

impl Orders {
    /// Returns the time of the newest line.
    pub(in crate::lake) fn newest_ms(&self) -> Option<i64> {
        self.sales.iter().chain(&self.returns).map(|line| line.at_ms).max()
    }

    /// Leaves out the lines that are past retention.
    pub(in crate::lake) fn retain(&mut self, window: Window) {
        for lines in [&mut self.sales, &mut self.returns] {
            window.keep(lines, |line| (line.at_ms, line.place), &Reason::PastRetention, &mut self.ledger);
        }
    }
}

impl Desk<'_> {
    /// Returns the line and whether it is a return, or why it is neither sale nor return.
    fn judge(&mut self, row: &Row<'_, F>, ledger: &mut Ledger) -> Result<(OrderLine, bool), Stop> {
        let customer = match row.text(F::CustomerId) {
            None => NOBODY,
            Some(id) => self.customers.admit(id)?.map_err(Reason::from)?,
        };
        if row.has(F::AllowedPurposes) && !allows(row.text(F::AllowedPurposes)) {
            return Err(Reason::NoPurpose.into());
        }
        let marked = row.filter()?;
        let flagged = row.flag(F::IsReturn).unwrap_or_else(|Malformed| {
            ledger.repair(Reason::BadFlag, row.place());
            None
        });
        let is_return = marked || flagged == Some(true);
        let order = row.id(F::OrderId)?;
        let item = row.id(F::ItemId)?;
        if self.rules.fee_items.contains(self.rules.item_ids().of(item).as_ref()) {
            return Err(Reason::FeeLine.into());
        }
        let at_ms = row.timestamp(F::OrderedAt)?;
        self.window.check(at_ms)?;
        let quantity = quantity(row, is_return)?;
        let unit_price = self.unit_price(row, quantity, is_return)?;
        if customer == NOBODY && self.rules.guest_orders == KeepOrDrop::Drop {
            return Err(Reason::GuestOrder.into());
        }
        let item = self.items.take(item)?;
        let order = self.order_ids.intern(order).ok_or_else(|| Error::too_many(F::OrderId))?;
        let said = self.descriptions.as_deref_mut().map_or(0, |descriptions| {
            descriptions.number_of([F::ItemName, F::ItemCategory, F::ItemBrand].map(|field| row.text(field)))
        });
        Ok((OrderLine { customer, item, at_ms, order, quantity, said, unit_price, place: row.place() }, is_return))
    }

    /// Returns the price of one unit: as the row says it, else what the line's units cost on average.
    fn unit_price(&self, row: &Row<'_, F>, units: u32, is_return: bool) -> Result<Option<f64>, Reason> {
        let of_line = |total: f64| (if is_return { total.abs() } else { total }) / f64::from(units);
        let price = match row.number(F::UnitPrice) {
            Ok(None) => row.number(F::LineTotal).map(|total| total.map(of_line)),
            said => said,
        };
        match price {
            Err(Malformed) => Err(Reason::BadPrice),
            Ok(Some(price)) if price < 0.0 => Err(Reason::BadPrice),
            Ok(Some(0.0)) if !is_return && self.rules.zero_price == KeepOrDrop::Drop => Err(Reason::ZeroPrice),
            Ok(price) => Ok(price),
        }
    }
}

fn quantity(row: &Row<'_, F>, is_return: bool) -> Result<u32, Reason> {
    let quantity = row.whole(F::Quantity).map_err(|Malformed| Reason::BadQuantity)?.ok_or(Reason::MissingQuantity)?;
    let units = match quantity {
        0 => return Err(Reason::ZeroQuantity),
        below if below < 0 && !is_return => return Err(Reason::NegativeQuantity),
        quantity => quantity.unsigned_abs(),
    };
    u32::try_from(units).map_err(|_| Reason::BadQuantity)
}
