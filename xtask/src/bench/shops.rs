//! The shops of the bench: for each size three models of the same items (factors alone, the whole score without public
//! features, the whole score), one visitor, and what the core on this machine
//! answers, which is what the wasm must answer in every bit.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use etalage::fixture::{self, SplitMix64};
use etalage::format::encode;
use etalage::model::{FeatureTable, Mix, ModelParts};
use etalage::session::EventKind;
use etalage::{ItemIx, Model, Personalizer};
use serde_json::{Value, json};

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
const N_FACTORS: usize = 64;
const N_SEGMENTS: usize = 12;
const N_CATEGORIES: usize = 200;
const N_BRANDS: usize = 100;
const N_EVENTS: usize = 10;
const N_CANDIDATES: usize = 1_000;
/// How many of the candidates are on the page of a visit.
const PAGE: usize = 100;
/// How many of them are on a typical listing, as that of the demo shop.
const LISTING: usize = 48;
/// The size at which loading is timed.
const LOADED: usize = 20_000;
/// The seed of everything random here.
const SEED: u64 = 20;

/// How many public features a shop has, and how many an item.
const N_FEATURES: usize = 8_000;
const OF_ITEM: usize = 8;

/// Writes the shops, the small one only for a quick run, into a folder.
pub(crate) fn write(folder: &Path, quick: bool) -> Result<()> {
    println!("==> Writing the shops of the bench into {}", folder.display());
    for n_items in SIZES.into_iter().take(if quick { 1 } else { SIZES.len() }) {
        shop(&folder.join(n_items.to_string()), n_items)?;
    }
    let mut loaded = fixture::random(SEED, LOADED, N_FACTORS, N_SEGMENTS)?;
    fixture::featured(&mut loaded, SEED, N_FEATURES, OF_ITEM)?;
    save(&folder.join("load.etalage"), &encode(&loaded)?)
}

fn shop(folder: &Path, n_items: usize) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut hybrid = fixture::random(SEED, n_items, N_FACTORS, N_SEGMENTS)?;
    spread_over_categories(&mut hybrid);
    fixture::featured(&mut hybrid, SEED, N_FEATURES, OF_ITEM)?;
    let mut plain = hybrid.clone();
    plain.features = FeatureTable::default();
    let mut factors = hybrid.clone();
    by_factors_alone(&mut factors);
    let [factors, plain, hybrid] = [encode(&factors)?, encode(&plain)?, encode(&hybrid)?];
    save(&folder.join("factors.etalage"), &factors)?;
    save(&folder.join("plain.etalage"), &plain)?;
    save(&folder.join("hybrid.etalage"), &hybrid)?;

    let mut random = SplitMix64(SEED);
    let mut item = || (random.next() % n_items as u64) as ItemIx;
    let events: Vec<Seen> = (0..N_EVENTS).map(|n| Seen { kind: EventKind::ALL[n % 4], item: item(), n }).collect();
    let mut candidates: Vec<ItemIx> = (0..n_items as ItemIx).collect();
    for place in 0..N_CANDIDATES {
        candidates.swap(place, place + item() as usize % (n_items - place));
    }
    candidates.truncate(N_CANDIDATES);

    let [factors, plain, hybrid] = [factors, plain, hybrid].map(|model| visited(model, &events));
    let (factors, plain, hybrid) = (factors?, plain?, hybrid?);
    let model = factors.model();
    let view = model.factors();
    save(
        &folder.join("rows.i8"),
        (0..n_items as ItemIx).map(|item| view.row(item)).collect::<Vec<_>>().concat().as_slice(),
    )?;
    save(&folder.join("scales.f32"), &bytes(view.scales().iter()))?;
    save(&folder.join("vector.f32"), &bytes(factors.visitor().folded.vector.iter().map(|&v| v as f32)))?;
    let id = |item: ItemIx| model.item_id(item);
    let card = json!({
        "nItems": n_items,
        "nFactors": N_FACTORS,
        "events": events.iter().map(|seen| json!({
            "event": seen.kind.ga4(), "itemId": id(seen.item), "timestamp": seen.at_ms(),
        })).collect::<Vec<_>>(),
        "candidates": candidates.iter().map(|&item| id(item)).collect::<Vec<_>>(),
        "recommended": { "factors": recommended(&factors), "plain": recommended(&plain), "hybrid": recommended(&hybrid) },
        "order": {
            "candidates": hybrid.rerank(&candidates, &[], 1.0)?,
            "page": hybrid.rerank(&candidates[..PAGE], &[], 1.0)?,
            "plainPage": plain.rerank(&candidates[..PAGE], &[], 1.0)?,
            "listing": hybrid.rerank(&candidates[..LISTING], &[], 1.0)?,
        },
    });
    save(&folder.join("shop.json"), card.to_string().as_bytes())
}

/// Gives a shop as many categories and brands as a shop of products has: the fixture's few would be of no use to a visitor.
fn spread_over_categories(parts: &mut ModelParts) {
    parts.categories = (0..N_CATEGORIES).map(|n| format!("Category {n}")).collect();
    parts.brands = (0..N_BRANDS).map(|n| format!("Brand {n}")).collect();
    let mut random = SplitMix64(SEED);
    for item in &mut parts.items {
        item.category = (random.next() % N_CATEGORIES as u64) as u16;
        item.brand = (random.next() % N_BRANDS as u64) as u16;
    }
}

/// Leaves a model nothing to rank by but its factors.
fn by_factors_alone(parts: &mut ModelParts) {
    parts.meta.mix = Mix { factors: 1.0, ..Mix::default() };
}

/// One event of the visitor, `n` from 0.
struct Seen {
    kind: EventKind,
    item: ItemIx,
    n: usize,
}

impl Seen {
    fn at_ms(&self) -> i64 {
        1_764_000_000_000 + 20_000 * self.n as i64
    }
}

fn visited(model: Vec<u8>, events: &[Seen]) -> Result<Personalizer> {
    let mut personalizer = Personalizer::new(Model::decode(model)?);
    for seen in events {
        personalizer.observe(seen.kind, seen.item, seen.at_ms())?;
    }
    Ok(personalizer)
}

/// Gives the 20 best as the wasm will: ids, and scores in f64, which holds every f32 exactly.
fn recommended(personalizer: &Personalizer) -> Vec<Value> {
    let model = personalizer.model();
    let view = |scored: &etalage::rank::Scored| json!({ "itemId": model.item_id(scored.item), "score": f64::from(scored.score) });
    personalizer.recommend(20, &[]).iter().map(view).collect()
}

fn bytes(numbers: impl Iterator<Item = f32>) -> Vec<u8> {
    numbers.flat_map(f32::to_le_bytes).collect()
}

fn save(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
