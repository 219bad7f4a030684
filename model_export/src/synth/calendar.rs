//! The shop's calendar: the period that the lake covers, the rhythm of weeks and years, and the holidays that move sales.
//!
//! Days are counted from the first day of the period; all clocks are UTC. It refuses time zones and leap seconds.

use anyhow::Result;
use jiff::{ToSpan as _, civil::Date, civil::Weekday, civil::date};
use serde::Deserialize;

/// First day of the period.
pub(super) const FIRST_DAY: Date = date(2024, 1, 1);
/// Number of days in the period: two whole years, 2024 and 2025.
pub(super) const N_DAYS: usize = 731;
/// Days from 1970-01-01 to [`FIRST_DAY`].
const EPOCH_DAY: i32 = 19_723;
/// Milliseconds in a day.
pub(super) const DAY_MS: i64 = 86_400_000;

/// Traffic by day of the week, Monday first; mean 1.03.
const WEEK: [f64; 7] = [1.00, 0.96, 0.95, 0.97, 1.00, 1.10, 1.22];
/// Traffic by month, January first.
const YEAR: [f64; 12] = [1.02, 0.92, 0.94, 0.95, 0.97, 0.95, 0.92, 0.90, 0.98, 1.02, 1.12, 1.22];
/// Share of sessions that begin in each hour of the day, in percent.
pub(super) const HOURS: [f64; 24] = [
    1.6, 0.8, 0.5, 0.3, 0.3, 0.6, 1.5, 2.8, 3.8, 4.6, 5.0, 5.2, 5.6, 5.2, 4.8, 4.7, 4.9, 5.6, 6.6, 8.0, 9.4, 9.0, 6.2,
    3.0,
];

/// The yearly rhythm of a department, on top of the whole shop's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Season {
    Even,
    Gifts,
    Winter,
    Spring,
    Summer,
    Garden,
    School,
}

impl Season {
    fn months(self) -> [f64; 12] {
        match self {
            Self::Even => [1.0; 12],
            Self::Gifts => [0.85, 0.90, 0.88, 0.90, 0.90, 0.90, 0.88, 0.90, 0.98, 1.10, 1.40, 1.70],
            Self::Winter => [1.20, 1.05, 0.95, 0.90, 0.85, 0.80, 0.80, 0.90, 1.00, 1.15, 1.25, 1.30],
            Self::Spring => [0.90, 0.90, 1.15, 1.20, 1.15, 1.00, 0.95, 0.95, 1.10, 1.05, 0.95, 0.90],
            Self::Summer => [1.10, 0.85, 0.90, 1.05, 1.20, 1.30, 1.25, 1.10, 0.95, 0.80, 0.75, 0.85],
            Self::Garden => [0.55, 0.70, 1.15, 1.50, 1.70, 1.45, 1.20, 1.00, 0.90, 0.70, 0.60, 0.65],
            Self::School => [1.05, 0.85, 0.85, 0.85, 0.85, 0.90, 1.05, 1.60, 1.45, 0.95, 0.90, 0.90],
        }
    }

    /// Interest on a day relative to the department's mean.
    pub(super) fn pull(self, day: usize) -> f64 {
        smooth(&self.months(), day)
    }
}

/// A holiday as it falls in one year; `first` and `last` are days of the period and may lie outside of it.
#[derive(Clone, Debug)]
pub(super) struct Holiday {
    pub(super) name: String,
    pub(super) first: i32,
    pub(super) last: i32,
    /// Multiplies the number of sessions.
    pub(super) traffic: f64,
    /// Multiplies the chance that a viewed item is put in the cart and that a cart is bought.
    pub(super) conversion: f64,
    /// Taken off every price of the shop, 0 to 1.
    pub(super) discount: f64,
}

/// Returns the days since 1970-01-01 of a day of the period.
pub(super) fn epoch_day(day: i32) -> i32 {
    EPOCH_DAY + day
}

/// Returns the milliseconds since 1970-01-01 at which a day of the period begins.
pub(super) fn midnight_ms(day: usize) -> i64 {
    (i64::from(EPOCH_DAY) + day as i64) * DAY_MS
}

/// Returns the years from the beginning of the period to `day`.
pub(super) fn years(day: usize) -> f64 {
    day as f64 / 365.25
}

/// Returns the number of sessions on an ordinary day relative to the mean: week and year, without holidays.
pub(super) fn rhythm(day: usize) -> f64 {
    // 2024-01-01 was a Monday.
    WEEK[day % 7] * smooth(&YEAR, day)
}

/// Interpolates twelve monthly values, each holding in the middle of its month, to a day.
fn smooth(months: &[f64; 12], day: usize) -> f64 {
    let month = (day as f64 % 365.5) / 365.5 * 12.0 - 0.5;
    let before = month.floor();
    let share = month - before;
    let index = (before as i32).rem_euclid(12) as usize;
    months[index] * (1.0 - share) + months[(index + 1) % 12] * share
}

/// Lists the holidays of the period's years.
///
/// # Errors
/// When a date cannot be formed, which none of these rules leads to.
pub(super) fn holidays() -> Result<Vec<Holiday>> {
    let mut all = Vec::new();
    for year in [2024_i16, 2025] {
        let black_friday = date(year, 11, 1).nth_weekday_of_month(4, Weekday::Thursday)?.checked_add(1.day())?;
        let mothers_day = date(year, 5, 1).nth_weekday_of_month(1, Weekday::Sunday)?;
        let easter = easter(year)?;
        let mut add = |name: &str, from: Date, days: i32, traffic, conversion, discount| -> Result<()> {
            let first = FIRST_DAY.until(from)?.get_days();
            all.push(Holiday {
                name: format!("{name} {year}"),
                first,
                last: first + days - 1,
                traffic,
                conversion,
                discount,
            });
            Ok(())
        };
        add("New Year sales", date(year, 1, 2), 14, 1.12, 1.05, 0.15)?;
        add("Valentine's Day", date(year, 2, 7), 8, 1.06, 1.02, 0.0)?;
        add("Easter", easter.checked_sub(2.days())?, 4, 0.92, 1.0, 0.0)?;
        add("Mother's Day", mothers_day.checked_sub(7.days())?, 8, 1.07, 1.02, 0.0)?;
        add("Back to school", date(year, 8, 20), 22, 1.08, 1.02, 0.0)?;
        add("Halloween", date(year, 10, 22), 10, 1.04, 1.0, 0.0)?;
        add("Black Friday", black_friday, 1, 2.8, 1.25, 0.25)?;
        add("Black Friday weekend", black_friday.checked_add(1.day())?, 2, 1.6, 1.12, 0.15)?;
        add("Cyber Monday", black_friday.checked_add(3.days())?, 1, 2.3, 1.20, 0.20)?;
        add("Christmas shopping", date(year, 12, 3), 19, 1.20, 1.10, 0.0)?;
        add("Christmas", date(year, 12, 24), 3, 0.60, 0.90, 0.0)?;
    }
    Ok(all)
}

/// Returns Easter Sunday (Gregorian; the anonymous algorithm, Meeus 1991).
fn easter(year: i16) -> Result<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Ok(Date::new(year, month as i8, day as i8)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_period_is_two_whole_years() {
        assert_eq!(FIRST_DAY.weekday(), Weekday::Monday);
        assert_eq!(date(1970, 1, 1).until(FIRST_DAY).expect("both are dates").get_days(), EPOCH_DAY);
        assert_eq!(FIRST_DAY.until(date(2025, 12, 31)).expect("both are dates").get_days(), N_DAYS as i32 - 1);
    }

    #[test]
    fn movable_feasts_fall_on_their_dates() {
        assert_eq!(easter(2024).expect("a date"), date(2024, 3, 31));
        assert_eq!(easter(2025).expect("a date"), date(2025, 4, 20));
        let holidays = holidays().expect("valid rules");
        let first = |name: &str| {
            let holiday = holidays.iter().find(|holiday| holiday.name == name).expect("listed");
            FIRST_DAY.checked_add(i64::from(holiday.first).days()).expect("inside the period")
        };
        assert_eq!(first("Black Friday 2024"), date(2024, 11, 29));
        assert_eq!(first("Black Friday 2025"), date(2025, 11, 28));
        assert_eq!(first("Cyber Monday 2025"), date(2025, 12, 1));
    }

    #[test]
    fn gardens_are_for_spring_and_gifts_for_december() {
        assert!(Season::Garden.pull(130) > 2.0 * Season::Garden.pull(350));
        assert!(Season::Gifts.pull(350) > 1.5 * Season::Gifts.pull(130));
        assert!((Season::Even.pull(200) - 1.0).abs() < 1e-12);
    }
}
