//! A faulty row is left out, counted under its reason and shown by its place, and never by what it says.

use model_export::lake::{Dataset, Fate, MarketingKind, Source, Target};

use super::folder::{Folder, orders, remarks, report};

const CATALOGUE: &str = "item_id,name,price,category,brand,private_label\n\
    i1,One,1.5,Home>Pans,B,true\n\
    i2,Two,,,,\n";
const ORDERS: &str = "[catalogue]\npath = 'catalogue.csv'\n[orders]\npath = 'orders.csv'\n";

fn from_orders(lines: &[&str]) -> Dataset {
    let folder = Folder::new(ORDERS).with("catalogue.csv", CATALOGUE).with("orders.csv", orders(lines));
    folder.try_read_without("99%").unwrap_or_else(|error| panic!("{error}"))
}

/// Asserts the books of a source: reasons with rows and line numbers, and that they balance.
#[track_caller]
fn books(dataset: &Dataset, source: Source, expected: &[(&str, u64, &[u64])]) {
    let report = report(dataset, source);
    let file = &report.files[0];
    let places = |lines: &[u64]| lines.iter().map(|line| format!("{file}:{line}")).collect::<Vec<_>>();
    let expected: Vec<_> = expected.iter().map(|(reason, rows, lines)| (*reason, *rows, places(lines))).collect();
    let found: Vec<_> = remarks(report)
        .into_iter()
        .map(|(reason, rows, places)| (reason, rows, places.into_iter().map(str::to_owned).collect::<Vec<_>>()))
        .collect();
    assert_eq!(found, expected);
    let gone = report.total(Fate::Dropped) + report.total(Fate::SetAside);
    assert_eq!(report.rows_read, report.rows_kept + gone, "read = kept + dropped + set aside");
}

#[test]
fn faulty_order_lines_have_their_reasons() {
    let dataset = from_orders(&[
        "o1,i1,anna@shop,2025-01-01,1,2.5",
        ",i1,anna@shop,2025-01-01,1,2.5",
        "o1,,anna@shop,2025-01-01,1,2.5",
        "o1,i9,anna@shop,2025-01-01,1,2.5",
        "o1,i1,anna@shop,,1,2.5",
        "o1,i1,anna@shop,2025-13-01,1,2.5",
        "o1,i1,anna@shop,2025-01-01,,2.5",
        "o1,i1,anna@shop,2025-01-01,many,2.5",
        "o1,i1,anna@shop,2025-01-01,1.5,2.5",
        "o1,i1,anna@shop,2025-01-01,99999999999,2.5",
        "o1,i1,anna@shop,2025-01-01,-1,2.5",
        "o1,i1,anna@shop,2025-01-01,0,2.5",
        "o1,i1,anna@shop,2025-01-01,1,-2.5",
        "o1,i1,anna@shop,2025-01-01,1,NaN",
        "o1,i1,anna@shop,2025-01-01,1,0.00",
        "o1,i1,anna@shop,2025-01-01,1",
        "o1,i1,anna@shop,2025-01-01,1,2.50",
    ]);
    books(
        &dataset,
        Source::Orders,
        &[
            ("wrong_field_count", 1, &[17]),
            ("missing_id", 2, &[3, 4]),
            ("duplicate", 1, &[18]),
            ("missing_timestamp", 1, &[6]),
            ("bad_timestamp", 1, &[7]),
            ("missing_quantity", 1, &[8]),
            ("bad_quantity", 3, &[9, 10, 11]),
            ("negative_quantity", 1, &[12]),
            ("zero_quantity", 1, &[13]),
            ("bad_price", 2, &[14, 15]),
            ("zero_price", 1, &[16]),
            ("unknown_item", 1, &[5]),
        ],
    );
    assert_eq!(dataset.interactions.len(), 1);
    let shown = format!("{}{}", dataset.report, serde_json::to_string(&dataset.report).expect("a report is JSON"));
    assert!(!shown.contains("anna"), "a customer's identifier is in the report:\n{shown}");
}

#[test]
fn five_places_are_shown_of_many() {
    let mut lines = vec!["o1,i1,c1,2025-01-01,1,2.5"];
    lines.extend(["o1,i1,c1,2025-01-01,x,2.5"; 9]);
    books(&from_orders(&lines), Source::Orders, &[("bad_quantity", 9, &[3, 4, 5, 6, 7])]);
}

#[test]
fn the_catalogue_keeps_what_can_be_kept() {
    let catalogue = "item_id,name,price,category,brand,private_label\n\
        b,Bee,2.5, Home >  Pans ,Brand,yes\n\
        ,No id,1,,,\n\
        b,Bee again,1,,,\n\
        a,,-3,>,,maybe\n\
        c,Cee,0,,,no\n\
        d,Dee,,,,\n";
    let folder = Folder::new(ORDERS).with("catalogue.csv", catalogue);
    let dataset = folder.with("orders.csv", orders(&["o1,a,c1,2025-01-01,1,2.5"])).read();
    books(
        &dataset,
        Source::Catalogue,
        &[
            ("missing_id", 1, &[3]),
            ("duplicate_id", 1, &[4]),
            ("bad_catalogue_price", 2, &[5, 6]),
            ("missing_name", 1, &[5]),
            ("bad_flag", 1, &[5]),
        ],
    );
    let items: Vec<_> = dataset
        .items
        .iter()
        .map(|item| (item.id.as_ref(), item.name.as_str(), item.price, item.category.as_deref(), item.private_label))
        .collect();
    assert_eq!(
        items,
        [
            ("a", "a", None, None, false),
            ("b", "Bee", Some(2.5), Some("Home > Pans"), true),
            ("c", "Cee", None, None, false),
            ("d", "Dee", None, None, false),
        ]
    );
}

#[test]
fn behaviour_is_judged_and_impressions_and_purchases_are_only_counted() {
    let events = "session_id,at,event,item_id,customer_id\n\
        s1,2025-01-01T10:00:00Z,view_item,i1,\n\
        s1,2025-01-01T10:00:00Z,view_item,i1,\n\
        s1,2025-01-01T10:01:00Z,view_item_list,i2,\n\
        s1,2025-01-01T10:02:00Z,purchase,i1,\n\
        s1,2025-01-01T10:03:00Z,page_view,i1,\n\
        s1,2025-01-01T10:03:00Z,,i1,\n\
        ,2025-01-01T10:04:00Z,view_item,i1,\n\
        s1,2025-01-01T10:04:00Z,view_item,,\n\
        s1,yesterday,view_item,i1,\n\
        s1,2025-01-01T10:05:00Z,view_item,i9,\n\
        s1,2025-01-01T10:05:00Z,add_to_cart,i2,\n";
    let tables = format!("{ORDERS}[behaviour]\npath = 'behaviour.csv'\n");
    let folder = Folder::new(&tables).with("catalogue.csv", CATALOGUE).with("behaviour.csv", events);
    let dataset = folder.with("orders.csv", orders(&["o1,i1,c1,2025-01-02,3,2.5"])).read();
    books(
        &dataset,
        Source::Behaviour,
        &[
            ("missing_id", 2, &[8, 9]),
            ("duplicate", 1, &[3]),
            ("bad_timestamp", 1, &[10]),
            ("unknown_item", 1, &[11]),
            ("missing_event", 1, &[7]),
            ("unknown_event", 1, &[6]),
            ("impression", 1, &[4]),
            ("purchase_in_orders", 1, &[5]),
        ],
    );
    let found: Vec<_> =
        dataset.interactions.iter().map(|act| (act.visitor, act.item, act.kind.ga4(), act.quantity)).collect();
    assert_eq!(found, [(0, 0, "purchase", 3), (1, 0, "view_item", 1), (1, 1, "add_to_cart", 1)]);
}

#[test]
fn purchases_of_behaviour_count_when_there_are_no_orders() {
    let events = "session_id,at,event,item_id\ns1,2025-01-01T10:00:00Z,purchase,i1\n";
    let tables = "[catalogue]\npath = 'catalogue.csv'\n[behaviour]\npath = 'behaviour.csv'\n";
    let dataset = Folder::new(tables).with("catalogue.csv", CATALOGUE).with("behaviour.csv", events).read();
    assert_eq!(dataset.interactions[0].kind.ga4(), "purchase");
}

#[test]
fn stock_takes_the_lower_of_two_levels_and_no_day_from_nowhere() {
    let faulty = "item_id,date,quantity\n,2025-01-01,1\ni9,2025-01-01,1\ni1,never,1\ni1,,1\ni1,2025-01-01,-2\n\
        i2,2025-01-02,9\ni2,2025-01-02,4\n";
    let days =
        (1..=300).map(|day| format!("i1,2025-{:02}-{:02},{day}", day / 28 + 1, day % 28 + 1)).collect::<Vec<_>>();
    let stock = format!("{faulty}{}\ni1,2035-01-01,0\n", days.join("\n"));
    let folder = Folder::new(&format!("{ORDERS}[stock]\npath = 'stock.csv'\n")).with("catalogue.csv", CATALOGUE);
    let folder = folder.with("stock.csv", stock).with("orders.csv", orders(&["o1,i1,c1,2025-01-01,1,2.5"]));
    let dataset = folder.read();
    books(
        &dataset,
        Source::Stock,
        &[
            ("missing_id", 1, &[2]),
            ("duplicate_id", 1, &[7]),
            ("missing_timestamp", 1, &[5]),
            ("bad_timestamp", 1, &[4]),
            ("stray_timestamp", 1, &[309]),
            ("negative_quantity", 1, &[6]),
            ("unknown_item", 1, &[3]),
        ],
    );
    let stock = dataset.stock.expect("the lake has stock");
    assert_eq!([stock.latest(0), stock.latest(1)], [Some(300), Some(4)]);
}

#[test]
fn marketing_is_about_something_that_the_shop_has() {
    let marketing = "action_id,kind,name,starts_on,ends_on,target,discount,audience\n\
        m1,newsletter,January,2025-01-10,2025-01-10,Home,,families\n\
        m2,promotion,Pans,2025-01-01,2025-01-31,Home>Pans,0.2,\n\
        m3,holiday,New year,2025-01-01,2025-01-01,,,\n\
        m4,promotion,,2025-01-02,2025-01-03,i2,1,\n\
        m4,promotion,,2025-01-02,2025-01-03,i2,1,\n\
        m5,tv,,2025-01-02,2025-01-03,,,\n\
        m6,holiday,,2025-01-03,2025-01-02,,,\n\
        m7,promotion,,2025-01-02,2025-01-03,,20,\n\
        m8,promotion,,2025-01-02,2025-01-03,Garden,,\n\
        m9,promotion,,,2025-01-03,,,\n\
        ,promotion,,2025-01-02,2025-01-03,,,\n";
    let folder =
        Folder::new(&format!("{ORDERS}[marketing]\npath = 'marketing.csv'\n")).with("catalogue.csv", CATALOGUE);
    let folder = folder.with("marketing.csv", marketing).with("orders.csv", orders(&["o1,i1,c1,2025-01-01,1,2.5"]));
    let dataset = folder.read();
    books(
        &dataset,
        Source::Marketing,
        &[
            ("missing_id", 1, &[12]),
            ("duplicate_id", 1, &[6]),
            ("missing_timestamp", 1, &[11]),
            ("unknown_kind", 1, &[7]),
            ("ends_before_start", 1, &[8]),
            ("bad_discount", 1, &[9]),
            ("unknown_target", 1, &[10]),
        ],
    );
    let found: Vec<_> =
        dataset.marketing.iter().map(|action| (action.id.as_ref(), action.kind, action.target.clone())).collect();
    assert_eq!(
        found,
        [
            ("m2", MarketingKind::Promotion, Target::Category("Home > Pans".to_owned())),
            ("m3", MarketingKind::Holiday, Target::WholeShop),
            ("m4", MarketingKind::Promotion, Target::Item(1)),
            ("m1", MarketingKind::Newsletter, Target::Category("Home".to_owned())),
        ]
    );
}
