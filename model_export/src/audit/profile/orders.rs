//! Orders: lines, their prices beside the catalogue's, their customers, and whether the site saw the purchase.

use std::collections::BTreeSet;

use super::behaviour::Behaviour;
use super::ids::{ByHash, Hashes, Ids, both, hash_of};
use super::spread::Spread;
use super::{Catalogue, Customers, Days, Fault, Profile};
use crate::lake::config::Table;
use crate::lake::{Error, Lake, Malformed, OrdersField as F, Reason, Row, Source, allows};

/// A price paid between these shares of the catalogue's price is a promotion or a rounding: no offer of this shop's kind
/// takes more than half, and nobody pays a tenth more.
const BAND: (f64, f64) = (0.5, 1.1);
const DAY_MS: i64 = 86_400_000;

/// What was found.
#[derive(Debug)]
pub(in crate::audit) struct Orders {
    pub(in crate::audit) profile: Profile,
    pub(in crate::audit) different: u64,
    /// Lines that name a customer whom the customers source has, or any where there is no such source.
    pub(in crate::audit) known_customer: u64,
    /// Lines that sell: of a known item, with units, at a time that can be read.
    pub(in crate::audit) sales: u64,
    pub(in crate::audit) sale_days: Days,
    /// Sound lines whose price could be compared with the catalogue's, and the median of paid over catalogue.
    pub(in crate::audit) compared: u64,
    pub(in crate::audit) median_ratio: Option<f64>,
    /// Sale lines compared with the purchases that the site saw.
    pub(in crate::audit) matched_with_site: u64,
    pub(in crate::audit) items_sold: u64,
    lines: Vec<Purchase>,
}

/// Who bought what on which day, as one hash, and the day.
pub(super) type Purchase = (u64, i32);

/// Returns the purchase of an item by a customer, or by a guest, at a time.
pub(super) fn purchase(customer: Option<&str>, item: u64, at_ms: i64) -> Purchase {
    let day = at_ms.div_euclid(DAY_MS) as i32;
    (both(both(customer.map_or(0, |id| hash_of(id.as_bytes())), item), day as u64), day)
}

impl Orders {
    /// Reads the source; `known` are the catalogue and the customers, where the lake has them.
    pub(super) fn look(
        lake: &Lake,
        table: &Table<F>,
        (catalogue, customers): (Option<&Catalogue>, Option<&Customers>),
        with_site: bool,
        progress: &mut dyn FnMut(Source, u64),
    ) -> Result<Self, Error> {
        let rules = &lake.settings().rules;
        let spelling = rules.item_ids();
        let fees: BTreeSet<String> = rules.fee_items.iter().map(|id| spelling.of(id).into_owned()).collect();
        let mut sizes: ByHash<(u32, bool)> = ByHash::default();
        let (mut prices, mut quantities, mut ratios) = (Spread::default(), Spread::default(), Spread::default());
        let (mut sale_days, mut lines, mut sold) = (Days::default(), Vec::new(), Ids::default());
        let (mut sales, mut known_customer, mut off) = (0, 0, 0);
        let mut compared = 0;
        let profile = Profile::look(lake, table, Some("ordered_at"), progress, |profile, row| {
            let customer = row.text(F::CustomerId).map(|id| rules.customer_ids().of(id));
            let customer = customer.as_deref();
            profile.note(Fault::GuestLine, customer.is_none());
            let unknown = customers.zip(customer).is_some_and(|(known, id)| !known.has(id));
            profile.note(Fault::UnknownCustomer, unknown);
            if row.has(F::AllowedPurposes) {
                profile.consent.count(allows(row.text(F::AllowedPurposes)));
            }
            known_customer += u64::from(customer.is_some() && !unknown);
            let flag = row.flag(F::IsReturn);
            profile.note(Fault::BadFlag, flag == Err(Malformed));
            let is_return = profile.filter(row) || flag == Ok(Some(true));
            profile.note(Fault::ReturnLine, is_return);
            match row.text(F::OrderId) {
                None => profile.note(Fault::MissingId, true),
                Some(order) => {
                    let size = sizes.entry(hash_of(order.as_bytes())).or_default();
                    *size = (size.0 + 1, customer.is_none());
                }
            }
            let at_ms = time(profile, row.timestamp(F::OrderedAt));
            let quantity = quantity(profile, row, is_return);
            if let Some(units) = quantity {
                quantities.add(units.unsigned_abs() as f64);
            }
            let price = price(profile, row, quantity);
            if let Some(price) = price {
                prices.add(price);
            }
            let Some(item) = row.text(F::ItemId) else { return profile.lacks(Fault::MissingItemId) };
            let spelled = spelling.of(item);
            let is_fee = fees.contains(spelled.as_ref());
            profile.note(Fault::FeeLine, is_fee);
            let is_known = is_fee || catalogue.is_none_or(|catalogue| catalogue.has(item));
            profile.note(Fault::UnknownItem, !is_known);
            let is_sound = is_known
                && !is_fee
                && !is_return
                && quantity.is_some_and(|units| units > 0)
                && row.text(F::OrderId).is_some();
            let Some(at_ms) = at_ms.filter(|_| is_sound) else { return };
            sales += 1;
            sale_days.add_ms(at_ms);
            let hash = hash_of(spelled.as_bytes());
            sold.number(hash);
            if with_site {
                lines.push(purchase(customer, hash, at_ms));
            }
            if let Some((paid, asked)) =
                price.filter(|price| *price > 0.0).zip(catalogue.and_then(|catalogue| catalogue.price(item)))
            {
                compared += 1;
                ratios.add(paid / asked);
                off += u64::from(!(BAND.0..=BAND.1).contains(&(paid / asked)));
            }
        })?;
        let most = rules.max_events_per_session as u32;
        let large =
            sizes.values().filter(|(lines, guest)| *guest && *lines > most).map(|(lines, _)| u64::from(*lines)).sum();
        let mut orders = Self {
            profile,
            different: sizes.len() as u64,
            known_customer,
            sales,
            sale_days,
            compared,
            median_ratio: ratios.median(),
            matched_with_site: 0,
            items_sold: sold.len() as u64,
            lines,
        };
        let tally = &mut orders.profile.sheet.tally;
        tally.add(Fault::LargeOrder, large);
        tally.add(Fault::PriceOutlier, prices.far());
        tally.add(Fault::QuantityOutlier, quantities.far());
        tally.add(Fault::PriceOffCatalogue, off);
        Ok(orders)
    }

    /// Counts sale lines that the site saw no purchase of, and purchases of the site without a sale line, within the days
    /// that both sources cover.
    pub(super) fn match_purchases(&mut self, behaviour: &mut Behaviour) {
        let (Some(mine), Some(theirs)) = (self.sale_days.period(), behaviour.purchase_days.period()) else { return };
        let days = mine.0.max(theirs.0)..=mine.1.min(theirs.1);
        let lines: Vec<Purchase> =
            std::mem::take(&mut self.lines).into_iter().filter(|line| days.contains(&line.1)).collect();
        let events: Vec<Purchase> =
            std::mem::take(&mut behaviour.purchases).into_iter().filter(|event| days.contains(&event.1)).collect();
        if events.is_empty() {
            return;
        }
        let without = |these: &[Purchase], those: &[Purchase]| {
            let known: Hashes = those.iter().map(|purchase| purchase.0).collect();
            these.iter().filter(|purchase| !known.contains(&purchase.0)).count() as u64
        };
        self.matched_with_site = lines.len() as u64;
        self.profile.sheet.tally.add(Fault::OrderWithoutPurchase, without(&lines, &events));
        behaviour.profile.sheet.tally.add(Fault::PurchaseWithoutOrder, without(&events, &lines));
    }
}

/// Counts what is wrong with a time; returns it when it can be read.
pub(super) fn time(profile: &mut Profile, at: Result<i64, Reason>) -> Option<i64> {
    profile.note(Fault::MissingTimestamp, at == Err(Reason::MissingTimestamp));
    profile.note(Fault::BadTimestamp, at == Err(Reason::BadTimestamp));
    at.ok()
}

fn quantity(profile: &mut Profile, row: &Row<'_, F>, is_return: bool) -> Option<i64> {
    let quantity = row.whole(F::Quantity);
    profile.note(Fault::BadQuantity, quantity == Err(Malformed));
    profile.note(Fault::MissingQuantity, quantity == Ok(None));
    let units = quantity.ok().flatten()?;
    profile.note(Fault::ZeroQuantity, units == 0);
    profile.note(Fault::NegativeQuantity, units < 0 && !is_return);
    Some(units)
}

/// Counts what is wrong with the price that the line states; returns the price of one unit.
fn price(profile: &mut Profile, row: &Row<'_, F>, quantity: Option<i64>) -> Option<f64> {
    let (unit, total) = (row.number(F::UnitPrice), row.number(F::LineTotal));
    profile.note(Fault::BadPrice, unit == Err(Malformed) || total == Err(Malformed));
    let (unit, total) = (unit.ok().flatten(), total.ok().flatten());
    let stated = unit.or(total)?;
    profile.note(Fault::NegativePrice, stated < 0.0 && (unit.is_some() || quantity.is_some_and(|units| units > 0)));
    profile.note(Fault::ZeroPrice, stated == 0.0);
    unit.or_else(|| Some(stated / quantity.filter(|units| *units > 0)? as f64))
}
