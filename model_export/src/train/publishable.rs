//! What of a lake may be published at all, before anything is learned from it.
//!
//! Where customers' rows say which items there are or what they cost, an id or a price tells of whoever bought the item.
//! So an item that only rows name is dropped where too few customers had it; in the public tier few is told from a count
//! with noise, so that nobody can be excluded for certain by an id that is missing. A price that only rows tell goes with
//! the item, and in the public tier always.

use std::borrow::Cow;

use super::interest::{Audience, counted};
use super::public::select_items;
use super::{Params, TrainError};
use crate::lake::{Dataset, Interaction, Provenance, Target};
use etalage::model::Tier;

/// Returns the part of `dataset` that a model with `params` may be made from.
///
/// # Errors
/// [`TrainError::NothingToPublish`] when no item is left.
pub fn publishable<'a>(dataset: &'a Dataset, params: &Params) -> Result<Cow<'a, Dataset>, TrainError> {
    let is_public = params.privacy.tier == Tier::Public;
    let assortment = dataset.assortment;
    if assortment.ids == Provenance::Shop && assortment.prices == Provenance::Shop {
        return Ok(Cow::Borrowed(dataset));
    }
    let enough: Vec<bool> = if is_public && assortment.ids == Provenance::Customers {
        select_items(dataset, params)
    } else {
        let customers = Audience::of(dataset, &dataset.interactions, 1.0).customers;
        customers.into_iter().map(|customers| customers >= params.min_item_customers).collect()
    };
    let mut published = match assortment.ids {
        Provenance::Customers => only(dataset, &enough),
        Provenance::Shop => dataset.clone(),
    };
    if published.items.is_empty() || published.interactions.is_empty() {
        let customers = dataset.visitors.iter().filter(|&&kind| kind == counted(dataset)).count();
        return Err(TrainError::NothingToPublish { items: dataset.items.len(), customers });
    }
    if assortment.prices == Provenance::Customers {
        let kept = enough.iter().filter(|enough| **enough || assortment.ids == Provenance::Shop);
        for (item, enough) in published.items.iter_mut().zip(kept) {
            item.price = item.price.filter(|_| *enough && !is_public);
        }
    }
    Ok(Cow::Owned(published))
}

/// Returns the lake that has only the items for which `kept` holds, and the visitors who did something with one.
fn only(dataset: &Dataset, kept: &[bool]) -> Dataset {
    let items = renumbered(kept.iter().copied());
    let of_items = |i: &&Interaction| items[i.item as usize].is_some();
    let interactions: Vec<Interaction> = dataset.interactions.iter().filter(of_items).copied().collect();
    let mut acted = vec![false; dataset.visitors.len()];
    for interaction in &interactions {
        acted[interaction.visitor as usize] = true;
    }
    let visitors = renumbered(acted.iter().copied());
    let renumber = |i: Interaction| Interaction {
        item: items[i.item as usize].unwrap_or_default(),
        visitor: visitors[i.visitor as usize].unwrap_or_default(),
        ..i
    };
    let interactions: Vec<Interaction> = interactions.into_iter().map(renumber).collect();
    let times = interactions.iter().map(|interaction| interaction.at_ms);
    let stock = dataset.stock.as_ref().map(|stock| {
        let levels = stock
            .levels
            .iter()
            .filter_map(|level| items[level.item as usize].map(|item| crate::lake::StockLevel { item, ..*level }));
        crate::lake::Stock { levels: levels.collect() }
    });
    let marketing = dataset.marketing.iter().filter_map(|action| match action.target {
        Target::Item(item) => items[item as usize]
            .map(|item| crate::lake::MarketingAction { target: Target::Item(item), ..action.clone() }),
        _ => Some(action.clone()),
    });
    Dataset {
        window: times.clone().min().zip(times.max()).unwrap_or(dataset.window),
        items: chosen(&dataset.items, kept),
        visitors: chosen(&dataset.visitors, &acted),
        customer_ids: chosen(&dataset.customer_ids, &acted),
        marketing: marketing.collect(),
        stock,
        interactions,
        assortment: dataset.assortment,
        report: dataset.report.clone(),
    }
}

/// Numbers those that are kept without gaps.
fn renumbered(kept: impl Iterator<Item = bool>) -> Vec<Option<u32>> {
    let mut next = 0;
    kept.map(|kept| {
        kept.then(|| {
            next += 1;
            next - 1
        })
    })
    .collect()
}

fn chosen<T: Clone>(all: &[T], kept: &[bool]) -> Vec<T> {
    all.iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| one.clone()).collect()
}
