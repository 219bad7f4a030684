//! An id that differs in form alone joins what it means, or is told; and a list of erasures that knows nobody is no list.

use model_export::lake::Source;

use super::folder::{Folder, orders, report};

#[track_caller]
fn stops(folder: &Folder, parts: &[&str]) {
    let message = folder.fault();
    println!("{message}\n");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in:\n{message}");
    }
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
