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
    /// Whether the source has a column of purposes or of objections.
    pub(in crate::audit) has_consent: bool,
    ids: Ids,
}

impl Customers {
    /// Reads the source.
    pub(super) fn look(lake: &Lake, table: &Table<F>, progress: &mut dyn FnMut(Source, u64)) -> Result<Self, Error> {
        let spelling = lake.settings().rules.customer_ids();
        let mut ids = Ids::default();
        let (mut allow_recommendation, mut suppressed_customers, mut has_consent) = (0, 0, false);
        let mut strange: BTreeMap<String, u64> = BTreeMap::new();
        let mut profile = Profile::look(lake, table, None, progress, |profile, row| {
            profile.filter(row);
            has_consent |= row.has(F::AllowedPurposes) || row.has(F::Suppressed);
            let suppressed = row.flag(F::Suppressed);
            profile.note(Fault::BadFlag, suppressed == Err(Malformed));
            let suppressed = suppressed.unwrap_or(Some(true)).unwrap_or(false);
            let list = row.text(F::AllowedPurposes).unwrap_or_default();
            let mut allowed = !row.has(F::AllowedPurposes);
            for purpose in list.split(';').map(str::trim).filter(|purpose| !purpose.is_empty()) {
                allowed |= purpose.eq_ignore_ascii_case(PURPOSES[0]);
                if !PURPOSES.contains(&purpose) {
                    *strange.entry(purpose.to_owned()).or_default() += 1;
                }
            }
            let Some(id) = row.text(F::CustomerId) else { return profile.lacks(Fault::MissingId) };
            let is_new = ids.number(hash_of(spelling.of(id).as_bytes())).1;
            profile.note(Fault::RepeatedId, !is_new);
            allow_recommendation += u64::from(is_new && allowed && !suppressed);
            suppressed_customers += u64::from(is_new && suppressed);
        })?;
        let few = USUAL * profile.sheet.rows as f64;
        let unknown = strange.values().filter(|rows| (**rows as f64) < few).sum();
        profile.sheet.tally.add(Fault::UnknownPurpose, unknown);
        let (people, suppressed) = (ids.len() as u64, suppressed_customers);
        Ok(Self { profile, people, allow_recommendation, suppressed, has_consent, ids })
    }

    /// Tells whether the source has the customer.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.has(hash_of(id.as_bytes()))
    }
}
