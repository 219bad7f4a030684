//! A shadow is trained on what the lake gives when the other customers stand on its suppression list, and an invented
//! customer counts as one whose orders are in the lake.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use etalage::session::EventKind;
use model_export::lake::{Dataset, Interaction, Lake, ReadReport};
use model_export::privacy::attack::{Invented, LakeTrainer, Release};
use model_export::synth::{Format, Recipe, Size, make};
use model_export::train::{Params, Privacy, SegmentCount};

/// A shop without a catalogue: names, prices and the list of items follow from what its customers bought.
const WITHOUT_CATALOGUE: &str = "name = 'Shop'\ncurrency = 'EUR'\n[orders]\npath = 'orders.csv'\n";

fn open(folder: &Path) -> Lake {
    Lake::open(&folder.join("lake.toml"), Some(folder)).expect("the lake opens")
}

/// Reads a lake with every second customer alone: by the set, and with the others on a suppression list.
fn both_ways(folder: &Path) -> [Dataset; 2] {
    let all = open(folder).read(&mut |_, _| ()).expect("the lake reads");
    let ids: Vec<Box<str>> = all.customer_ids.into_iter().flatten().collect();
    let kept: BTreeSet<Box<str>> = ids.iter().step_by(2).cloned().collect();
    let by_set = open(folder).read_only_of(&kept).expect("half of the lake reads");
    let mut list = "customer_id\n".to_owned();
    ids.iter().filter(|id| !kept.contains(*id)).for_each(|id| writeln!(list, "{id}").expect("text grows"));
    std::fs::write(folder.join("suppression.csv"), list).expect("written");
    let mapping = std::fs::read_to_string(folder.join("lake.toml")).expect("the mapping");
    std::fs::write(folder.join("lake.toml"), mapping + "\n[suppression]\npath = 'suppression.csv'\n").expect("written");
    let by_list = open(folder).read(&mut |_, _| ()).expect("the lake reads with a list");
    // The report alone says how rows were left out.
    [by_set, by_list].map(|dataset| Dataset { report: ReadReport::default(), ..dataset })
}

#[test]
fn leaving_customers_out_equals_suppressing_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_path_buf();
    make(&Recipe { out, truth: None, seed: 5, size: Size::Small, format: Format::Csv }).expect("a lake");
    let [by_set, by_list] = both_ways(folder.path());
    assert!(by_set.interactions.len() > 1_000);
    assert_eq!(by_set, by_list);
}

#[test]
fn a_derived_catalogue_follows_from_those_who_are_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut orders = "order_id,item_id,item_name,quantity,ordered_at,unit_price,customer_id\n".to_owned();
    for customer in 0..20 {
        let price = if customer % 2 == 0 { 5 } else { 9 };
        let name = if customer % 2 == 0 { "Lantern" } else { "Lamp" };
        for item in [customer % 3, 10 + customer] {
            let line =
                format!("o{customer},i{item},{name},1,2025-01-{:02}T10:00:00Z,{price},c{customer:02}", customer + 1);
            writeln!(orders, "{line}").expect("text grows");
        }
    }
    std::fs::write(folder.path().join("orders.csv"), orders).expect("written");
    std::fs::write(folder.path().join("lake.toml"), WITHOUT_CATALOGUE).expect("written");
    let [by_set, by_list] = both_ways(folder.path());
    assert_eq!(by_set, by_list);
    assert!(by_set.items.iter().all(|item| item.name == "Lantern" && item.price == Some(5.0)), "{:?}", by_set.items);
}

#[test]
fn an_invented_customer_counts_as_one_whose_orders_are_in_the_lake() {
    const DAY_MS: i64 = 86_400_000;
    let folder = tempfile::tempdir().expect("a folder");
    let catalogue: String =
        std::iter::once("item_id\n".to_owned()).chain((0..12).map(|n| format!("i{n:02}\n"))).collect();
    std::fs::write(folder.path().join("catalogue.csv"), catalogue).expect("written");
    let mapping = format!("{WITHOUT_CATALOGUE}[catalogue]\npath = 'catalogue.csv'\n");
    std::fs::write(folder.path().join("lake.toml"), mapping).expect("written");
    let mut orders = "order_id,item_id,quantity,ordered_at,customer_id\n".to_owned();
    for customer in 0..70 {
        // Ids before and after the invented customer's.
        let id = format!("{}{customer:02}", if customer % 2 == 0 { "a" } else { "z" });
        for item in 0..6 {
            let item = (customer * 5 + item * item) % 12;
            let at = format!("2025-02-{:02}T1{}:00:00Z", customer % 28 + 1, customer % 7);
            writeln!(orders, "o{customer},i{item:02},1,{at},{id}").expect("text grows");
        }
    }
    let with_canary = format!("{orders}oo,i03,1,2025-02-11T10:00:00Z,canary\noo,i07,1,2025-02-11T10:01:00Z,canary\n");
    let invented = |item, minute: i64| Interaction {
        visitor: 0,
        item,
        session: 0,
        kind: EventKind::Purchase,
        at_ms: 20_130 * DAY_MS + 10 * 3_600_000 + minute * 60_000,
        quantity: 1,
    };
    let invented = [Invented { id: "canary".into(), interactions: vec![invented(3, 0), invented(7, 1)] }];
    let params = Params {
        n_factors: 8,
        segments: SegmentCount::Fixed(1),
        privacy: Privacy::unchecked("a test of learned parts"),
        ..Params::default()
    };
    let publish = |orders: &str, invented: &[Invented]| {
        std::fs::write(folder.path().join("orders.csv"), orders).expect("written");
        let lake = open(folder.path());
        let dataset = lake.read(&mut |_, _| ()).expect("the lake reads");
        let included: BTreeSet<Box<str>> = dataset.customer_ids.into_iter().flatten().collect();
        let item_ids: Vec<Box<str>> = dataset.items.into_iter().map(|item| item.id).collect();
        let trainer = LakeTrainer { lake: &lake, params: &params, item_ids: &item_ids };
        trainer.publish(&Release { included: &included, invented, secret_seed: 3 }).expect("the lake trains").model
    };
    let in_the_lake = publish(&with_canary, &[]);
    assert_eq!(publish(&orders, &invented), in_the_lake);
    assert_ne!(publish(&orders, &[]), in_the_lake);
}
