//! What may not be learned from is not: rows without the purpose, customers on the suppression list, sensitive
//! categories, and what is older than the shop may keep.

use std::sync::Arc;

use arrow_array::{ArrayRef, StringArray};
use model_export::lake::{Dataset, Fate, Source, Target};

use super::folder::{Folder, orders, report};

const ORDERS: &str = "[orders]\npath = 'orders.csv'\ncolumns = { item_name = 'title', item_category = 'shelf' }\n";
const BEHAVIOUR: &str = "[catalogue]\npath = 'catalogue.csv'\n[behaviour]\npath = 'behaviour.csv'\n";

/// Orders with a name, a category and purposes of their own.
fn sold(lines: &[&str]) -> String {
    let header = "order_id,item_id,customer_id,ordered_at,quantity,unit_price,title,shelf,allowed_purposes";
    format!("{header}\n{}\n", lines.join("\n"))
}

/// Returns the dataset without what only the report knows.
fn unreported(mut dataset: Dataset) -> Dataset {
    dataset.report = model_export::lake::ReadReport::default();
    dataset
}

fn balanced(dataset: &Dataset) {
    for report in &dataset.report.sources {
        let gone = report.total(Fate::Dropped) + report.total(Fate::SetAside);
        assert_eq!(report.rows_read, report.rows_kept + gone, "{}", report.source);
    }
}

#[test]
fn a_row_without_the_purpose_reaches_nothing() {
    let allowed =
        ["1,m,anna,2025-01-01,1,4,Mug,,recommendation", "2,m,,2025-01-02,1,5,Cup,,newsletter; Recommendation"];
    let refused = ["3,m,anna,2030-01-01,1,99,Wish,Secret,newsletter", "4,x,,2025-01-01,1,9,Only here,,"];
    let all: Vec<&str> = allowed.iter().chain(&refused).copied().collect();
    let [with, without] =
        [sold(&all), sold(&allowed)].map(|lines| Folder::new(ORDERS).with("orders.csv", lines).read());
    assert_eq!(report(&with, Source::Orders).rows("no_purpose"), 2);
    balanced(&with);
    assert_eq!(unreported(with), unreported(without));
}

#[test]
fn row_and_customer_both_have_to_allow_it() {
    let tables = format!("[customers]\npath = 'customers.csv'\n{ORDERS}");
    let lines = [
        "1,a,yes,2025-01-01,1,4,,,recommendation",
        "2,b,yes,2025-01-01,1,4,,,analytics",
        "3,c,no,2025-01-01,1,4,,,recommendation",
    ];
    let folder = Folder::new(&tables)
        .with("customers.csv", "customer_id,allowed_purposes\nyes,recommendation\nno,analytics\n")
        .with("orders.csv", sold(&lines));
    let dataset = folder.read();
    assert_eq!(dataset.items.iter().map(|item| &*item.id).collect::<Vec<_>>(), ["a"]);
    assert_eq!(report(&dataset, Source::Orders).rows("no_purpose"), 2);
}

#[test]
fn one_row_without_the_purpose_withdraws_its_session() {
    let events = "session_id,at,event,item_id,allowed_purposes\n\
        s1,2025-01-01T10:00:00Z,view_item,m,recommendation\n\
        s1,2025-01-01T10:01:00Z,view_item,m,\n\
        s1,2025-01-01T10:02:00Z,view_item,m,recommendation\n\
        s2,2025-01-01T10:00:00Z,view_item,m,recommendation\n";
    let dataset = Folder::new(BEHAVIOUR).with("catalogue.csv", "item_id\nm\n").with("behaviour.csv", events).read();
    assert_eq!((dataset.visitors.len(), dataset.interactions.len()), (1, 1));
    assert_eq!(report(&dataset, Source::Behaviour).rows("no_purpose"), 3);
    balanced(&dataset);
}

#[test]
fn the_suppression_list_beats_every_other_source_in_csv_and_in_parquet() {
    let (yes, more) = ("1,m,anna,2025-01-01,1,4", "2,m,gone,2025-01-02,1,9");
    let without = Folder::new("[orders]\npath = 'orders.csv'\n").with("orders.csv", orders(&[yes])).read();
    let customers = "customer_id,suppressed\nanna,no\ngone,no\n";
    let ids: ArrayRef = Arc::new(StringArray::from(vec!["gone", "gone", "unheard of"]));
    for with_customers in [false, true] {
        let tables = "[orders]\npath = 'orders.csv'\n[suppression]\npath = 'list-*.csv'\n";
        let table = if with_customers { "[customers]\npath = 'customers.csv'\n" } else { "" };
        let base = |tables: &str| {
            Folder::new(tables).with("customers.csv", customers).with("orders.csv", orders(&[yes, more]))
        };
        let csv = base(&format!("{tables}{table}"))
            .with("list-1.csv", "customer_id,ground\ngone,\n")
            .with("list-2.csv", "customer_id,ground\ngone,Erasure\nunheard of,objection\n");
        let parquet = base(&format!("{tables}{table}").replace("list-*.csv", "list.parquet"))
            .with_parquet("list.parquet", vec![("customer_id", Arc::clone(&ids))]);
        for (folder, erasures) in [(csv, 1), (parquet, 0)] {
            let dataset = folder.read();
            let list = dataset.report.suppression.expect("the lake has a list");
            assert_eq!((list.listed, list.matched, list.unmatched), (2, 1, 1));
            assert_eq!((list.erasures, list.objections), (erasures, 2 - erasures));
            assert_eq!(report(&dataset, Source::Orders).rows("suppressed"), 1);
            let source = report(&dataset, Source::Suppression);
            assert_eq!((source.rows_read, source.rows_kept, source.rows("duplicate_id")), (3, 2, 1));
            balanced(&dataset);
            assert_eq!(unreported(dataset), unreported(without.clone()), "with customers: {with_customers}");
        }
    }
}

#[test]
fn a_row_of_the_list_that_cannot_be_read_stops_the_reading() {
    for list in ["customer_id,ground\ngone,erasure\n,objection\n", "customer_id,ground\ngone,erasure\nwho,a,b\n"] {
        let folder = Folder::new("[orders]\npath = 'orders.csv'\n[suppression]\npath = 'list.csv'\n")
            .with("list.csv", list)
            .with("orders.csv", orders(&["1,m,anna,2025-01-01,1,4"]));
        let message = folder.fault();
        println!("{message}");
        assert!(message.contains("[suppression]") && message.contains("list.csv:3"), "{message}");
        assert!(message.contains("cure") && !message.contains("gone"), "{message}");
    }
}

#[test]
fn items_of_a_sensitive_category_are_not_in_a_catalogue_nor_anywhere_else() {
    let tables = format!(
        "{BEHAVIOUR}[orders]\npath = 'orders.csv'\n[stock]\npath = 'stock.csv'\n[marketing]\npath = 'marketing.csv'\n"
    );
    let folder = Folder::new(&tables)
        .with(
            "catalogue.csv",
            "item_id,variant_id,category,brand\nm,m1,Home,Own\np,p1,Shop > Family planning,Hush\np,p2,,\np,p1,,\n",
        )
        .with(
            "orders.csv",
            orders(&["1,m1,anna,2025-01-01,1,4", "2,p2,anna,2025-01-01,1,4", "2,q,anna,2025-01-01,1,4"]),
        )
        .with("behaviour.csv", "session_id,at,event,item_id\ns,2025-01-01,view_item,p\ns,2025-01-01,view_item,m\n")
        .with("stock.csv", "item_id,date,quantity\np1,2025-01-01,3\nm,2025-01-01,4\n")
        .with(
            "marketing.csv",
            "action_id,kind,starts_on,ends_on,target\n1,promotion,2025-01-01,2025-01-02,p\n\
             2,promotion,2025-01-01,2025-01-02,Shop>Family planning\n3,promotion,2025-01-01,2025-01-02,Home\n\
             4,promotion,2025-01-01,2025-01-02,Nowhere\n",
        );
    let dataset = folder.read();
    balanced(&dataset);
    assert_eq!(dataset.items.iter().map(|item| &*item.id).collect::<Vec<_>>(), ["m"]);
    assert_eq!(dataset.report.sensitive_items.iter().collect::<Vec<_>>(), [(&"sexual_life", &1)]);
    let rows = |source| report(&dataset, source).rows("sensitive_category");
    let sources = [Source::Catalogue, Source::Orders, Source::Behaviour, Source::Stock, Source::Marketing];
    assert_eq!(sources.map(rows), [2, 1, 1, 1, 2]);
    assert_eq!(report(&dataset, Source::Orders).rows("unknown_item"), 1);
    assert_eq!(report(&dataset, Source::Catalogue).rows("duplicate_id"), 1);
    assert_eq!(
        dataset.marketing.iter().map(|action| &action.target).collect::<Vec<_>>(),
        [&Target::Category("Home".into())]
    );
}

#[test]
fn items_of_a_sensitive_category_are_not_derived_from_orders_either() {
    let rules = "[rules]\ncategory_from_name = [{ category = 'Livres > Politique', words = ['manifeste'] }]\n\
        [behaviour]\npath = 'behaviour.csv'\n";
    let kept = ["1,m,anna,2025-01-01,1,4,Mug,Home,recommendation", "5,z,bert,2025-01-05,1,4,Zip,Home,recommendation"];
    let denied =
        ["2,p,anna,2025-01-01,1,4,Test,Grossesse,recommendation", "3,b,,2025-01-02,1,4,Le Manifeste,,recommendation"];
    let all: Vec<&str> = kept.iter().chain(&denied).copied().collect();
    let events = |lines: &str| format!("session_id,at,event,item_id\n{lines}s,2025-01-01,view_item,m\n");
    let with = Folder::new(&format!("{ORDERS}{rules}"))
        .with("orders.csv", sold(&all))
        .with("behaviour.csv", events("s,2025-01-01,view_item,p\ns,2025-01-01,view_item,nothing\n"))
        .read();
    let without = Folder::new(&format!("{ORDERS}{rules}"))
        .with("orders.csv", sold(&kept))
        .with("behaviour.csv", events(""))
        .read();
    balanced(&with);
    let behaviour = report(&with, Source::Behaviour);
    assert_eq!((behaviour.rows("sensitive_category"), behaviour.rows("unknown_item")), (1, 1));
    assert_eq!(report(&with, Source::Orders).rows("sensitive_category"), 2);
    assert_eq!(with.report.sensitive_items.values().sum::<u64>(), 2);
    assert_eq!(unreported(with), unreported(without));
}

#[test]
fn an_exception_needs_a_reason_and_clears_its_levels() {
    let with = |allow: &str| {
        Folder::new(&format!("{ORDERS}[rules.sensitive]\nallow = [{allow}]\ndeny = ['mugs']\n")).with(
            "orders.csv",
            sold(&[
                "1,v,anna,2025-01-01,1,4,D3,Health > Vitamins,recommendation",
                "1,m,anna,2025-01-01,1,4,Mug,Mugs,recommendation",
            ]),
        )
    };
    let dataset = with("{ pattern = 'Health > Vitamins', because = 'sweets only' }").read();
    assert_eq!(dataset.items.iter().map(|item| &*item.id).collect::<Vec<_>>(), ["v"]);
    let message = with("{ pattern = 'Health > Vitamins', because = ' ' }").fault();
    assert!(message.contains("lake.toml:7") && message.contains("needs one"), "{message}");
    assert!(with("{ pattern = 'Health > Vitamins' }").fault().contains("because"));
}

#[test]
fn what_is_past_retention_reaches_neither_interactions_nor_names_nor_prices() {
    let recent = ["1,m,anna,2025-03-01,1,4,Mug,,recommendation", "2,m,,2025-03-20,1,6,Mug,,recommendation"];
    let old = ["3,m,anna,2024-03-01,1,99,Old,,recommendation", "4,x,anna,2025-02-01,1,9,Gone,,recommendation"];
    let refused = ["5,m,anna,2026-01-01,1,9,Not asked,,"];
    let all: Vec<&str> = recent.iter().chain(&old).chain(&refused).copied().collect();
    let rules = "[rules]\nretention_days = 30\n";
    let [with, without] = [(rules, sold(&all)), ("", sold(&recent))]
        .map(|(rules, lines)| Folder::new(&format!("{ORDERS}{rules}")).with("orders.csv", lines).read());
    assert_eq!(report(&with, Source::Orders).rows("past_retention"), 2, "a refused row is not the newest");
    balanced(&with);
    assert_eq!(unreported(with), unreported(without));
    let none = Folder::new(&format!("{ORDERS}[rules]\nretention_days = 0\n")).with("orders.csv", sold(&recent)).fault();
    assert!(none.contains("1 or more days"), "{none}");
}
