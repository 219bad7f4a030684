//! Promise: bytes that are not a whole model give an error, never a panic and never a wrong model.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use etalage::fixture::{self, SplitMix64};
use etalage::format::{ENTRY_BYTES, HEADER_BYTES, crc32, encode};
use etalage::session::EventKind;
use etalage::{Model, Personalizer};

fn small_file() -> Vec<u8> {
    encode(&fixture::toys_and_tools()).expect("a valid model")
}

#[test]
fn every_truncation_is_an_error() {
    let file = small_file();
    for length in 0..file.len() {
        assert!(Model::decode(file[..length].to_vec()).is_err(), "the first {length} bytes passed for a model");
    }
    let mut longer = file;
    longer.push(0);
    assert!(Model::decode(longer).is_err(), "a byte after the end passed");
}

#[test]
fn every_change_of_a_single_byte_is_an_error() {
    let mut file = small_file();
    for at in 0..file.len() {
        let original = file[at];
        for change in 1..=u8::MAX {
            file[at] = original ^ change;
            assert!(Model::decode(file.clone()).is_err(), "byte {at} xor {change:#04x} passed for a model");
        }
        file[at] = original;
    }
    assert!(Model::decode(file).is_ok(), "the untouched file is a model");
}

#[test]
fn a_hundred_thousand_random_byte_strings_are_errors() {
    let (mut random, file) = (SplitMix64(1), small_file());
    for n in 0..100_000_u32 {
        let length = (random.next() % 400) as usize;
        let mut bytes: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        if n % 2 == 0 {
            // Half of them begin as a model does, to get past the first checks.
            let same = length.min((random.next() % 48) as usize);
            bytes[..same].copy_from_slice(&file[..same]);
        }
        assert!(Model::decode(bytes).is_err());
    }
}

/// Somebody who can compute a CRC can write any value: it must still be an error, or a model that ranks without a panic.
#[test]
fn forged_checksums_do_not_get_past_the_checks_of_meaning() {
    let (mut random, file) = (SplitMix64(2), small_file());
    let mut accepted = 0;
    for _ in 0..100_000 {
        let mut forged = file.clone();
        for _ in 0..=random.next() % 4 {
            let at = (random.next() % file.len() as u64) as usize;
            forged[at] = if random.next().is_multiple_of(2) { random.next() as u8 } else { 0xFF };
        }
        mend_checksums(&mut forged);
        let Ok(model) = Model::decode(forged) else { continue };
        accepted += 1;
        let mut shop = Personalizer::new(model);
        let items: Vec<u32> = (0..shop.model().n_items() as u32).collect();
        for (n, &item) in items.iter().take(5).enumerate() {
            shop.observe(EventKind::ALL[n % 6], item, n as i64).expect("a known item, a valid time");
        }
        let mut order = shop.rerank(&items, &[], 1.0).expect("valid arguments");
        order.sort_unstable();
        assert_eq!(order, items, "still a permutation");
        assert!(items.iter().all(|&item| shop.score(item).expect("a known item").is_finite()));
    }
    assert!(accepted > 1_000, "only {accepted} forgeries got as far as the ranking: the test tests too little");
}

/// Each way to forge the next-item table behind right checksums: items that there are not or out of order, weights that
/// are no numbers, and counts of other rows.
#[test]
fn a_forged_next_item_table_is_an_error() {
    let file = small_file();
    let model = Model::decode(file.clone()).expect("a valid model");
    let section = |wanted| model.sections().iter().find(|(id, _)| *id == wanted).expect("a known section").1;
    let forged = |at: usize, bytes: &[u8]| {
        let mut forged = file.clone();
        forged[at..at + bytes.len()].copy_from_slice(bytes);
        mend_checksums(&mut forged);
        Model::decode(forged).map(drop).map_err(|error| error.code())
    };
    let (counts, items, codebook) = (section("NXTN"), section("NXTI"), section("NXTC"));
    assert_eq!((counts.len(), items.len(), codebook.len()), (8, 32, 1024), "two successors for each of eight items");
    for at in items.clone().step_by(2) {
        for beyond in [8, 9, u16::MAX] {
            assert_eq!(forged(at, &beyond.to_le_bytes()), Err("bad_value"), "item {beyond} at {at}");
        }
    }
    for row in items.step_by(4) {
        let first = [file[row], file[row + 1]];
        assert_eq!(forged(row + 2, &first), Err("bad_value"), "a successor twice in the row at {row}");
        let swapped = [&file[row + 2..row + 4], &first].concat();
        assert_eq!(forged(row, &swapped), Err("bad_value"), "descending successors in the row at {row}");
    }
    for at in codebook.step_by(4) {
        for weight in [f32::NAN, f32::INFINITY, -1.0] {
            assert_eq!(forged(at, &weight.to_le_bytes()), Err("bad_value"), "weight {weight} at {at}");
        }
    }
    for at in counts {
        assert_eq!(forged(at, &[3]), Err("truncated"), "one successor too many in the row of the count at {at}");
    }
}

/// Writes the right checksum into every entry of the section table that points into the file, and into the header.
fn mend_checksums(file: &mut [u8]) {
    let word =
        |file: &[u8], at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]) as usize;
    let table_end = HEADER_BYTES + word(file, 16).min(64) * ENTRY_BYTES;
    if table_end > file.len() {
        return;
    }
    for entry in (HEADER_BYTES..table_end).step_by(ENTRY_BYTES) {
        let (start, length) = (word(file, entry + 4), word(file, entry + 8));
        if let Some(body) = start.checked_add(length).and_then(|end| file.get(start..end)) {
            let sum = crc32(body);
            file[entry + 12..entry + 16].copy_from_slice(&sum.to_le_bytes());
        }
    }
    let head = [&file[..HEADER_BYTES - 4], &file[HEADER_BYTES..table_end]].concat();
    file[HEADER_BYTES - 4..HEADER_BYTES].copy_from_slice(&crc32(&head).to_le_bytes());
}
