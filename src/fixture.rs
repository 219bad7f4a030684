//! Small models made by formula, for examples and tests on every host. Nothing here is read by the shipped module.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Error;
use crate::model::{
    FeatureTable, FoldInParams, Item, ItemFlags, Meta, Mix, ModelParts, NONE, NextItemParams, NextItemTable,
    Protection, QuantizedFactors, SegmentMeta, SessionParams, Thresholds,
};

/// How many successors an item of the random shop has at most.
const SUCCESSORS: usize = 20;

/// How many features the random shop has.
const FEATURES: u64 = 50;

/// A shop of four toys and four tools with one segment of visitors for each; every vector points at its own aisle.
pub fn toys_and_tools() -> ModelParts {
    let names =
        ["tool-drill", "tool-hammer", "tool-saw", "tool-vice", "toy-bear", "toy-blocks", "toy-kite", "toy-train"];
    let mut factors = Vec::new();
    for n in 0..names.len() {
        let mut row = [0.0_f32; 8];
        row[n / 4] = 1.0;
        row[2 + n % 4] = 0.3;
        factors.extend(row);
    }
    let mut centroids = vec![0.0; 16];
    (centroids[0], centroids[9]) = (0.6, 0.6);
    let item = |(n, id): (usize, &&str)| Item {
        id: (*id).to_owned(),
        category: (n / 4) as u16,
        brand: if n % 4 == 0 { 0 } else { NONE },
        price_band: Some((n % 4) as u8),
        flags: ItemFlags { private_label: n % 4 == 0, learned: true },
        popularity: 0.9 - 0.1 * n as f32,
    };
    ModelParts {
        meta: meta("Toys and tools", names.len(), 8, &[("Tools", 120), ("Toys", 80)]),
        items: names.iter().enumerate().map(item).collect(),
        // Eight rows of eight finite numbers: there is nothing that could be refused.
        factors: QuantizedFactors::quantize(&factors, 8).unwrap_or_else(|error| unreachable!("{error}")),
        centroids,
        categories: vec!["Tools".to_owned(), "Toys".to_owned()],
        brands: vec!["Amazing Basics".to_owned()],
        // Within an aisle the next item follows with weight 1, the one after it with weight 1/2.
        next_items: table(
            &(0..8_u32)
                .map(|n| {
                    let aisle = |item: u32| n / 4 * 4 + item % 4;
                    let mut row = vec![(aisle(n + 1), 1.0), (aisle(n + 2), 0.5)];
                    row.sort_unstable_by_key(|&(item, _)| item);
                    row
                })
                .collect::<Vec<_>>(),
        ),
        features: words(&names),
    }
}

/// Names each item by the two words of its id; `mix.features` stays 0, so they change no score.
fn words(names: &[&str]) -> FeatureTable {
    let mut words: Vec<&str> = names.iter().flat_map(|name| name.split('-')).collect();
    words.sort_unstable();
    words.dedup();
    let place = |word| words.iter().position(|other| *other == word).unwrap_or(0) as u32;
    let rows: Vec<Vec<u32>> = names
        .iter()
        .map(|name| {
            let mut row: Vec<u32> = name.split('-').map(place).collect();
            row.sort_unstable();
            row
        })
        .collect();
    let weights = words.iter().map(|word| if ["tool", "toy"].contains(word) { 0.7 } else { 2.1 }).collect();
    // As many weights as labels, and two features an item: there is nothing that could be refused.
    FeatureTable::new(words.iter().map(|word| format!("w{word}")).collect(), weights, &rows)
        .unwrap_or_else(|error| unreachable!("{error}"))
}

/// A shop of random items, segments and attributes, without factors when `n_factors` is 0: the same for the same seed on every machine.
///
/// # Errors
/// As [`QuantizedFactors::quantize`], when `n_factors` is not one that the format knows.
pub fn random(seed: u64, n_items: usize, n_factors: usize, n_segments: usize) -> Result<ModelParts, Error> {
    let mut random = SplitMix64(seed);
    let factors: Vec<f32> = (0..n_items * n_factors).map(|_| random.unit() - 0.5).collect();
    let centroids = (0..n_segments * n_factors).map(|_| random.unit() - 0.5).collect();
    let items = (0..n_items)
        .map(|n| Item {
            id: format!("item-{n:08}"),
            category: (random.next() % 3) as u16,
            brand: if random.next().is_multiple_of(2) { 0 } else { NONE },
            price_band: Some((random.next() % 5) as u8),
            flags: ItemFlags { private_label: random.next().is_multiple_of(4), learned: true },
            popularity: random.unit(),
        })
        .collect();
    let next_items: Vec<Vec<(u32, f32)>> = (0..n_items)
        .map(|_| {
            let mut row: Vec<u32> = (0..SUCCESSORS).map(|_| (random.next() % n_items.max(1) as u64) as u32).collect();
            row.sort_unstable();
            row.dedup();
            row.into_iter().map(|item| (item, 0.05 + random.unit())).collect()
        })
        .collect();
    let features: Vec<Vec<u32>> = (0..n_items)
        .map(|_| {
            let mut row: Vec<u32> = (0..random.next() % 7).map(|_| (random.next() % FEATURES) as u32).collect();
            row.sort_unstable();
            row.dedup();
            row
        })
        .collect();
    let labels = (0..FEATURES).map(|n| format!("wword {n}")).collect();
    let weights = (0..FEATURES).map(|_| 0.5 + random.unit()).collect();
    let names: Vec<(String, u32)> = (0..n_segments).map(|s| (format!("Segment {s}"), 50 + s as u32)).collect();
    let names: Vec<(&str, u32)> = names.iter().map(|(name, customers)| (name.as_str(), *customers)).collect();
    let mut meta = meta("Random", n_items, n_factors, &names);
    meta.mix.features = 0.3;
    Ok(ModelParts {
        meta,
        items,
        factors: if n_factors == 0 {
            QuantizedFactors::none()
        } else {
            QuantizedFactors::quantize(&factors, n_factors)?
        },
        centroids,
        categories: ["A", "A > B", "C"].map(str::to_owned).to_vec(),
        brands: vec!["Amazing Basics".to_owned()],
        next_items: table(&next_items),
        features: FeatureTable::new(labels, weights, &features)?,
    })
}

/// Gives every item of a shop `per_item` random features of `n`. As in a real one some are of many items, such as a
/// department or a price band, and most of few: the share of the first part x of the features is x^(1/3) of all entries.
///
/// # Errors
/// As [`FeatureTable::new`], for more than 255 an item.
pub fn featured(parts: &mut ModelParts, seed: u64, n: usize, per_item: usize) -> Result<(), Error> {
    let mut random = SplitMix64(seed);
    let row = |_: &Item| -> Vec<u32> {
        let mut row = Vec::with_capacity(per_item);
        while row.len() < per_item.min(n) {
            let unit = random.unit();
            let feature = (n as f32 * unit * unit * unit) as u32;
            if let Err(place) = row.binary_search(&feature) {
                row.insert(place, feature);
            }
        }
        row
    };
    let rows: Vec<Vec<u32>> = parts.items.iter().map(row).collect();
    let labels = (0..n).map(|feature| format!("wword {feature}")).collect();
    let weights = (0..n).map(|_| 0.5 + random.unit()).collect();
    parts.features = FeatureTable::new(labels, weights, &rows)?;
    Ok(())
}

/// Quantises rows whose items ascend and whose weights are above 0: there is nothing that could be refused.
fn table(rows: &[Vec<(u32, f32)>]) -> NextItemTable {
    NextItemTable::quantize(rows).unwrap_or_else(|error| unreachable!("{error}"))
}

fn meta(name: &str, n_items: usize, n_factors: usize, segments: &[(&str, u32)]) -> Meta {
    Meta {
        name: name.to_owned(),
        trained_from_ms: 1_735_689_600_000,
        trained_until_ms: 1_764_547_200_000,
        n_items: n_items as u32,
        n_factors: n_factors as u16,
        factor_bits: 8,
        session: SessionParams {
            event_weights: [1.0, 0.5, 2.0, 3.0, -3.0, 4.0],
            half_life_ms: 1_800_000,
            confidence_cap: 10.0,
            personal_evidence: 3.0,
        },
        next_item: NextItemParams {
            step_decay: 1.0,
            second_hop: 1.5,
            repeat: 0.6,
            repeat_last: 0.2,
            repeat_only: 0.35,
            revisit: 0.3,
            repeat_decay: 0.6,
            floor: 0.1,
        },
        fold_in: FoldInParams {
            unobserved_weight: 0.1,
            regularization: 0.01,
            regularization_exponent: 1.0,
            prior_strength: 0.8,
            segment_concentration: 2.0,
        },
        mix: Mix {
            factors: 1.0,
            popularity: 0.1,
            next_item: 0.5,
            category: 0.04,
            brand: 0.02,
            price_band: 0.01,
            features: 0.0,
        },
        segments: segments
            .iter()
            .map(|&(name, n_customers)| SegmentMeta { name: name.to_owned(), n_customers })
            .collect(),
        thresholds: Thresholds { item_customers: 11, segment_customers: 50, pair_customers: 3 },
        protection: Protection::default(),
    }
}

/// Steele, Lea and Flood's SplitMix64 (2014): a random sequence in three lines that is the same on every machine.
#[derive(Debug, Clone)]
pub struct SplitMix64(pub u64);

impl SplitMix64 {
    /// Returns the next 64 bits.
    #[expect(clippy::should_implement_trait, reason = "an endless sequence has no use for Option")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number in [0, 1).
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / 16_777_216.0
    }
}
