//! The storefront's public products: `NAME.catalogue.json`, what a shop page shows before it knows its visitor.
//!
//! The order is the shop's own, the same for everybody: best sellers of the last 30 days first. Refused here: anything
//! about a visitor, and a place in the order that few customers made: what too few know counts as unsold.

use std::cmp::Reverse;

use etalage::session::EventKind;
use serde::Serialize;

use crate::lake::Dataset;
use crate::train::MIN_ITEM_CUSTOMERS;
use crate::train::interest::Audience;

/// How long before the end of the window a sale makes a best seller.
const BEST_SELLER_MS: i64 = 30 * 86_400_000;

/// A shop's products in its own order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Storefront {
    /// The shop's name.
    pub name: String,
    /// The currency of every price.
    pub currency: String,
    /// The products: most units sold in the last 30 days of the window first, then by id. An item with fewer than
    /// [`MIN_ITEM_CUSTOMERS`] distinct customers stands among the unsold.
    pub items: Vec<Product>,
}

/// One product as its page shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// The public identifier.
    pub id: Box<str>,
    /// The name.
    pub name: String,
    /// The price; `null` when the lake has none.
    pub price: Option<f64>,
    /// The category path, ` > ` between levels.
    pub category: Option<String>,
    /// The brand.
    pub brand: Option<String>,
    /// Whether the brand is the shop's own.
    pub private_label: bool,
    /// Whether the latest stock has any; `true` where the lake says nothing about the stock.
    pub in_stock: bool,
}

impl Storefront {
    /// Arranges the products of `dataset`. O(`n_interactions` + `n_items` log `n_items`).
    pub fn new(name: &str, currency: &str, dataset: &Dataset) -> Self {
        let units = recent_units(dataset);
        let mut order: Vec<usize> = (0..dataset.items.len()).collect();
        // Items are sorted by id, so a stable sort by units leaves equals in the order of their ids.
        order.sort_by_key(|&item| Reverse(units[item]));
        let product = |ix: usize| {
            let item = &dataset.items[ix];
            let units = dataset.stock.as_ref().and_then(|stock| stock.latest(ix as u32));
            Product {
                id: item.id.clone(),
                name: item.name.clone(),
                price: item.price,
                category: item.category.clone(),
                brand: item.brand.clone(),
                private_label: item.private_label,
                in_stock: units.is_none_or(|units| units > 0),
            }
        };
        Self { name: name.to_owned(), currency: currency.to_owned(), items: order.into_iter().map(product).collect() }
    }
}

/// Returns the units of each item sold in the last 30 days of the window `(n_items)`.
fn recent_units(dataset: &Dataset) -> Vec<u64> {
    let since = dataset.window.1.saturating_sub(BEST_SELLER_MS);
    let mut units = vec![0; dataset.items.len()];
    for interaction in &dataset.interactions {
        if interaction.kind == EventKind::Purchase && interaction.at_ms > since {
            units[interaction.item as usize] += u64::from(interaction.quantity);
        }
    }
    let customers = Audience::of(dataset, &dataset.interactions, 1.0).customers;
    for (units, _) in units.iter_mut().zip(customers).filter(|(_, customers)| *customers < MIN_ITEM_CUSTOMERS) {
        *units = 0;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::{Interaction, Item, ReadReport, Stock, StockLevel, VisitorKind};

    fn dataset() -> Dataset {
        let item = |id: &str, price| Item {
            id: id.into(),
            name: format!("The {id}"),
            price,
            category: None,
            brand: None,
            private_label: false,
        };
        let bought = |visitor, item, days: i64, quantity, kind| Interaction {
            visitor,
            item,
            session: 0,
            kind,
            at_ms: days * 86_400_000,
            quantity,
        };
        let level = |item, units| StockLevel { item, date: jiff::civil::date(2025, 1, 1), units };
        // Items 0 to 3 are known to eleven customers, item 4 to ten.
        let known = (0..11).flat_map(|visitor| {
            (0..5 - visitor / 10).map(move |item| bought(visitor, item, 9, 1, EventKind::ViewItem))
        });
        let sales = [
            bought(0, 0, 10, 90, EventKind::Purchase),
            bought(0, 2, 95, 3, EventKind::Purchase),
            bought(0, 2, 96, 2, EventKind::Purchase),
            bought(0, 1, 99, 4, EventKind::Purchase),
            bought(0, 3, 100, 9, EventKind::AddToCart),
            bought(0, 4, 99, 50, EventKind::Purchase),
        ];
        let mut interactions: Vec<Interaction> = known.chain(sales).collect();
        interactions.sort_by_key(|interaction| (interaction.visitor, interaction.at_ms));
        Dataset {
            items: vec![
                item("a", Some(1.0)),
                item("b", None),
                item("c", Some(2.5)),
                item("d", Some(3.0)),
                item("e", None),
            ],
            visitors: vec![VisitorKind::Customer; 11],
            customer_ids: vec![None; 11],
            interactions,
            window: (10 * 86_400_000, 100 * 86_400_000),
            stock: Some(Stock { levels: vec![level(1, 0), level(2, 7)] }),
            marketing: Vec::new(),
            assortment: crate::lake::Assortment::default(),
            report: ReadReport::default(),
        }
    }

    #[test]
    fn best_sellers_of_the_last_month_that_enough_customers_know_come_first_then_ids() {
        let shop = Storefront::new("Shop", "EUR", &dataset());
        let ids: Vec<&str> = shop.items.iter().map(|product| product.id.as_ref()).collect();
        assert_eq!(ids, ["c", "b", "a", "d", "e"]);
    }

    #[test]
    fn stock_decides_what_is_in_stock_and_silence_means_it_is() {
        let in_stock = |dataset: &Dataset| -> Vec<bool> {
            Storefront::new("Shop", "EUR", dataset).items.iter().map(|product| product.in_stock).collect()
        };
        let mut dataset = dataset();
        assert_eq!(in_stock(&dataset), [true, false, true, true, true]);
        dataset.stock = None;
        assert_eq!(in_stock(&dataset), [true; 5]);
    }

    #[test]
    fn the_json_is_what_a_page_reads() -> Result<(), serde_json::Error> {
        let mut dataset = dataset();
        dataset.items.truncate(2);
        dataset.interactions.clear();
        let json = serde_json::to_string(&Storefront::new("Shop", "EUR", &dataset))?;
        assert_eq!(
            json,
            r#"{"name":"Shop","currency":"EUR","items":[{"id":"a","name":"The a","price":1.0,"category":null,"brand":null,"privateLabel":false,"inStock":true},{"id":"b","name":"The b","price":null,"category":null,"brand":null,"privateLabel":false,"inStock":false}]}"#
        );
        Ok(())
    }
}
