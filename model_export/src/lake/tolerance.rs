//! How many faulty rows of a source are gone on without.
//!
//! Refused here: a torn file or row group that is passed over without anybody having asked for it.

use std::fmt;
use std::str::FromStr;

/// The most faulty rows of one source, `--max-bad-rows`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MaxBadRows {
    /// So many rows.
    Rows(u64),
    /// So many of a hundred rows.
    Percent(f64),
}

/// What is gone on without.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tolerance {
    limit: MaxBadRows,
    /// So many rows may be faulty whatever share of the source they are.
    floor: u64,
    /// Whether the limit was asked for: then what is torn is counted rather than an error.
    pub(super) forgives_torn: bool,
}

impl Default for Tolerance {
    /// Asked for nothing, a tenth of the rows may be faulty, or ten in a small source, and nothing torn.
    fn default() -> Self {
        Self { limit: MaxBadRows::Percent(10.0), floor: 10, forgives_torn: false }
    }
}

impl From<MaxBadRows> for Tolerance {
    fn from(limit: MaxBadRows) -> Self {
        Self { limit, floor: 0, forgives_torn: true }
    }
}

impl Tolerance {
    /// Tells whether `faulty` rows are too many before all rows were read.
    pub(super) fn exceeded_already(self, faulty: u64) -> bool {
        matches!(self.limit, MaxBadRows::Rows(most) if faulty > most)
    }

    /// Tells whether `faulty` of `rows` rows are too many.
    pub(super) fn exceeded(self, faulty: u64, rows: u64) -> bool {
        match self.limit {
            MaxBadRows::Rows(most) => faulty > most,
            MaxBadRows::Percent(percent) => faulty > self.floor && faulty as f64 * 100.0 > percent * rows as f64,
        }
    }
}

impl fmt::Display for Tolerance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.limit {
            MaxBadRows::Rows(rows) => write!(f, "{rows}"),
            MaxBadRows::Percent(percent) if self.floor > 0 => write!(f, "{percent}% (or {} rows)", self.floor),
            MaxBadRows::Percent(percent) => write!(f, "{percent}%"),
        }
    }
}

impl FromStr for MaxBadRows {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = match text.trim().strip_suffix('%') {
            Some(percent) => percent.trim().parse().ok().filter(|it| (0.0..=100.0).contains(it)).map(Self::Percent),
            None => text.trim().parse().ok().map(Self::Rows),
        };
        read.ok_or_else(|| format!("expected a number of rows such as 100, or a share such as 2.5%, found {text:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_rows_or_a_share() {
        assert_eq!("100".parse(), Ok(MaxBadRows::Rows(100)));
        assert_eq!("2.5 %".parse(), Ok(MaxBadRows::Percent(2.5)));
        for text in ["", "-1", "101%", "many", "1.5", "NaN%"] {
            assert!(text.parse::<MaxBadRows>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_limit_is_what_may_be_and_not_more() {
        let rows = Tolerance::from(MaxBadRows::Rows(3));
        assert!(!rows.exceeded(3, 4) && rows.exceeded(4, 1_000) && rows.exceeded_already(4));
        let share = Tolerance::from(MaxBadRows::Percent(10.0));
        assert!(!share.exceeded(1, 10) && share.exceeded(2, 10) && !share.exceeded_already(2));
        assert!(!share.exceeded(0, 0));
        let usual = Tolerance::default();
        assert!(!usual.exceeded(10, 20) && usual.exceeded(11, 109) && !usual.exceeded(11, 110));
    }
}
