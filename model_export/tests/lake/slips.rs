//! Consent and erasure do not slip: a column that decides them is in every file of a source or in none, and an id that
//! differs in form alone joins what it means or is told.

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

/// Orders by these customers, one each.
fn by(customers: &[&str]) -> String {
    let lines: Vec<String> =
        customers.iter().enumerate().map(|(n, id)| format!("o{n},i{},{id},2025-01-01,1,2.5", n % 7)).collect();
    orders(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Spells an id in another way.
type Spell = fn(&str) -> String;

fn list(ids: &[String]) -> String {
    format!("customer_id\n{}\n", ids.join("\n"))
}

#[test]
fn a_suppression_list_in_another_form_or_of_strangers_stops_the_reading() {
    let known: Vec<String> = (0..40).map(|n| (10_000 + n).to_string()).collect();
    let shop = by(&known.iter().map(String::as_str).collect::<Vec<_>>());
    let folder = |rules: &str, list: String| {
        let tables = format!("[orders]\npath = 'o.csv'\n[suppression]\npath = 's.csv'\n[rules]\n{rules}");
        Folder::new(&tables).with("o.csv", &shop).with("s.csv", list)
    };
    let forms: [(&str, Spell); 6] = [
        ("end in .0", |id| format!("{id}.0")),
        ("begin with zeros", |id| format!("0{id}")),
        ("hold characters that nobody sees", |id| format!("{id}\u{200b}")),
        ("hold characters that nobody sees", |id| format!("\u{2060}{id}")),
        ("begin with zeros", |id| format!("000{id}")),
        ("end in .0", |id| format!("{id}.00")),
    ];
    for (form, spell) in forms {
        let listed: Vec<String> = known.iter().take(20).map(|id| spell(id)).collect();
        stops(
            &folder("", list(&listed)),
            &["0 of 20 customers of the list", "20 more are known in another form", form],
        );
        // Allowing strangers does not allow what is known.
        stops(&folder("unknown_suppressed = 'allow'\n", list(&listed)), &["customer_id_form = "]);
        let dataset = folder("customer_id_form = 'unpadded'\n", list(&listed)).read();
        assert_eq!(report(&dataset, Source::Orders).rows("suppressed"), 20, "{form}");
    }
    let strangers: [Spell; 4] =
        [|id| format!("X{id}"), |id| format!("{id}9"), |id| format!("cust-{id}"), |id| id.replace("100", "7")];
    for spell in strangers {
        let listed: Vec<String> = known.iter().take(20).map(|id| spell(id)).collect();
        stops(&folder("", list(&listed)), &["0 of 20 customers of the list", "unknown_suppressed = \"allow\""]);
        let dataset = folder("unknown_suppressed = 'allow'\n", list(&listed)).read();
        assert_eq!(report(&dataset, Source::Orders).rows_kept, 40);
    }
    let one_is_enough: Vec<String> = known.iter().take(1).cloned().chain((0..9).map(|n| format!("gone{n}"))).collect();
    assert_eq!(report(&folder("", list(&one_is_enough)).read(), Source::Orders).rows("suppressed"), 1);
}

#[test]
fn customers_in_two_forms_are_remarked_and_joined_when_the_rules_say_so() {
    let pairs = [
        ("17850", "17850.0", "whole"),
        ("7", "007", "unpadded"),
        ("Caf\u{e9}", "Cafe\u{301}", "whole"),
        ("10", "10\u{200b}", "whole"),
        ("12345", "12345.00", "whole"),
        ("0", "00", "unpadded"),
        ("42.0", "0042", "unpadded"),
        ("\u{c5}sa", "A\u{30a}sa", "whole"),
        ("9", "\u{feff}9", "whole"),
        ("5", "05", "unpadded"),
    ];
    for (one, other, form) in pairs {
        let shop = by(&[one, other, "someone else"]);
        let dataset = Folder::new("[orders]\npath = 'o.csv'\n").with("o.csv", &shop).read();
        assert_eq!(dataset.visitors.len(), 3);
        let remark = report(&dataset, Source::Orders).remarks.iter().find(|it| it.reason.name() == "mixed_customer_id");
        let remark = remark.unwrap_or_else(|| panic!("{one} and {other} are not remarked"));
        assert_eq!(remark.rows, 1);
        let advice = remark.advice.as_deref().unwrap_or_default();
        assert!(advice.contains(&format!("set customer_id_form = \"{form}\"")), "{one} {other}: {advice}");
        let tables = format!("[orders]\npath = 'o.csv'\n[rules]\ncustomer_id_form = '{form}'\n");
        assert_eq!(Folder::new(&tables).with("o.csv", &shop).read().visitors.len(), 2, "{one} {other}");
    }
}

#[test]
fn an_id_that_the_other_source_writes_in_another_form_is_no_orphan() {
    let shop: Vec<String> = (1..=30).map(|n| format!("o{n},{n},c{n},2025-01-01,1,2.5")).collect();
    let shop = orders(&shop.iter().map(String::as_str).collect::<Vec<_>>());
    let padded = (1..=30).map(|n| format!("{n:03}\n")).collect::<Vec<_>>().concat();
    let catalogue = |rules: &str| {
        Folder::new(&format!("[catalogue]\npath = 'c.csv'\n[orders]\npath = 'o.csv'\n{rules}"))
            .with("o.csv", &shop)
            .with("c.csv", format!("item_id\n{padded}"))
    };
    let parts = ["none of the 30 rows is usable", "30 item_id_form", "in another form"];
    stops(&catalogue(""), &parts);
    let dataset = catalogue("[rules]\nitem_id_form = 'unpadded'\n").read();
    assert_eq!((dataset.interactions.len(), &*dataset.items[0].id), (30, "1"));
    let shop: Vec<String> = (1..=30).map(|n| format!("o{n},{n},{n},2025-01-01,1,2.5")).collect();
    let shop = orders(&shop.iter().map(String::as_str).collect::<Vec<_>>());
    let whole = (1..=30).map(|n| format!("{n},\n")).collect::<Vec<_>>().concat();
    let customers = Folder::new("[customers]\npath = 'k.csv'\n[orders]\npath = 'o.csv'\n")
        .with("o.csv", shop.replace(",2025", ".0,2025"))
        .with("k.csv", format!("customer_id,suppressed\n{whole}"));
    stops(&customers, &["30 customer_id_form", "`17850` for `17850.0`"]);
}

#[test]
fn numbers_that_a_spreadsheet_rounded_and_words_for_nobody_are_remarked() {
    for id in ["4.05678E+12", "1.2E+10", "9E+15", "4,05678E+12", "4.05678e+12"] {
        let quoted = format!("\"{id}\"");
        let dataset = Folder::new("[orders]\npath = 'o.csv'\n").with("o.csv", by(&[&quoted, "c1"])).read();
        assert_eq!(report(&dataset, Source::Orders).rows("scientific_id"), 1, "{id}");
    }
    for word in ["nan", "NULL", "None", "N/A", "undefined", "(null)", "-", "#N/A", "guest", "0"] {
        let shop = by(&[word, word, "c1", word]);
        let dataset = Folder::new("[orders]\npath = 'o.csv'\n").with("o.csv", &shop).read();
        assert_eq!(report(&dataset, Source::Orders).rows("no_value_id"), 3, "{word}");
        let tables = format!("[orders]\npath = 'o.csv'\nmissing_values = ['{word}']\n");
        let mended = Folder::new(&tables).with("o.csv", &shop).read();
        assert_eq!(report(&mended, Source::Orders).rows("no_value_id"), 0);
        assert_eq!(mended.customer_ids.iter().flatten().count(), 1, "the others are guests");
    }
    let parted = Folder::new("[orders]\npath = 'p'\n").with(
        "p/customer_id=NULL/a.csv",
        "order_id,item_id,ordered_at,quantity\no1,i,2025-01-01,1\no2,i,2025-01-01,1\n",
    );
    assert_eq!(report(&parted.read(), Source::Orders).rows("no_value_id"), 2);
}
