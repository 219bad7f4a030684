//! On the published Online Retail the audit counts what a few lines of Python count, and accuses no column.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use model_export::audit::{Audit, audit};
use model_export::lake::{Lake, Source};

/// Counts the published file without anything of ours. The fee codes come as arguments, as lake.toml has them.
const COUNT: &str = r#"
import csv, gzip, json, sys
fees = {code.upper() for code in sys.argv[2:]}
rows = list(csv.reader(gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="")))
head, rows = rows[0], rows[1:]
at = {name: place for place, name in enumerate(head)}
col = lambda row, name: row[at[name]].strip()
cancelled = lambda row: col(row, "InvoiceNo").startswith("C")
print(json.dumps({
    "rows": len(rows),
    "cancelled": sum(cancelled(row) for row in rows),
    "no customer": sum(col(row, "CustomerID") == "" for row in rows),
    "fees": sum(col(row, "StockCode").upper() in fees for row in rows),
    "duplicates": len(rows) - len({tuple(row) for row in rows}),
    "zero prices": sum(float(col(row, "UnitPrice")) == 0 for row in rows),
    "negative prices": sum(float(col(row, "UnitPrice")) < 0 for row in rows),
    "no description": sum(col(row, "Description") == "" for row in rows),
    "negative quantities": sum(int(col(row, "Quantity")) < 0 and not cancelled(row) for row in rows),
    "bad debt": sum(col(row, "InvoiceNo").startswith("A") for row in rows),
    "padded": sum(any(cell != cell.strip() for cell in row) for row in rows),
}))
"#;

fn example() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/online_retail/lake.toml")
}

fn data() -> Option<std::path::PathBuf> {
    let data = std::env::var_os("ETALAGE_DATA");
    if data.is_none() {
        println!("skipped: ETALAGE_DATA does not say where online_retail/online_retail.csv.gz is");
    }
    data.map(Into::into)
}

/// Returns Python's counts, or `None` when there is no Python.
fn counted(data: &Path) -> Option<BTreeMap<String, u64>> {
    let lake: toml::Table = std::fs::read_to_string(example()).unwrap().parse().unwrap();
    let fees = lake["rules"]["fee_items"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned());
    let file = data.join("online_retail/online_retail.csv.gz");
    let run = Command::new("python3").arg("-c").arg(COUNT).arg(file).args(fees).output();
    let Ok(output) = run else {
        println!("skipped: there is no python3 to count with");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn audited(data: &Path) -> Audit {
    let lake = Lake::open(&example(), Some(data)).unwrap();
    audit(&lake, &mut |_, _| (), &mut |_, _| ()).unwrap()
}

#[test]
fn the_audit_counts_as_an_independent_count_does() {
    let Some(data) = data() else { return };
    let Some(expected) = counted(&data) else { return };
    let audit = audited(&data);
    let orders = audit.source(Source::Orders).unwrap();
    let catalogue = audit.source(Source::Catalogue).unwrap();
    assert_eq!(catalogue.rows_of("repeated_id"), 0, "lines name an item more than once");
    let fields = || orders.fields.iter().chain(&catalogue.fields);
    let missing = |field: &str| fields().find(|found| found.field == field).unwrap().missing;
    let found = BTreeMap::from([
        ("rows".to_owned(), orders.rows),
        ("cancelled".to_owned(), orders.rows_of("return_line")),
        ("no customer".to_owned(), missing("customer_id")),
        ("fees".to_owned(), orders.rows_of("fee_line")),
        ("duplicates".to_owned(), orders.rows_of("duplicate")),
        ("zero prices".to_owned(), orders.rows_of("zero_price")),
        ("negative prices".to_owned(), orders.rows_of("negative_price")),
        ("no description".to_owned(), missing("name")),
        ("negative quantities".to_owned(), orders.rows_of("negative_quantity")),
        ("bad debt".to_owned(), orders.filtered.iter().find(|filter| filter.name == "bad_debt").unwrap().rows),
        ("padded".to_owned(), orders.rows_of("padded_text")),
    ]);
    println!("{found:?}");
    assert_eq!(found, expected);
    assert!(expected["rows"] > 400_000 && expected.values().all(|count| *count > 0), "{expected:?}");
}

#[test]
fn real_lakes_have_no_column_accused() {
    let Some(data) = data() else { return };
    assert!(audited(&data).sources.iter().all(|source| source.personal_data.is_empty()));
    for mapping in ["lake.toml", "product_type.lake.toml"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/complete_journey").join(mapping);
        let lake = Lake::open(&path, Some(&data)).unwrap();
        let audit = audit(&lake, &mut |_, _| (), &mut |_, _| ()).unwrap();
        let accused: Vec<_> = audit.sources.iter().flat_map(|source| &source.personal_data).collect();
        assert!(accused.is_empty(), "{mapping}: {accused:?}");
    }
}
