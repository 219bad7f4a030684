//! Marketing: what was mailed, reduced and celebrated, and what is planned.
//!
//! Refused here: an action about something that the shop does not have or of which nothing is learned, and one that ends
//! before it starts.

use std::collections::BTreeSet;

use crate::lake::config::Table;
use crate::lake::intern::Interner;
use crate::lake::schema::MarketingField as F;
use crate::lake::sensitive::Sensitive;
use crate::lake::table::{Ledger, Malformed, Reading, Row, Stop};
use crate::lake::{Error, Item, MarketingAction, MarketingKind, Reason, Target};

use super::catalogue::{ItemIndex, category_path};

/// Reads the source.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    items: &[Item],
    index: &ItemIndex,
    sensitive: &Sensitive,
) -> Result<(Vec<MarketingAction>, Ledger), Error> {
    let separator = &reading.rules.category_separator;
    let shop = Shop { index, categories: categories(items), sensitive, separator };
    let mut ids = Interner::default();
    let mut actions = Vec::new();
    let ledger = reading.read(table, &mut |row, _| {
        let action = shop.action(row)?;
        if ids.get(&action.id).is_some() {
            return Err(Reason::DuplicateId.into());
        }
        ids.intern(&action.id).ok_or_else(|| Error::too_many(F::ActionId))?;
        actions.push(action);
        Ok(())
    })?;
    actions.sort_by(|a: &MarketingAction, b| (a.starts_on, &a.id).cmp(&(b.starts_on, &b.id)));
    Ok((actions, ledger))
}

/// What an action can be about.
struct Shop<'a> {
    index: &'a ItemIndex,
    /// Every category path and each path above it.
    categories: BTreeSet<&'a str>,
    sensitive: &'a Sensitive,
    separator: &'a str,
}

impl Shop<'_> {
    fn action(&self, row: &Row<'_, F>) -> Result<MarketingAction, Stop> {
        row.filter()?;
        let id = row.id(F::ActionId)?.into();
        let kind = match row.text(F::Kind) {
            Some("newsletter") => MarketingKind::Newsletter,
            Some("promotion") => MarketingKind::Promotion,
            Some("holiday") => MarketingKind::Holiday,
            Some(_) | None => return Err(Reason::UnknownKind.into()),
        };
        let (starts_on, ends_on) = (row.date(F::StartsOn)?, row.date(F::EndsOn)?);
        if ends_on < starts_on {
            return Err(Reason::EndsBeforeStart.into());
        }
        let discount = row.number(F::Discount).map_err(|Malformed| Reason::BadDiscount)?;
        if discount.is_some_and(|discount| !(0.0..=1.0).contains(&discount)) {
            return Err(Reason::BadDiscount.into());
        }
        Ok(MarketingAction {
            id,
            kind,
            name: row.text(F::Name).unwrap_or_default().to_owned(),
            starts_on,
            ends_on,
            target: self.target(row.text(F::Target))?,
            discount,
            audience: row.text(F::Audience).map(str::to_owned),
        })
    }

    fn target(&self, text: Option<&str>) -> Result<Target, Reason> {
        let Some(text) = text else { return Ok(Target::WholeShop) };
        let path = category_path(text, self.separator);
        if let Some(path) = path.as_ref().filter(|path| self.categories.contains(path.as_str())) {
            return Ok(Target::Category(path.clone()));
        }
        self.index.get(text).map(Target::Item).map_err(|reason| match reason {
            Reason::UnknownItem if self.sensitive.group_of(path.as_deref()).is_none() => Reason::UnknownTarget,
            _ => Reason::SensitiveCategory,
        })
    }
}

fn categories(items: &[Item]) -> BTreeSet<&str> {
    let mut paths = BTreeSet::new();
    for mut path in items.iter().filter_map(|item| item.category.as_deref()) {
        while paths.insert(path) {
            match path.rfind(" > ") {
                Some(end) => path = &path[..end],
                None => break,
            }
        }
    }
    paths
}
