//! Which usual way of writing times would read those that no format of the table reads.
//!
//! Refused here: the times themselves, of which only the form is told.

use std::sync::LazyLock;

use crate::lake::config::{TimeFormat, Zone};

/// How many unread times are looked at: their form does not change with every row.
const LOOKED_AT: u64 = 1_000;

/// 1990-01-01 and 2090-01-01 UTC in ms: a number that counts seconds is no time in ms, a day is no number, and 0001, 1900,
/// 1970 and 9999 are how somebody wrote that a time is not known.
pub(in crate::lake) const PLAUSIBLE: std::ops::Range<i64> = 631_152_000_000..3_786_912_000_000;

/// The usual ways, the likelier first where one text may be read in two.
static USUAL: LazyLock<Vec<TimeFormat>> = LazyLock::new(|| {
    let dates = ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y.%m.%d"];
    let times = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];
    let patterns = dates.iter().flat_map(|date| times.iter().map(move |time| format!("{date}{time}")));
    let others = ["%Y%m%d", "%Y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S %z", "%d %b %Y", "%d %B %Y"];
    let counts = [TimeFormat::UnixSeconds, TimeFormat::UnixMillis, TimeFormat::UnixMicros, TimeFormat::UnixNanos];
    [TimeFormat::Rfc3339, TimeFormat::Iso8601]
        .into_iter()
        .chain(counts)
        .chain(patterns.chain(others.map(str::to_owned)).map(TimeFormat::Pattern))
        .collect()
});

/// What the unread times of one source look like.
#[derive(Debug, Default)]
pub(super) struct TimeAdvice {
    looked_at: u64,
    /// How many each of the usual formats reads.
    reads: Vec<u64>,
    tried: String,
}

impl TimeAdvice {
    /// Looks at a time that none of `formats` reads.
    pub(super) fn look(&mut self, text: &str, formats: &[TimeFormat]) {
        if self.looked_at == LOOKED_AT {
            return;
        }
        if self.looked_at == 0 {
            self.reads = vec![0; USUAL.len()];
            self.tried = formats.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        }
        self.looked_at += 1;
        for (reads, format) in self.reads.iter_mut().zip(USUAL.iter()) {
            *reads += u64::from(format.parse(text, &Zone::default()).is_some_and(|at| PLAUSIBLE.contains(&at)));
        }
    }

    /// Says which formats were tried, and which would do better; `None` when no text was looked at.
    pub(super) fn say(&self) -> Option<String> {
        if self.looked_at == 0 {
            return None;
        }
        let most = self.reads.iter().copied().max().unwrap_or_default();
        let best: Vec<String> = (self.reads.iter().zip(USUAL.iter()))
            .filter(|(reads, _)| **reads == most)
            .map(|(_, format)| format!("\"{format}\""))
            .collect();
        let of = if self.looked_at == LOOKED_AT { "the first 1,000" } else { "them" };
        Some(match best.as_slice() {
            _ if most == 0 => format!("tried {}; no usual format reads any of {of}", self.tried),
            [one] => format!("tried {}; {one} reads {most} of {of}: add it to timestamp_formats", self.tried),
            several => format!(
                "tried {}; {} each read {most} of {of}: ask who writes them, and add the right one to timestamp_formats",
                self.tried,
                several.join(" and ")
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(texts: &[&str]) -> String {
        let mut advice = TimeAdvice::default();
        for text in texts {
            advice.look(text, &TimeFormat::defaults());
        }
        advice.say().expect("texts were looked at")
    }

    #[test]
    fn the_format_that_reads_most_is_named_and_no_time_is() {
        let message = said(&["28/11/2025 09:31", "05/11/2025 09:31", "soon"]);
        assert_eq!(message, "tried rfc3339, iso8601; \"%d/%m/%Y %H:%M\" reads 2 of them: add it to timestamp_formats");
        assert!(said(&["1764322260"]).contains("\"unix_s\" reads 1"));
        assert!(said(&["1764322260000"]).contains("\"unix_ms\" reads 1"));
        assert!(said(&["1764322260000000"]).contains("\"unix_us\" reads 1"));
        assert!(said(&["1764322260000000000"]).contains("\"unix_ns\" reads 1"));
        assert!(said(&["28.11.2025"]).contains("\"%d.%m.%Y\" reads 1"));
    }

    #[test]
    fn what_may_be_read_in_two_ways_is_not_guessed() {
        let message = said(&["05/11/2025"]);
        assert!(message.contains("\"%d/%m/%Y\" and \"%m/%d/%Y\" each read 1"), "{message}");
        assert!(said(&["soon"]).contains("no usual format"));
    }
}
