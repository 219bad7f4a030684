//! A catalogue derived from the orders, for a lake without one: the items sold, each with the name (category, brand)
//! that its lines say most often and the median of its prices.
//!
//! Refused here: anything that a line dropped for whatever reason said.

use std::collections::HashMap;

use crate::lake::Item;
use crate::lake::config::Rules;
use crate::lake::intern::{Canonical, Interner};
use crate::lake::schema::OrdersField as F;
use crate::lake::table::Row;

use super::catalogue::{ItemIndex, category_path};
use super::orders::OrderLine;

/// The item number of what is no item.
const NOTHING: u32 = u32::MAX;

/// What order lines say about their items.
#[derive(Debug, Default)]
pub(in crate::lake) struct Descriptions {
    names: Votes,
    categories: Votes,
    brands: Votes,
}

/// How often each text was said of each item.
#[derive(Debug, Default)]
struct Votes {
    texts: Interner,
    /// (item, text) to count.
    counts: HashMap<(u32, u32), u64>,
}

impl Descriptions {
    /// Counts what one line says.
    pub(in crate::lake) fn learn(&mut self, item: u32, row: &Row<'_, F>) {
        self.names.add(item, row.text(F::ItemName));
        self.categories.add(item, row.text(F::ItemCategory));
        self.brands.add(item, row.text(F::ItemBrand));
    }

    /// Returns the items sorted by id, and gives the lines their canonical item numbers. What was only ever returned is no
    /// item; such lines get the number [`NOTHING`].
    pub(in crate::lake) fn into_items(
        self,
        index: ItemIndex,
        sales: &mut [OrderLine],
        returns: &mut [OrderLine],
        rules: &Rules,
    ) -> Vec<Item> {
        let canonical = sold(index.into_ids().canonical(), sales);
        for line in sales.iter_mut().chain(returns) {
            line.item = canonical.number[line.item as usize];
        }
        let n_items = canonical.ids.len();
        let prices = median_prices(n_items, sales);
        let names = self.names.winners(n_items, &canonical.number);
        let categories = self.categories.winners(n_items, &canonical.number);
        let brands = self.brands.winners(n_items, &canonical.number);
        let described = names.into_iter().zip(categories).zip(brands);
        let item = |((id, price), ((name, category), brand)): ((Box<str>, Option<f64>), _)| {
            let brand: Option<String> = Option::<Box<str>>::map(brand, String::from);
            Item {
                name: Option::<Box<str>>::map_or_else(name, || id.to_string(), String::from),
                price,
                category: Option::<Box<str>>::and_then(category, |path| {
                    category_path(&path, &rules.category_separator)
                }),
                private_label: brand.as_ref().is_some_and(|brand| rules.private_label_brands.contains(brand)),
                brand,
                id,
            }
        };
        canonical.ids.into_iter().zip(prices).zip(described).map(item).collect()
    }
}

/// Leaves out the ids without a sale; their numbers become [`NOTHING`].
fn sold(all: Canonical, sales: &[OrderLine]) -> Canonical {
    let mut is_sold = vec![false; all.ids.len()];
    for line in sales {
        is_sold[all.number[line.item as usize] as usize] = true;
    }
    let numbers: Vec<u32> = is_sold
        .iter()
        .scan(0, |next, &sold| {
            let number = if sold { *next } else { NOTHING };
            *next += u32::from(sold);
            Some(number)
        })
        .collect();
    let ids = all.ids.into_iter().zip(&is_sold).filter(|(_, sold)| **sold).map(|(id, _)| id).collect();
    Canonical { ids, number: all.number.into_iter().map(|number| numbers[number as usize]).collect() }
}

impl Votes {
    fn add(&mut self, item: u32, text: Option<&str>) {
        // 2^32 different names would be refused as items long before.
        if let Some(text) = text.and_then(|text| self.texts.intern(text)) {
            *self.counts.entry((item, text)).or_default() += 1;
        }
    }

    /// Returns each item's most frequent text `(n_items)`, the smallest by bytes among equals. `canonical` maps the
    /// items' numbers of arrival.
    fn winners(self, n_items: usize, canonical: &[u32]) -> Vec<Option<Box<str>>> {
        let texts = self.texts.canonical();
        let mut votes: Vec<(u32, u64, u32)> = self
            .counts
            .into_iter()
            .map(|((item, text), count)| (canonical[item as usize], u64::MAX - count, texts.number[text as usize]))
            .filter(|(item, _, _)| *item != NOTHING)
            .collect();
        votes.sort_unstable();
        votes.dedup_by_key(|vote| vote.0);
        let mut winners = vec![None; n_items];
        for (item, _, text) in votes {
            winners[item as usize] = Some(texts.ids[text as usize].clone());
        }
        winners
    }
}

/// Returns the median of each item's prices above zero `(n_items)`; of an even number the lower of the middle two, which
/// somebody really paid.
pub(in crate::lake) fn median_prices(n_items: usize, sales: &[OrderLine]) -> Vec<Option<f64>> {
    let priced = |line: &OrderLine| Some((line.item, line.unit_price.filter(|price| *price > 0.0)?));
    let mut paid: Vec<(u32, f64)> = sales.iter().filter_map(priced).collect();
    paid.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut medians = vec![None; n_items];
    for prices in paid.chunk_by(|a, b| a.0 == b.0) {
        let (item, median) = prices[(prices.len() - 1) / 2];
        medians[item as usize] = Some(median);
    }
    medians
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_text_wins_and_the_smaller_among_equals() {
        let mut votes = Votes::default();
        for (item, text) in [(0, "b"), (1, "y"), (0, "a"), (1, "x"), (1, "y")] {
            votes.add(item, Some(text));
        }
        votes.add(2, None);
        let winners = votes.winners(3, &[2, 0, 1]);
        assert_eq!(winners, [Some("y".into()), None, Some("a".into())]);
    }
}
