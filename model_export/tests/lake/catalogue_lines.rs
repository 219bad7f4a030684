//! A catalogue of lines is read as any catalogue: its ids are spelled as the rules say, and every row has its fate.

use model_export::lake::{Provenance, Source};

use super::folder::{Folder, orders, report};

/// Returns a lake whose catalogue is these lines of item, name and price, and whose orders are `bought`.
fn shop(rules: &str, lines: &str, bought: &[&str]) -> Folder {
    let tables = format!(
        "[catalogue]\npath = 'lines.csv'\n[orders]\npath = 'orders.csv'\n[rules]\ncatalogue_rows = 'lines'\n{rules}"
    );
    Folder::new(&tables).with("lines.csv", format!("item_id,name,price\n{lines}")).with("orders.csv", orders(bought))
}

#[test]
fn ids_of_lines_are_spelled_as_the_rules_say() {
    let lines = "007,Cup,2\n7,Mug,3\n7.0,Mug,5\nab,Fork,1\nAB,Fork,1\nPost,Postage,4\n";
    let rules = "item_id_case = 'upper'\nitem_id_form = 'unpadded'\nfee_items = ['post']\n";
    let dataset = shop(rules, lines, &["1,07,c,2025-01-01,1,2", "2,Ab,c,2025-01-02,1,2"]).read();
    let items: Vec<_> = dataset.items.iter().map(|item| (item.id.as_ref(), item.name.as_str(), item.price)).collect();
    assert_eq!(items, [("7", "Mug", Some(3.0)), ("AB", "Fork", Some(1.0))]);
    assert_eq!(dataset.interactions.len(), 2);
    assert_eq!(report(&dataset, Source::Catalogue).rows("fee_line"), 1, "{}", dataset.report);
    assert_eq!((dataset.assortment.ids, dataset.assortment.prices), (Provenance::Shop, Provenance::Shop));
}

#[test]
fn lines_with_a_price_that_nobody_could_pay_are_counted() {
    let lines = "a,Cup,2\na,Cup,0\na,Cup,-1\na,Cup,free\na,Cup,\n";
    let dataset = shop("", lines, &["1,a,c,2025-01-01,1,2"]).read();
    assert_eq!(dataset.items[0].price, Some(2.0));
    assert_eq!(report(&dataset, Source::Catalogue).rows("bad_catalogue_price"), 3, "{}", dataset.report);
}

#[test]
fn ids_that_differ_in_form_alone_are_remarked() {
    let dataset = shop("", "007,Cup,2\n7,Cup,2\n", &["1,7,c,2025-01-01,1,2"]).read();
    assert_eq!(report(&dataset, Source::Catalogue).rows("mixed_item_id"), 1, "{}", dataset.report);
}

#[test]
fn an_id_too_long_for_the_model_file_is_no_item() {
    let lines = format!("{},Cup,2\na,Cup,2\n", "x".repeat(256));
    let dataset = shop("", &lines, &["1,a,c,2025-01-01,1,2"]).read();
    assert_eq!(dataset.items.len(), 1);
    assert_eq!(report(&dataset, Source::Catalogue).rows("long_id"), 1, "{}", dataset.report);
}
