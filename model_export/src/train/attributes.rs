//! Attributes as numbers: categories, brands and price bands of the catalogue's items.

use std::collections::BTreeMap;

use etalage::model::{NONE, PRICE_BANDS};

use super::TrainError;
use crate::lake::Item;

/// What separates the levels of a category path.
pub const LEVEL: &str = " > ";

/// The fewest priced items that a category needs for price bands of its own; with fewer its parent's are used.
const MIN_PRICED: usize = 10;

/// The attributes of all items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes {
    /// Category paths, in byte order.
    pub categories: Vec<String>,
    /// Brand names, in byte order.
    pub brands: Vec<String>,
    /// Number of each item's category, or [`NONE`]; `n_items` long.
    pub category: Vec<u16>,
    /// Number of each item's brand, or [`NONE`]; `n_items` long.
    pub brand: Vec<u16>,
    /// Price band of each item within its category, 0 the cheapest fifth; `n_items` long.
    pub price_band: Vec<Option<u8>>,
}

impl Attributes {
    /// Numbers the attributes of `items`.
    ///
    /// # Errors
    /// [`TrainError::TooManyNames`] above 65,535 categories or brands.
    pub fn of(items: &[Item]) -> Result<Self, TrainError> {
        let (categories, category) = number(items.iter().map(|item| item.category.as_deref()), "categories")?;
        let (brands, brand) = number(items.iter().map(|item| item.brand.as_deref()), "brands")?;
        Ok(Self { categories, brands, category, brand, price_band: price_bands(items) })
    }
}

/// Returns a category path, then its parent, and so on up to the first level.
pub fn with_parents(path: &str) -> impl Iterator<Item = &str> {
    core::iter::successors(Some(path), |path| path.rfind(LEVEL).map(|end| &path[..end]))
}

fn number<'a>(
    names: impl Iterator<Item = Option<&'a str>> + Clone,
    what: &'static str,
) -> Result<(Vec<String>, Vec<u16>), TrainError> {
    let mut numbers: BTreeMap<&str, usize> = names.clone().flatten().map(|name| (name, 0)).collect();
    if numbers.len() > usize::from(NONE) {
        return Err(TrainError::TooManyNames { what, found: numbers.len() });
    }
    numbers.values_mut().enumerate().for_each(|(number, value)| *value = number);
    let of_item = |name: Option<&str>| name.and_then(|name| numbers.get(name)).map_or(NONE, |&number| number as u16);
    let of_items = names.map(of_item).collect();
    Ok((numbers.into_keys().map(str::to_owned).collect(), of_items))
}

/// Returns the fifth that each price falls in among the prices of its category: the lowest level of the path with
/// enough priced items, else of the whole catalogue.
fn price_bands(items: &[Item]) -> Vec<Option<u8>> {
    let mut prices: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for item in items {
        let Some(price) = item.price else { continue };
        // The empty path stands for the whole catalogue.
        for path in with_parents(item.category.as_deref().unwrap_or_default()).chain([""]) {
            prices.entry(path).or_default().push(price);
        }
    }
    for prices in prices.values_mut() {
        prices.sort_by(f64::total_cmp);
    }
    let band = |item: &Item| {
        let price = item.price?;
        let paths = with_parents(item.category.as_deref().unwrap_or_default()).chain([""]);
        let peers = paths.filter_map(|path| prices.get(path)).filter(|prices| prices.len() >= MIN_PRICED);
        let peers = peers.min_by_key(|prices| prices.len())?;
        let cheaper = peers.partition_point(|&other| other < price);
        Some((cheaper * usize::from(PRICE_BANDS) / peers.len()) as u8)
    };
    items.iter().map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str, price: Option<f64>, category: Option<&str>) -> Item {
        Item {
            id: id.into(),
            name: id.to_owned(),
            price,
            category: category.map(str::to_owned),
            brand: None,
            private_label: false,
        }
    }

    #[test]
    fn a_path_is_followed_by_its_parents() {
        let paths: Vec<_> = with_parents("Games > Console > Racing").collect();
        assert_eq!(paths, ["Games > Console > Racing", "Games > Console", "Games"]);
    }

    #[test]
    fn price_bands_are_fifths_of_the_category() {
        let mut items: Vec<Item> = (0..10).map(|n| item("cheap", Some(f64::from(n)), Some("A > B"))).collect();
        items.push(item("dear", Some(1000.0), Some("A > C")));
        items.push(item("free of price", None, Some("A > B")));
        let attributes = Attributes::of(&items).expect("few names");
        assert_eq!(attributes.categories, ["A > B", "A > C"]);
        let bands: Vec<_> = attributes.price_band[..10].iter().flatten().copied().collect();
        assert_eq!(bands, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(attributes.price_band[10], Some(4), "alone in its category: compared with those of the parent");
        assert_eq!(attributes.price_band[11], None);
        assert_eq!(attributes.brand, [NONE; 12]);
    }
}
