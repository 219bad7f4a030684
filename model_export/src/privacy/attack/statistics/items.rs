//! What the list of items says of a candidate: which ids, flags, prices and attributes are published.

use etalage::model::NONE;

use super::view::{View, mean};

/// Share of own items whose id is in the model.
pub(super) fn share_published(view: &View<'_>) -> f64 {
    view.share_of_items(|_| 1.0, |item| view.reader.target.places[item as usize].is_some())
}

/// 1 when every own item's id is in the model.
pub(super) fn all_published(view: &View<'_>) -> f64 {
    f64::from(u8::from(view.own.len() == view.candidate.items.len()))
}

/// Share of own items in the model, rare ones weighing more.
pub(super) fn share_published_rare(view: &View<'_>) -> f64 {
    view.share_of_items(|item| view.rarity(item), |item| view.reader.target.places[item as usize].is_some())
}

/// Share of own items flagged as learned.
pub(super) fn share_learned(view: &View<'_>) -> f64 {
    view.share_of_items(|_| 1.0, |item| is_learned(view, item))
}

/// The same, rare ones weighing more.
pub(super) fn share_learned_rare(view: &View<'_>) -> f64 {
    view.share_of_items(|item| view.rarity(item), |item| is_learned(view, item))
}

/// Share of the last prices paid that are the catalogue's.
pub(super) fn share_prices(view: &View<'_>) -> f64 {
    mean(prices(view).map(|(_, equal)| (1.0, equal)))
}

/// The same, rare items weighing more.
pub(super) fn share_prices_rare(view: &View<'_>) -> f64 {
    mean(prices(view).map(|(item, equal)| (view.rarity(item), equal)))
}

/// Mean price band of own items.
pub(super) fn price_band(view: &View<'_>) -> f64 {
    let attributes = view.reader.target.model.attributes();
    mean(view.own.iter().filter_map(|&(ix, _)| attributes.price_band(ix)).map(|band| (1.0, f64::from(band))))
}

/// Share of own published items that have a category.
pub(super) fn share_category(view: &View<'_>) -> f64 {
    let attributes = view.reader.target.model.attributes();
    mean(view.own.iter().map(|&(ix, _)| (1.0, f64::from(u8::from(attributes.category(ix) != NONE)))))
}

fn is_learned(view: &View<'_>, item: u32) -> bool {
    let target = view.reader.target;
    target.places[item as usize].is_some_and(|ix| target.model.attributes().flags(ix).learned)
}

fn prices<'a>(view: &'a View<'_>) -> impl Iterator<Item = (u32, f64)> + 'a {
    let products = &view.reader.target.products;
    view.candidate.last_prices.iter().map(move |&(item, paid)| {
        let listed = products[item as usize].and_then(|product| product.price);
        (item, f64::from(u8::from(listed.is_some_and(|price| (price - paid).abs() < 0.005))))
    })
}
