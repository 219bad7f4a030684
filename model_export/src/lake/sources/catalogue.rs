//! Catalogue: the items, and the index that every other source looks them up in.
//!
//! An item without a name, a price or a category is still an item. Refused here: two items of one id (the first row
//! stands), a price that nobody could pay, and an item of a sensitive category, which no other source may name either.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::lake::category::CategoryRules;
use crate::lake::config::{Rules, Table};
use crate::lake::id_form::{Lookalikes, Spelling};
use crate::lake::intern::Interner;
use crate::lake::schema::CatalogueField as F;
use crate::lake::sensitive::Sensitive;
use crate::lake::table::{Ledger, Malformed, Reading, Row, Stop};
use crate::lake::{Error, Item, Reason};

/// Item ids to numbers. A closed index knows the whole catalogue; an open one grows by what is bought.
#[derive(Debug)]
pub(in crate::lake) struct ItemIndex {
    ids: Interner,
    /// What the other sources may call an item beside its id.
    variants: HashMap<Box<str>, u32>,
    /// Items of sensitive categories and their variants: known, so that nobody takes them for orphans, and refused.
    denied: HashSet<Box<str>>,
    spelling: Spelling,
    open: bool,
    /// Made when the first id is unknown.
    lookalikes: OnceCell<Lookalikes>,
}

/// The most bytes of an item's id: what the model file can hold.
const ID_BYTES: usize = 255;

impl ItemIndex {
    /// Returns an index that takes every id.
    pub(in crate::lake) fn open(spelling: Spelling) -> Self {
        Self { open: true, ..Self::of(&[], spelling) }
    }

    /// Returns the index of `items`, which are numbered by their position.
    pub(in crate::lake) fn of(items: &[Item], spelling: Spelling) -> Self {
        let mut ids = Interner::default();
        for item in items {
            ids.intern(&item.id);
        }
        let (variants, denied, lookalikes) = (HashMap::new(), HashSet::new(), OnceCell::new());
        Self { ids, variants, denied, spelling, open: false, lookalikes }
    }

    /// Returns the index with more names for its items; an item's id stands before a variant's of the same spelling.
    pub(in crate::lake) fn with_variants(self, variants: Vec<(Box<str>, Box<str>)>) -> Self {
        let named = variants.into_iter().filter_map(|(variant, item)| Some((variant, self.ids.get(&item)?)));
        Self { variants: named.collect(), ..self }
    }

    /// Returns the index that refuses the items and variants of these names; what is an item of the shop stays one.
    pub(in crate::lake) fn without(self, denied: impl IntoIterator<Item = Box<str>>) -> Self {
        Self { denied: denied.into_iter().collect(), ..self }
    }

    /// Returns the item's number, a new one when the index is open.
    ///
    /// # Errors
    /// [`Reason::UnknownItem`] when there is none and the index is closed or full, [`Reason::SensitiveCategory`] when the
    /// item is of such.
    pub(in crate::lake) fn take(&mut self, id: &str) -> Result<u32, Reason> {
        let id = self.spelling.of(id);
        if self.open {
            check_length(&id)?;
            self.ids.intern(&id).ok_or(Reason::UnknownItem)
        } else {
            self.find(&id)
        }
    }

    /// Returns the item's number.
    ///
    /// # Errors
    /// [`Reason::UnknownItem`] when there is none, [`Reason::SensitiveCategory`] when the item is of such.
    pub(in crate::lake) fn get(&self, id: &str) -> Result<u32, Reason> {
        self.find(&self.spelling.of(id))
    }

    fn find(&self, id: &str) -> Result<u32, Reason> {
        let found = self.ids.get(id).or_else(|| self.variants.get(id).copied());
        found.ok_or_else(|| match () {
            () if self.denied.contains(id) => Reason::SensitiveCategory,
            () if self.has_another_form_of(id) => Reason::ItemIdForm,
            () => Reason::UnknownItem,
        })
    }

    /// Tells whether a known id is this one but for its form.
    fn has_another_form_of(&self, id: &str) -> bool {
        let get = |id: &str| self.ids.get(id).or_else(|| self.variants.get(id).copied());
        let known = || self.ids.each().chain(self.variants.iter().map(|(id, number)| (&**id, *number)));
        self.lookalikes.get_or_init(|| Lookalikes::of(known())).find(id, get).is_some()
    }

    /// Returns every id.
    pub(in crate::lake) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.each().map(|(id, _)| id)
    }

    /// Returns the ids behind the numbers.
    pub(in crate::lake) fn into_ids(self) -> Interner {
        self.ids
    }
}

/// Checks that the model file can hold an id.
///
/// # Errors
/// [`Reason::LongId`] when it cannot.
fn check_length(id: &str) -> Result<(), Reason> {
    if id.len() > ID_BYTES { Err(Reason::LongId) } else { Ok(()) }
}

/// What the source yields.
#[derive(Debug)]
pub(in crate::lake) struct Catalogue {
    /// Sorted by id.
    pub(in crate::lake) items: Vec<Item>,
    pub(in crate::lake) index: ItemIndex,
    /// Items of sensitive categories, by the group that denies them.
    pub(in crate::lake) n_denied: BTreeMap<&'static str, u64>,
    pub(in crate::lake) ledger: Ledger,
}

/// Reads the source. A further row of an item is kept when it names a variant that no row named before.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    categories: &CategoryRules<'_>,
    sensitive: &Sensitive,
) -> Result<Catalogue, Error> {
    let rules = reading.rules;
    let (mut ids, mut variant_ids) = (Interner::default(), Interner::default());
    let mut items: Vec<Item> = Vec::new();
    let mut variants = Vec::new();
    let (mut denied, mut denied_variants, mut n_denied) = (HashSet::new(), Vec::new(), BTreeMap::new());
    let ledger = reading.read(table, &mut |row, ledger| {
        row.filter()?;
        let id = rules.item_ids().of(row.id(F::ItemId)?);
        check_length(&id)?;
        let variant = row.text(F::VariantId).map(|variant| rules.item_ids().of(variant));
        let is_new_item = ids.get(&id).is_none();
        let new_variant = variant.filter(|variant| variant_ids.get(variant).is_none());
        if let Some(variant) = &new_variant {
            variant_ids.intern(variant).ok_or_else(|| Error::too_many(F::VariantId))?;
        } else if !is_new_item {
            return Err(Stop::Row(Reason::DuplicateId));
        }
        if is_new_item {
            ids.intern(&id).ok_or_else(|| Error::too_many(F::ItemId))?;
            let mut item = item(&id, row, rules, ledger);
            categories.fill(&mut item);
            match sensitive.group_of(item.category.as_deref()) {
                None => items.push(item),
                Some(group) => {
                    *n_denied.entry(group).or_default() += 1;
                    denied.insert(item.id);
                }
            }
        }
        let is_denied = denied.contains(id.as_ref());
        if let Some(variant) = new_variant.as_deref().map(Box::from) {
            if is_denied {
                denied_variants.push(variant);
            } else {
                variants.push((variant, Box::from(id.as_ref())));
            }
        }
        if is_denied { Err(Stop::Row(Reason::SensitiveCategory)) } else { Ok(()) }
    })?;
    items.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    let index = ItemIndex::of(&items, rules.item_ids()).with_variants(variants);
    let index = index.without(denied.into_iter().chain(denied_variants));
    Ok(Catalogue { items, index, n_denied, ledger })
}

fn item(id: &str, row: &Row<'_, F>, rules: &Rules, ledger: &mut Ledger) -> Item {
    let name = row.text(F::Name).map_or_else(
        || {
            ledger.repair(Reason::MissingName, row.place());
            id.to_owned()
        },
        str::to_owned,
    );
    let private_label = row.flag(F::PrivateLabel).unwrap_or_else(|Malformed| {
        ledger.repair(Reason::BadFlag, row.place());
        None
    });
    Item {
        id: id.into(),
        name,
        price: price(row, ledger),
        category: category_path(&levels(row, &rules.category_separator), &rules.category_separator),
        brand: row.text(F::Brand).map(str::to_owned),
        private_label: private_label.unwrap_or(false)
            || row.text(F::Brand).is_some_and(|brand| rules.private_label_brands.contains(brand)),
    }
}

/// Returns the row's price, when somebody could pay it; `ledger` has what nobody could.
pub(super) fn price(row: &Row<'_, F>, ledger: &mut Ledger) -> Option<f64> {
    match row.number(F::Price) {
        Ok(None) => None,
        Ok(Some(price)) if price > 0.0 => Some(price),
        Ok(Some(_)) | Err(Malformed) => {
            ledger.repair(Reason::BadCataloguePrice, row.place());
            None
        }
    }
}

/// Returns the levels of the path, wherever the row has them, as one text.
pub(super) fn levels(row: &Row<'_, F>, separator: &str) -> String {
    let columns = [F::Category, F::Category2, F::Category3].map(|field| row.text(field).unwrap_or_default());
    columns.join(separator)
}

/// Returns the path with ` > ` between its levels and no empty level, or `None` when nothing is left.
pub(crate) fn category_path(path: &str, separator: &str) -> Option<String> {
    let levels: Vec<&str> = path.split(separator).map(str::trim).filter(|level| !level.is_empty()).collect();
    (!levels.is_empty()).then(|| levels.join(" > "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn category_paths_take_one_shape() {
        assert_eq!(category_path("Home>Kitchen > Pans", ">").as_deref(), Some("Home > Kitchen > Pans"));
        assert_eq!(category_path("Home/Kitchen//", "/").as_deref(), Some("Home > Kitchen"));
        assert_eq!(category_path(" > ", ">"), None);
    }
}
