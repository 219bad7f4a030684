//! Stock: levels, the days that they cover, and the items that they are of.

use super::ids::{Ids, hash_of, repeats};
use super::orders::time;
use super::{Catalogue, Fault, Profile};
use crate::lake::config::Table;
use crate::lake::{Error, Lake, Malformed, Source, StockField as F};

const DAY_MS: i64 = 86_400_000;

/// What was found.
#[derive(Debug)]
pub(in crate::audit) struct Stock {
    pub(in crate::audit) profile: Profile,
    pub(in crate::audit) items: u64,
    /// Days with a level, without stray clocks.
    pub(in crate::audit) days: u64,
    /// Levels of nothing at all: stock-outs.
    pub(in crate::audit) empty_levels: u64,
}

impl Stock {
    /// Reads the source.
    pub(super) fn look(
        lake: &Lake,
        table: &Table<F>,
        catalogue: Option<&Catalogue>,
        progress: &mut dyn FnMut(Source, u64),
    ) -> Result<Self, Error> {
        let spelling = lake.settings().rules.item_ids();
        let mut ids = Ids::default();
        let mut levels: Vec<(u32, i32)> = Vec::new();
        let mut empty_levels = 0;
        let mut profile = Profile::look(lake, table, Some("date"), progress, |profile, row| {
            profile.filter(row);
            let at_ms = time(profile, row.timestamp(F::Date));
            let quantity = row.whole(F::Quantity);
            profile.note(Fault::BadQuantity, quantity == Err(Malformed));
            profile.note(Fault::MissingQuantity, quantity == Ok(None));
            let units = quantity.ok().flatten();
            profile.note(Fault::NegativeQuantity, units.is_some_and(|units| units < 0));
            empty_levels += u64::from(units == Some(0));
            let Some(item) = row.text(F::ItemId) else { return profile.lacks(Fault::MissingItemId) };
            let is_known = catalogue.is_none_or(|catalogue| catalogue.has(item));
            if !is_known {
                profile.lacks(Fault::UnknownItem);
            }
            let number = ids.number(hash_of(spelling.of(item).as_bytes())).0;
            levels.extend(at_ms.map(|at_ms| (number, at_ms.div_euclid(DAY_MS) as i32)));
        })?;
        profile.sheet.tally.add(Fault::RepeatedId, repeats(&mut levels));
        let usual = profile.days().and_then(super::Days::period);
        let days = usual.zip(profile.days()).map_or(0, |((first, last), days)| {
            days.each().filter(|(day, _)| (first..=last).contains(day)).count() as u64
        });
        Ok(Self { profile, items: ids.len() as u64, days, empty_levels })
    }
}
