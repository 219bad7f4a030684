//! The dataset does not depend on how rows are spread over files, on their order, or on the number of threads.

use model_export::lake::Dataset;

use super::folder::{Folder, TOP};

const TABLES: &str =
    "[catalogue]\npath = 'catalogue.csv'\n[orders]\npath = 'orders*.csv'\n[behaviour]\npath = 'behaviour*.csv'\n";
const ORDERS: &str = "order_id,item_id,customer_id,ordered_at,quantity,unit_price\n";
const BEHAVIOUR: &str = "session_id,at,event,item_id,customer_id\n";

/// Returns `n` rows, many at the same time and of the same visitor, by a fixed recurrence.
fn rows(n: u64) -> (Vec<String>, Vec<String>) {
    let mut state = 42_u64;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    let events = ["view_item", "select_item", "add_to_cart", "remove_from_cart", "add_to_wishlist", "view_item_list"];
    let (mut orders, mut behaviour) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let (order, item, day, units) = (below(90), below(20), below(9) + 1, below(4) + 1);
        let customer = if order % 4 == 0 { String::new() } else { format!("c{}", order % 7) };
        orders.push(format!("o{order},i{item},{customer},2025-01-0{day},{units},{}", below(3) + 1));
        let (session, minute) = (below(60), below(10));
        let signed_in = if session % 3 == 0 && below(2) == 0 { format!("c{}", session % 7) } else { String::new() };
        behaviour
            .push(format!("s{session},2025-02-01T10:0{minute}:00Z,{},i{item},{signed_in}", events[below(6) as usize]));
    }
    (orders, behaviour)
}

fn lake(files: &[(&str, &str, &[String])]) -> Dataset {
    let items: Vec<String> = (0..20).map(|item| format!("i{item}")).collect();
    let mut folder = Folder::new(TABLES).with("catalogue.csv", format!("item_id\n{}\n", items.join("\n")));
    for (name, header, rows) in files {
        folder = folder.with(name, format!("{header}{}\n", rows.join("\n")));
    }
    let mut dataset = folder.read();
    // Which of two equal rows is the duplicate, and where rows are, follows the files; what is kept must not.
    dataset.report.sources.clear();
    dataset
}

#[test]
fn files_rows_and_threads_in_any_order_give_one_dataset() {
    let (orders, behaviour) = rows(400);
    let one = lake(&[("orders.csv", ORDERS, &orders), ("behaviour.csv", BEHAVIOUR, &behaviour)]);
    assert!(one.interactions.len() > 400, "{}", one.interactions.len());

    let backwards = |rows: &[String]| rows.iter().rev().cloned().collect::<Vec<_>>();
    let (orders_back, behaviour_back) = (backwards(&orders), backwards(&behaviour));
    let spread = lake(&[
        ("orders-1.csv", ORDERS, &orders_back[..150]),
        ("orders-2.csv", ORDERS, &orders_back[150..]),
        ("behaviour-b.csv", BEHAVIOUR, &behaviour_back[..333]),
        ("behaviour-a.csv", BEHAVIOUR, &behaviour_back[333..]),
    ]);
    assert_eq!(one, spread);

    for n_threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("a few threads are to be had");
        let again = pool.install(|| lake(&[("orders.csv", ORDERS, &orders), ("behaviour.csv", BEHAVIOUR, &behaviour)]));
        assert_eq!(one, again, "{n_threads} threads");
    }
}

#[test]
fn interactions_are_in_the_canonical_order_and_numbers_have_no_gaps() {
    let (orders, behaviour) = rows(400);
    let dataset = lake(&[("orders.csv", ORDERS, &orders), ("behaviour.csv", BEHAVIOUR, &behaviour)]);
    let key = |act: &model_export::lake::Interaction| (act.visitor, act.at_ms, act.item, act.kind);
    assert!(dataset.interactions.is_sorted_by_key(key));
    assert!(dataset.items.is_sorted_by(|a, b| a.id < b.id));
    let distinct = |numbers: Vec<u32>| numbers.into_iter().collect::<std::collections::BTreeSet<_>>();
    let visitors = distinct(dataset.interactions.iter().map(|act| act.visitor).collect());
    assert!(visitors.into_iter().eq(0..dataset.visitors.len() as u32));
    let sessions = distinct(dataset.interactions.iter().map(|act| act.session).collect());
    let n_sessions = sessions.len() as u32;
    assert!(sessions.into_iter().eq(0..n_sessions));
    let customers: Vec<_> = dataset.customer_ids.iter().flatten().collect();
    assert!(customers.is_sorted());
}

#[test]
fn paths_start_where_asked() {
    let data = tempfile::tempdir().expect("the system has a temporary folder");
    std::fs::write(data.path().join("orders.csv"), format!("{ORDERS}1,a,c,2025-01-01,1,2\n"))
        .expect("it can be written to");
    let lake_toml = data.path().join("shop.toml");
    std::fs::write(&lake_toml, format!("{TOP}[orders]\npath = 'orders.csv'\n")).expect("it can be written to");
    let read = |folder: Option<&std::path::Path>| {
        model_export::lake::Lake::open(&lake_toml, folder).and_then(|lake| lake.read(&mut |_, _| ()))
    };
    assert!(read(None).is_ok(), "beside lake.toml");
    assert!(read(Some(data.path())).is_ok(), "in --data");
    let elsewhere = tempfile::tempdir().expect("the system has a temporary folder");
    assert!(read(Some(elsewhere.path())).is_err(), "--data stands alone");
}
