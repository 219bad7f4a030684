//! Trainers that need no lake: one that publishes its customers' pairs, and one that never looks at a customer.

use etalage::format;
use etalage::model::{
    FeatureTable, FoldInParams, Item, ItemFlags, Meta, Mix, ModelParts, NONE, NextItemParams, NextItemTable,
    Protection, QuantizedFactors, SessionParams, Thresholds,
};
use model_export::privacy::attack::{Candidate, Options, Population, Published, Release};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Items of the toy shop.
const N_ITEMS: u32 = 90;

/// Returns customers who each visit once and look at four to twelve items.
pub(crate) fn population(n_customers: usize) -> Population {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let mut population = Population {
        item_ids: (0..N_ITEMS).map(|item| format!("item-{item:03}").into()).collect(),
        n_customers_of: vec![0; N_ITEMS as usize],
        customer_ids: (0..n_customers).map(|customer| format!("c{customer:04}").into()).collect(),
        candidates: Vec::new(),
        window: (0, 1_000_000),
    };
    for customer in 0..n_customers {
        let mut items: Vec<u32> = (0..rng.random_range(4..13)).map(|_| rng.random_range(0..N_ITEMS)).collect();
        items.sort_unstable();
        items.dedup();
        for &item in &items {
            population.n_customers_of[item as usize] += 1;
        }
        let pairs = items.windows(2).map(|pair| ((pair[0], pair[1]), true)).collect();
        let items = items.into_iter().map(|item| (item, 1.0)).collect();
        population.candidates.push(Candidate { customer, items, pairs, last_prices: Vec::new() });
    }
    population
}

/// Returns options for `n_models` without canaries and erasures.
pub(crate) fn options(n_models: usize) -> Options {
    Options {
        lake: "Toys".to_owned(),
        n_models,
        n_targets: None,
        seed: 7,
        n_resamples: 100,
        regularization: (0.01, 1.0),
        n_canary_pairs: 0,
        n_erasures: 0,
        work: None,
    }
}

/// Publishes every pair of its customers.
pub(crate) fn leaky(population: &Population, release: &Release<'_>) -> anyhow::Result<Published> {
    let mut rows = vec![Vec::new(); N_ITEMS as usize];
    for candidate in &population.candidates {
        if release.included.contains(&population.customer_ids[candidate.customer]) {
            for &((from, to), _) in &candidate.pairs {
                rows[from as usize].push((to, 1.0));
            }
        }
    }
    for row in &mut rows {
        row.sort_by_key(|&(item, _)| item);
        row.dedup_by_key(|&mut (item, _)| item);
    }
    published(&rows, &[0.5; N_ITEMS as usize])
}

/// Publishes pairs and popularities drawn from the secret seed alone.
pub(crate) fn blind(_: &Population, release: &Release<'_>) -> anyhow::Result<Published> {
    let mut rng = ChaCha8Rng::seed_from_u64(release.secret_seed);
    let mut row = |from: u32| {
        let others = (0..N_ITEMS).filter(|&to| to != from);
        others.filter(|_| rng.random_range(0..10) == 0).map(|to| (to, 1.0)).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<(u32, f32)>> = (0..N_ITEMS).map(&mut row).collect();
    let popularity: Vec<f32> = (0..N_ITEMS).map(|_| rng.random_range(0.1..0.9)).collect();
    published(&rows, &popularity)
}

fn published(rows: &[Vec<(u32, f32)>], popularity: &[f32]) -> anyhow::Result<Published> {
    let items = popularity.iter().enumerate().map(|(item, &popularity)| Item {
        id: format!("item-{item:03}"),
        category: NONE,
        brand: NONE,
        price_band: None,
        flags: ItemFlags { private_label: false, learned: true },
        popularity,
    });
    let parts = ModelParts {
        meta: meta(),
        items: items.collect(),
        factors: QuantizedFactors::none(),
        centroids: Vec::new(),
        categories: Vec::new(),
        brands: Vec::new(),
        next_items: NextItemTable::quantize(rows)?,
        features: FeatureTable::default(),
    };
    let products: Vec<_> = parts.items.iter().map(|item| serde_json::json!({ "id": item.id, "price": null })).collect();
    let catalogue = serde_json::to_vec(&serde_json::json!({ "items": products }))?;
    Ok(Published { model: format::encode(&parts)?, catalogue, manifest: serde_json::json!({}) })
}

fn meta() -> Meta {
    Meta {
        name: "Toys".to_owned(),
        trained_from_ms: 0,
        trained_until_ms: 1_000_000,
        n_items: N_ITEMS,
        n_factors: 0,
        factor_bits: 8,
        session: SessionParams {
            event_weights: [1.0; 6],
            half_life_ms: 86_400_000,
            confidence_cap: 1.0,
            personal_evidence: 4.0,
        },
        next_item: NextItemParams::NONE,
        fold_in: FoldInParams {
            unobserved_weight: 0.1,
            regularization: 0.01,
            regularization_exponent: 1.0,
            prior_strength: 0.0,
            segment_concentration: 0.0,
        },
        mix: Mix { popularity: 1.0, ..Mix::default() },
        segments: Vec::new(),
        thresholds: Thresholds { item_customers: 11, segment_customers: 50, pair_customers: 3 },
        protection: Protection::default(),
    }
}
