//! The pages that are reranked: the page of a category listing that shows the next item.
//!
//! The listing is that of the item's category, of the level above where that has few products. It is cut into pages in
//! the shop's own order, and the page with the item is the question. Logged impressions are not used: whoever sees the
//! first products of a list clicks them, so a log finds the order right that was logged.

use std::collections::HashMap;

use etalage::ItemIx;

use crate::lake::Item;

/// The products of a page.
pub const PAGE: usize = 48;

/// The fewest products of a listing; a category with fewer is shown with the level above.
const MIN_LISTING: usize = 12;

/// The orders in which a shop may list its products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ShopOrder {
    /// What most visitors of the training part touched comes first.
    Bestsellers,
    /// The cheapest first; without a price, last.
    Price,
    /// By the item's id, which says nothing.
    Catalogue,
}

impl ShopOrder {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Bestsellers, Self::Price, Self::Catalogue];

    /// Returns the name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bestsellers => "bestsellers",
            Self::Price => "price",
            Self::Catalogue => "catalogue",
        }
    }
}

/// Every listing of a shop in every order.
#[derive(Debug)]
pub struct Listings {
    /// The listing of each item `(n_items)`.
    listing: Vec<usize>,
    /// The products of each listing, by [`ShopOrder`].
    products: [Vec<Vec<ItemIx>>; 3],
}

impl Listings {
    /// Makes the listings of `items`, of which `visitors` says how many touched each; both `(n_items)`.
    pub fn of(items: &[Item], visitors: &[u32]) -> Self {
        let mut sizes: HashMap<&str, usize> = HashMap::new();
        for item in items {
            levels(item).for_each(|level| *sizes.entry(level).or_default() += 1);
        }
        // The whole shop, `""`, is the listing of what is in no category that is large enough.
        let name = |item| levels(item).find(|level| sizes[level] >= MIN_LISTING).unwrap_or_default();
        let (mut names, mut numbers) = (Vec::new(), HashMap::new());
        let mut listing = Vec::with_capacity(items.len());
        for name in items.iter().map(name) {
            let number = *numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            });
            listing.push(number);
        }
        let by_id: Vec<Vec<ItemIx>> = names.iter().map(|name| inside(items, name)).collect();
        let ordered = |order: ShopOrder| -> Vec<Vec<ItemIx>> {
            by_id.iter().map(|products| sorted(products, order, items, visitors)).collect()
        };
        Self { listing, products: ShopOrder::ALL.map(ordered) }
    }

    /// Returns the page that shows `item`, in the shop's order.
    pub fn page(&self, item: ItemIx, order: ShopOrder) -> &[ItemIx] {
        let listing = &self.products[order as usize][self.listing[item as usize]];
        let mut pages = listing.chunks(PAGE);
        // Every item is on its own listing.
        pages.find(|page| page.contains(&item)).unwrap_or_default()
    }
}

/// Returns the category path and every path above it, the deepest first.
fn levels(item: &Item) -> impl Iterator<Item = &str> {
    std::iter::successors(item.category.as_deref(), |path| Some(path.rsplit_once(" > ")?.0))
}

/// Returns the items of a category and of all below it; of `""`, all.
fn inside(items: &[Item], name: &str) -> Vec<ItemIx> {
    let is_inside = |item: &Item| name.is_empty() || levels(item).any(|level| level == name);
    items.iter().zip(0..).filter(|(item, _)| is_inside(item)).map(|(_, number)| number).collect()
}

fn sorted(products: &[ItemIx], order: ShopOrder, items: &[Item], visitors: &[u32]) -> Vec<ItemIx> {
    let mut products = products.to_vec();
    let price = |item: ItemIx| items[item as usize].price.unwrap_or(f64::INFINITY);
    match order {
        ShopOrder::Bestsellers => {
            products.sort_by_key(|&item| core::cmp::Reverse(visitors[item as usize]));
        }
        ShopOrder::Price => products.sort_by(|&a, &b| price(a).total_cmp(&price(b))),
        ShopOrder::Catalogue => {}
    }
    products
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: usize, category: &str) -> Item {
        Item {
            id: format!("{number:03}").into(),
            name: String::new(),
            price: Some(100.0 - number as f64),
            category: Some(category.to_owned()),
            brand: None,
            private_label: false,
        }
    }

    #[test]
    fn a_small_category_is_shown_with_the_level_above() {
        let mut items: Vec<Item> = (0..60).map(|number| item(number, "Home > Kitchen")).collect();
        items.extend((60..63).map(|number| item(number, "Home > Bath")));
        let visitors: Vec<u32> = (0..63).collect();
        let listings = Listings::of(&items, &visitors);
        assert_eq!(listings.page(0, ShopOrder::Catalogue), (0..48).collect::<Vec<_>>());
        assert_eq!(listings.page(50, ShopOrder::Catalogue), (48..60).collect::<Vec<_>>());
        assert_eq!(listings.page(61, ShopOrder::Catalogue), (48..63).collect::<Vec<_>>());
        assert_eq!(listings.page(61, ShopOrder::Bestsellers)[..2], [62, 61]);
        assert_eq!(listings.page(59, ShopOrder::Price)[..2], [59, 58]);
    }
}
