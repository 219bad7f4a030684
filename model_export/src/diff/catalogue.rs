//! Items, categories and brands that came and went, and items whose vector became learned or is no longer.

use std::collections::{BTreeMap, BTreeSet};

use etalage::model::Strings;
use etalage::{ItemIx, Model};
use serde::Serialize;

use super::Change;

/// How many names of a list are shown; the count is always whole.
const SHOWN: usize = 10;

/// What changed in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CatalogueDiff {
    /// How many items there are.
    pub items: Change<usize>,
    /// Items that came.
    pub new_items: Named,
    /// Items that went.
    pub gone_items: Named,
    /// How many items have a learned vector.
    pub learned: Change<usize>,
    /// Items of both models whose vector became learned.
    pub now_learned: Named,
    /// Items of both models whose vector was learned and is no longer.
    pub no_longer_learned: Named,
    /// Category paths that came.
    pub new_categories: Named,
    /// Category paths that went.
    pub gone_categories: Named,
    /// Brands that came.
    pub new_brands: Named,
    /// Brands that went.
    pub gone_brands: Named,
}

/// How many there are, and the names of the first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Named {
    /// All of them.
    pub count: usize,
    /// The first, in the order of their bytes; an item with its category in brackets.
    pub first: Vec<String>,
}

impl Named {
    fn of<'a>(names: impl Iterator<Item = &'a str>, show: impl Fn(&str) -> String) -> Self {
        let mut named = Self::default();
        for name in names {
            named.count += 1;
            if named.first.len() < SHOWN {
                named.first.push(show(name));
            }
        }
        named
    }
}

impl CatalogueDiff {
    /// Compares the catalogues of two models. O(items · log items).
    pub fn of(models: [&Model; 2]) -> Self {
        let [before, after] = models.map(items);
        let item = |of: usize, items: &BTreeMap<&str, ItemIx>, id: &str| {
            let category = items.get(id).map(|&ix| models[of].attributes().category(ix));
            match category.and_then(|number| models[of].categories().get(usize::from(number))) {
                Some(category) => format!("{id} ({category})"),
                None => id.to_owned(),
            }
        };
        let learned = |of: usize, items: &BTreeMap<&str, ItemIx>, id: &str| {
            items.get(id).is_some_and(|&ix| models[of].attributes().flags(ix).learned)
        };
        let ids = |items: &BTreeMap<&str, ItemIx>, holds: &dyn Fn(&str) -> bool, of: usize| {
            Named::of(items.keys().copied().filter(|id| holds(id)), |id| item(of, items, id))
        };
        let of_both = |id: &str| before.contains_key(id);
        let [new_categories, gone_categories] = names(models, Model::categories);
        let [new_brands, gone_brands] = names(models, Model::brands);
        let count = |of: usize| {
            let flags = models[of].attributes();
            (0..models[of].n_items() as ItemIx).filter(|&item| flags.flags(item).learned).count()
        };
        Self {
            items: Change { before: before.len(), after: after.len() },
            new_items: ids(&after, &|id| !before.contains_key(id), 1),
            gone_items: ids(&before, &|id| !after.contains_key(id), 0),
            learned: Change { before: count(0), after: count(1) },
            now_learned: ids(&after, &|id| of_both(id) && learned(1, &after, id) && !learned(0, &before, id), 1),
            no_longer_learned: ids(&after, &|id| !learned(1, &after, id) && learned(0, &before, id), 1),
            new_categories,
            gone_categories,
            new_brands,
            gone_brands,
        }
    }
}

fn items(model: &Model) -> BTreeMap<&str, ItemIx> {
    model.ids().iter().zip(0..).collect()
}

/// Returns the names that came and those that went.
fn names<'a>(models: [&'a Model; 2], of: impl Fn(&'a Model) -> Strings<'a>) -> [Named; 2] {
    let [before, after]: [BTreeSet<&str>; 2] = models.map(|model| of(model).iter().collect());
    let named = |names: &BTreeSet<&'a str>, others: &BTreeSet<&'a str>| {
        Named::of(names.difference(others).copied(), str::to_owned)
    };
    [named(&after, &before), named(&before, &after)]
}
