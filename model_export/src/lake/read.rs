//! The order of reading: customers first (consent), then what defines the items, then what was done with them.

use super::config::Rules;
use super::gather::{Gathered, gather};
use super::sources::behaviour::{self, Behaviour};
use super::sources::catalogue::{self, ItemIndex};
use super::sources::customers::{self, Customers};
use super::sources::derived::Descriptions;
use super::sources::orders::{self, Orders};
use super::sources::returns::settle;
use super::sources::{marketing, stock};
use super::table::Ledger;
use super::{Dataset, Error, Item, Lake, ReadReport, Source, category};

/// Reads every source of `lake` and joins them.
pub(super) fn read(lake: &Lake, progress: &mut dyn FnMut(Source, u64)) -> Result<Dataset, Error> {
    let Lake { file, folders, .. } = lake;
    let rules = &spelled_fees(&file.rules);
    let mut books: Vec<Ledger> = Vec::new();

    let mut customers = Customers::default();
    if let Some(table) = &file.customers {
        let ledger;
        (customers, ledger) = customers::read(table, folders, progress)?;
        books.push(ledger);
    }
    let mut catalogue = None;
    if let Some(table) = &file.catalogue {
        let (items, ledger) = catalogue::read(table, folders, rules, progress)?;
        books.push(ledger);
        catalogue = Some(items);
    }
    let (mut items, index, orders) = items_and_orders(lake, rules, catalogue, &mut customers, progress)?;
    category::fill(&mut items, &rules.category_from_name);

    let mut behaviour: Option<Behaviour> = None;
    if let Some(table) = &file.behaviour {
        let elsewhere = orders.is_some();
        behaviour = Some(behaviour::read(table, folders, rules, &mut customers, &index, elsewhere, progress)?);
    }
    let customers = customers.canonical();
    let mut settled = orders.map(|orders| settle(orders, &customers.number, rules));
    let Gathered { visitors, customer_ids, interactions } = gather(customers, &mut behaviour, &mut settled, rules)?;
    books.extend(settled.map(|orders| orders.ledger));
    books.extend(behaviour.map(|behaviour| behaviour.ledger));

    let mut levels = None;
    if let Some(table) = &file.stock {
        let (stock, ledger) = stock::read(table, folders, &index, progress)?;
        books.push(ledger);
        levels = Some(stock);
    }
    let mut actions = Vec::new();
    if let Some(table) = &file.marketing {
        let ledger;
        (actions, ledger) = marketing::read(table, folders, rules, &items, &index, progress)?;
        books.push(ledger);
    }

    let report = ReadReport { sources: books.iter().map(Ledger::report).collect() };
    let times = interactions.iter().map(|interaction| interaction.at_ms);
    let Some(window) = times.clone().min().zip(times.max()) else {
        return Err(Error::NoInteraction { report: Box::new(report) });
    };
    Ok(Dataset { items, visitors, customer_ids, interactions, window, stock: levels, marketing: actions, report })
}

/// Returns the items, their index, and the orders, whichever of catalogue and orders defines the items.
fn items_and_orders(
    lake: &Lake,
    rules: &Rules,
    catalogue: Option<Vec<Item>>,
    customers: &mut Customers,
    progress: &mut dyn FnMut(Source, u64),
) -> Result<(Vec<Item>, ItemIndex, Option<Orders>), Error> {
    let case = rules.item_id_case;
    let mut descriptions = catalogue.is_none().then(Descriptions::default);
    let mut index = catalogue.as_ref().map_or_else(|| ItemIndex::open(case), |items| ItemIndex::of(items, case));
    let mut orders = None;
    if let Some(table) = &lake.file.orders {
        let said = descriptions.as_mut();
        orders = Some(orders::read(table, &lake.folders, rules, customers, &mut index, said, progress)?);
    }
    let Some(items) = catalogue else {
        let said = descriptions.take().unwrap_or_default();
        let (sales, returns) = orders
            .as_mut()
            .map_or((&mut [][..], &mut [][..]), |orders| (orders.sales.as_mut_slice(), orders.returns.as_mut_slice()));
        let items = said.into_items(index, sales, returns, rules);
        let index = ItemIndex::of(&items, case);
        return Ok((items, index, orders));
    };
    Ok((items, index, orders))
}

/// Returns the rules with the fee items spelled as item ids are.
fn spelled_fees(rules: &Rules) -> Rules {
    let spelled = |id: &String| catalogue::spelled(id, rules.item_id_case).into_owned();
    Rules { fee_items: rules.fee_items.iter().map(spelled).collect(), ..rules.clone() }
}
