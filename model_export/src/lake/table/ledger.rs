//! The books of one source while it is read and joined: how many rows, and for each reason how many and where first.

use std::collections::BTreeMap;

use super::advice::TimeAdvice;
use crate::lake::config::TimeFormat;
use crate::lake::locate::Found;
use crate::lake::tolerance::Tolerance;
use crate::lake::{Error, Fate, Reason, Remark, Source, SourceReport};

/// How many places a reason shows.
const SAMPLES: usize = 5;

/// Where a row is: the number of its file, and its line (CSV) or row (Parquet) from 1. Line 0 is the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lake) struct Place {
    pub(in crate::lake) file: u16,
    pub(in crate::lake) line: u32,
}

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
}

#[derive(Debug, Default)]
struct Tally {
    rows: u64,
    /// The smallest places, sorted: the same whatever the order in which rows are judged.
    first: Vec<Place>,
}

impl Ledger {
    /// Opens the books of `source`, read from what was found.
    ///
    /// # Errors
    /// When there are more files than a [`Place`] can number.
    pub(in crate::lake) fn new(source: Source, found: &Found) -> Result<Self, Error> {
        let limit = u64::from(u16::MAX);
        let names = found.files.iter().map(|file| &file.name).chain(&found.empty_folders);
        let files: Vec<String> = names.cloned().collect();
        if files.len() as u64 > limit {
            return Err(Error::TooMany { source_name: source, what: "files", limit });
        }
        let (remarks, unread_times) = (BTreeMap::new(), TimeAdvice::default());
        let mut ledger = Self { source, files, read: 0, kept: 0, faulty: 0, bad: 0, remarks, unread_times };
        for folder in found.files.len()..ledger.files.len() {
            ledger.note_empty(folder as u16);
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
        self.remarks.entry(Reason::EmptyFile).or_default().add(Place { file, line: 0 }, 1);
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
            advice: if *reason == Reason::BadTimestamp { self.unread_times.say() } else { None },
        };
        SourceReport {
            source: self.source,
            files: self.files.clone(),
            rows_read: self.read,
            rows_kept: self.kept,
            remarks: self.remarks.iter().map(remark).collect(),
        }
    }

    fn name(&self, place: Place) -> String {
        let file = self.files.get(usize::from(place.file)).map_or("", String::as_str);
        if place.line == 0 {
            return file.to_owned();
        }
        let row = if crate::lake::locate::is_parquet(file) { "row " } else { "" };
        format!("{file}:{row}{}", place.line)
    }
}

impl Tally {
    fn add(&mut self, place: Place, rows: u64) {
        self.rows += rows;
        let rank = self.first.partition_point(|known| *known < place);
        if rank < SAMPLES {
            self.first.insert(rank, place);
            self.first.truncate(SAMPLES);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::store::{DataFile, Location};

    fn ledger() -> Ledger {
        let file = DataFile { location: Location::Disk("x".into()), name: "orders.csv".to_owned() };
        Ledger::new(Source::Orders, &Found { files: vec![file], empty_folders: Vec::new() }).expect("one file")
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
