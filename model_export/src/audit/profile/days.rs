//! Days counted: a histogram from 1900 to 2118, from which periods, months and stray clocks follow.

/// The first day counted apart, 1900-01-01, and how many days there are.
const FIRST: i32 = -25_567;
const DAYS: usize = 80_000;
const DAY_MS: i64 = 86_400_000;

/// The days that a time can be of, as `lake/table/advice.rs` says it: 1990 to 2089.
const PLAUSIBLE: std::ops::Range<i32> = 7_305..43_830;

/// However short a history is, a month before and after is usual.
const SHORTEST: i32 = 30;
/// Of fewer days than this each is usual.
const ENOUGH: u64 = 100;

/// How often each day was seen; days are counted from 1970-01-01.
#[derive(Debug, Default)]
pub(in crate::audit) struct Days {
    counts: Vec<u32>,
    count: u64,
}

impl Days {
    /// Counts an instant in ms since 1970-01-01 UTC.
    pub(in crate::audit) fn add_ms(&mut self, at_ms: i64) {
        self.add(at_ms.div_euclid(DAY_MS).clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
    }

    /// Counts a day; one before 1900 or after 2118 counts as the first or the last that there is.
    pub(in crate::audit) fn add(&mut self, day: i32) {
        if self.counts.is_empty() {
            self.counts = vec![0; DAYS];
        }
        let slot = (i64::from(day) - i64::from(FIRST)).clamp(0, DAYS as i64 - 1) as usize;
        self.counts[slot] += 1;
        self.count += 1;
    }

    /// Returns how many were counted.
    pub(in crate::audit) fn count(&self) -> u64 {
        self.count
    }

    /// Returns the day of which `share` of all lie before, or the first day there is.
    pub(in crate::audit) fn quantile(&self, share: f64) -> i32 {
        self.at_rank((share * self.count as f64) as u64)
    }

    /// Returns the plausible day of which so many plausible ones lie before.
    fn plausible_at(&self, rank: u64) -> i32 {
        let mut below = 0;
        let plausible = self.each().filter(|(day, _)| PLAUSIBLE.contains(day));
        for (day, count) in plausible {
            below += count;
            if below > rank {
                return day;
            }
        }
        PLAUSIBLE.end - 1
    }

    fn at_rank(&self, rank: u64) -> i32 {
        let mut below = 0;
        for (day, count) in self.each() {
            below += count;
            if below > rank {
                return day;
            }
        }
        self.each().last().map_or(0, |(day, _)| day)
    }

    /// Returns how many lie between two days, both included.
    pub(in crate::audit) fn between(&self, first: i32, last: i32) -> u64 {
        self.each().filter(|(day, _)| (first..=last).contains(day)).map(|(_, count)| count).sum()
    }

    /// Returns every day that was seen with its count.
    pub(in crate::audit) fn each(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        (FIRST..).zip(&self.counts).filter(|(_, count)| **count > 0).map(|(day, count)| (day, u64::from(*count)))
    }

    /// Returns the days that are usual, as `lake/sources/window.rs` says it: of the plausible ones, from the first to the last
    /// hundredth and as much again on both sides. Where half of the days are not plausible (births, say), all are usual.
    pub(in crate::audit) fn usual(&self) -> (i32, i32) {
        let count = self.between(PLAUSIBLE.start, PLAUSIBLE.end - 1);
        let hundredth = count / 100;
        match () {
            () if count * 2 <= self.count => (i32::MIN, i32::MAX),
            () if count < ENOUGH => (PLAUSIBLE.start, PLAUSIBLE.end - 1),
            () => {
                let (early, late) = (self.plausible_at(hundredth), self.plausible_at(count - 1 - hundredth));
                let span = (late - early).max(SHORTEST);
                (early - span, late + span)
            }
        }
    }

    /// Returns the first and the last usual day that was seen.
    pub(in crate::audit) fn period(&self) -> Option<(i32, i32)> {
        let (first, last) = self.usual();
        let mut usual = self.each().map(|(day, _)| day).filter(|day| (first..=last).contains(day));
        let start = usual.next()?;
        Some((start, usual.last().unwrap_or(start)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_clocks_do_not_stretch_the_period() {
        let mut days = Days::default();
        (20_000..20_365).for_each(|day| days.add(day));
        days.add_ms(0);
        days.add(24_000);
        assert_eq!(days.period(), Some((20_000, 20_364)));
        assert_eq!(days.count() - days.between(20_000, 20_364), 2);
        assert_eq!(days.quantile(0.5), 20_182);
        (0..80).for_each(|_| days.add(-700_000));
        assert_eq!(days.period(), Some((20_000, 20_364)), "a fifth of the days is of the year 0001");
        (0..80).for_each(|_| days.counts[0] -= 1);
        days.count -= 80;
        days.add(9_000_000);
        assert_eq!(days.count(), 368, "a day beyond the calendar is counted, not lost");
    }
}
