//! When orders and behaviour may be from: the days of the rules, the times that their source is usually from, and how long
//! rows may be kept.
//!
//! Refused here: the clock of this machine. What is "in the future" follows from the lake, so that the same lake gives
//! the same dataset on any day.

use crate::lake::Error;
use crate::lake::Reason;
use crate::lake::config::{Rules, day_of, start_of};
use crate::lake::table::{Ledger, PLAUSIBLE, Place, Reading};

/// However short a source's history is, a month before and after is usual.
const SHORTEST_MS: i64 = 30 * DAY_MS;

const DAY_MS: i64 = 86_400_000;

/// A span of time, both ends included, in ms since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy)]
pub(in crate::lake) struct Window {
    first_ms: i64,
    last_ms: i64,
}

impl Window {
    /// Returns the span of the rules; without limits, all time.
    pub(super) fn of(rules: &Rules) -> Self {
        Self {
            first_ms: rules.first_day.and_then(start_of).unwrap_or(i64::MIN),
            last_ms: after_last(rules).map_or(i64::MAX, |ms| ms - 1),
        }
    }

    /// Returns the span that rows may be kept for, or `None` when the rules keep them for ever: so many days before the
    /// end of the last day, or, when the rules name none, before the newest of what may be learned from.
    pub(in crate::lake) fn retained(rules: &Rules, newest_ms: Option<i64>) -> Option<Self> {
        let days = rules.retention_days?;
        let end_ms = after_last(rules).or(newest_ms)?;
        Some(Self { first_ms: end_ms.saturating_sub(i64::from(days) * DAY_MS), last_ms: i64::MAX })
    }

    /// Returns the span that a source is usually from, O(n): within the [plausible](PLAUSIBLE) years, the times between the
    /// first and last hundredth, and as much again on both sides. A clock that was never set (1970), a time that is not known
    /// (0001, 9999) or runs years ahead is outside, an early or late order of an honest history inside. Of fewer than a hundred
    /// times, each plausible one is usual. A first day of the rules
    /// before 1990 is taken at its word.
    pub(super) fn usual(mut times: Vec<i64>, rules: &Rules) -> Self {
        let first_ms = rules.first_day.and_then(start_of).unwrap_or(PLAUSIBLE.start).min(PLAUSIBLE.start);
        times.retain(|at_ms| (first_ms..PLAUSIBLE.end).contains(at_ms));
        let hundredth = times.len() / 100;
        if hundredth == 0 {
            return Self { first_ms, last_ms: PLAUSIBLE.end - 1 };
        }
        let late = times.len() - 1 - hundredth;
        let early_ms = *times.select_nth_unstable(hundredth).1;
        let late_ms = *times.select_nth_unstable(late).1;
        let span = (late_ms - early_ms).max(SHORTEST_MS);
        Self { first_ms: early_ms.saturating_sub(span), last_ms: late_ms.saturating_add(span) }
    }

    /// Leaves in `rows` those of times that are usual, and checks that not too many were not.
    ///
    /// # Errors
    /// When a source lies outside of them, whole or for too great a part.
    pub(super) fn keep_usual<T>(
        self,
        rows: &mut Vec<T>,
        when_and_where: impl Fn(&T) -> (i64, Place),
        reading: &Reading<'_>,
        ledger: &mut Ledger,
    ) -> Result<(), Error> {
        let stray = rows.iter().map(|row| when_and_where(row).0).filter(|at_ms| !self.has(*at_ms));
        let (n_stray, newest) = stray.fold((0, i64::MIN), |(n, newest), at_ms| (n + 1_usize, newest.max(at_ms)));
        if n_stray > rows.len() / 2 {
            ledger.advise(Reason::StrayTimestamp, stray_advice(newest));
        }
        self.keep(rows, when_and_where, &Reason::StrayTimestamp, ledger);
        reading.settle(ledger)
    }

    /// Leaves in `rows` those inside and withdraws the others for `reason`; `when_and_where` says when a row is from and
    /// its place.
    pub(super) fn keep<T>(
        self,
        rows: &mut Vec<T>,
        when_and_where: impl Fn(&T) -> (i64, Place),
        reason: &Reason,
        ledger: &mut Ledger,
    ) {
        rows.retain(|row| {
            let (at_ms, place) = when_and_where(row);
            let inside = self.has(at_ms);
            if !inside {
                ledger.withdraw(reason.clone(), place);
            }
            inside
        });
    }

    fn has(self, at_ms: i64) -> bool {
        (self.first_ms..=self.last_ms).contains(&at_ms)
    }

    /// Checks that `at_ms` is inside.
    ///
    /// # Errors
    /// [`Reason::OutsideWindow`] when it is not.
    pub(super) fn check(self, at_ms: i64) -> Result<(), Reason> {
        if self.has(at_ms) { Ok(()) } else { Err(Reason::OutsideWindow) }
    }
}

/// Says what may have put most times of a source where none can be, by the newest of them.
fn stray_advice(newest_ms: i64) -> String {
    let day = day_of(newest_ms).map_or_else(|| "unknown".to_owned(), |day| day.to_string());
    let plausible = |factor: i64| newest_ms.checked_mul(factor).is_some_and(|at_ms| PLAUSIBLE.contains(&at_ms));
    let cure = match () {
        () if plausible(1_000) => "these are seconds read as milliseconds: set timestamp_formats = [\"unix_s\"]",
        () if PLAUSIBLE.contains(&(newest_ms / 1_000)) => {
            "these are microseconds read as milliseconds: set timestamp_formats = [\"unix_us\"]"
        }
        () if PLAUSIBLE.contains(&(newest_ms / 1_000_000)) => {
            "these are nanoseconds read as milliseconds: set timestamp_formats = [\"unix_ns\"]"
        }
        () => "check timestamp_formats; set rules.first_day if the data is really so old",
    };
    format!("the newest of them is of {day}: {cure}")
}

/// Returns the moment after the rules' last day.
fn after_last(rules: &Rules) -> Option<i64> {
    rules.last_day.and_then(|day| day.tomorrow().ok()).and_then(start_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retention_counts_from_the_last_day_else_from_the_newest_row() {
        let rules = Rules { retention_days: Some(2), ..Rules::default() };
        let window = Window::retained(&rules, Some(10 * DAY_MS)).expect("rows end");
        assert!(window.has(8 * DAY_MS) && !window.has(8 * DAY_MS - 1));
        let rules = Rules { last_day: "1970-01-10".parse().ok(), ..rules };
        let window = Window::retained(&rules, Some(3 * DAY_MS)).expect("rows end");
        assert!(window.has(8 * DAY_MS) && !window.has(8 * DAY_MS - 1), "the 9th and the 10th");
        assert!(Window::retained(&Rules::default(), Some(0)).is_none());
    }

    #[test]
    fn both_days_are_inside() {
        let rules =
            Rules { first_day: "2025-01-02".parse().ok(), last_day: "2025-01-03".parse().ok(), ..Rules::default() };
        let window = Window::of(&rules);
        let start = |day| start_of(jiff::civil::date(2025, 1, day)).expect("a day of our time");
        assert!(window.check(start(2)).is_ok() && window.check(start(4) - 1).is_ok());
        assert!(window.check(start(2) - 1).is_err() && window.check(start(4)).is_err());
    }

    #[test]
    fn clocks_that_were_never_set_or_run_ahead_are_not_usual_whatever_their_share() {
        let year: Vec<i64> = (20_000 * DAY_MS..20_365 * DAY_MS).step_by(DAY_MS as usize).collect();
        let of = |year: &str| start_of(jiff::civil::date(year.parse().unwrap_or(0), 1, 1)).expect("a day");
        for (stray, copies) in
            [("0001", 1), ("0001", 20), ("1900", 90), ("1970", 300), ("9999", 90), ("1970", 2), ("2199", 40)]
        {
            let mut times = year.clone();
            times.extend(std::iter::repeat_n(of(stray), copies));
            let usual = Window::usual(times, &Rules::default());
            assert!(year.iter().all(|at_ms| usual.has(*at_ms)), "{stray}");
            assert!(!usual.has(of(stray)), "{copies} times {stray}");
        }
        let few = Window::usual(vec![year[0], year[0] + 400 * DAY_MS], &Rules::default());
        assert!(few.has(year[0] + 400 * DAY_MS), "too few to know what is usual");
        assert!(!few.has(0), "and never 1970");
        let rules = Rules { first_day: "1980-01-01".parse().ok(), ..Rules::default() };
        assert!(Window::usual(vec![of("1985")], &rules).has(of("1985")), "the rules say so");
        let rules = Rules { first_day: "2024-06-01".parse().ok(), ..Rules::default() };
        assert!(Window::usual(vec![of("2020")], &rules).has(of("2020")), "what is only left out is not stray");
    }

    #[test]
    fn what_was_counted_in_another_unit_is_named() {
        for (newest_ms, cure) in [
            (1_764_322_260, "unix_s"),
            (1_764_322_260_000_000, "unix_us"),
            (1_764_322_260_000_000_000, "unix_ns"),
            (0, "first_day"),
        ] {
            assert!(stray_advice(newest_ms).contains(cure), "{}", stray_advice(newest_ms));
        }
    }
}
