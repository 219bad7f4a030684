//! Promise: `docs/format.md` says what the code does, and files of every format version still load.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use etalage::fixture;
use etalage::format::{
    ALIGNMENT, ENTRY_BYTES, FORMAT_VERSION, HEADER_BYTES, MAGIC, MAX_META_BYTES, MAX_SECTIONS, MIN_READER, SECTION_IDS,
    encode,
};
use etalage::model::{NextItemTable, Protection, Tier};
use etalage::session::EventKind;
use etalage::{Model, Personalizer, format};

const DOCUMENT: &str = include_str!("../docs/format.md");

/// Returns the cells of the rows of the first table under a heading.
fn table(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, body) = DOCUMENT.split_once(&format!("\n## {heading}\n")).expect("the heading");
    body.lines()
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

#[test]
fn the_header_and_the_section_table_add_up() {
    for (heading, bytes) in [("Header", HEADER_BYTES), ("Section table", ENTRY_BYTES)] {
        let mut end = 0;
        for row in table(heading) {
            assert_eq!(row[0].parse(), Ok(end), "{heading}: {row:?}");
            end += row[1].parse::<usize>().expect("a number of bytes");
        }
        assert_eq!(end, bytes, "{heading}");
    }
    let magic: Vec<String> = MAGIC.iter().map(|byte| format!("{byte:02X}")).collect();
    assert!(table("Header")[0][3].contains(&magic.join(" ")));
    assert!(DOCUMENT.contains(&format!("The table begins at byte {HEADER_BYTES}.")));
    assert!(DOCUMENT.contains(&format!("multiple of {ALIGNMENT} after")));
    assert!(DOCUMENT.contains(&format!("at most {MAX_SECTIONS} |")));
    assert!(DOCUMENT.contains(&format!("at most {MAX_META_BYTES} |")));
}

#[test]
fn the_sections_stand_in_the_document_in_the_order_of_the_file() {
    let documented: Vec<String> = table("Sections").iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    let coded: Vec<String> = SECTION_IDS.iter().map(|id| id.escape_ascii().to_string()).collect();
    assert_eq!(documented, coded);
    let model = Model::decode(encode(&fixture::toys_and_tools()).expect("a valid model")).expect("just encoded");
    let written: Vec<String> = model.sections().iter().map(|(id, _)| id.to_owned()).collect();
    assert_eq!(written, coded);
    assert!(model.sections().iter().all(|(_, range)| range.start.is_multiple_of(ALIGNMENT)));
}

#[test]
fn the_history_ends_with_the_version_that_is_written() {
    let last = table("History").pop().expect("a version");
    assert_eq!(last[..2], [FORMAT_VERSION.to_string(), MIN_READER.to_string()]);
}

#[test]
fn version_1_still_loads_and_scores_as_it_did() {
    let file = include_bytes!("fixtures/toys_and_tools.v1.etalage");
    let old = Model::decode(file.to_vec()).expect("a version 1 file");
    assert_eq!(old.meta().name, "Toys and tools");
    assert_eq!(old.item("toy-train"), Ok(7));
    assert!(old.next_items().is_empty() && old.meta().mix.next_item == 0.0);
    // The same model without what version 1 did not have.
    let mut parts = fixture::toys_and_tools();
    parts.next_items = NextItemTable::default();
    parts.meta.mix = old.meta().mix.clone();
    let new = Model::decode(encode(&parts).expect("a valid model")).expect("just encoded");
    let mut shops = [Personalizer::new(old), Personalizer::new(new)];
    for shop in &mut shops {
        shop.observe(EventKind::AddToCart, 4, 1_764_322_267_000).expect("a known item, a valid time");
    }
    for item in 0..8 {
        assert_eq!(shops[0].score(item), shops[1].score(item), "item {item}");
    }
}

#[test]
fn version_2_still_loads_and_scores_as_it_did() {
    let old = Model::decode(include_bytes!("fixtures/toys_and_tools.v2.etalage").to_vec()).expect("a version 2 file");
    assert_eq!(old.next_items().row(0).map(|(item, _)| item).collect::<Vec<_>>(), [1, 2]);
    assert!(old.features().is_empty() && old.feature_labels().is_empty());
    assert_eq!(old.meta().protection, Protection::default(), "an old file claims no protection");
    let new = Model::decode(encode(&fixture::toys_and_tools()).expect("a valid model")).expect("just encoded");
    let mut personalizers = [Personalizer::new(old), Personalizer::new(new)];
    for personalizer in &mut personalizers {
        personalizer.observe(EventKind::AddToCart, 4, 1_764_322_267_000).expect("a known item, a valid time");
    }
    for item in 0..8 {
        assert_eq!(personalizers[0].score(item), personalizers[1].score(item), "item {item}");
    }
}

#[test]
fn version_3_still_loads_and_is_still_written() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/toys_and_tools.v3.etalage");
    let mut parts = fixture::toys_and_tools();
    let protection = Protection { tier: Tier::Public, reason: String::new(), epsilon: 0.7, delta: 1e-6 };
    (parts.meta.mix.features, parts.meta.protection) = (0.5, protection);
    let written = encode(&parts).expect("a valid model");
    if std::env::var_os("ETALAGE_BLESS").is_some() {
        std::fs::write(path, &written).expect("the fixture can be written");
    }
    let file = std::fs::read(path).expect("the fixture");
    assert_eq!(written, file, "the same parts, the same bytes");
    let model = Model::decode(file).expect("a version 3 file");
    assert_eq!(model.meta().protection, parts.meta.protection);
    let labels = model.features().row(0).map(|feature| model.feature_labels().get(feature as usize));
    assert_eq!(labels.collect::<Vec<_>>(), [Some("wdrill"), Some("wtool")]);
    assert_eq!(format::crc32(&written), format::crc32(model.bytes()));
}
