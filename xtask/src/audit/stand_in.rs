//! A shop for the tests in a browser where no model was given: products and factors by formula, and not one customer.
//!
//! What these tests ask does not depend on how a model was trained, and training one takes longer than the whole audit.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use etalage::fixture::{self, SplitMix64};
use etalage::format::encode;
use etalage::model::{ModelParts, QuantizedFactors};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::elsewhere::hex;
use crate::model::ModelFiles;

const SEED: u64 = 7;
const N_FACTORS: usize = 16;
const DEPARTMENTS: [&str; 4] = ["Garden", "Kitchen", "Music", "Sports"];
const AISLES: [&str; 3] = ["Classics", "Gifts", "New"];
const COLOURS: [&str; 4] = ["Black", "Blue", "Red", "White"];
const PER_AISLE: usize = 40;
const N_AISLES: usize = DEPARTMENTS.len() * AISLES.len();

/// Writes model, catalogue and manifest into a folder.
pub(crate) fn write(folder: &Path) -> Result<ModelFiles> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let parts = parts()?;
    let bytes = encode(&parts)?;
    let manifest = json!({ "name": parts.meta.name, "sha256": hex(&Sha256::digest(&bytes)) });
    let model = folder.join("shop.etalage");
    for (path, content) in [
        (model.clone(), bytes),
        (model.with_extension("catalogue.json"), catalogue(&parts).to_string().into_bytes()),
        (model.with_extension("manifest.json"), manifest.to_string().into_bytes()),
    ] {
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    ModelFiles::beside(&model)
}

/// Makes a model in which the items of an aisle are alike and those of different aisles are not.
fn parts() -> Result<ModelParts> {
    let mut parts = fixture::random(SEED, N_AISLES * PER_AISLE, N_FACTORS, 2)?;
    let mut random = SplitMix64(SEED);
    let mut factors = Vec::new();
    for (n, item) in parts.items.iter_mut().enumerate() {
        let aisle = n % N_AISLES;
        item.category = aisle as u16;
        factors.extend((0..N_FACTORS).map(|factor| if factor == aisle { 1.0 } else { 0.2 * random.unit() }));
    }
    parts.factors = QuantizedFactors::quantize(&factors, N_FACTORS)?;
    parts.categories = (0..N_AISLES).map(aisle).collect();
    "Stand-in".clone_into(&mut parts.meta.name);
    Ok(parts)
}

fn aisle(n: usize) -> String {
    format!("{} > {}", DEPARTMENTS[n / AISLES.len()], AISLES[n % AISLES.len()])
}

/// Lists the items as a shop page shows them.
fn catalogue(parts: &ModelParts) -> Value {
    let items = parts.items.iter().enumerate().map(|(n, item)| {
        json!({
            "id": item.id,
            "name": format!("{} piece {n}", COLOURS[n / N_AISLES % COLOURS.len()]),
            "price": 5.0 + (n % 50) as f64,
            "category": aisle(usize::from(item.category)),
            "brand": Value::Null,
            "privateLabel": item.flags.private_label,
            "inStock": true,
        })
    });
    json!({ "name": parts.meta.name, "currency": "EUR", "items": items.collect::<Vec<_>>() })
}
