//! The order of reading: customers first (consent), then what defines the items, then what was done with them.

use super::config::Rules;
use super::gather::{Gathered, gather};
use super::sources::behaviour::{self, Behaviour};
use super::sources::catalogue::{self, ItemIndex};
use super::sources::customers::{self, Customers};
use super::sources::derived::{Descriptions, median_prices};
use super::sources::orders::{self, Orders};
use super::sources::returns::settle;
use super::sources::{marketing, stock};
use super::table::{Ledger, Reading};
use super::{Dataset, Error, Lake, ReadReport, Source, category};

/// Reads every source of `lake` and joins them.
pub(super) fn read(lake: &Lake, progress: &mut dyn FnMut(Source, u64)) -> Result<Dataset, Error> {
    let Lake { file, folders, tolerance } = lake;
    let rules = &spelled_fees(&file.rules);
    let reading = &mut Reading { folders, rules, tolerance: *tolerance, progress };
    let mut books: Vec<Ledger> = Vec::new();

    let mut customers = Customers::default();
    if let Some(table) = &file.customers {
        let ledger;
        (customers, ledger) = customers::read(table, reading)?;
        books.push(ledger);
    }
    let (mut items, mut index) = (Vec::new(), ItemIndex::open(rules.item_id_case));
    if let Some(table) = &file.catalogue {
        let read = catalogue::read(table, reading)?;
        (items, index) = (read.items, read.index);
        books.push(read.ledger);
    }
    let mut descriptions = file.catalogue.is_none().then(Descriptions::default);
    let mut orders: Option<Orders> = None;
    if let Some(table) = &file.orders {
        orders = Some(orders::read(table, reading, &mut customers, &mut index, descriptions.as_mut())?);
    }
    if let (Some(descriptions), Some(orders)) = (descriptions, &mut orders) {
        items = descriptions.into_items(index, &mut orders.sales, &mut orders.returns, rules);
        index = ItemIndex::of(&items, rules.item_id_case);
    }
    category::fill(&mut items, &rules.category_from_name);
    if let (true, Some(orders)) = (items.iter().all(|item| item.price.is_none()), &orders) {
        let paid = median_prices(items.len(), &orders.sales);
        items.iter_mut().zip(paid).for_each(|(item, price)| item.price = price);
    }

    let mut behaviour: Option<Behaviour> = None;
    if let Some(table) = &file.behaviour {
        behaviour = Some(behaviour::read(table, reading, &mut customers, &index, orders.is_some())?);
    }
    let customers = customers.canonical();
    let mut settled = orders.map(|orders| settle(orders, &customers.number, rules));
    let Gathered { visitors, customer_ids, interactions } = gather(customers, &mut behaviour, &mut settled, rules)?;
    books.extend(settled.map(|orders| orders.ledger));
    books.extend(behaviour.map(|behaviour| behaviour.ledger));

    let mut levels = None;
    if let Some(table) = &file.stock {
        let (stock, ledger) = stock::read(table, reading, &index)?;
        books.push(ledger);
        levels = Some(stock);
    }
    let mut actions = Vec::new();
    if let Some(table) = &file.marketing {
        let ledger;
        (actions, ledger) = marketing::read(table, reading, &items, &index)?;
        books.push(ledger);
    }

    // What was joined may have shown more faults: times far from all others, levels of stock that say less.
    books.iter().try_for_each(|ledger| ledger.check(*tolerance))?;
    let report = ReadReport { sources: books.iter().map(Ledger::report).collect() };
    let times = interactions.iter().map(|interaction| interaction.at_ms);
    let Some(window) = times.clone().min().zip(times.max()) else {
        return Err(Error::NoInteraction { report: Box::new(report) });
    };
    Ok(Dataset { items, visitors, customer_ids, interactions, window, stock: levels, marketing: actions, report })
}

/// Returns the rules with the fee items spelled as item ids are.
fn spelled_fees(rules: &Rules) -> Rules {
    let spelled = |id: &String| catalogue::spelled(id, rules.item_id_case).into_owned();
    Rules { fee_items: rules.fee_items.iter().map(spelled).collect(), ..rules.clone() }
}
