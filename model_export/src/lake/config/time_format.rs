//! How a file writes times and dates.
//!
//! Names for the usual ways, `strftime` patterns for the rest. A time that names no offset is of the lake's [`Zone`].
//! Refused here: a pattern that could never be read (told when lake.toml is read, not at the first row).

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::Deserialize;

/// The time zone of times that name no offset.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Zone(Option<TimeZone>);

impl Zone {
    /// Returns the instant of a time on the wall, in ms since 1970-01-01 UTC. A time that the clock skipped or showed twice
    /// is read with the offset of the moment before.
    fn instant(&self, at: DateTime) -> Option<i64> {
        match &self.0 {
            None => utc_ms(at),
            Some(zone) => zone.to_timestamp(at).ok().map(Timestamp::as_millisecond),
        }
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let wrong = |_| format!("expected a time zone such as \"Europe/Paris\" or \"UTC\", found {name:?}");
        Ok(Self(if name == "UTC" { None } else { Some(TimeZone::get(&name).map_err(wrong)?) }))
    }
}

/// One way to write a time or a date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum TimeFormat {
    /// `2025-11-28T09:31:07Z`, `2025-11-28 10:31:07.250+01:00`.
    Rfc3339,
    /// `2025-11-28T09:31:07`, `2025-11-28 09:31`, `2025-11-28`: read as UTC.
    Iso8601,
    /// Seconds since 1970-01-01 UTC.
    UnixSeconds,
    /// Milliseconds since 1970-01-01 UTC.
    UnixMillis,
    /// Microseconds since 1970-01-01 UTC.
    UnixMicros,
    /// Nanoseconds since 1970-01-01 UTC.
    UnixNanos,
    /// Whatever `strptime` reads, e.g. `%d/%m/%Y %H:%M`.
    Pattern(String),
}

impl TimeFormat {
    /// Returns what is tried when lake.toml names no format.
    pub fn defaults() -> Vec<Self> {
        vec![Self::Rfc3339, Self::Iso8601]
    }

    /// Tells whether whole numbers can be times in this format.
    pub fn is_unix(&self) -> bool {
        matches!(self, Self::UnixSeconds | Self::UnixMillis | Self::UnixMicros | Self::UnixNanos)
    }

    /// Reads `text` as ms since 1970-01-01 UTC, or `None` when the format does not fit. A time without an offset is of `zone`.
    pub fn parse(&self, text: &str, zone: &Zone) -> Option<i64> {
        match self {
            Self::Rfc3339 => text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond),
            Self::Iso8601 => text.parse::<DateTime>().ok().and_then(|at| zone.instant(at)),
            Self::UnixSeconds | Self::UnixMillis | Self::UnixMicros | Self::UnixNanos => {
                self.from_number(text.parse().ok()?)
            }
            Self::Pattern(pattern) => {
                let parts = BrokenDownTime::parse(pattern, text).ok()?;
                if parts.offset().is_some() {
                    return parts.to_timestamp().ok().map(Timestamp::as_millisecond);
                }
                zone.instant(parts.to_date().ok()?.to_datetime(parts.to_time().unwrap_or(Time::midnight())))
            }
        }
    }

    /// Reads a whole number as ms since 1970-01-01 UTC, or `None` when the format is not one of numbers.
    pub fn from_number(&self, number: i64) -> Option<i64> {
        let ms = match self {
            Self::UnixSeconds => number.checked_mul(1_000)?,
            Self::UnixMillis => number,
            Self::UnixMicros => number.div_euclid(1_000),
            Self::UnixNanos => number.div_euclid(1_000_000),
            _ => return None,
        };
        Timestamp::from_millisecond(ms).ok().map(Timestamp::as_millisecond)
    }
}

/// Writes the format as lake.toml does.
impl fmt::Display for TimeFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rfc3339 => "rfc3339",
            Self::Iso8601 => "iso8601",
            Self::UnixSeconds => "unix_s",
            Self::UnixMillis => "unix_ms",
            Self::UnixMicros => "unix_us",
            Self::UnixNanos => "unix_ns",
            Self::Pattern(pattern) => pattern,
        })
    }
}

fn utc_ms(at: DateTime) -> Option<i64> {
    Offset::UTC.to_timestamp(at).ok().map(Timestamp::as_millisecond)
}

/// Returns the day (UTC) of a time in ms since 1970-01-01 UTC, or `None` beyond the years that the calendar knows.
pub(in crate::lake) fn day_of(at_ms: i64) -> Option<Date> {
    Some(Offset::UTC.to_datetime(Timestamp::from_millisecond(at_ms).ok()?).date())
}

/// Returns the first ms of a day (UTC).
pub(in crate::lake) fn start_of(day: Date) -> Option<i64> {
    utc_ms(day.to_datetime(Time::midnight()))
}

impl TryFrom<String> for TimeFormat {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "rfc3339" => return Ok(Self::Rfc3339),
            "iso8601" => return Ok(Self::Iso8601),
            "unix_s" => return Ok(Self::UnixSeconds),
            "unix_ms" => return Ok(Self::UnixMillis),
            "unix_us" => return Ok(Self::UnixMicros),
            "unix_ns" => return Ok(Self::UnixNanos),
            _ => {}
        }
        let sample = Zoned::new(Timestamp::UNIX_EPOCH, TimeZone::UTC);
        let reads_back = jiff::fmt::strtime::format(&text, &sample)
            .ok()
            .and_then(|written| Self::Pattern(text.clone()).parse(&written, &Zone::default()));
        if reads_back == Some(0) {
            return Ok(Self::Pattern(text));
        }
        Err(format!(
            "{text:?} is no way to write a time: use \"rfc3339\", \"iso8601\", \"unix_s\", \"unix_ms\", \"unix_us\", \"unix_ns\", or a strptime \
             pattern with a whole date such as \"%d/%m/%Y %H:%M\""
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(format: &str, text: &str) -> Option<i64> {
        TimeFormat::try_from(format.to_owned()).ok()?.parse(text, &Zone::default())
    }

    #[test]
    fn every_way_reads_the_same_instant() {
        const AT: Option<i64> = Some(1_764_322_260_000);
        for (format, text) in [
            ("rfc3339", "2025-11-28T09:31:00Z"),
            ("rfc3339", "2025-11-28 10:31:00.000+01:00"),
            ("iso8601", "2025-11-28 09:31"),
            ("unix_s", "1764322260"),
            ("unix_ms", "1764322260000"),
            ("unix_us", "1764322260000999"),
            ("unix_ns", "1764322260000999999"),
            ("%d/%m/%Y %H:%M", "28/11/2025 09:31"),
            ("%Y-%m-%d %H:%M:%S UTC", "2025-11-28 09:31:00 UTC"),
            ("%Y-%m-%d %H:%M:%S %z", "2025-11-28 10:31:00 +0100"),
        ] {
            assert_eq!(parse(format, text), AT, "{format}");
        }
        assert_eq!(parse("%Y%m%d", "20251128"), start_of(jiff::civil::date(2025, 11, 28)));
    }

    #[test]
    fn a_time_without_an_offset_is_of_the_shops_zone_and_one_with_an_offset_is_not() {
        let paris = Zone::try_from("Europe/Paris".to_owned()).expect("a time zone");
        let at = |format: TimeFormat, text: &str| format.parse(text, &paris);
        // 31 March 2024, 02:30 does not exist in Paris, 27 October 2024, 02:30 twice; each is read before the change.
        for (text, utc) in [
            ("2024-01-15 12:00", "2024-01-15T11:00:00Z"),
            ("2024-07-15 12:00", "2024-07-15T10:00:00Z"),
            ("2024-03-31 02:30", "2024-03-31T01:30:00Z"),
            ("2024-10-27 02:30", "2024-10-27T00:30:00Z"),
        ] {
            assert_eq!(at(TimeFormat::Iso8601, text), parse("rfc3339", utc), "{text}");
        }
        assert_eq!(at(TimeFormat::Rfc3339, "2024-07-15T12:00:00+02:00"), parse("rfc3339", "2024-07-15T10:00:00Z"));
        assert_eq!(
            at(TimeFormat::Pattern("%d/%m/%Y".to_owned()), "15/07/2024"),
            parse("rfc3339", "2024-07-14T22:00:00Z")
        );
        assert!(Zone::try_from("Middle/Earth".to_owned()).is_err_and(|message| message.contains("Europe/Paris")));
    }

    #[test]
    fn what_does_not_fit_is_no_time() {
        for (format, text) in [
            ("rfc3339", "2025-11-28T09:31:00"),
            ("iso8601", "28/11/2025"),
            ("%d/%m/%Y", "11/28/2025"),
            ("unix_ms", "99999999999999999"),
            ("unix_s", ""),
        ] {
            assert_eq!(parse(format, text), None, "{format} {text}");
        }
    }

    #[test]
    fn a_pattern_without_a_date_is_refused() {
        for pattern in ["%H:%M", "%Q", "yesterday", "%Y-%m"] {
            let message = TimeFormat::try_from(pattern.to_owned()).expect_err("no date can be read");
            assert!(message.contains("is no way to write a time"), "{message}");
        }
    }
}
