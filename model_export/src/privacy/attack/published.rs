//! What a release is asked for and what it publishes: the interface between the attack and whoever trains.

use std::collections::BTreeSet;
use std::collections::HashMap;

use anyhow::Context;
use etalage::{ItemIx, Model};
use serde::Deserialize;
use serde_json::Value;

use super::candidates::Population;
use crate::lake::Interaction;

/// A release to be trained: whom it may learn from, and the operator's secret seed.
#[derive(Debug, Clone, Copy)]
pub struct Release<'a> {
    /// The customers who are in the training data; every other customer counts as suppressed.
    pub included: &'a BTreeSet<Box<str>>,
    /// Customers made up for the attack, who are in the training data too.
    pub invented: &'a [Invented],
    /// Where the operator's pseudo-random numbers and noise come from. No two releases share one, unless the attack says so.
    pub secret_seed: u64,
}

/// A customer who was made up: what they did, with items and times of the whole lake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invented {
    /// The id that they get.
    pub id: Box<str>,
    /// What they did; the visitor's number is of no account.
    pub interactions: Vec<Interaction>,
}

/// The files that anybody can download.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The model file.
    pub model: Vec<u8>,
    /// `catalogue.json`.
    pub catalogue: Vec<u8>,
    /// The manifest that is served beside the model.
    pub manifest: Value,
}

/// Trains one release and returns what it would publish.
pub type Publish<'a> = dyn Fn(&Release<'_>) -> anyhow::Result<Published> + Sync + 'a;

/// A published set as an attacker reads it, its items matched with those of the attacker's own data.
#[derive(Debug)]
pub struct Target {
    /// The model, decoded by the core.
    pub model: Model,
    /// The index in the model of each item of the attacker's data, `None` for an item that is not published.
    pub places: Vec<Option<ItemIx>>,
    /// The place in the catalogue's order and the price of each item of the attacker's data.
    pub products: Vec<Option<ListedProduct>>,
    /// The public manifest.
    pub manifest: Value,
}

/// A product of the public catalogue.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ListedProduct {
    /// Its place in the order, from 0.
    pub place: usize,
    /// Its price.
    pub price: Option<f64>,
}

#[derive(Deserialize)]
struct Catalogue {
    items: Vec<Product>,
}

#[derive(Deserialize)]
struct Product {
    id: String,
    price: Option<f64>,
}

impl Target {
    /// Reads what was published.
    ///
    /// # Errors
    /// When the core refuses the model, or the catalogue has another form than the storefront's.
    pub fn read(published: Published, population: &Population) -> anyhow::Result<Self> {
        let model = Model::decode(published.model)?;
        let catalogue: Catalogue =
            serde_json::from_slice(&published.catalogue).context("the published catalogue has no list of items")?;
        let listed: HashMap<&str, ListedProduct> = catalogue
            .items
            .iter()
            .enumerate()
            .map(|(place, product)| (product.id.as_str(), ListedProduct { place, price: product.price }))
            .collect();
        let places = population.item_ids.iter().map(|id| model.find(id)).collect();
        let products = population.item_ids.iter().map(|id| listed.get(id.as_ref()).copied()).collect();
        Ok(Self { model, places, products, manifest: published.manifest })
    }

    /// Returns the popularity of a published item as a share of the most popular one's.
    pub fn popularity(&self, item: ItemIx) -> f64 {
        f64::from(self.model.popularity().get(item as usize)) / f64::from(u16::MAX)
    }
}
