//! Catalogue: which items there are, what they cost, where they belong.

use super::ids::{Hashes, Ids, hash_of};
use super::spread::Spread;
use super::{Fault, Profile};
use crate::lake::config::Table;
use crate::lake::{CatalogueField as F, Error, Lake, Malformed, Source, Spelling, category_path};

/// What was found.
#[derive(Debug)]
pub(in crate::audit) struct Catalogue {
    pub(in crate::audit) profile: Profile,
    pub(in crate::audit) items: u64,
    pub(in crate::audit) with_price: u64,
    pub(in crate::audit) with_category: u64,
    pub(in crate::audit) private_label: u64,
    ids: Ids,
    variants: Ids,
    prices: Vec<f64>,
    targets: Hashes,
    spelling: Spelling,
}

impl Catalogue {
    /// Reads the source.
    pub(super) fn look(lake: &Lake, table: &Table<F>, progress: &mut dyn FnMut(Source, u64)) -> Result<Self, Error> {
        let rules = &lake.settings().rules;
        let (mut ids, mut variants) = (Ids::default(), Ids::default());
        let (mut prices, mut targets, mut spread) = (Vec::new(), Hashes::default(), Spread::default());
        let (mut with_price, mut with_category, mut private_label) = (0, 0, 0);
        let profile = Profile::look(lake, table, None, progress, |profile, row| {
            profile.filter(row);
            let price = row.number(F::Price);
            profile.note(Fault::BadPrice, price == Err(Malformed));
            let price = price.ok().flatten();
            profile.note(Fault::NegativePrice, price.is_some_and(|price| price < 0.0));
            profile.note(Fault::ZeroPrice, price == Some(0.0));
            if let Some(price) = price {
                spread.add(price);
            }
            let levels = [F::Category, F::Category2, F::Category3].map(|field| row.text(field).unwrap_or_default());
            let path = category_path(&levels.join(&rules.category_separator), &rules.category_separator);
            profile.note(Fault::MissingCategory, path.is_none() && row.has(F::Category));
            profile.note(Fault::MissingName, row.has(F::Name) && row.text(F::Name).is_none());
            let flag = row.flag(F::PrivateLabel);
            profile.note(Fault::BadFlag, flag == Err(Malformed));
            let Some(id) = row.text(F::ItemId) else { return profile.lacks(Fault::MissingItemId) };
            let (_, is_new) = ids.number(hash_of(rules.item_ids().of(id).as_bytes()));
            let variant = row.text(F::VariantId).map(|id| hash_of(rules.item_ids().of(id).as_bytes()));
            let new_variant = variant.is_some_and(|variant| variants.number(variant).1);
            profile.note(Fault::RepeatedId, !is_new && !new_variant);
            if !is_new {
                return;
            }
            let own = row.text(F::Brand).is_some_and(|brand| rules.private_label_brands.contains(brand));
            private_label += u64::from(own || flag == Ok(Some(true)));
            let price = price.filter(|price| *price > 0.0);
            with_price += u64::from(price.is_some());
            prices.push(price.unwrap_or(f64::NAN));
            with_category += u64::from(path.is_some());
            for (end, _) in path.iter().flat_map(|path| path.match_indices(" > ").chain([(path.len(), "")])) {
                targets.extend(path.as_deref().and_then(|path| path.get(..end)).map(|path| hash_of(path.as_bytes())));
            }
        })?;
        let mut catalogue = Self {
            profile,
            items: ids.len() as u64,
            with_price,
            with_category,
            private_label,
            ids,
            variants,
            prices,
            targets,
            spelling: rules.item_ids(),
        };
        catalogue.profile.sheet.tally.add(Fault::PriceOutlier, spread.far());
        Ok(catalogue)
    }

    /// Tells whether the catalogue has the item, or the variant, of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        let hash = hash_of(self.spelling.of(id).as_bytes());
        self.ids.has(hash) || self.variants.has(hash)
    }

    /// Returns the price of the item, when the catalogue has one that can be believed.
    pub(super) fn price(&self, id: &str) -> Option<f64> {
        let number = self.ids.get(hash_of(self.spelling.of(id).as_bytes()))?;
        self.prices.get(number as usize).copied().filter(|price| !price.is_nan())
    }

    /// Tells whether a marketing action can be about this: an item, or a category at any level.
    pub(super) fn has_target(&self, target: &str, separator: &str) -> bool {
        let path = category_path(target, separator);
        path.is_some_and(|path| self.targets.contains(&hash_of(path.as_bytes()))) || self.has(target)
    }
}
