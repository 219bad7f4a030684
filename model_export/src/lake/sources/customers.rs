//! Customers: who may be learned from, asked before anything else looks at a row.
//!
//! The suppression list is asked first: whoever is on it is refused, whatever this source says. Refused here: the
//! benefit of the doubt. A flag that says neither yes nor no counts as an objection, a customer that this source does not
//! have is not learned from, and of two rows about one customer the refusal wins.

use crate::lake::config::Table;
use crate::lake::intern::{Canonical, Interner};
use crate::lake::schema::CustomersField as F;
use crate::lake::table::{Ledger, Malformed, Reading, Row, Stop};
use crate::lake::{Error, Reason};

use super::suppression::{Suppressed, SuppressionReport};

/// The purpose that recommendations need.
pub const PURPOSE: &str = "recommendation";

/// Tells whether a list of purposes, `;` between them, has that of recommendations.
pub(super) fn allows(purposes: Option<&str>) -> bool {
    purposes.is_some_and(|list| list.split(';').any(|purpose| purpose.trim().eq_ignore_ascii_case(PURPOSE)))
}

/// Why a customer is not learned from; the first is the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lake) enum Refusal {
    Suppressed,
    NoPurpose,
    Unknown,
}

impl From<Refusal> for Reason {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Suppressed => Self::Suppressed,
            Refusal::NoPurpose => Self::NoPurpose,
            Refusal::Unknown => Self::UnknownCustomer,
        }
    }
}

/// The customers known so far, and whether each may be learned from.
#[derive(Debug, Default)]
pub(in crate::lake) struct Customers {
    suppressed: Suppressed,
    ids: Interner,
    /// By number; `None` when the lake has no customers source and everybody may be learned from.
    standing: Option<Vec<Option<Refusal>>>,
}

impl Customers {
    /// Returns a lake's customers before any source named one.
    pub(in crate::lake) fn except(suppressed: Suppressed) -> Self {
        Self { suppressed, ..Self::default() }
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
        if self.suppressed.meets(id) {
            return Ok(Err(Refusal::Suppressed));
        }
        if let Some(standing) = &self.standing {
            let known = self.ids.get(id).and_then(|number| Some((number, *standing.get(number as usize)?)));
            return Ok(match known {
                None => Err(Refusal::Unknown),
                Some((_, Some(refusal))) => Err(refusal),
                Some((number, None)) => Ok(number),
            });
        }
        self.ids.intern(id).map(Ok).ok_or_else(|| Error::too_many(F::CustomerId))
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
    let mut ids = Interner::default();
    let mut standing: Vec<Option<Refusal>> = Vec::new();
    let ledger = reading.read(table, &mut |row, ledger| {
        row.filter()?;
        let id = row.id(F::CustomerId)?;
        let known = ids.get(id);
        let number = ids.intern(id).ok_or_else(|| Error::too_many(F::CustomerId))?;
        let refusal = if suppressed.meets(id) { Some(Refusal::Suppressed) } else { refusal(row, ledger) };
        if known.is_some() {
            let before = &mut standing[number as usize];
            *before = before.iter().copied().chain(refusal).min();
            return Err(Stop::Row(Reason::DuplicateId));
        }
        standing.push(refusal);
        refusal.map_or(Ok(()), |refusal| Err(Stop::Row(refusal.into())))
    })?;
    Ok((Customers { suppressed, ids, standing: Some(standing) }, ledger))
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
