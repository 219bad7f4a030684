//! Precise birth dates: a column of days whose header says so, or whose days lie as birth dates do.

use super::header::Words;
use crate::audit::profile::Days;

/// Years before the data's own last day between which nearly every birth date lies.
const YEARS: (f64, f64) = (15.0, 100.0);
/// The share of days that have to lie there, and the fewest days that are judged without a header.
const SHARE: (f64, u64) = (0.98, 50);
/// Years between the first and the last quarter of birth dates, at least: a year's intake of anything is narrower.
const SPREAD: f64 = 5.0;

/// Tells whether the column's `days` are birth dates, as seen from the day `newest` of the lake.
pub(super) fn is_birth(header: &Words, days: &Days, newest: i32) -> bool {
    if days.count() == 0 {
        return false;
    }
    let announced = header.any(&[
        "birth",
        "birthdate",
        "birthday",
        "dob",
        "born",
        "naissance",
        "geburtstag",
        "geburtsdatum",
        "nacimiento",
        "nascita",
    ]);
    let before = |years: f64| newest - (years * 365.25) as i32;
    let inside = days.between(before(YEARS.1), before(YEARS.0)) as f64 / days.count() as f64;
    let spread = f64::from(days.quantile(0.75) - days.quantile(0.25)) / 365.25;
    announced || (days.count() >= SHARE.1 && inside >= SHARE.0 && spread >= SPREAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(of: impl Iterator<Item = i32>) -> Days {
        let mut days = Days::default();
        for day in of {
            days.add(day);
        }
        days
    }

    #[test]
    fn birth_dates_are_told_from_days_of_business() {
        const NEWEST: i32 = 20_453;
        let (born, other) = (Words::of("birth_date"), Words::of("d1"));
        let people = days((0..500).map(|n| NEWEST - 6_000 - n * 45));
        let registrations = days((0..500).map(|n| NEWEST - n * 4));
        assert!(is_birth(&other, &people, NEWEST) && is_birth(&born, &people, NEWEST));
        assert!(!is_birth(&other, &registrations, NEWEST));
        assert!(
            !is_birth(&other, &days((0..500).map(|n| NEWEST - 9_000 - n)), NEWEST),
            "one old year is no population"
        );
        assert!(!is_birth(&born, &Days::default(), NEWEST));
    }
}
