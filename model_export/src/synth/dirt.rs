//! The dirt of a real lake, planted and counted: which kinds there are, how often each, and in which source.
//!
//! A dirty row is a damaged *copy* that follows a clean row, so the clean story stays whole: whoever rejects exactly the
//! dirty rows gets it back. The exceptions are harmless to meaning (stray encodings) or rows of their own (robots). It
//! refuses to plant without counting.

use std::collections::BTreeMap;

use rand::RngExt;

use super::calendar::{DAY_MS, N_DAYS};
use super::stream::{Stream, Streams};

/// A kind of dirty row. What it means in each source is told in docs/synth.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Damage {
    Duplicate,
    MissingId,
    MissingItemId,
    OrphanItemId,
    PaddedText,
    StrayEncoding,
    MissingCategory,
    NegativePrice,
    ZeroPrice,
    NegativeQuantity,
    ZeroQuantity,
    BadTimestamp,
    FutureTimestamp,
    UnknownEvent,
    UnknownPurpose,
    MissingDates,
    ReversedDates,
    UnknownKind,
    ImpossibleDiscount,
}

impl Damage {
    /// Returns the name under which the truth file counts the kind.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::MissingId => "missing_id",
            Self::MissingItemId => "missing_item_id",
            Self::OrphanItemId => "orphan_item_id",
            Self::PaddedText => "padded_text",
            Self::StrayEncoding => "stray_encoding",
            Self::MissingCategory => "missing_category",
            Self::NegativePrice => "negative_price",
            Self::ZeroPrice => "zero_price",
            Self::NegativeQuantity => "negative_quantity",
            Self::ZeroQuantity => "zero_quantity",
            Self::BadTimestamp => "bad_timestamp",
            Self::FutureTimestamp => "future_timestamp",
            Self::UnknownEvent => "unknown_event",
            Self::UnknownPurpose => "unknown_purpose",
            Self::MissingDates => "missing_dates",
            Self::ReversedDates => "reversed_dates",
            Self::UnknownKind => "unknown_kind",
            Self::ImpossibleDiscount => "impossible_discount",
        }
    }

    /// Returns whether the clean row itself is damaged, rather than a copy that follows it.
    pub(super) fn in_place(self) -> bool {
        matches!(self, Self::StrayEncoding)
    }
}

/// Name under which the truth file counts the rows of robots.
pub(super) const ROBOT: &str = "robot";
/// Rows of robots relative to the behaviour events aimed at, and those of one session; there is at least one.
const ROBOT_ROWS: (f64, u64) = (0.004, 750);
/// An item id that no catalogue holds.
pub(super) const ORPHAN: &str = "B0-00000";
/// How far ahead a clock that runs fast is: ten years.
pub(super) const FUTURE_DAYS: i32 = 3_650;
/// [`FUTURE_DAYS`] in milliseconds.
pub(super) const FUTURE_MS: i64 = FUTURE_DAYS as i64 * DAY_MS;
/// The instant of a clock that was never set; CSV spells it as databases do, `0000-00-00 00:00:00`.
pub(super) const UNSET_MS: i64 = 0;

/// A source's kinds of dirt and the rate of each, relative to clean rows.
pub(super) type Rates = &'static [(Damage, f64)];

/// Chooses the rows to damage: each kind at an even spacing from a random start, so that counts come out as stated.
#[derive(Debug)]
pub(super) struct Planter {
    rates: Rates,
    due: Vec<f64>,
    counts: BTreeMap<&'static str, u64>,
}

impl Planter {
    /// Starts planting in the source numbered `source`.
    ///
    /// A kind is first due after half its spacing at most, so that a source of a few hundred rows has its share too.
    pub(super) fn new(streams: &Streams, source: u64, rates: Rates) -> Self {
        let mut rng = streams.open(Stream::Dirt, source);
        let due = rates.iter().map(|_| rng.random_range(0.5..1.0)).collect();
        let counts = rates.iter().map(|&(damage, _)| (damage.name(), 0)).collect();
        Self { rates, due, counts }
    }

    /// Returns the damage due at the next clean row, if any, and counts it.
    ///
    /// At most one kind is due at a row; the others wait for the next.
    pub(super) fn next(&mut self) -> Option<Damage> {
        for (due, (_, rate)) in self.due.iter_mut().zip(self.rates) {
            *due += rate;
        }
        let index = self.due.iter().position(|&due| due >= 1.0)?;
        self.due[index] -= 1.0;
        let damage = self.rates[index].0;
        *self.counts.entry(damage.name()).or_default() += 1;
        Some(damage)
    }

    /// Counts rows that were planted by other means.
    pub(super) fn count(&mut self, kind: &'static str, rows: u64) {
        *self.counts.entry(kind).or_default() += rows;
    }

    /// Returns how many rows of each kind were planted.
    pub(super) fn into_counts(self) -> BTreeMap<&'static str, u64> {
        self.counts
    }
}

/// A robot's session: when it runs and how many rows it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Robot {
    pub(super) number: u64,
    pub(super) day: usize,
    pub(super) rows: u64,
}

/// Draws the robots' sessions for a lake of about `events` behaviour rows, in the order of their days.
pub(super) fn robots(streams: &Streams, events: u64) -> Vec<Robot> {
    let n = (events as f64 * ROBOT_ROWS.0 / ROBOT_ROWS.1 as f64).round().max(1.0) as u64;
    let mut robots: Vec<Robot> = (0..n)
        .map(|number| {
            let day = streams.open(Stream::Robot, number).random_range(0..N_DAYS as u32) as usize;
            Robot { number, day, rows: ROBOT_ROWS.1 }
        })
        .collect();
    robots.sort_by_key(|robot| (robot.day, robot.number));
    robots
}

/// Reads the UTF-8 bytes of `text` as Latin-1, the commonest way in which names are spoilt.
///
/// A text without any letter beyond ASCII is given a spoilt trade mark sign.
pub(super) fn misread(text: &str) -> String {
    let spoilt: String = text.bytes().map(char::from).collect();
    if spoilt == text { format!("{text}\u{c2}\u{ae}") } else { spoilt }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_out_as_the_rates_say() {
        const RATES: Rates = &[(Damage::Duplicate, 0.004), (Damage::OrphanItemId, 0.002)];
        let mut planter = Planter::new(&Streams::new(9), 0, RATES);
        let planted = (0..100_000).filter(|_| planter.next().is_some()).count();
        let counts = planter.into_counts();
        assert!(counts["duplicate"].abs_diff(400) <= 1 && counts["orphan_item_id"].abs_diff(200) <= 1, "{counts:?}");
        assert_eq!(planted as u64, counts.values().sum::<u64>());
    }

    #[test]
    fn names_are_misread_as_latin_1() {
        assert_eq!(misread("Grünfeld"), "GrÃ¼nfeld");
        assert_ne!(misread("Nova"), "Nova");
    }

    #[test]
    fn robots_leave_their_share_of_rows() {
        let robots = robots(&Streams::new(1), 1_500_000);
        assert_eq!(robots.iter().map(|robot| robot.rows).sum::<u64>(), 6_000);
        assert!(robots.is_sorted_by_key(|robot| robot.day));
    }
}
