//! What docs/synth.md tells can be seen in the files: the funnel, the orders, the position bias, the seasons, the stock.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod synth_lake;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use model_export::synth::Format;
use synth_lake::{Rows, TestLake, UNSET, lake};

static LAKE: LazyLock<TestLake> = LazyLock::new(|| lake(1, Format::Parquet));
static BEHAVIOUR: LazyLock<Rows> = LazyLock::new(|| clean(LAKE.read("behaviour"), "session_id", "at"));
static ORDERS: LazyLock<Rows> = LazyLock::new(|| clean(LAKE.read("orders"), "order_id", "ordered_at"));
static CATALOGUE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let rows = LAKE.read("catalogue");
    rows.rows.iter().map(|row| (rows.get(row, "item_id").to_owned(), rows.get(row, "category").to_owned())).collect()
});

/// Drops the dirty rows of a source of events, by looks alone.
fn clean(mut source: Rows, id: &str, at: &str) -> Rows {
    let known: BTreeSet<String> = LAKE.read("catalogue").column("item_id").map(str::to_owned).collect();
    let mut rows = std::mem::take(&mut source.rows);
    rows.dedup();
    let mut per_session: BTreeMap<String, u32> = BTreeMap::new();
    for row in &rows {
        *per_session.entry(source.get(row, id).to_owned()).or_default() += 1;
    }
    rows.retain(|row| {
        let item = source.get(row, "item_id");
        let at = source.get(row, at);
        !source.get(row, id).is_empty()
            && !item.is_empty()
            && item.trim() == item
            && known.contains(item)
            && at < "2026"
            && !UNSET.contains(&at)
            && per_session[source.get(row, id)] < 500
    });
    source.rows = rows;
    source
}

/// Order lines that sell something: no return, and neither price nor quantity damaged.
fn sales() -> impl Iterator<Item = &'static Vec<String>> {
    let number = |row: &[String], name| ORDERS.get(row, name).parse::<f64>().unwrap();
    ORDERS.rows.iter().filter(move |row| {
        ORDERS.get(row, "is_return") == "false" && number(row, "quantity") > 0.0 && number(row, "unit_price") > 0.0
    })
}

fn events(name: &str) -> u64 {
    BEHAVIOUR.count(|row| BEHAVIOUR.get(row, "event") == name)
}

#[test]
fn sizes_are_as_announced() {
    let rows = |source: usize| LAKE.summary.sources[source].rows;
    assert_eq!((LAKE.summary.sources[0].clean, LAKE.summary.sources[3].clean), (1_000, 3_000));
    assert!((90_000..110_000).contains(&rows(2)), "{} behaviour events", rows(2));
    let leaves: BTreeSet<&String> = CATALOGUE.values().filter(|path| !path.is_empty()).collect();
    assert_eq!(leaves.iter().map(|path| path.trim()).collect::<BTreeSet<_>>().len(), 60);
    assert!(leaves.iter().all(|path| (2..=3).contains(&path.split(" > ").count())));
}

#[test]
fn the_funnel_narrows_from_views_to_carts_to_purchases() {
    let (views, carts, bought) = (events("view_item"), events("add_to_cart"), events("purchase"));
    assert!(views > 4 * carts && carts > bought && bought > 0, "{views} views, {carts} carts, {bought} purchases");
    let of = |name| {
        let rows = BEHAVIOUR.rows.iter().filter(move |row| BEHAVIOUR.get(row, "event") == name);
        rows.map(|row| (BEHAVIOUR.get(row, "session_id"), BEHAVIOUR.get(row, "item_id"))).collect::<BTreeSet<_>>()
    };
    assert!(of("add_to_cart").is_subset(&of("view_item")), "something was put in a cart unseen");
    assert!(of("purchase").is_subset(&of("add_to_cart")), "something was bought that was in no cart");
}

#[test]
fn every_order_line_is_a_purchase_event_and_the_reverse() {
    let purchases: BTreeSet<(&str, &str, &str)> = BEHAVIOUR
        .rows
        .iter()
        .filter(|row| BEHAVIOUR.get(row, "event") == "purchase")
        .map(|row| (BEHAVIOUR.get(row, "customer_id"), BEHAVIOUR.get(row, "item_id"), BEHAVIOUR.get(row, "at")))
        .collect();
    let lines: BTreeSet<(&str, &str, &str)> = sales()
        .map(|row| (ORDERS.get(row, "customer_id"), ORDERS.get(row, "item_id"), ORDERS.get(row, "ordered_at")))
        .collect();
    assert!(lines.len() > 500);
    assert_eq!(lines, purchases);
}

#[test]
fn two_sessions_in_five_are_anonymous() {
    let mut sessions: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &BEHAVIOUR.rows {
        let customer = BEHAVIOUR.get(row, "customer_id");
        let known = sessions.entry(BEHAVIOUR.get(row, "session_id")).or_insert(customer);
        assert_eq!(*known, customer, "a session changes its visitor");
    }
    let anonymous = sessions.values().filter(|customer| customer.is_empty()).count() as f64;
    assert!((0.37..0.43).contains(&(anonymous / sessions.len() as f64)));
}

#[test]
fn the_top_of_a_listing_is_clicked_more_often() {
    let rate = |positions: std::ops::RangeInclusive<u32>| {
        let rows = BEHAVIOUR.rows.iter().filter(|row| {
            let position = BEHAVIOUR.get(row, "position").parse().unwrap_or(0);
            BEHAVIOUR.get(row, "list") == "category" && positions.contains(&position)
        });
        let (mut seen, mut clicked) = (0.0, 0.0);
        for row in rows {
            match BEHAVIOUR.get(row, "event") {
                "view_item_list" => seen += 1.0,
                "view_item" => clicked += 1.0,
                _ => {}
            }
        }
        (seen, clicked / seen)
    };
    let (first, second, fourth, last) = (rate(1..=1), rate(2..=2), rate(3..=5), rate(6..=12));
    assert!(first.1 > second.1 && second.1 > fourth.1 && fourth.1 > last.1, "{first:?} {second:?} {fourth:?} {last:?}");
    assert!(first.1 > 1.5 * fourth.1, "{first:?} {fourth:?}");
    assert!(first.0 > second.0, "what is further down is seen less often");
}

#[test]
fn black_friday_lifts_sales() {
    let on = |day: &str| sales().filter(|row| ORDERS.get(row, "ordered_at").starts_with(day)).count() as f64;
    for (black_friday, before) in [
        ("2024-11-29", ["2024-11-08", "2024-11-15", "2024-11-22"]),
        ("2025-11-28", ["2025-11-07", "2025-11-14", "2025-11-21"]),
    ] {
        let ordinary = before.iter().map(|day| on(day)).sum::<f64>() / 3.0;
        assert!(on(black_friday) > 3.0 * ordinary.max(1.0), "{black_friday}: {} against {ordinary}", on(black_friday));
    }
}

#[test]
fn entertainment_declines_while_the_shop_does_not() {
    let sold = |year: &str, wanted: bool| {
        let of_year = sales().filter(|row| ORDERS.get(row, "ordered_at").starts_with(year));
        let entertainment = |row: &&Vec<String>| CATALOGUE[ORDERS.get(row, "item_id")].starts_with("Entertainment");
        of_year.filter(|row| entertainment(row) == wanted).count() as f64
    };
    assert!(sold("2025", true) < 0.9 * sold("2024", true), "{} after {}", sold("2025", true), sold("2024", true));
    assert!(sold("2025", false) > sold("2024", false));
}

/// One item's days with and without stock at opening, and the times it was put in a cart on either.
#[derive(Default)]
struct Supply {
    stocked_days: f64,
    empty_days: f64,
    carts_when_stocked: f64,
    carts_when_empty: f64,
}

#[test]
fn nothing_is_sold_on_a_day_that_opens_without_stock() {
    let stock = LAKE.read("stock");
    let mut opening: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for row in &stock.rows {
        let units: i32 = stock.get(row, "quantity").parse().unwrap();
        if units >= 0 {
            opening.insert((stock.get(row, "item_id"), stock.get(row, "date")), units > 0);
        }
    }
    let mut supply: BTreeMap<&str, Supply> = BTreeMap::new();
    for (&(item, _), &stocked) in &opening {
        let item = supply.entry(item).or_default();
        *(if stocked { &mut item.stocked_days } else { &mut item.empty_days }) += 1.0;
    }
    for row in BEHAVIOUR.rows.iter().filter(|row| BEHAVIOUR.get(row, "event") == "add_to_cart") {
        let (id, day) = (BEHAVIOUR.get(row, "item_id"), &BEHAVIOUR.get(row, "at")[..10]);
        if let (Some(&stocked), Some(item)) = (opening.get(&(id, day)), supply.get_mut(id)) {
            *(if stocked { &mut item.carts_when_stocked } else { &mut item.carts_when_empty }) += 1.0;
        }
    }
    // What would have been put in carts on the empty days, had those been like the item's other days.
    let missed: f64 = supply
        .values()
        .filter(|item| item.stocked_days > 0.0)
        .map(|item| item.carts_when_stocked / item.stocked_days * item.empty_days)
        .sum();
    let sold: f64 = supply.values().map(|item| item.carts_when_empty).sum();
    assert!(missed > 20.0, "too few stock-outs to tell: {missed} carts missed");
    assert!(sold.abs() < f64::EPSILON, "{sold} times something was put in a cart on a day that opened without it");
}

#[test]
fn the_truth_names_a_type_for_every_customer() {
    let types = LAKE.truth["n_types"].as_u64().unwrap();
    let truth = LAKE.truth["customers"].as_object().unwrap();
    let customers = LAKE.read("customers");
    assert!(types >= 8 && truth.len() == 3_000);
    assert!(truth.values().all(|kind| kind.as_u64().unwrap() < types));
    assert!(customers.column("customer_id").all(|id| id.is_empty() || truth.contains_key(id.trim())));
}
