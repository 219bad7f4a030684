//! Files beside files are told apart, and no line, field or id is so long that it ends the reading without a word.

use model_export::lake::Source;

use super::folder::{Folder, gzip, orders, remarks, report};

const ORDERS: &str = "[orders]\npath = 'orders.csv'\n";
const HEADER: &str = "order_id,item_id,customer_id,ordered_at,quantity,unit_price,item_name";

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

fn table(name: impl Fn(usize) -> String, rows: usize) -> String {
    let line = |n: usize| format!("o{n},i{},c{n},2025-01-{:02},1,2.5,{}\n", n % 9, n % 28 + 1, name(n));
    format!("{HEADER}\n{}", (0..rows).map(line).collect::<String>())
}

#[test]
fn several_paths_links_and_twins_are_told_apart() {
    let line = |n: usize| orders(&[&format!("o{n},i{n},c{n},2025-01-0{n},1,2.5")]);
    let list = Folder::new("[orders]\npath = ['b.csv', 'a/*.csv', 'a/1.csv']\n")
        .with("a/1.csv", line(1))
        .with("a/2.csv", line(2))
        .with("b.csv", line(3));
    assert_eq!(report(&list.read(), Source::Orders).files, ["b.csv", "a/1.csv", "a/2.csv"]);
    stops(&Folder::new("[orders]\npath = []\n"), &["[orders] path", "an empty list"]);
    stops(
        &Folder::new("[orders]\npath = ['a.csv', 'b.csv']\n").with("a.csv", line(1)),
        &["path = \"b.csv\"", "no such file"],
    );
    let twins = Folder::new("[orders]\npath = 'a'\n").with("a/1.csv", line(1)).with("a/1.csv.gz", gzip(&line(1)));
    let dataset = twins.read();
    assert_eq!(report(&dataset, Source::Orders).rows("twin_file"), 1);
    assert_eq!(report(&dataset, Source::Orders).rows("duplicate"), 1);
    #[cfg(unix)]
    {
        let folder = Folder::new("[orders]\npath = 'a'\n").with("a/1.csv", line(1)).with("elsewhere/2.csv", line(2));
        std::os::unix::fs::symlink(folder.path("elsewhere"), folder.path("a/linked")).expect("a link can be made");
        std::os::unix::fs::symlink(folder.path("elsewhere/2.csv"), folder.path("a/2.csv")).expect("a link can be made");
        let dataset = folder.read();
        let read = report(&dataset, Source::Orders);
        assert_eq!((read.rows_kept, remarks(read)), (2, vec![("linked_folder", 1, vec!["a/linked/"])]));
    }
}

#[test]
fn a_record_without_an_end_stops_at_a_bound() {
    let long = "a".repeat(3 << 20);
    for (text, line) in [
        (long.clone(), 1),
        (format!("{HEADER}\no1,{long}"), 2),
        (format!("{HEADER}\n\n\no1,i1,c1,2025-01-01,1,2.5,x\no2,\"{long}\","), 5),
        (format!("{}\n{}", HEADER, ",".repeat(3 << 20)), 2),
        (format!("{}\n\"{}", HEADER, "\"\"".repeat(2 << 20)), 2),
    ] {
        for packed in [false, true] {
            let bytes = if packed { gzip(&text) } else { text.clone().into_bytes() };
            let place = format!("orders.csv:{line}: a record begins here that is longer than 1048576 bytes");
            stops(&Folder::new(ORDERS).with("orders.csv", bytes), &[&place, "max_record_bytes in [orders]"]);
        }
    }
    let half = format!("{}o9,i9,c9,2025-01-01,1,2.5,{}\n", table(|_| "x".to_owned(), 3), "b".repeat(900_000));
    assert_eq!(Folder::new(ORDERS).with("orders.csv", &half).read().interactions.len(), 4);
    let bound = Folder::new(&format!("{ORDERS}max_record_bytes = 1000\n")).with("orders.csv", &half);
    stops(&bound, &["orders.csv:5", "longer than 1000 bytes"]);
    let wide = Folder::new(&format!("{ORDERS}max_record_bytes = 4000000\n"))
        .with("orders.csv", format!("{}o9,i9,c9,2025-01-01,1,2.5,{long}\n", table(|_| "x".to_owned(), 3)));
    assert_eq!(wide.read().interactions.len(), 4);
    let json = Folder::new("[orders]\npath = 'o.jsonl'\n").with("o.jsonl", format!("{{\"order_id\":\"{long}\"}}"));
    stops(&json, &["o.jsonl:1", "longer than 1048576 bytes"]);
    let open = format!("{}o9,\"{}", table(|_| "x".to_owned(), 3), "i9,c9,2025-01-01,1,2.5\n".repeat(300_000));
    stops(&Folder::new(ORDERS).with("orders.csv", open), &["orders.csv:5: a quote opens here"]);
}

#[test]
fn an_id_that_no_model_can_hold_is_a_bad_row_and_not_the_end() {
    for length in [256, 300, 5_000] {
        let long = "x".repeat(length);
        let shop = format!("{}o9,{long},c9,2025-01-01,1,2.5,x\n", table(|_| "x".to_owned(), 20));
        let dataset = Folder::new(ORDERS).with("orders.csv", shop).read();
        assert_eq!(remarks(report(&dataset, Source::Orders)), [("long_id", 1, vec!["orders.csv:22"])]);
    }
    let events = format!(
        "session_id,at,event,item_id\ns1,2025-01-01,view_item,i1\ns2,2025-01-01,view_item,{}\n",
        "x".repeat(256)
    );
    let dataset = Folder::new("[behaviour]\npath = 'b.csv'\n").with("b.csv", events).read();
    assert_eq!(report(&dataset, Source::Behaviour).rows("long_id"), 1);
    let longest = format!("{}o9,{},c9,2025-01-01,1,2.5,x\n", table(|_| "x".to_owned(), 2), "x".repeat(255));
    assert_eq!(Folder::new(ORDERS).with("orders.csv", longest).read().items.len(), 3);
}
