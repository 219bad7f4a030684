//! `examples/online_retail/lake.toml` reads UCI Online Retail as published, every row accounted for.
//!
//! The expected counts come from an independent reading of the published file by a few lines of Python (`csv`, sets and
//! dictionaries), not from this crate.

use std::path::Path;

use model_export::lake::{Fate, Lake, Source};

#[test]
fn every_row_of_online_retail_is_accounted_for() {
    let Some(data) = std::env::var_os("ETALAGE_DATA") else {
        println!("skipped: ETALAGE_DATA does not say where online_retail/online_retail.csv.gz is");
        return;
    };
    let lake_toml = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/online_retail/lake.toml");
    let lake = Lake::open(&lake_toml, Some(Path::new(&data))).expect("the example is a lake");
    assert_eq!((lake.name(), lake.currency()), ("Online Retail", "GBP"));
    let mut rows_told = 0;
    let dataset = lake.read(&mut |_, rows| rows_told = rows).expect("the published file can be read");

    let report = dataset.report.source(Source::Orders).expect("the lake has orders");
    assert_eq!(report.files, ["online_retail/online_retail.csv.gz"]);
    let found: Vec<(&str, u64)> = report.remarks.iter().map(|remark| (remark.reason.name(), remark.rows)).collect();
    println!("{}", dataset.report);
    assert_eq!(
        found,
        [
            ("duplicate", 3_611),
            ("negative_quantity", 1_169),
            ("zero_price", 1_011),
            ("fee_line", 2_572),
            ("return_line", 6_159),
            ("return_unmatched", 1_146),
            ("returned", 2_303),
            ("large_order", 84_668),
            ("over_customer_cap", 28_841),
            ("bad_debt", 3),
        ]
    );
    assert_eq!((rows_told, report.rows_read, report.rows_kept), (431_673, 431_673, 300_190));
    assert_eq!(report.rows_kept + report.total(Fate::Dropped) + report.total(Fate::SetAside), report.rows_read);

    assert_eq!(dataset.items.len(), 3_760);
    let heart = dataset.items.iter().find(|item| &*item.id == "85123A").expect("the best known item is there");
    assert_eq!((heart.name.as_str(), heart.price), ("WHITE HANGING HEART T-LIGHT HOLDER", Some(2.95)));
    assert_eq!(heart.category.as_deref(), Some("Home > Candles and lighting"));
    let with_category = dataset.items.iter().filter(|item| item.category.is_some()).count();
    assert!(with_category * 100 >= dataset.items.len() * 98, "{with_category} of {}", dataset.items.len());
}
