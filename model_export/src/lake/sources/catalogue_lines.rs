//! A catalogue whose rows are lines: each names an item, as order lines do, and what most of them say is the item's.
//!
//! For a shop whose list of items is public though no file holds it: the same file may be read twice, as catalogue for
//! the items and as orders for what customers did. Every line counts here, whoever's it is, because it is read as the
//! shop's word on an item; so the catalogue of a lake does not depend on which customers may be learned from.

use std::collections::{BTreeMap, HashSet};

use crate::lake::category::CategoryRules;
use crate::lake::config::Table;
use crate::lake::schema::CatalogueField as F;
use crate::lake::sensitive::Sensitive;
use crate::lake::table::Reading;
use crate::lake::{Error, Item, Reason};

use super::catalogue::{Catalogue, ItemIndex, levels, price};
use super::derived::Descriptions;

/// Reads the source, one item for each id: the name, category and brand that most rows say, the median of the prices.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    categories: &CategoryRules<'_>,
    sensitive: &Sensitive,
) -> Result<Catalogue, Error> {
    let rules = reading.rules;
    let mut index = ItemIndex::open(rules.item_ids());
    let mut descriptions = Descriptions::default();
    let (mut sayings, mut places) = (Vec::new(), Vec::new());
    let mut ledger = reading.read(table, &mut |row, ledger| {
        row.filter()?;
        let id = row.id(F::ItemId)?;
        if rules.fee_items.contains(rules.item_ids().of(id).as_ref()) {
            return Err(Reason::FeeLine.into());
        }
        let item = index.take(id)?;
        let path = levels(row, &rules.category_separator);
        let path = (!path.is_empty()).then_some(path.as_str());
        let saying = descriptions.number_of([row.text(F::Name), path, row.text(F::Brand)]);
        sayings.push((item, saying, price(row, ledger)));
        places.push((item, row.place()));
        Ok(())
    })?;
    let canonical = index.into_ids().canonical();
    let (mut items, mut denied, mut n_denied) = (Vec::<Item>::new(), HashSet::new(), BTreeMap::new());
    for mut item in descriptions.describe(&canonical, &sayings, rules) {
        categories.fill(&mut item);
        match sensitive.group_of(item.category.as_deref()) {
            None => items.push(item),
            Some(group) => {
                *n_denied.entry(group).or_default() += 1;
                denied.insert(item.id);
            }
        }
    }
    for (item, place) in places {
        if denied.contains(&canonical.ids[canonical.number[item as usize] as usize]) {
            ledger.withdraw(Reason::SensitiveCategory, place);
        }
    }
    let index = ItemIndex::of(&items, rules.item_ids()).without(denied);
    Ok(Catalogue { items, index, n_denied, ledger })
}
