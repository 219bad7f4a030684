//! Customers: who may be learned from, asked before anything else looks at a row.
//!
//! The suppression list is asked first: whoever is on it is refused, whatever this source says. Does not: give the
//! benefit of the doubt. A flag that says neither yes nor no counts as an objection, a customer that this source does not
//! have is not learned from, and of two rows about one customer the refusal wins.

use std::cell::OnceCell;

use crate::lake::config::Table;
use crate::lake::id_form::{Lookalikes, Mixture, Spelling, is_no_value};
use crate::lake::intern::{Canonical, Interner};
use crate::lake::schema::CustomersField as F;
use crate::lake::table::{Ledger, Malformed, Place, Reading, Row, Stop};
use crate::lake::{Error, Reason};

use super::suppression::{Suppressed, SuppressionReport};

/// The purpose that recommendations need.
pub const PURPOSE: &str = "recommendation";

/// Tells whether a list of purposes, `;` between them, has that of recommendations.
pub(crate) fn allows(purposes: Option<&str>) -> bool {
    purposes.is_some_and(|list| list.split(';').any(|purpose| purpose.trim().eq_ignore_ascii_case(PURPOSE)))
}

/// Why a customer is not learned from; the first is the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lake) enum Refusal {
    Suppressed,
    NoPurpose,
    OtherForm,
    Unknown,
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Suppressed => Self::Suppressed,
            Refusal::NoPurpose => Self::NoPurpose,
            Refusal::OtherForm => Self::CustomerIdForm,
            Refusal::Unknown => Self::UnknownCustomer,
        }
    }
}

/// The customers known so far, and whether each may be learned from.
#[derive(Debug)]
pub(in crate::lake) struct Customers {
    suppressed: Suppressed,
    spelling: Spelling,
    ids: Interner,
    /// By number; `None` when the lake has no customers source and everybody may be learned from.
    standing: Option<Vec<Option<Refusal>>>,
    /// Made when the first id is unknown.
    lookalikes: OnceCell<Lookalikes>,
    /// Ids that look like "no value", with the rows that name them.
    no_values: Vec<(u32, u64)>,
}

impl Customers {
    /// Returns a lake's customers before any source named one.
    pub(in crate::lake) fn except(suppressed: Suppressed, spelling: Spelling) -> Self {
        let (ids, lookalikes, no_values) = (Interner::default(), OnceCell::new(), Vec::new());
        Self { suppressed, spelling, ids, standing: None, lookalikes, no_values }
    }

    /// Counts the suppression list.
    pub(in crate::lake) fn suppression(&self) -> SuppressionReport {
        self.suppressed.report()
    }

    /// Returns the number of the customer `id`, or why nothing of theirs is read.
    ///
    /// # Errors
    /// When there are more customers than can be numbered.
    pub(in crate::lake) fn admit(&mut self, id: &str) -> Result<Result<u32, Refusal>, Error> {
        let id = self.spelling.of(id);
        if self.suppressed.meets(&id) {
            return Ok(Err(Refusal::Suppressed));
        }
        if let Some(standing) = &self.standing {
            let known = self.ids.get(&id).and_then(|number| Some((number, *standing.get(number as usize)?)));
            return Ok(match known {
                None => Err(self.unknown(&id)),
                Some((_, Some(refusal))) => Err(refusal),
                Some((number, None)) => {
                    self.count_no_value(number);
                    Ok(number)
                }
            });
        }
        let n_before = self.ids.len();
        let number = self.ids.intern(&id).ok_or_else(|| Error::too_many(F::CustomerId))?;
        if self.ids.len() > n_before && is_no_value(&id) {
            self.no_values.push((number, 0));
        }
        self.count_no_value(number);
        Ok(Ok(number))
    }

    fn count_no_value(&mut self, number: u32) {
        if let Some((_, rows)) = self.no_values.iter_mut().find(|(known, _)| *known == number) {
            *rows += 1;
        }
    }

    /// Returns why a customer whom the source does not have is refused: perhaps it writes the id otherwise.
    fn unknown(&self, id: &str) -> Refusal {
        let lookalikes = self.lookalikes.get_or_init(|| Lookalikes::of(self.ids.each()));
        match lookalikes.find(id, |id| self.ids.get(id)) {
            Some(_) => Refusal::OtherForm,
            None => Refusal::Unknown,
        }
    }

    /// Remarks in `ledger` what the forms of the ids hide: customers that are two, and rows that name nobody.
    pub(in crate::lake) fn remark(&self, ledger: &mut Ledger) {
        let first = Place { file: 0, line: 0 };
        let mixture = Mixture::of(self.ids.each().map(|(id, _)| id));
        if mixture.ids > 0 {
            let cure = format!("{}: set customer_id_form = \"{}\" in [rules]", mixture.forms(), mixture.cure());
            ledger.note_all(Reason::MixedCustomerId, first, mixture.ids, Some(cure));
        }
        if mixture.scientific > 0 {
            let cure = "export customer_id as text".to_owned();
            ledger.note_all(Reason::ScientificId, first, mixture.scientific, Some(cure));
        }
        let rows: u64 = self.no_values.iter().map(|(_, rows)| rows).sum();
        if rows > 0 {
            let cure = "set missing_values to the word that stands for none (NULL, nan, ...)".to_owned();
            ledger.note_all(Reason::NoValueId, first, rows, Some(cure));
        }
    }

    /// Checks that the suppression list names customers of this lake.
    ///
    /// # Errors
    /// When it writes their ids in another form, or names nearly nobody.
    pub(in crate::lake) fn check_suppressed(&self, is_allowed: bool) -> Result<(), Error> {
        self.suppressed.check(|| self.ids.each().map(|(id, _)| id), is_allowed)
    }

    /// Numbers the customers by their ids.
    pub(in crate::lake) fn canonical(self) -> Canonical {
        self.ids.canonical()
    }
}

/// Reads the source. Rows of customers that may be learned from are kept; each other has its reason.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    mut suppressed: Suppressed,
) -> Result<(Customers, Ledger), Error> {
    let spelling = reading.rules.customer_ids();
    let mut ids = Interner::default();
    let mut standing: Vec<Option<Refusal>> = Vec::new();
    let (mut ledger, lacking) = reading.read_with(table, &mut |row, ledger| {
        row.filter()?;
        let id = spelling.of(row.id(F::CustomerId)?);
        let known = ids.get(&id);
        let number = ids.intern(&id).ok_or_else(|| Error::too_many(F::CustomerId))?;
        let refusal = if suppressed.meets(&id) { Some(Refusal::Suppressed) } else { refusal(row, ledger) };
        if known.is_some() {
            let before = &mut standing[number as usize];
            *before = before.iter().copied().chain(refusal).min();
            return Err(Stop::Row(Reason::DuplicateId));
        }
        standing.push(refusal);
        refusal.map_or(Ok(()), |refusal| Err(Stop::Row(refusal.into())))
    })?;
    if lacking.has(F::AllowedPurposes) && lacking.has(F::Suppressed) {
        ledger.note(Reason::NoConsentColumn, Place { file: 0, line: 0 }, Some(consent_advice(&lacking.names)));
    }
    let no_values = ids.each().filter(|(id, _)| is_no_value(id)).map(|(_, number)| (number, 0)).collect();
    let customers =
        Customers { suppressed, spelling, ids, standing: Some(standing), lookalikes: OnceCell::new(), no_values };
    Ok((customers, ledger))
}

/// Says which column may hold the consent that lake.toml does not map.
fn consent_advice(columns: &[String]) -> String {
    const WORDS: [&str; 18] = [
        "consent",
        "optout",
        "optin",
        "unsubscrib",
        "gdpr",
        "rgpd",
        "dsgvo",
        "accepts",
        "permission",
        "suppress",
        "objection",
        "erasure",
        "blocked",
        "donot",
        "einwillig",
        "widerspr",
        "desinscri",
        "purpose",
    ];
    let letters =
        |name: &str| -> String { name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let is_of_consent = |name: &&String| WORDS.iter().any(|word| letters(name).contains(word));
    match columns.iter().find(is_of_consent) {
        Some(name) => format!(
            "column {name:?} may say it: set [customers.columns] suppressed = {name:?} (or allowed_purposes), with \
             [customers.values.suppressed] for what its values mean"
        ),
        None => "map allowed_purposes or suppressed, or settle consent before the data is delivered".to_owned(),
    }
}

fn refusal(row: &Row<'_, F>, ledger: &mut Ledger) -> Option<Refusal> {
    let suppressed = row.flag(F::Suppressed).unwrap_or_else(|Malformed| {
        ledger.repair(Reason::BadFlag, row.place());
        Some(true)
    });
    if suppressed == Some(true) {
        return Some(Refusal::Suppressed);
    }
    let allowed = !row.has(F::AllowedPurposes) || allows(row.text(F::AllowedPurposes));
    (!allowed).then_some(Refusal::NoPurpose)
}
