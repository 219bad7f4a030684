//! Marketing: actions, their days, their discounts and what they are about.

use super::ids::{Ids, hash_of};
use super::{Catalogue, Fault, Profile};
use crate::lake::config::Table;
use crate::lake::{Error, Lake, Malformed, MarketingField as F, Reason, Source};

const KINDS: [&str; 3] = ["newsletter", "promotion", "holiday"];

/// What was found.
#[derive(Debug)]
pub(in crate::audit) struct Marketing {
    pub(in crate::audit) profile: Profile,
    /// Actions with an id, a known kind and days in order; of these, those of each kind and those with a discount.
    pub(in crate::audit) actions: u64,
    pub(in crate::audit) by_kind: [u64; 3],
    pub(in crate::audit) with_discount: u64,
}

impl Marketing {
    /// Reads the source.
    pub(super) fn look(
        lake: &Lake,
        table: &Table<F>,
        catalogue: Option<&Catalogue>,
        progress: &mut dyn FnMut(Source, u64),
    ) -> Result<Self, Error> {
        let separator = &lake.settings().rules.category_separator;
        let mut ids = Ids::default();
        let (mut actions, mut by_kind, mut with_discount) = (0, [0; 3], 0);
        let profile = Profile::look(lake, table, Some("starts_on"), progress, |profile, row| {
            profile.filter(row);
            let days = [F::StartsOn, F::EndsOn].map(|field| row.timestamp(field));
            profile.note(Fault::MissingDates, days.contains(&Err(Reason::MissingTimestamp)));
            profile.note(Fault::BadTimestamp, days.contains(&Err(Reason::BadTimestamp)));
            let in_order = matches!(&days, [Ok(start), Ok(end)] if start <= end);
            profile.note(Fault::ReversedDates, matches!(&days, [Ok(start), Ok(end)] if start > end));
            let discount = row.number(F::Discount);
            let is_share = |discount: &f64| (0.0..=1.0).contains(discount);
            let impossible =
                discount == Err(Malformed) || discount.ok().flatten().is_some_and(|found| !is_share(&found));
            profile.note(Fault::ImpossibleDiscount, impossible);
            let kind = row.text(F::Kind).and_then(|kind| KINDS.iter().position(|known| *known == kind));
            profile.note(Fault::UnknownKind, kind.is_none());
            let target = row.text(F::Target);
            let unknown =
                catalogue.zip(target).is_some_and(|(catalogue, target)| !catalogue.has_target(target, separator));
            profile.note(Fault::UnknownTarget, unknown);
            let Some(id) = row.text(F::ActionId) else { return profile.lacks(Fault::MissingId) };
            let is_new = ids.number(hash_of(id.as_bytes())).1;
            profile.note(Fault::RepeatedId, !is_new);
            if let (Some(kind), true) = (kind, is_new && in_order) {
                actions += 1;
                by_kind[kind] += 1;
                with_discount +=
                    u64::from(discount.ok().flatten().is_some_and(|found| found > 0.0 && is_share(&found)));
            }
        })?;
        Ok(Self { profile, actions, by_kind, with_discount })
    }
}
