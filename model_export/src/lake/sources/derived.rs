//! A catalogue derived from the orders, for a lake without one: the items sold, each with the name (category, brand)
//! that its lines say most often and the median of its prices. Where there are no orders either, from behaviour: the
//! items that anybody did something with.
//!
//! Refused here: anything that a line dropped for whatever reason said, and items of a sensitive category.

use std::collections::{BTreeMap, HashMap};

use crate::lake::category::CategoryRules;
use crate::lake::config::Rules;
use crate::lake::intern::{Canonical, Interner};
use crate::lake::sensitive::Sensitive;
use crate::lake::{Item, Reason};

use super::behaviour::Behaviour;
use super::catalogue::{ItemIndex, category_path};
use super::orders::{OrderLine, Orders};

/// The item number of what is no item, and the text number of what is not said.
const NOTHING: u32 = u32::MAX;

/// What order lines say about their items, each different saying once: name, category and brand.
#[derive(Debug, Default)]
pub(in crate::lake) struct Descriptions {
    texts: [Interner; 3],
    numbers: HashMap<[u32; 3], u32>,
    sayings: Vec<[u32; 3]>,
}

/// The catalogue that follows from the orders.
#[derive(Debug)]
pub(in crate::lake) struct Derived {
    /// Sorted by id.
    pub(in crate::lake) items: Vec<Item>,
    pub(in crate::lake) index: ItemIndex,
    /// Items of sensitive categories, by the group that denies them.
    pub(in crate::lake) n_denied: BTreeMap<&'static str, u64>,
}

/// How often each text was said of each item.
#[derive(Debug, Default)]
struct Votes(HashMap<(u32, u32), u64>);

impl Descriptions {
    /// Returns the number of what one row says: name, category and brand.
    pub(in crate::lake) fn number_of(&mut self, texts: [Option<&str>; 3]) -> u32 {
        let mut saying = [NOTHING; 3];
        for ((number, interner), text) in saying.iter_mut().zip(&mut self.texts).zip(texts) {
            // 2^32 different names would be refused as items long before.
            *number = text.and_then(|text| interner.intern(text)).unwrap_or(NOTHING);
        }
        *self.numbers.entry(saying).or_insert_with(|| {
            self.sayings.push(saying);
            self.sayings.len() as u32 - 1
        })
    }

    /// Makes the catalogue from the lines (without orders, the events) that are left, and gives lines and events their items' final numbers. Those
    /// about an item of a sensitive category are left out; an event about what nobody bought has no item; a return of
    /// such has the item [`NOTHING`], so that nothing matches it.
    pub(in crate::lake) fn derive(
        self,
        index: ItemIndex,
        (orders, behaviour): (Option<&mut Orders>, Option<&mut Behaviour>),
        (rules, categories, sensitive): (&Rules, &CategoryRules<'_>, &Sensitive),
    ) -> Derived {
        let of_line = |line: &OrderLine| (line.item, line.said, line.unit_price);
        let sayings: Vec<(u32, u32, Option<f64>)> = match (&orders, &behaviour) {
            (Some(orders), _) => orders.sales.iter().map(of_line).collect(),
            (None, behaviour) => behaviour.as_ref().map(|behaviour| behaviour.sayings()).unwrap_or_default(),
        };
        let canonical = wanted(index.into_ids().canonical(), &sayings);
        let all = self.describe(&canonical, &sayings, rules);
        let (mut items, mut denied, mut n_denied) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut finals = Vec::with_capacity(all.len());
        for mut item in all {
            categories.fill(&mut item);
            if let Some(group) = sensitive.group_of(item.category.as_deref()) {
                *n_denied.entry(group).or_default() += 1;
                denied.push(item.id);
                finals.push(Err(Reason::SensitiveCategory));
            } else {
                finals.push(Ok(items.len() as u32));
                items.push(item);
            }
        }
        let of_canonical = |number: &u32| finals.get(*number as usize).cloned().unwrap_or(Err(Reason::UnknownItem));
        let numbers: Vec<Result<u32, Reason>> = canonical.number.iter().map(of_canonical).collect();
        if let Some(orders) = orders {
            orders.renumber(&numbers);
        }
        if let Some(behaviour) = behaviour {
            behaviour.renumber(&numbers);
        }
        let index = ItemIndex::of(&items, rules.item_ids()).without(denied);
        Derived { items, index, n_denied }
    }

    /// Returns the items of `canonical` as the lines describe them: item, number of the saying, price.
    pub(super) fn describe(
        self,
        canonical: &Canonical,
        sayings: &[(u32, u32, Option<f64>)],
        rules: &Rules,
    ) -> Vec<Item> {
        let n_items = canonical.ids.len();
        let number = |item: u32| canonical.number[item as usize];
        let prices = median_prices(n_items, sayings.iter().map(|&(item, _, price)| (number(item), price)));
        let mut votes = [Votes::default(), Votes::default(), Votes::default()];
        for &(item, said, _) in sayings {
            for (votes, text) in votes.iter_mut().zip(self.sayings[said as usize]) {
                votes.add(number(item), text);
            }
        }
        let mut texts = self.texts.into_iter();
        let [names, categories, brands] =
            votes.map(|votes| votes.winners(n_items, &texts.next().unwrap_or_default().canonical()));
        let described = names.into_iter().zip(categories).zip(brands);
        let item = |((id, price), ((name, category), brand)): ((&str, Option<f64>), _)| {
            let brand: Option<String> = Option::<Box<str>>::map(brand, String::from);
            Item {
                id: id.into(),
                name: Option::<Box<str>>::map_or_else(name, || id.to_owned(), String::from),
                price,
                category: Option::<Box<str>>::and_then(category, |path| {
                    category_path(&path, &rules.category_separator)
                }),
                private_label: brand.as_ref().is_some_and(|brand| rules.private_label_brands.contains(brand)),
                brand,
            }
        };
        canonical.ids.iter().map(AsRef::as_ref).zip(prices).zip(described).map(item).collect()
    }
}

impl Orders {
    /// Gives each line its item's final number.
    fn renumber(&mut self, numbers: &[Result<u32, Reason>]) {
        for lines in [&mut self.sales, &mut self.returns] {
            lines.retain_mut(|line| match &numbers[line.item as usize] {
                Err(Reason::SensitiveCategory) => {
                    self.ledger.withdraw(Reason::SensitiveCategory, line.place);
                    false
                }
                number => {
                    line.item = *number.as_ref().unwrap_or(&NOTHING);
                    true
                }
            });
        }
    }
}

/// Leaves out the ids of which no line is left; their numbers become [`NOTHING`].
fn wanted(all: Canonical, sayings: &[(u32, u32, Option<f64>)]) -> Canonical {
    let mut is_sold = vec![false; all.ids.len()];
    for &(item, _, _) in sayings {
        is_sold[all.number[item as usize] as usize] = true;
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
    fn add(&mut self, item: u32, text: u32) {
        if text != NOTHING {
            *self.0.entry((item, text)).or_default() += 1;
        }
    }

    /// Returns each item's most frequent text `(n_items)`, the smallest by bytes among equals.
    fn winners(self, n_items: usize, texts: &Canonical) -> Vec<Option<Box<str>>> {
        let by_rank = |((item, text), count): ((u32, u32), u64)| (item, u64::MAX - count, texts.number[text as usize]);
        let mut votes: Vec<(u32, u64, u32)> = self.0.into_iter().map(by_rank).collect();
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
pub(in crate::lake) fn median_prices(
    n_items: usize,
    sales: impl Iterator<Item = (u32, Option<f64>)>,
) -> Vec<Option<f64>> {
    let priced = |(item, price): (u32, Option<f64>)| Some((item, price.filter(|price| *price > 0.0)?));
    let mut paid: Vec<(u32, f64)> = sales.filter_map(priced).collect();
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
        let mut texts = Interner::default();
        let mut votes = Votes::default();
        for (item, text) in [(2, "b"), (0, "y"), (2, "a"), (0, "x"), (0, "y")] {
            votes.add(item, texts.intern(text).expect("far below 2^32"));
        }
        votes.add(1, NOTHING);
        assert_eq!(votes.winners(3, &texts.canonical()), [Some("y".into()), None, Some("a".into())]);
    }
}
