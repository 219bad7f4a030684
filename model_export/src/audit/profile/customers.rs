//! Customers: who there is and what they allow.

use std::collections::BTreeMap;

use super::ids::{Ids, hash_of};
use super::{Fault, Profile};
use crate::lake::config::Table;
use crate::lake::{CustomersField as F, Error, Lake, Malformed, Source};

/// Purposes that shops usually ask for; any other is unknown unless more than a few customers name it.
const PURPOSES: [&str; 10] = [
    "recommendation",
    "personalization",
    "personalisation",
    "newsletter",
    "marketing",
    "analytics",
    "advertising",
    "statistics",
    "profiling",
    "service",
];
/// The share of customers that makes a purpose one of the shop's own.
const USUAL: f64 = 0.01;

/// What was found.
#[derive(Debug)]
pub(in crate::audit) struct Customers {
    pub(in crate::audit) profile: Profile,
    pub(in crate::audit) people: u64,
    /// Customers whose first row allows recommendations and does not object.
    pub(in crate::audit) allow_recommendation: u64,
    pub(in crate::audit) suppressed: u64,
    ids: Ids,
}

impl Customers {
    /// Reads the source.
    pub(super) fn look(lake: &Lake, table: &Table<F>, progress: &mut dyn FnMut(Source, u64)) -> Result<Self, Error> {
        let mut ids = Ids::default();
        let (mut allow_recommendation, mut suppressed_customers) = (0, 0);
        let mut strange: BTreeMap<String, u64> = BTreeMap::new();
        let mut profile = Profile::look(lake, table, None, progress, |profile, row| {
            profile.filter(row);
            let suppressed = row.flag(F::Suppressed);
            profile.note(Fault::BadFlag, suppressed == Err(Malformed));
            let suppressed = suppressed.unwrap_or(Some(true)).unwrap_or(false);
            let list = row.text(F::AllowedPurposes).unwrap_or_default();
            let mut allowed = !row.has(F::AllowedPurposes);
            for purpose in list.split(';').map(str::trim).filter(|purpose| !purpose.is_empty()) {
                allowed |= purpose == PURPOSES[0];
                if !PURPOSES.contains(&purpose) {
                    *strange.entry(purpose.to_owned()).or_default() += 1;
                }
            }
            let Some(id) = row.text(F::CustomerId) else { return profile.lacks(Fault::MissingId) };
            let is_new = ids.number(hash_of(id.as_bytes())).1;
            profile.note(Fault::RepeatedId, !is_new);
            allow_recommendation += u64::from(is_new && allowed && !suppressed);
            suppressed_customers += u64::from(is_new && suppressed);
        })?;
        let few = USUAL * profile.sheet.rows as f64;
        let unknown = strange.values().filter(|rows| (**rows as f64) < few).sum();
        profile.sheet.tally.add(Fault::UnknownPurpose, unknown);
        Ok(Self { profile, people: ids.len() as u64, allow_recommendation, suppressed: suppressed_customers, ids })
    }

    /// Tells whether the source has the customer.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.has(hash_of(id.as_bytes()))
    }
}
