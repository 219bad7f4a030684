//! A lake of behaviour alone is a lake: its items come from the events, in the words of the files as published.

use std::path::Path;

use model_export::lake::{Dataset, Lake, Source, VisitorKind};

use super::folder::{Folder, remarks, report};

const TABLES: &str = "[behaviour]\npath = 'clicks.csv'\ndelimiter = ';'\nconstants = { event = 'view_item' }\n\
    timestamp_formats = ['%Y-%m-%d']\n\
    [behaviour.columns]\nsession_id = 'session'\nsequence = 'order'\nitem_id = 'model'\nitem_category = 'page'\n\
    item_price = 'price'\ncustomer_id = 'who'\n\
    [behaviour.compose]\nat = '{year}-{month}-{day}'\n[behaviour.values.item_category]\n1 = 'Trousers'\n2 = 'Vitamins'\n";
const HEADER: &str = "year;month;day;order;session;model;page;price;who\n";

fn clicks(lines: &[&str]) -> String {
    format!("{HEADER}{}\n", lines.join("\n"))
}

#[test]
fn items_times_and_words_come_from_the_clicks() {
    let lines = [
        "2008;4;1;2;s1;A1;1;28;",
        "2008;4;1;1;s1;B7;1;33;",
        "2008;4;2;1;s2;A1;1;30;",
        "2008;4;2;2;s2;A1;9;26;",
        "2008;4;;1;s3;A1;1;28;",
        "2008;4;3;1;s3;V1;2;9;",
    ];
    let dataset = Folder::new(TABLES).with("clicks.csv", clicks(&lines)).read();
    let items: Vec<_> = dataset.items.iter().map(|item| (&*item.id, item.category.as_deref(), item.price)).collect();
    assert_eq!(items, [("A1", Some("Trousers"), Some(28.0)), ("B7", Some("Trousers"), Some(33.0))]);
    let first: Vec<(u32, i64)> = dataset.interactions[..2].iter().map(|act| (act.item, act.at_ms)).collect();
    let day = 1_207_008_000_000;
    assert_eq!(first, [(1, day + 1), (0, day + 2)], "in the order of the clicks");
    assert_eq!(
        remarks(report(&dataset, Source::Behaviour)),
        [("missing_timestamp", 1, vec!["clicks.csv:6"]), ("sensitive_category", 1, vec!["clicks.csv:7"])]
    );
}

#[test]
fn what_a_suppressed_visitor_clicked_describes_nothing() {
    let tables = format!("{TABLES}[suppression]\npath = 'suppression.csv'\n");
    let others = ["2008;4;1;1;s1;A1;1;28;anna", "2008;4;1;2;s1;B7;1;33;anna"];
    let gone = ["2008;4;2;1;s2;A1;7;1;gone", "2008;4;2;2;s2;A1;7;1;gone", "2008;4;2;3;s2;C9;1;1;gone"];
    let read = |lines: &[&str]| -> Dataset {
        let folder = Folder::new(&tables).with("suppression.csv", "customer_id\ngone\n");
        let mut dataset = folder.with("clicks.csv", clicks(lines)).read();
        dataset.report.sources.clear();
        dataset.report.suppression = None;
        dataset
    };
    assert_eq!(read(&[&gone[..], &others].concat()), read(&others));
}

#[test]
fn settings_that_contradict_are_named() {
    let both = format!("{TABLES}[catalogue]\npath = 'catalogue.csv'\n");
    let message = Folder::new(&both).fault();
    assert!(message.contains("[behaviour] item_category") && message.contains("map it there"), "{message}");
    let twice = TABLES.replace("session_id = 'session'", "session_id = 'session'\nat = 'year'");
    let message = Folder::new(&twice).fault();
    assert!(message.contains("[behaviour] at") && message.contains("keep one"), "{message}");
    let unknown = TABLES.replace("{day}", "{dag}");
    let message = Folder::new(&unknown).with("clicks.csv", clicks(&[])).fault();
    assert!(message.contains("no column \"dag\" for behaviour.filters or compose"), "{message}");
}

/// Reads a published example, or says that its data is not here.
fn example(name: &str) -> Option<Dataset> {
    let Some(data) = std::env::var_os("ETALAGE_DATA") else {
        println!("skipped: ETALAGE_DATA does not say where the data of examples/{name} is");
        return None;
    };
    let lake_toml = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(name).join("lake.toml");
    let lake = Lake::open(&lake_toml, Some(Path::new(&data))).expect("the example is a lake");
    Some(lake.read(&mut |_, _| ()).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn the_clothing_clickstream_is_read_as_published() {
    let Some(dataset) = example("eshop_clothing") else { return };
    // Counted by a few lines of Python on the published file: rows, models, sessions.
    assert_eq!(report(&dataset, Source::Behaviour).rows_read, 151_326);
    assert_eq!(dataset.items.len(), 217);
    assert!(dataset.visitors.iter().all(|kind| *kind == VisitorKind::AnonymousSession));
    let categories: std::collections::BTreeSet<_> =
        dataset.items.iter().filter_map(|item| item.category.as_deref()).collect();
    assert_eq!(Vec::from_iter(categories), ["Blouses", "Sale", "Skirts", "Trousers"]);
    assert!(dataset.items.iter().all(|item| item.price.is_some()));
}

#[test]
fn the_cut_last_line_of_rees46_is_counted_and_no_more() {
    let Some(dataset) = example("rees46") else { return };
    let report = report(&dataset, Source::Behaviour);
    assert_eq!((report.rows_read, report.rows("wrong_field_count")), (17_435, 1));
    assert_eq!(report.rows("unknown_event"), 0);
    assert!(dataset.items.iter().any(|item| item.category.as_deref() == Some("appliances > kitchen > mixer")));
}
