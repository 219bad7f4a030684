//! Consent does not slip: a column that decides it is in every file of a source or in none, and in each but once.

use arrow_array::ArrayRef;
use model_export::lake::Source;

use super::folder::{Folder, orders, remarks, report, texts};

const ORDERS: &str = "[orders]\npath = 'a'\n";

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
}

/// Two files of one source: the second has the last column of the first under another name, or not at all.
fn two_files(path: &str, column: &str, other: &str) -> [(String, String); 2] {
    let head = "order_id,item_id,customer_id,ordered_at,quantity";
    let cell = |column: &str, text: &str| if column.is_empty() { String::new() } else { format!(",{text}") };
    let file = |column: &str, text: &str| {
        let head = if column.is_empty() { head.to_owned() } else { format!("{head},{column}") };
        let line = |n: usize| format!("o{text}{n},i{n},c{n},2025-01-0{},1{}\n", n + 1, cell(column, text));
        format!("{head}\n{}", (0..3).map(line).collect::<String>())
    };
    [(format!("{path}/1.csv"), file(column, "recommendation")), (format!("{path}/2.csv"), file(other, "newsletter"))]
}

#[test]
fn a_consent_column_that_one_file_lacks_or_spells_otherwise_stops_the_reading() {
    let near = ["no column \"allowed_purposes\"", "orders.allowed_purposes", "[orders.columns] allowed_purposes"];
    for other in [
        "Allowed_Purposes",
        "ALLOWED_PURPOSES",
        "allowed purposes",
        "allowedPurposes",
        "Allowed-Purposes",
        "allowed.purposes",
        "_allowed_purposes",
        "allowed_purposes_",
        "AllowedPurposes",
        "allowed__purposes",
    ] {
        for swapped in [false, true] {
            let mut files = two_files("a", "allowed_purposes", other);
            if swapped {
                files.swap(0, 1);
                files.iter_mut().zip(["a/1.csv", "a/2.csv"]).for_each(|(file, name)| name.clone_into(&mut file.0));
            }
            let folder = files.iter().fold(Folder::new(ORDERS), |folder, (name, text)| folder.with(name, text));
            let file = if swapped { "a/1.csv: no column" } else { "a/2.csv: no column" };
            stops(&folder, &[&[file, &format!("a column {other:?}")], near.as_slice()].concat());
        }
    }
    let lacking = two_files("a", "allowed_purposes", "");
    let folder = lacking.iter().fold(Folder::new(ORDERS), |folder, (name, text)| folder.with(name, text));
    stops(&folder, &["a/2.csv: no column \"allowed_purposes\"", "which a/1.csv has", "absent_columns = \"empty\""]);
    // What is said to mean nothing, nobody is learned from.
    let tables = "[orders]\npath = 'a'\nabsent_columns = 'empty'\n";
    let folder = lacking.iter().fold(Folder::new(tables), |folder, (name, text)| folder.with(name, text));
    let dataset = folder.read();
    let report = report(&dataset, Source::Orders);
    assert_eq!((report.rows_read, report.rows_kept, report.rows("no_purpose")), (6, 3, 3));
}

#[test]
fn the_same_holds_for_objections_for_customers_and_for_behaviour() {
    let shop = orders(&["o1,i1,c1,2025-01-01,1,2.5"]);
    let customers = |other: &str| {
        Folder::new("[customers]\npath = 'k'\n[orders]\npath = 'o.csv'\n")
            .with("o.csv", &shop)
            .with("k/1.csv", "customer_id,suppressed\nc1,0\n")
            .with("k/2.csv", format!("customer_id,{other}\nc2,1\n"))
    };
    stops(&customers("Suppressed"), &["k/2.csv", "customers.suppressed", "\"Suppressed\""]);
    stops(&customers("note"), &["k/2.csv: no column \"suppressed\"", "which k/1.csv has"]);
    let single = Folder::new("[customers]\npath = 'k.csv'\n[orders]\npath = 'o.csv'\n").with("o.csv", &shop);
    stops(&single.with("k.csv", "customer_id,SUPPRESSED\nc1,1\n"), &["k.csv", "\"SUPPRESSED\""]);

    let head = "order_id,item_id,ordered_at,quantity";
    let guests = Folder::new(ORDERS)
        .with("a/1.csv", format!("{head},customer_id\no1,i1,2025-01-01,1,c1\n"))
        .with("a/2.csv", format!("{head},Customer ID\no2,i1,2025-01-01,1,c1\n"));
    stops(&guests, &["a/2.csv", "orders.customer_id", "\"Customer ID\""]);

    let head = "session_id,at,event,item_id";
    let behaviour = |second: &str| {
        Folder::new("[behaviour]\npath = 'b'\n")
            .with("b/1.csv", format!("{head},allowed_purposes\ns1,2025-01-01,view_item,i1,recommendation\n"))
            .with("b/2.csv", second)
    };
    stops(&behaviour(&format!("{head}\ns2,2025-01-01,view_item,i1\n")), &["b/2.csv", "behaviour.allowed_purposes"]);

    let column = |values: [&str; 2]| texts(values);
    let parquet = |extra: Option<&'static str>| {
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("order_id", column(["o1", "o2"])),
            ("item_id", column(["i1", "i2"])),
            ("ordered_at", column(["2025-01-01", "2025-01-02"])),
            ("quantity", column(["1", "1"])),
        ];
        columns.extend(extra.map(|name| (name, column(["newsletter", "newsletter"]))));
        columns
    };
    let folder = Folder::new(ORDERS)
        .with_parquet("a/1.parquet", parquet(Some("allowed_purposes")))
        .with_parquet("a/2.parquet", parquet(Some("Allowed_Purposes")));
    stops(&folder, &["a/2.parquet", "orders.allowed_purposes"]);
    let folder = Folder::new(ORDERS)
        .with_parquet("a/1.parquet", parquet(None))
        .with_parquet("a/2.parquet", parquet(Some("allowed_purposes")));
    stops(&folder, &["a/1.parquet: no column \"allowed_purposes\"", "which a/2.parquet has"]);
    let json = |key: &str| {
        format!("{{\"order_id\":\"o\",\"item_id\":\"i\",\"ordered_at\":\"2025-01-01\",\"quantity\":1{key}}}\n")
    };
    let late = format!("{}{}", json("").repeat(1_500), json(",\"allowed_purposes\":\"newsletter\""));
    stops(&Folder::new(ORDERS).with("a/1.jsonl", late), &["a/1.jsonl up to line 1500", "a/1.jsonl:1501 has"]);
}

#[test]
fn another_optional_column_that_some_files_lack_or_spell_otherwise_is_remarked() {
    let head = "order_id,item_id,ordered_at,quantity";
    let folder = Folder::new(ORDERS)
        .with("a/1.csv", format!("{head},unit_price\no1,i1,2025-01-01,1,2\n"))
        .with("a/2.csv", format!("{head},Unit Price\no2,i1,2025-01-01,1,3\n"));
    let dataset = folder.read();
    let report = report(&dataset, Source::Orders);
    assert_eq!(remarks(report), [("spelled_otherwise", 1, vec!["a/2.csv"]), ("in_some_files", 1, vec!["a/2.csv"])]);
    let advice: Vec<&str> = report.remarks.iter().filter_map(|remark| remark.advice.as_deref()).collect();
    assert_eq!(
        advice,
        [
            "set [orders.columns] unit_price = \"Unit Price\" if it is meant",
            "orders.unit_price: a/1.csv has a column \"unit_price\", a/2.csv has none"
        ]
    );
}

#[test]
fn customers_without_a_consent_column_are_remarked_with_the_column_that_may_be_it() {
    for (column, part) in [
        ("opt_out", "column \"opt_out\" may say it"),
        ("Accepts Marketing", "column \"Accepts Marketing\" may say it"),
        ("consent_date", "column \"consent_date\" may say it"),
        ("unsubscribed", "column \"unsubscribed\" may say it"),
        ("gdpr_status", "column \"gdpr_status\" may say it"),
        ("Einwilligung", "column \"Einwilligung\" may say it"),
        ("do_not_profile", "column \"do_not_profile\" may say it"),
        ("purposes", "column \"purposes\" may say it"),
        ("rgpd_ok", "column \"rgpd_ok\" may say it"),
        ("city", "map allowed_purposes or suppressed"),
    ] {
        let folder = Folder::new("[customers]\npath = 'k.csv'\n[orders]\npath = 'o.csv'\n")
            .with("o.csv", orders(&["o1,i1,c1,2025-01-01,1,2.5"]))
            .with("k.csv", format!("customer_id,{column}\nc1,1\n"));
        let dataset = folder.read();
        let remark =
            report(&dataset, Source::Customers).remarks.iter().find(|it| it.reason.name() == "no_consent_column");
        let advice = remark.and_then(|remark| remark.advice.as_deref()).unwrap_or_default();
        assert!(advice.contains(part), "{column}: {advice}");
    }
}

#[test]
fn a_column_name_that_occurs_twice_stops_the_reading_when_it_is_wanted() {
    let line = "o1,c1,i1,2025-01-01,1,x1\n";
    let twice = |header: &str| Folder::new("[orders]\npath = 'a.csv'\n").with("a.csv", format!("{header}\n{line}"));
    for (header, field) in [
        ("order_id,customer_id,item_id,ordered_at,quantity,customer_id", "orders.customer_id"),
        ("order_id,order_id,item_id,ordered_at,quantity,customer_id", "orders.order_id"),
        ("order_id,customer_id,item_id,ordered_at,quantity,item_id", "orders.item_id"),
        ("order_id,customer_id,item_id,ordered_at,quantity, quantity ", "orders.quantity"),
        ("order_id,customer_id,item_id,ordered_at,quantity,ordered_at", "orders.ordered_at"),
    ] {
        stops(&twice(header), &["a.csv: column", "occurs 2 times", field, "a name of its own"]);
    }
    let unwanted = "order_id,unused,item_id,ordered_at,quantity,unused";
    assert_eq!(twice(unwanted).read().interactions.len(), 1);
}
