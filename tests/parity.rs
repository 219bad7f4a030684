//! Promise: `wasm32` and `x86_64` give the same order and bit-equal scores, session for session.
//!
//! Each of 1,000 generated sessions is ranked, and what came out is folded into one CRC-32. The file of these sums is
//! written by the native run (`ETALAGE_BLESS=1 cargo test --test parity`) and compared on every host: a host that
//! differed in one bit of one score would miss it. The bytes of the encoded model are compared in the same way.
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use etalage::fixture::{self, SplitMix64};
use etalage::format::{crc32, encode};
use etalage::rank::Part;
use etalage::session::EventKind;
use etalage::{Model, Personalizer};

const SESSIONS: usize = 1_000;
const WANTED: &[u8] = include_bytes!("fixtures/parity.crc32");

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_host_gives_the_same_bits() {
    let file = encode(&fixture::random(7, 400, 24, 6).expect("24 is a multiple of 8")).expect("a valid model");
    let mut sums = vec![crc32(&file)];
    let mut shop = Personalizer::new(Model::decode(file).expect("just encoded"));
    let mut random = SplitMix64(11);
    sums.extend((0..SESSIONS).map(|_| crc32(&session(&mut shop, &mut random))));
    let found: Vec<u8> = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
    #[cfg(not(target_arch = "wasm32"))]
    if std::env::var_os("ETALAGE_BLESS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/parity.crc32");
        std::fs::write(path, &found).expect("the fixture can be written");
        return;
    }
    assert_eq!(WANTED.len(), found.len(), "one sum for the model and one for each session");
    for (n, (wanted, found)) in WANTED.chunks(4).zip(found.chunks(4)).enumerate() {
        assert_eq!(wanted, found, "sum {n} (0 is the model's bytes, n > 0 is session n)");
    }
}

/// Plays one session and returns everything that it showed: an order, scores, a top 10, an explanation, a posterior.
fn session(shop: &mut Personalizer, random: &mut SplitMix64) -> Vec<u8> {
    shop.erase();
    let n_items = shop.model().n_items() as u64;
    for _ in 0..random.next() % 12 {
        let kind = EventKind::ALL[(random.next() % EventKind::COUNT as u64) as usize];
        let at_ms = 1_764_000_000_000 + (random.next() % 7_200_000) as i64;
        shop.observe(kind, (random.next() % n_items) as u32, at_ms).expect("a known item, a valid time");
    }
    let page: Vec<u32> = (0..30).map(|_| (random.next() % (n_items + 20)) as u32).collect();
    let out_of_stock: Vec<bool> = page.iter().map(|_| random.next().is_multiple_of(5)).collect();
    let order = shop.rerank(&page, &out_of_stock, random.unit()).expect("valid arguments");
    let mut shown: Vec<u8> = order.iter().flat_map(|slot| slot.to_le_bytes()).collect();
    for item in 0..n_items as u32 {
        shown.extend(shop.score(item).expect("a known item").to_bits().to_le_bytes());
    }
    for best in shop.recommend(10, &page) {
        shown.extend(best.item.to_le_bytes());
    }
    for contribution in shop.explain((random.next() % n_items) as u32).expect("a known item").contributions {
        shown.push(match contribution.part {
            Part::Event(item) => item as u8,
            Part::Segment(segment) => segment as u8,
            Part::NextItem(item) => 128 | item as u8,
            Part::Repeat => 250,
            Part::Category => 251,
            Part::Brand => 252,
            Part::PriceBand => 253,
            Part::Popularity => 254,
            Part::Feature(feature) => 64 | feature as u8,
            Part::Rule(_) => unreachable!("no rule was given"),
            Part::Rounding => 255,
        });
        shown.extend(contribution.value.to_bits().to_le_bytes());
    }
    shown.extend(shop.visitor().folded.segments.iter().flat_map(|p| p.to_bits().to_le_bytes()));
    shown
}
