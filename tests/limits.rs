//! Promise: long sessions, wide rows and large catalogues stay within the limits that the formulas name, and what is cut
//! off is cut off in explanations too.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test says what it holds for certain")]

use etalage::fixture::{self, SplitMix64};
use etalage::format::encode;
use etalage::model::{Mix, ModelParts, NextItemTable};
use etalage::rank::{MAX_STEPS, Part};
use etalage::session::{EventKind, MAX_EVENTS};
use etalage::{Model, Personalizer};

const N_ITEMS: u32 = 400;
/// As the formula in the documentation of `NextScores` has it.
const MAX_SOURCES: usize = 64;

/// A shop in which each item is followed by about half of the others.
fn wide(mix: Mix) -> ModelParts {
    let mut parts = fixture::random(3, N_ITEMS as usize, 8, 4).expect("8 is a multiple of 8");
    let mut random = SplitMix64(4);
    let mut row = |_| -> Vec<(u32, f32)> {
        let mut successors: Vec<u32> = (0..N_ITEMS).filter(|_| random.next().is_multiple_of(2)).collect();
        successors.truncate(255);
        successors.into_iter().map(|item| (item, 0.001 + random.unit())).collect()
    };
    let rows: Vec<_> = (0..N_ITEMS).map(&mut row).collect();
    parts.next_items = NextItemTable::quantize(&rows).expect("ascending items, weights above 0");
    parts.meta.mix = mix;
    parts
}

fn shop_of(parts: &ModelParts) -> Personalizer {
    Personalizer::new(Model::decode(encode(parts).expect("a valid model")).expect("just encoded"))
}

/// The place of each event in the list is also the minute in which it happened.
fn after(parts: &ModelParts, items: &[u32]) -> Personalizer {
    let mut shop = shop_of(parts);
    for (minute, &item) in items.iter().enumerate() {
        shop.observe(EventKind::ViewItem, item, minute as i64 * 60_000).expect("a known item, a valid time");
    }
    shop
}

/// The sums s(j) of the documentation of `NextScores` for a session that touches each item once, in f64 and one by one.
fn naive(shop: &Personalizer, touched: &[u32]) -> Vec<f64> {
    let (meta, table) = (shop.model().meta(), shop.model().next_items());
    let params = &meta.next_item;
    let (mut direct, mut repeats) = (vec![0.0_f64; N_ITEMS as usize], vec![0.0_f64; N_ITEMS as usize]);
    for (later, &item) in touched.iter().rev().enumerate() {
        let time = 0.5_f64.powf(later as f64 * 60_000.0 / meta.session.half_life_ms as f64);
        let decay = f64::from(params.repeat_decay).powi(later as i32);
        let repeat = if later == 0 { f64::from(params.repeat_last) } else { f64::from(params.repeat) * decay };
        repeats[item as usize] = repeat * time;
        if later < MAX_STEPS {
            let weight = (1.0 + later as f64).powf(-f64::from(params.step_decay)) * time;
            table.row(item).for_each(|(to, value)| direct[to as usize] += weight * f64::from(value));
        }
    }
    let mut sources: Vec<usize> = (0..direct.len()).filter(|&item| direct[item] > 0.0).collect();
    assert!(sources.len() > 2 * MAX_SOURCES, "the limit of the second hop is far exceeded");
    sources.sort_by(|&a, &b| direct[b].total_cmp(&direct[a]));
    let mut sums: Vec<f64> = direct.iter().zip(&repeats).map(|(direct, repeat)| direct + repeat).collect();
    for &source in &sources[..MAX_SOURCES] {
        let weight = f64::from(params.second_hop) * direct[source];
        table.row(source as u32).for_each(|(to, value)| sums[to as usize] += weight * f64::from(value));
    }
    sums
}

#[test]
fn a_long_session_asks_with_its_last_steps_and_the_strongest_sources() {
    let shop_of_successors = wide(Mix { next_item: 1.0, ..Mix::default() });
    let touched: Vec<u32> = (0..100).map(|n| n * 3 % N_ITEMS).collect();
    let shop = after(&shop_of_successors, &touched);
    let floor = f64::from(shop.model().meta().next_item.floor);
    for (item, sum) in naive(&shop, &touched).into_iter().enumerate() {
        let (score, wanted) = (f64::from(shop.score(item as u32).expect("a known item")), (1.0 + sum / floor).ln());
        assert!((score - wanted).abs() < 1e-4, "item {item}: {score}, {wanted}");
    }
}

#[test]
fn parts_beyond_the_limits_are_not_told_and_the_rest_sums_exactly() {
    let mix = Mix {
        factors: 1.0,
        popularity: 0.1,
        next_item: 0.5,
        category: 0.04,
        brand: 0.02,
        price_band: 0.01,
        features: 0.0,
    };
    let touched: Vec<u32> = (0..MAX_EVENTS as u32 + 40).collect();
    let shop = after(&wide(mix), &touched);
    assert_eq!(shop.session().events().len(), MAX_EVENTS);
    let recent = &touched[touched.len() - MAX_STEPS..];
    for item in 0..N_ITEMS {
        let explanation = shop.explain(item).expect("a known item");
        let values = || explanation.contributions.iter().map(|part| part.value);
        let score = explanation.score;
        assert_eq!((values().sum::<f64>(), values().rev().sum::<f64>()), (score, score));
        let asked: Vec<u32> = explanation
            .contributions
            .iter()
            .filter_map(|part| if let Part::NextItem(item) = part.part { Some(item) } else { None })
            .collect();
        assert!(!asked.is_empty() && asked.iter().all(|item| recent.contains(item)), "item {item}: {asked:?}");
    }
}

#[test]
fn a_catalogue_beyond_two_bytes_has_successors_in_three() {
    const MANY: u32 = 70_000;
    assert_eq!([65_536, 65_537].map(NextItemTable::bytes_of_pair), [3, 4]);
    let mut parts = fixture::random(5, MANY as usize, 8, 2).expect("8 is a multiple of 8");
    let successors = |item: u32| {
        let mut row = vec![item * 7 % MANY, 65_535, 65_536, MANY - 1];
        row.sort_unstable();
        row.dedup();
        row
    };
    let rows: Vec<Vec<(u32, f32)>> =
        (0..MANY).map(|item| successors(item).into_iter().map(|to| (to, 1.0)).collect()).collect();
    parts.next_items = NextItemTable::quantize(&rows).expect("ascending items, weights above 0");
    parts.meta.mix = Mix { next_item: 1.0, ..Mix::default() };
    parts.meta.next_item.second_hop = 0.0;
    let shop = after(&parts, &[69_000]);
    for item in [0, 1, 65_535, 65_536, 69_000, MANY - 1] {
        let found: Vec<u32> = shop.model().next_items().row(item).map(|(to, _)| to).collect();
        assert_eq!(found, successors(item), "item {item}");
    }
    let mut best: Vec<u32> = shop.recommend(4, &[69_000]).iter().map(|best| best.item).collect();
    best.sort_unstable();
    assert_eq!(best, successors(69_000));
}
