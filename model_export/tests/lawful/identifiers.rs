//! No customer's identifier is in anything that training writes or says: not in the manifest, the catalogue, the model,
//! nor on the terminal.

use std::collections::BTreeSet;

use super::lake::{CsvLake, model_export};

/// Returns every word of `bytes`: runs of letters, digits, `-` and `_`, as identifiers are written.
fn words(bytes: &[u8]) -> BTreeSet<&[u8]> {
    bytes.split(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))).collect()
}

#[test]
fn no_identifier_of_a_customer_leaves() {
    let lake = CsvLake::make(13);
    let all: BTreeSet<String> =
        ["customers", "orders", "behaviour"].iter().flat_map(|source| lake.values(source, "customer_id")).collect();
    assert!(all.len() > 1_000, "{} customers", all.len());
    let gone: BTreeSet<&str> = all.iter().map(String::as_str).take(40).collect();
    let lake = lake.with_list(&gone);
    let folder = tempfile::tempdir().expect("a folder");
    let (mapping, data) = (lake.path("lake.toml").display().to_string(), lake.0.path().display().to_string());
    let out = folder.path().join("shop.etalage");
    let path = out.display().to_string();
    let train = ["train", "--lake", &mapping, "--data", &data, "--out", &path, "--shadows", "0"];
    let mut said = Vec::new();
    for more in [&["--force"][..], &["--force", "--json"], &[]] {
        let run = model_export(&[&train[..], more].concat());
        assert!(run.status.success(), "{}", super::lake::text(&run.stderr));
        said.extend([run.stdout, run.stderr]);
    }
    let inspected = model_export(&["inspect", &path, "--json"]);
    let compared = model_export(&["diff", &path, &path]);
    assert!(compared.status.success(), "{}", super::lake::text(&compared.stderr));
    said.extend([inspected.stdout, compared.stdout]);
    for name in [
        "shop.etalage",
        "shop.manifest.json",
        "shop.catalogue.json",
        "shop.card.json",
        "shop.card.html",
        "shop.private.json",
    ] {
        said.push(std::fs::read(folder.path().join(name)).expect("a written file"));
    }
    let sample = said[0].windows(11).any(|window| window == b"suppression");
    assert!(sample, "the terminal tells of the list");
    for bytes in &said {
        let words = words(bytes);
        let found = all.iter().find(|id| words.contains(id.as_bytes()));
        assert!(found.is_none(), "{found:?} is in what training writes or says");
    }
    // The scan can find: each file of the lake that names customers does.
    let orders = std::fs::read(lake.path("orders.csv")).expect("the orders");
    assert!(all.iter().any(|id| words(&orders).contains(id.as_bytes())));
    // Ids are long enough to be searched for inside other words too.
    let longest = |bytes: &[u8], id: &str| bytes.windows(id.len()).any(|window| window == id.as_bytes());
    for id in all.iter().filter(|id| id.len() >= 6).step_by(50) {
        assert!(said.iter().all(|bytes| !longest(bytes, id)), "{id}");
    }
}
