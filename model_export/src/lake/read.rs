//! The order of reading: objections and customers first (consent), then what defines the items, then what was done with
//! them; last what nobody acts in. Between reading and joining, the rows past retention go, and a lake without a catalogue
//! gets one from what is left.

use std::collections::{BTreeMap, BTreeSet};

use super::category::CategoryRules;
use super::config::{AllowOrRefuse, CatalogueRows, Rules};
use super::gather::{Gathered, gather};
use super::id_form::Mixture;
use super::paid::Paid;
use super::sensitive::Sensitive;
use super::sources::behaviour::{self, Behaviour};
use super::sources::catalogue::{self, ItemIndex};
use super::sources::customers::{self, Customers};
use super::sources::derived::{Derived, Descriptions, median_prices};
use super::sources::orders::{self, Orders};
use super::sources::returns::settle;
use super::sources::suppression::{self, Suppressed};
use super::sources::window::Window;
use super::sources::{catalogue_lines, marketing, stock};
use super::table::{Customs, Ledger, Place, Reading};
use super::{Assortment, Dataset, Error, Lake, Provenance, ReadReport, Reason, Source};

/// Reads every source of `lake` and joins them, without the customers outside of `only` when that is given. Adds to `paid`
/// what customers paid.
pub(super) fn read(
    lake: &Lake,
    only: Option<&BTreeSet<Box<str>>>,
    paid: Option<&mut Vec<Paid>>,
    progress: &mut dyn FnMut(Source, u64),
) -> Result<Dataset, Error> {
    let Lake { file, folders, tolerance } = lake;
    let rules = &spelled_fees(&file.rules);
    let (categories, sensitive) = (CategoryRules::new(&rules.category_from_name), Sensitive::new(&rules.sensitive));
    let customs = Customs { currency: &file.currency, zone: &file.timezone };
    let reading = &mut Reading { folders, rules, customs, tolerance: *tolerance, progress };
    let mut books: Vec<Ledger> = Vec::new();

    let mut suppressed = Suppressed::default();
    if let Some(table) = &file.suppression {
        let ledger;
        (suppressed, ledger) = suppression::read(table, reading)?;
        books.push(ledger);
    }
    suppressed = suppressed.all_but(only);
    let mut customers;
    if let Some(table) = &file.customers {
        let ledger;
        (customers, ledger) = customers::read(table, reading, suppressed)?;
        books.push(ledger);
    } else {
        customers = Customers::except(suppressed, rules.customer_ids());
    }
    let (mut items, mut index) = (Vec::new(), ItemIndex::open(rules.item_ids()));
    let mut n_denied = BTreeMap::new();
    if let Some(table) = &file.catalogue {
        let read = match rules.catalogue_rows {
            CatalogueRows::Items => catalogue::read,
            CatalogueRows::Lines => catalogue_lines::read,
        };
        let read = read(table, reading, &categories, &sensitive)?;
        (items, index, n_denied) = (read.items, read.index, read.n_denied);
        let mut ledger = read.ledger;
        remark_items(&index, &mut ledger);
        books.push(ledger);
    }
    let mut descriptions = file.catalogue.is_none().then(Descriptions::default);
    let mut orders: Option<Orders> = None;
    if let Some(table) = &file.orders {
        orders = Some(orders::read(table, reading, &mut customers, &mut index, descriptions.as_mut())?);
    }
    let mut behaviour: Option<Behaviour> = None;
    if let Some(table) = &file.behaviour {
        let describes = descriptions.as_mut().filter(|_| orders.is_none());
        let with_orders = orders.is_some();
        behaviour = Some(behaviour::read(table, reading, &mut customers, &mut index, describes, with_orders)?);
    }

    let is_allowed = rules.unknown_suppressed == AllowOrRefuse::Allow;
    customers.check_suppressed(is_allowed)?;
    let acting = orders.as_mut().map(|orders| &mut orders.ledger);
    if let Some(ledger) = acting.or(behaviour.as_mut().map(|behaviour| &mut behaviour.ledger)) {
        customers.remark(ledger);
        if file.catalogue.is_none() {
            remark_items(&index, ledger);
        }
    }

    let newest = orders.as_ref().and_then(Orders::newest_ms).max(behaviour.as_ref().and_then(Behaviour::newest_ms));
    if let Some(window) = Window::retained(rules, newest) {
        if let Some(orders) = &mut orders {
            orders.retain(window);
        }
        if let Some(behaviour) = &mut behaviour {
            behaviour.retain(window);
        }
    }
    if let Some(descriptions) = descriptions {
        let by = (rules, &categories, &sensitive);
        Derived { items, index, n_denied } = descriptions.derive(index, (orders.as_mut(), behaviour.as_mut()), by);
    }
    // Whose words the items are: without a catalogue, those of customers' rows.
    let ids = if file.catalogue.is_some() { Provenance::Shop } else { Provenance::Customers };
    let mut prices = ids;
    if let (true, Some(orders)) = (items.iter().all(|item| item.price.is_none()), &orders) {
        let paid = median_prices(items.len(), orders.sales.iter().map(|line| (line.item, line.unit_price)));
        items.iter_mut().zip(paid).for_each(|(item, price)| item.price = price);
        prices = Provenance::Customers;
    }

    let suppression = file.suppression.as_ref().map(|_| customers.suppression());
    let customers = customers.canonical();
    let mut settled = orders.map(|orders| settle(orders, &customers.number, rules));
    if let (Some(paid), Some(orders)) = (paid, &settled) {
        paid.extend(orders.sales.iter().filter_map(|line| Paid::of(line, &customers.ids)));
    }
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
        (actions, ledger) = marketing::read(table, reading, &items, &index, &sensitive)?;
        books.push(ledger);
    }

    let sources = books.iter().map(Ledger::report).collect();
    let report = ReadReport { sources, suppression, sensitive_items: n_denied };
    let times = interactions.iter().map(|interaction| interaction.at_ms);
    let Some(window) = times.clone().min().zip(times.max()) else {
        return Err(Error::NoInteraction { report: Box::new(report) });
    };
    let assortment = Assortment { ids, prices, language: rules.language };
    Ok(Dataset {
        items,
        visitors,
        customer_ids,
        interactions,
        window,
        stock: levels,
        marketing: actions,
        assortment,
        report,
    })
}

/// Remarks in `ledger` what the forms of the items' ids hide.
fn remark_items(index: &ItemIndex, ledger: &mut Ledger) {
    let (mixture, first) = (Mixture::of(index.ids()), Place { file: 0, line: 0 });
    if mixture.ids > 0 {
        let cure = format!("{}: set item_id_form = \"{}\" in [rules]", mixture.forms(), mixture.cure());
        ledger.note_all(Reason::MixedItemId, first, mixture.ids, Some(cure));
    }
    if mixture.scientific > 0 {
        ledger.note_all(Reason::ScientificId, first, mixture.scientific, Some("export item_id as text".to_owned()));
    }
}

/// Returns the rules with the fee items spelled as item ids are.
fn spelled_fees(rules: &Rules) -> Rules {
    let spelled = |id: &String| rules.item_ids().of(id).into_owned();
    Rules { fee_items: rules.fee_items.iter().map(spelled).collect(), ..rules.clone() }
}
