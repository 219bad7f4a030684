//! `examples/complete_journey` reads 84.51°'s Complete Journey as published, at both levels.
//!
//! The expected counts come from an independent reading of the published files (and of the list of sensitive categories)
//! by a few lines of Python, not from this crate.

use std::path::Path;

use model_export::lake::{Dataset, Lake, Source};

fn read(mapping: &str) -> Option<Dataset> {
    let Some(data) = std::env::var_os("ETALAGE_DATA") else {
        println!("skipped: ETALAGE_DATA does not say where completejourney/products.csv.gz is");
        return None;
    };
    let lake_toml = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/complete_journey").join(mapping);
    let lake = Lake::open(&lake_toml, Some(Path::new(&data))).expect("the example is a lake");
    Some(lake.read(&mut |_, _| {}).expect("the published files can be read"))
}

#[test]
fn products_have_categories_paid_prices_and_a_private_label() {
    let Some(dataset) = read("lake.toml") else { return };
    let denied: Vec<(&str, u64)> =
        dataset.report.sensitive_items.iter().map(|(group, items)| (*group, *items)).collect();
    assert_eq!(denied, [("health", 2_963), ("religion", 145), ("sexual_life", 104)]);
    assert_eq!(dataset.items.len(), 92_331 - 2_963 - 145 - 104);
    assert_eq!(dataset.items.iter().filter(|item| item.private_label).count(), 13_259);
    let orders = dataset.report.source(Source::Orders).expect("the lake has orders");
    assert_eq!((orders.rows_read, orders.rows("zero_quantity"), orders.rows("fuel")), (75_000, 416, 692));
    let milk = dataset.items.iter().find(|item| &*item.id == "995242").expect("the best sold milk");
    assert_eq!(milk.category.as_deref(), Some("GROCERY > FLUID MILK PRODUCTS > FLUID MILK WHITE ONLY"));
    assert!(milk.private_label && milk.price == Some(1.00), "{milk:?}");
}

#[test]
fn types_of_product_are_items_whose_products_are_variants() {
    let Some(dataset) = read("product_type.lake.toml") else { return };
    assert_eq!(dataset.items.len(), 2_309);
    let catalogue = dataset.report.source(Source::Catalogue).expect("the lake has a catalogue");
    assert_eq!((catalogue.rows_read, catalogue.rows_kept, catalogue.rows("no_type")), (92_331, 88_810, 528));
    assert_eq!(catalogue.rows("sensitive_category"), 2_993);
    let orders = dataset.report.source(Source::Orders).expect("the lake has orders");
    assert_eq!(orders.rows("duplicate"), 0);
    assert!(dataset.items.iter().all(|item| !item.private_label));
}
