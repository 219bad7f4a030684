//! The audit's page needs nothing else, is well-formed, escapes what comes from outside, and names no customer.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

mod synth_lake;

use model_export::audit::{Audit, Lang, Page, Terminal, audit};
use model_export::lake::{Lake, Source};
use model_export::synth::Format;

const LANGS: [Lang; 2] = [Lang::En, Lang::Fr];

fn audited(folder: &std::path::Path) -> Audit {
    let lake = Lake::open(&folder.join("lake.toml"), Some(folder)).unwrap();
    audit(&lake, &mut |_, _| (), &mut |_, _| ()).unwrap()
}

/// Checks that every element is closed in order and returns the names of all of them.
fn elements(page: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut all = Vec::new();
    let body = page.strip_prefix("<!doctype html>").expect("a page says what it is");
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("a tag does not end: {part}"));
        assert!(!text.contains('>'), "a bare > in {text:?}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closes what was not opened last");
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap().to_owned();
        assert_eq!(tag.matches('"').count() % 2, 0, "a quotation mark is open in <{tag}>");
        if !tag.ends_with('/') {
            open.push(name.clone());
        }
        all.push(name);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    all
}

#[test]
fn the_page_stands_alone_in_both_languages() {
    let lake = synth_lake::lake(31, Format::Parquet);
    let audit = audited(&lake.folder);
    for lang in LANGS {
        let page = Page(&audit, lang).to_string();
        let names = elements(&page);
        for forbidden in ["http:", "https:", "url(", "@import", "src=", "javascript:", " onload=", " onclick="] {
            assert!(!page.contains(forbidden), "{lang:?}: {forbidden}");
        }
        for forbidden in ["script", "link", "img", "iframe", "object", "form"] {
            assert!(!names.iter().any(|name| name == forbidden), "{lang:?}: <{forbidden}>");
        }
        let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
        assert_eq!((count("main"), count("h1"), count("article")), (1, 1, 4), "{lang:?}");
        assert_eq!(count("table"), count("caption"), "{lang:?}: each table has a caption");
        assert!(page.contains(&format!("<html lang=\"{}\">", lang.code())));
        assert!(!page.contains("{n}") && !page.contains("{found}") && !page.contains("{source}"), "{lang:?}");
    }
}

#[test]
fn no_customer_order_session_or_note_is_in_any_output() {
    let lake = synth_lake::lake(32, Format::Csv);
    let audit = audited(&lake.folder);
    let mut outputs = vec![serde_json::to_string(&audit).unwrap()];
    outputs.extend(LANGS.map(|lang| Page(&audit, lang).to_string()));
    outputs.extend(LANGS.map(|lang| Terminal(&audit, lang).to_string()));
    let (customers, orders) = (lake.read("customers"), lake.read("orders"));
    let secrets = [
        customers.column("customer_id"),
        customers.column("birth_date"),
        orders.column("order_id"),
        orders.column("delivery_note"),
    ];
    // Of birth dates those alone that are no day of the period, which the page names.
    let secrets: Vec<&str> = secrets.into_iter().flatten().map(str::trim).filter(|text| text.len() > 4).collect();
    assert!(secrets.len() > 5_000);
    for output in &outputs {
        for secret in &secrets {
            assert!(!output.contains(secret), "a value of the lake is in an output");
        }
        assert!(!output.contains("@example"), "an e-mail address");
    }
}

#[test]
fn names_from_outside_are_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("lake.toml", "name = '<b>Shop & \"Sons\"</b>'\ncurrency = 'EUR'\n[orders]\npath = 'orders.csv'\n");
    write(
        "orders.csv",
        "order_id,item_id,ordered_at,quantity,<script>alert(1)</script>\n1,a,2025-01-01,1,anna@example.com\n",
    );
    let audit = audited(folder.path());
    for lang in LANGS {
        let page = Page(&audit, lang).to_string();
        elements(&page);
        assert!(!page.contains("<script>") && !page.contains("<b>"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&amp; &quot;Sons&quot;"));
    }
}

#[test]
fn a_lake_with_nothing_to_learn_from_is_audited_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("lake.toml", "name = 'Shop'\ncurrency = 'EUR'\n[orders]\npath = 'orders.csv'\n");
    write("orders.csv", "order_id,item_id,ordered_at,quantity\n1,,2025-01-01,1\n2,,2025-01-01,0\n");
    let audit = audited(folder.path());
    let orders = audit.source(model_export::lake::Source::Orders).unwrap();
    assert_eq!((orders.rows_of("missing_item_id"), orders.rows_of("zero_quantity")), (2, 1));
    assert_eq!(audit.training.interactions, 0);
    assert!(Terminal(&audit, Lang::Fr).to_string().contains("Pas prêt"));
}

#[test]
fn a_lake_of_behaviour_alone_has_its_days_and_categories_and_one_too_dirty_to_train_on_is_audited() {
    let folder = tempfile::tempdir().expect("a folder");
    let toml = "name = 'Shop'\ncurrency = 'EUR'\n[behaviour]\npath = 'clicks.csv'\ntimestamp_formats = ['%Y-%m-%d']\n\
        constants = { event = 'view_item' }\n[behaviour.compose]\nat = '{year}-{month}-{day}'\n";
    let clicks = |last: &str| {
        let clean: Vec<String> =
            (0..30).map(|n| format!("s{},i{},2008,4,{},Trousers\n", n / 3, n % 7, n + 1)).collect();
        let clean = clean.concat();
        format!("session_id,item_id,year,month,day,item_category\n{clean}{last}")
    };
    let audited = |last: &str| {
        std::fs::write(folder.path().join("lake.toml"), toml).expect("written");
        std::fs::write(folder.path().join("clicks.csv"), clicks(last)).expect("written");
        let lake = Lake::open(&folder.path().join("lake.toml"), Some(folder.path())).expect("a lake");
        audit(&lake, &mut |_, _| (), &mut |_, _| ()).expect("an audit")
    };
    let clean = audited("");
    let period = clean.source(Source::Behaviour).and_then(|source| source.period.clone()).expect("a period");
    assert_eq!((&*period.first_day, &*period.last_day), ("2008-04-01", "2008-04-30"));
    assert_eq!((clean.training.items, clean.training.items_with_category), (7, 7));
    assert_eq!(clean.training.stopped_at, None);

    let dirty = audited(&"s9,i1,2008,13,1,Trousers\n".repeat(15));
    assert_eq!(dirty.training.stopped_at, Some(Source::Behaviour));
    let page = Page(&dirty, Lang::Fr).to_string();
    assert!(page.contains("s’arrête à cette source"));
    assert!(Terminal(&dirty, Lang::En).to_string().contains("Training stops at this source: Site behaviour"));
}
