//! What the shop asks for by rule is done to every row that the rule is about, counted, and to no other.

use model_export::lake::{Dataset, Source, VisitorKind};

use super::folder::{Folder, orders, report};

fn read(tables: &str, lines: &[&str]) -> Dataset {
    Folder::new(&format!("[orders]\npath = 'orders.csv'\n{tables}")).with("orders.csv", orders(lines)).read()
}

#[track_caller]
fn counts(dataset: &Dataset, reason: &str, rows: u64) {
    assert_eq!(report(dataset, Source::Orders).rows(reason), rows, "{}", dataset.report);
}

/// Returns customer, item and quantity of each interaction.
fn bought(dataset: &Dataset) -> Vec<(Option<&str>, &str, u32)> {
    let of = |act: &model_export::lake::Interaction| {
        let customer = dataset.customer_ids[act.visitor as usize].as_deref();
        (customer, dataset.items[act.item as usize].id.as_ref(), act.quantity)
    };
    dataset.interactions.iter().map(of).collect()
}

#[test]
fn filters_drop_under_their_own_name_and_mark_returns() {
    let filters = "[[orders.filters]]\ncolumn = 'order_id'\nstarts_with = 'C'\nthen = 'return'\n\
                   [[orders.filters]]\ncolumn = 'item_id'\nequals = ['TEST', 'DEMO']\ndrop = 'test_item'\n";
    let dataset = read(
        filters,
        &[
            "1,a,anna,2025-01-01,5,2",
            "2,a,bert,2025-01-01,1,2",
            "C3,a,anna,2025-01-02,-2,2",
            "C4,a,bert,2025-01-02,-1,2",
            "C5,a,,2025-01-02,-1,2",
            "6,TEST,anna,2025-01-03,1,2",
        ],
    );
    assert_eq!(bought(&dataset), [(Some("anna"), "a", 3)]);
    counts(&dataset, "return_line", 2);
    counts(&dataset, "returned", 1);
    counts(&dataset, "return_unmatched", 1);
    counts(&dataset, "test_item", 1);
}

#[test]
fn a_column_can_say_that_a_line_is_a_return() {
    let folder = Folder::new("[orders]\npath = 'orders.csv'\n");
    let text = "order_id,item_id,customer_id,ordered_at,quantity,is_return\n\
                1,a,c,2025-01-01,3,false\n2,a,c,2025-01-02,1,true\n3,a,c,2025-01-03,1,perhaps\n";
    let dataset = folder.with("orders.csv", text).read();
    assert_eq!(bought(&dataset), [(Some("c"), "a", 2), (Some("c"), "a", 1)]);
    counts(&dataset, "bad_flag", 1);
}

#[test]
fn fees_are_no_products_however_they_are_spelled() {
    let rules = "[rules]\nfee_items = ['post']\nitem_id_case = 'upper'\n";
    let dataset = read(rules, &["1,85123a,c,2025-01-01,1,2", "2,85123A,c,2025-01-02,1,2", "2,Post,c,2025-01-02,1,4"]);
    assert_eq!(bought(&dataset), [(Some("c"), "85123A", 1), (Some("c"), "85123A", 1)]);
    counts(&dataset, "fee_line", 1);
}

#[test]
fn duplicates_zero_prices_and_guests_are_kept_or_dropped_as_asked() {
    let lines = ["1,a,c,2025-01-01,1,2", "1,a,c,2025-01-01,1,2", "2,b,c,2025-01-01,1,0", "3,c,,2025-01-01,1,1"];
    let dataset = read("[rules]\nguest_orders = 'drop'\n", &lines);
    assert_eq!(bought(&dataset), [(Some("c"), "a", 1)]);
    for reason in ["duplicate", "zero_price", "guest_order"] {
        counts(&dataset, reason, 1);
    }
    let dataset = read("[rules]\nduplicates = 'keep'\nzero_price = 'keep'\n", &lines);
    assert_eq!(dataset.interactions.len(), 4);
    assert_eq!(dataset.visitors, [VisitorKind::Customer, VisitorKind::AnonymousSession]);
}

#[test]
fn days_outside_are_left_out() {
    let lines = [
        "1,a,c,2024-12-31T23:59:59Z,1,2",
        "2,b,c,2025-01-01,1,2",
        "3,c,c,2025-01-02T23:59:59Z,1,2",
        "4,d,c,2025-01-03,1,2",
    ];
    let dataset = read("[rules]\nfirst_day = '2025-01-01'\nlast_day = '2025-01-02'\n", &lines);
    assert_eq!(bought(&dataset), [(Some("c"), "b", 1), (Some("c"), "c", 1)]);
    counts(&dataset, "outside_window", 2);
    assert_eq!(dataset.items.len(), 2, "items are those sold inside");
}

#[test]
fn robots_are_left_out_whole_and_busy_customers_keep_their_latest() {
    let mut lines: Vec<String> = (0..6).map(|item| format!("g,i{item},,2025-01-01,1,2")).collect();
    lines.extend((0..6).map(|day| format!("o,j{day},c,2025-01-0{},1,2", day + 1)));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let dataset = read("[rules]\nmax_events_per_session = 5\nmax_events_per_customer = 4\n", &lines);
    let items: Vec<&str> = bought(&dataset).into_iter().map(|(_, item, _)| item).collect();
    assert_eq!(items, ["j2", "j3", "j4", "j5"], "a customer's own long order is no robot");
    counts(&dataset, "large_order", 6);
    counts(&dataset, "over_customer_cap", 2);
}

#[test]
fn a_clock_that_was_never_set_does_not_stretch_the_window() {
    let mut lines: Vec<String> = (0..200).map(|n| format!("o{n},a,c,2025-0{}-1{},1,2", n % 6 + 1, n % 10)).collect();
    lines.push("x,a,c,1970-01-01,1,2".to_owned());
    lines.push("y,a,c,2035-01-01,1,2".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let dataset = read("", &lines);
    counts(&dataset, "stray_timestamp", 2);
    let day = |ms: i64| jiff::Timestamp::from_millisecond(ms).expect("a time of ours").strftime("%F").to_string();
    assert_eq!([day(dataset.window.0), day(dataset.window.1)], ["2025-01-10", "2025-06-19"]);
}

#[test]
fn a_lake_without_a_catalogue_derives_one_from_what_was_sold() {
    let tables = "[orders]\npath = 'orders.csv'\ncolumns = { item_name = 'title' }\n[[rules.category_from_name]]\n\
                  category = 'Kitchen > Mugs'\nwords = ['mug']\n[[orders.filters]]\ncolumn = 'order_id'\nstarts_with = 'R'\n\
                  then = 'return'\n";
    let text = "order_id,item_id,customer_id,ordered_at,quantity,unit_price,title\n\
        R1,never,c,2025-01-01,1,2,Only returned\n\
        1,m,c,2025-01-01,1,3,Red mug\n2,m,c,2025-01-02,1,4,RED MUG\n3,m,c,2025-01-03,1,9,RED MUG\n4,m,c,2025-01-04,1,9,Red mug\n\
        5,m,c,2025-01-05,-1,0.01,damaged\n6,p,c,2025-01-06,1,,\n";
    let dataset = Folder::new(tables).with("orders.csv", text).read();
    let items: Vec<_> = dataset
        .items
        .iter()
        .map(|item| (item.id.as_ref(), item.name.as_str(), item.price, item.category.as_deref()))
        .collect();
    assert_eq!(items, [("m", "RED MUG", Some(4.0), Some("Kitchen > Mugs")), ("p", "p", None, None)]);
    counts(&dataset, "return_unmatched", 1);
}

#[test]
fn variants_are_read_as_their_item_and_own_brands_as_private_label() {
    let folder = Folder::new(
        "[catalogue]\npath = 'items.csv'\ncolumns = { item_id = 'style', variant_id = 'sku', category_2 = 'shelf' }\n\
         [orders]\npath = 'orders.csv'\n[rules]\nprivate_label_brands = ['Own']\n",
    )
    .with(
        "items.csv",
        "style,sku,name,category,shelf,brand\n\
         shirt,shirt-s,Shirt,Wear,Tops,Own\nshirt,shirt-m,Other name,Wear,Tops,Other\nshirt,shirt-m,again,,,\n\
         cap,cap-1,Cap,Wear,,Other\n",
    )
    .with(
        "orders.csv",
        "order_id,item_id,customer_id,ordered_at,quantity,line_total\n\
         1,shirt-s,anna,2025-01-01,2,20\n2,shirt-m,bert,2025-01-01,1,12\n3,shirt,cleo,2025-01-01,1,14\n\
         4,shirt-x,dora,2025-01-01,1,9\n",
    );
    let dataset = folder.read();
    assert_eq!(bought(&dataset), [(Some("anna"), "shirt", 2), (Some("bert"), "shirt", 1), (Some("cleo"), "shirt", 1)]);
    counts(&dataset, "unknown_item", 1);
    assert_eq!(report(&dataset, Source::Catalogue).rows("duplicate_id"), 1);
    let [cap, shirt] = &dataset.items[..] else { panic!("two items: {:?}", dataset.items) };
    assert_eq!((shirt.name.as_str(), shirt.category.as_deref()), ("Shirt", Some("Wear > Tops")));
    assert!(shirt.private_label && !cap.private_label);
    // The catalogue has no price: the median of 10, 12 and 14 a unit was paid.
    assert_eq!((shirt.price, cap.price, cap.category.as_deref()), (Some(12.0), None, Some("Wear")));
}
