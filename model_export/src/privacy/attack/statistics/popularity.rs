//! What the popularity prior and the order of the catalogue say of a candidate.
//!
//! The prior is ln(1 + w) / ln(1 + w of the most popular item). For counts with Gaussian noise the likelihood ratio is the
//! inner product of the published counts with what the candidate added, 1/√items to each item where contributions
//! are clipped to length 1. The greatest w is not published; any guess of it gives nearly the same order.

use super::view::{View, mean};

/// ln(1 + w of the most popular item) as an attacker guesses it.
const LOG_LARGEST: f64 = 6.0;

/// A greater guess: in the public tier the prior is the logarithm between the least and the greatest count.
const LOG_STEEP: f64 = 9.0;

/// Mean popularity of own items.
pub(super) fn mean_of_own(view: &View<'_>) -> f64 {
    mean(popularities(view).map(|(_, popularity)| (1.0, popularity)))
}

/// The same less the mean of all items.
pub(super) fn above_mean(view: &View<'_>) -> f64 {
    mean_of_own(view) - view.reader.mean_popularity
}

/// The same, rare items weighing more.
pub(super) fn mean_rare(view: &View<'_>) -> f64 {
    mean(popularities(view).map(|(item, popularity)| (view.rarity(item), popularity)))
}

/// Inner product of the counts with the candidate's clipped vector.
pub(super) fn inner_product(view: &View<'_>) -> f64 {
    popularities(view).map(|(_, popularity)| count(popularity)).sum::<f64>() * clipped(view)
}

/// The same for a steeper guess of the scale.
pub(super) fn inner_product_steep(view: &View<'_>) -> f64 {
    popularities(view).map(|(_, popularity)| (popularity * LOG_STEEP).exp_m1()).sum::<f64>() * clipped(view)
}

/// Inner product of the prior itself with it.
pub(super) fn inner_product_log(view: &View<'_>) -> f64 {
    popularities(view).map(|(_, popularity)| popularity).sum::<f64>() * clipped(view)
}

/// Inner product of the counts, each over the variance that drawing half of an item's customers gives it, with it.
pub(super) fn inner_product_rare(view: &View<'_>) -> f64 {
    let over_variance = |(item, popularity): (u32, f64)| count(popularity) / (0.25 / view.rarity(item) + 1.0);
    popularities(view).map(over_variance).sum::<f64>() * clipped(view)
}

/// Share of own items above the floor.
pub(super) fn share_above_zero(view: &View<'_>) -> f64 {
    mean(popularities(view).map(|(_, popularity)| (1.0, f64::from(u8::from(popularity > 0.0)))))
}

/// Share of own items above a quarter of the most popular one's.
pub(super) fn share_above_quarter(view: &View<'_>) -> f64 {
    mean(popularities(view).map(|(_, popularity)| (1.0, f64::from(u8::from(popularity > 0.25)))))
}

/// Mean logarithm of own items' place in the catalogue.
pub(super) fn log_place(view: &View<'_>) -> f64 {
    mean(log_places(view).map(|(_, place)| (1.0, place)))
}

/// The same, rare items weighing more.
pub(super) fn log_place_rare(view: &View<'_>) -> f64 {
    mean(log_places(view).map(|(item, place)| (view.rarity(item), place)))
}

fn popularities<'a>(view: &'a View<'_>) -> impl Iterator<Item = (u32, f64)> + 'a {
    view.own.iter().map(|&(ix, item)| (item, view.reader.target.popularity(ix)))
}

fn log_places<'a>(view: &'a View<'_>) -> impl Iterator<Item = (u32, f64)> + 'a {
    let products = &view.reader.target.products;
    view.candidate
        .items
        .iter()
        .filter_map(move |&(item, _)| products[item as usize].map(|product| (item, (1.0 + product.place as f64).ln())))
}

fn count(popularity: f64) -> f64 {
    (popularity * LOG_LARGEST).exp_m1()
}

fn clipped(view: &View<'_>) -> f64 {
    1.0 / (view.candidate.items.len() as f64).sqrt()
}
