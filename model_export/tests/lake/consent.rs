//! Suppressing a customer gives the very dataset that a lake without the customer gives.

use model_export::lake::{Dataset, Source, VisitorKind};

use super::folder::{Folder, report};

const TABLES: &str =
    "[customers]\npath = 'customers.csv'\n[orders]\npath = 'orders.csv'\ncolumns = { item_name = 'title' }\n";
const BOTH: &str =
    "[catalogue]\npath = 'catalogue.csv'\n[customers]\npath = 'customers.csv'\n[behaviour]\npath = 'behaviour.csv'\n";

fn customers(lines: &[&str]) -> String {
    format!("customer_id,allowed_purposes,suppressed\n{}\n", lines.join("\n"))
}

fn sold(lines: &[&str]) -> String {
    format!("order_id,item_id,customer_id,ordered_at,quantity,unit_price,title\n{}\n", lines.join("\n"))
}

/// Returns the dataset without its report: the report counts what consent dropped, the dataset must not know it.
fn unreported(mut dataset: Dataset) -> Dataset {
    dataset.report.sources.clear();
    dataset
}

#[test]
fn nothing_of_a_suppressed_customer_reaches_items_prices_names_or_numbers() {
    let gone = [
        "9,m,gone,2025-02-01,1,99,Secret wish",
        "9,x,gone,2025-02-01,1,99,Only theirs",
        "9,m,gone,2024-02-01,1,99,Secret wish",
    ];
    let others = ["1,m,anna,2025-01-01,1,4,Mug", "2,m,,2025-01-02,1,5,Cup", "3,p,bert,2025-01-03,2,1,Pan"];
    let all: Vec<&str> = gone.iter().chain(&others).copied().collect();
    let agreed = ["anna,recommendation;newsletter,false", "bert, Recommendation ,"];
    let without =
        Folder::new(TABLES).with("customers.csv", customers(&agreed)).with("orders.csv", sold(&others)).read();
    for refusal in
        ["gone,recommendation,true", "gone,newsletter;analytics,false", "gone,,false", "gone,recommendation,who knows"]
    {
        let mut lines = agreed.to_vec();
        lines.push(refusal);
        let folder = Folder::new(TABLES).with("customers.csv", customers(&lines)).with("orders.csv", sold(&all));
        assert_eq!(unreported(folder.read()), unreported(without.clone()), "{refusal}");
    }
    let unknown = Folder::new(TABLES).with("customers.csv", customers(&agreed)).with("orders.csv", sold(&all)).read();
    assert_eq!(report(&unknown, Source::Orders).rows("unknown_customer"), 3);
    assert_eq!(unreported(unknown), unreported(without));
}

#[test]
fn of_two_rows_about_one_customer_the_refusal_wins() {
    let lines = [
        "anna,recommendation,false",
        "gone,recommendation,false",
        "gone,recommendation,true",
        "anna,recommendation,false",
    ];
    let orders = sold(&["1,m,anna,2025-01-01,1,4,Mug", "2,m,gone,2025-01-02,1,5,Cup"]);
    let dataset = Folder::new(TABLES).with("customers.csv", customers(&lines)).with("orders.csv", orders).read();
    assert_eq!(dataset.customer_ids, [Some("anna".into())]);
    assert_eq!(report(&dataset, Source::Orders).rows("suppressed"), 1);
}

#[test]
fn customers_that_say_no_purposes_at_all_are_learned_from_unless_suppressed() {
    let customers = "customer_id,suppressed\nanna,no\ngone,yes\n";
    let orders = sold(&["1,m,anna,2025-01-01,1,4,Mug", "2,m,gone,2025-01-02,1,5,Cup"]);
    let dataset = Folder::new(TABLES).with("customers.csv", customers).with("orders.csv", orders).read();
    assert_eq!(dataset.customer_ids, [Some("anna".into())]);
}

#[test]
fn a_session_belongs_to_the_customer_who_signed_in_and_is_left_out_whole_when_that_one_refused() {
    let events = "session_id,at,event,item_id,customer_id\n\
        s1,2025-01-01T10:00:00Z,view_item,m,\n\
        s1,2025-01-01T10:01:00Z,view_item_list,m,anna\n\
        s2,2025-01-01T10:00:00Z,view_item,m,\n\
        s2,2025-01-01T10:05:00Z,add_to_cart,m,gone\n\
        s3,2025-01-01T10:00:00Z,view_item,m,anna\n\
        s3,2025-01-01T10:01:00Z,view_item,m,bert\n\
        s4,2025-01-01T10:00:00Z,view_item,m,\n";
    let folder = Folder::new(BOTH)
        .with("catalogue.csv", "item_id\nm\n")
        .with("customers.csv", customers(&["anna,recommendation,", "bert,recommendation,", "gone,,"]))
        .with("behaviour.csv", events);
    let dataset = folder.read();
    assert_eq!(dataset.visitors, [VisitorKind::Customer, VisitorKind::AnonymousSession]);
    assert_eq!(dataset.customer_ids, [Some("anna".into()), None]);
    let report = report(&dataset, Source::Behaviour);
    assert_eq!((report.rows("no_purpose"), report.rows("shared_session"), report.rows("impression")), (2, 2, 1));
}
