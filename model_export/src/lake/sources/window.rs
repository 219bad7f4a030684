//! The days that orders and behaviour are read from: `rules.first_day` to `rules.last_day`.

use crate::lake::Reason;
use crate::lake::config::{Rules, start_of};

/// A span of time, both ends included, in ms since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    first_ms: i64,
    last_ms: i64,
}

impl Window {
    /// Returns the span of the rules; without limits, all time.
    pub(super) fn of(rules: &Rules) -> Self {
        let after_last = rules.last_day.and_then(|day| day.tomorrow().ok()).and_then(start_of);
        Self {
            first_ms: rules.first_day.and_then(start_of).unwrap_or(i64::MIN),
            last_ms: after_last.map_or(i64::MAX, |ms| ms - 1),
        }
    }

    /// Checks that `at_ms` is inside.
    ///
    /// # Errors
    /// [`Reason::OutsideWindow`] when it is not.
    pub(super) fn check(self, at_ms: i64) -> Result<(), Reason> {
        if (self.first_ms..=self.last_ms).contains(&at_ms) { Ok(()) } else { Err(Reason::OutsideWindow) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_days_are_inside() {
        let rules =
            Rules { first_day: "2025-01-02".parse().ok(), last_day: "2025-01-03".parse().ok(), ..Rules::default() };
        let window = Window::of(&rules);
        let start = |day| start_of(jiff::civil::date(2025, 1, day)).expect("a day of our time");
        assert!(window.check(start(2)).is_ok() && window.check(start(4) - 1).is_ok());
        assert!(window.check(start(2) - 1).is_err() && window.check(start(4)).is_err());
    }
}
