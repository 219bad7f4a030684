//! The books of one source while it is read and joined: how many rows, and for each reason how many and where first.

use std::collections::BTreeMap;

use super::advice::TimeAdvice;
use super::numbers::NumberAdvice;
use super::tally::{Place, SAMPLES, Tally};
use crate::lake::config::TimeFormat;
use crate::lake::error::ContentError;
use crate::lake::locate::Found;
use crate::lake::tolerance::Tolerance;
use crate::lake::{Error, Fate, Reason, Remark, Source, SourceReport};

/// The books of one source.
#[derive(Debug)]
pub(in crate::lake) struct Ledger {
    source: Source,
    files: Vec<String>,
    read: u64,
    kept: u64,
    /// How many rows were dropped as faulty, and how many of them are bad rows.
    faulty: u64,
    bad: u64,
    remarks: BTreeMap<Reason, Tally>,
    unread_times: TimeAdvice,
    numbers: NumberAdvice,
    /// Where the first number with a decimal comma is.
    first_comma: Option<Place>,
    /// What might put rows right, by the reason of their fate.
    advice: BTreeMap<Reason, Vec<String>>,
}

impl Ledger {
    /// Opens the books of `source`, read from what was found.
    ///
    /// # Errors
    /// When there are more files than a [`Place`] can number.
    pub(in crate::lake) fn new(source: Source, found: &Found) -> Result<Self, Error> {
        let limit = u64::from(u16::MAX);
        let names = found.files.iter().map(|file| &file.name).chain(found.notices.iter().map(|(_, place)| place));
        let files: Vec<String> = names.map(|name| crate::safe::safe(name).into_owned()).collect();
        if files.len() as u64 > limit {
            return Err(Error::TooMany { source_name: source, what: "files", limit });
        }
        let mut ledger = Self {
            source,
            files,
            read: 0,
            kept: 0,
            faulty: 0,
            bad: 0,
            remarks: BTreeMap::new(),
            unread_times: TimeAdvice::default(),
            numbers: NumberAdvice::default(),
            first_comma: None,
            advice: BTreeMap::new(),
        };
        for ((reason, _), file) in found.notices.iter().zip(found.files.len()..) {
            ledger.note(reason.clone(), Place { file: file as u16, line: 0 }, None);
        }
        Ok(ledger)
    }

    /// Counts `rows` more rows and returns how many there are.
    pub(super) fn count_all(&mut self, rows: u64) -> u64 {
        self.read += rows;
        self.read
    }

    /// Returns how many rows were counted.
    pub(in crate::lake) fn rows_read(&self) -> u64 {
        self.read
    }

    /// Enters a counted row as kept.
    pub(super) fn keep(&mut self) {
        self.kept += 1;
    }

    /// Enters a counted row as dropped or set aside.
    pub(super) fn refuse(&mut self, reason: Reason, place: Place) {
        self.refuse_all(reason, place, 1);
    }

    /// Enters `rows` counted rows from `first` on as dropped or set aside.
    pub(super) fn refuse_all(&mut self, reason: Reason, first: Place, rows: u64) {
        if reason.is_fault() && reason.fate() == Fate::Dropped {
            self.faulty += rows;
        }
        // The suppression list has a stricter rule of its own, and may name a customer as often as it likes.
        if reason.is_bad_row() && self.source != Source::Suppression {
            self.bad += rows;
        }
        self.remarks.entry(reason).or_default().add(first, rows);
    }

    /// Enters that a file or folder has no row.
    pub(super) fn note_empty(&mut self, file: u16) {
        self.note(Reason::EmptyFile, Place { file, line: 0 }, None);
    }

    /// Enters something that happened to no row, with what might put it right.
    pub(in crate::lake) fn note(&mut self, reason: Reason, place: Place, advice: Option<String>) {
        self.note_all(reason, place, 1, advice);
    }

    /// Enters something that `rows` rows, customers or items have.
    pub(in crate::lake) fn note_all(&mut self, reason: Reason, place: Place, rows: u64, advice: Option<String>) {
        debug_assert_eq!(reason.fate(), Fate::Noted, "{reason:?}");
        if let Some(advice) = advice {
            self.advise(reason.clone(), advice);
        }
        self.remarks.entry(reason).or_default().add(place, rows);
    }

    /// Adds what might put the rows of a reason right.
    pub(in crate::lake) fn advise(&mut self, reason: Reason, advice: String) {
        let said = self.advice.entry(reason).or_default();
        if said.len() < SAMPLES && !said.contains(&advice) {
            said.push(advice);
        }
    }

    /// Looks at a text that is no number.
    pub(super) fn look_at_number(&mut self, text: &str, place: Place) {
        if self.numbers.look(text) {
            self.first_comma.get_or_insert(place);
        }
    }

    /// Looks at a text that was read as a number.
    pub(super) fn look_at_read_number(&mut self, text: &str) {
        self.numbers.look_at_read(text);
    }

    /// Checks that no number may be read in two ways.
    ///
    /// # Errors
    /// When points may mark thousands, since commas mark decimals.
    pub(super) fn check_numbers(&self) -> Result<(), Error> {
        let (Some((dotted, commas)), Some(place)) = (self.numbers.ambiguous(), self.first_comma) else { return Ok(()) };
        let (source_name, place) = (self.source, self.name(place));
        Err(ContentError::AmbiguousNumbers { source_name, dotted, commas, place }.into())
    }

    /// Looks at a time that none of `formats` reads, for what might.
    pub(super) fn look_at_time(&mut self, text: &str, formats: &[TimeFormat]) {
        self.unread_times.look(text, formats);
    }

    /// Enters a repair of a row that may yet be kept.
    pub(in crate::lake) fn repair(&mut self, reason: Reason, place: Place) {
        debug_assert_eq!(reason.fate(), Fate::Repaired, "{reason:?}");
        self.remarks.entry(reason).or_default().add(place, 1);
    }

    /// Enters a row that was kept as dropped or set aside after all.
    pub(in crate::lake) fn withdraw(&mut self, reason: Reason, place: Place) {
        debug_assert!(self.kept > 0, "a row is withdrawn once, after it was kept");
        self.kept -= 1;
        self.refuse(reason, place);
    }

    /// Checks that there are rows where there have to be, and that they are not all faulty.
    ///
    /// # Errors
    /// When there are none, or all are.
    pub(super) fn check_usable(&self) -> Result<(), Error> {
        if self.read == 0 && self.source.may_be_empty() {
            return Ok(());
        }
        if self.read == 0 {
            return Err(Error::NoRow { source_name: self.source, files: self.files.clone() });
        }
        if self.faulty == self.read {
            return Err(Error::NothingUsable { report: Box::new(self.report()) });
        }
        Ok(())
    }

    /// Checks that no more rows are faulty than may be.
    ///
    /// # Errors
    /// When they are.
    pub(in crate::lake) fn check(&self, tolerance: Tolerance) -> Result<(), Error> {
        if tolerance.exceeded(self.bad, self.read) { Err(self.too_many_bad(tolerance)) } else { Ok(()) }
    }

    /// Checks that no more rows are faulty than may be, however many are still to come.
    ///
    /// # Errors
    /// When they are.
    pub(super) fn check_so_far(&self, tolerance: Tolerance) -> Result<(), Error> {
        if tolerance.exceeded_already(self.bad) { Err(self.too_many_bad(tolerance)) } else { Ok(()) }
    }

    fn too_many_bad(&self, tolerance: Tolerance) -> Error {
        Error::TooManyBadRows { report: Box::new(self.report()), limit: tolerance.to_string() }
    }

    /// Writes the books out for people.
    pub(in crate::lake) fn report(&self) -> SourceReport {
        let remark = |(reason, tally): (&Reason, &Tally)| Remark {
            reason: reason.clone(),
            fate: reason.fate(),
            rows: tally.rows,
            samples: tally.first.iter().map(|place| self.name(*place)).collect(),
            advice: self.advice_for(reason),
        };
        SourceReport {
            source: self.source,
            files: self.files.clone(),
            rows_read: self.read,
            rows_kept: self.kept,
            remarks: self.remarks.iter().map(remark).collect(),
        }
    }

    fn advice_for(&self, reason: &Reason) -> Option<String> {
        let said = match reason {
            Reason::BadTimestamp => self.unread_times.say(),
            Reason::BadPrice | Reason::BadQuantity | Reason::BadCataloguePrice | Reason::BadDiscount => {
                self.numbers.say()
            }
            _ => None,
        };
        said.or_else(|| self.advice.get(reason).map(|advice| advice.join("; ")))
    }

    /// Returns the name of a place for people.
    pub(in crate::lake) fn name(&self, place: Place) -> String {
        let file = self.files.get(usize::from(place.file)).map_or("", String::as_str);
        if place.line == 0 {
            return file.to_owned();
        }
        let row = if crate::lake::locate::has_rows(file) { "row " } else { "" };
        format!("{file}:{row}{}", place.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::store::{DataFile, Location};

    fn ledger() -> Ledger {
        let file = DataFile::new(Location::Disk("x".into()), "orders.csv".to_owned());
        Ledger::new(Source::Orders, &Found { files: vec![file], notices: Vec::new() }).expect("one file")
    }

    #[test]
    fn the_books_balance_and_show_the_first_five_places() {
        let mut ledger = ledger();
        for line in [9, 3, 8, 4, 7, 5, 6, 2] {
            ledger.count_all(1);
            ledger.keep();
            ledger.withdraw(Reason::Duplicate, Place { file: 0, line });
        }
        ledger.count_all(1);
        ledger.keep();
        let report = ledger.report();
        assert_eq!((report.rows_read, report.rows_kept, report.rows("duplicate")), (9, 1, 8));
        assert_eq!(
            report.remarks[0].samples,
            ["orders.csv:2", "orders.csv:3", "orders.csv:4", "orders.csv:5", "orders.csv:6"]
        );
    }

    #[test]
    fn all_rows_faulty_is_an_error_and_all_rows_refused_by_rule_is_not() {
        let mut faulty = ledger();
        faulty.count_all(1);
        faulty.refuse(Reason::BadTimestamp, Place { file: 0, line: 2 });
        let message = faulty.check_usable().expect_err("the only row is faulty").to_string();
        assert!(message.contains("none of the 1 rows is usable"), "{message}");
        assert!(message.contains("orders.csv:2"), "{message}");
        let mut refused = ledger();
        refused.count_all(1);
        refused.refuse(Reason::Suppressed, Place { file: 0, line: 2 });
        assert!(refused.check_usable().is_ok());
    }
}
