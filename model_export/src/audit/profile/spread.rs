//! Values far from the rest, by a robust rule on their logarithms, in constant memory.
//!
//! A value is far when its logarithm is more than [`FAR`] scales from the median. The scale is 1.4826 times the median
//! absolute deviation (Hampel 1974), that of a normal distribution's standard deviation, and [`LEAST`] at least: prices and
//! quantities that are nearly all the same make nothing far that is less than twenty times the usual.

/// How many scales from the median are far.
const FAR: f64 = 6.0;
/// The least scale, in natural logarithms.
const LEAST: f64 = 0.5;
/// Width of a bin: two per cent.
const WIDTH: f64 = 0.02;
/// Bins on each side of 1: values from e^-20 to e^20.
const HALF: usize = 1_000;
/// Of fewer values than this none is far.
const ENOUGH: u64 = 100;

/// The logarithms of positive values, counted in bins.
#[derive(Debug, Default)]
pub(super) struct Spread {
    bins: Vec<u64>,
    count: u64,
}

impl Spread {
    /// Counts a value; what is not above zero is another fault's business.
    pub(super) fn add(&mut self, value: f64) {
        if value <= 0.0 || !value.is_finite() {
            return;
        }
        if self.bins.is_empty() {
            self.bins = vec![0; 2 * HALF + 1];
        }
        let bin = (value.ln() / WIDTH).round().clamp(-(HALF as f64), HALF as f64) as i64 + HALF as i64;
        self.bins[bin as usize] += 1;
        self.count += 1;
    }

    /// Returns the median, exact to two per cent.
    pub(super) fn median(&self) -> Option<f64> {
        (self.count > 0)
            .then(|| (position(self.bins.iter().copied().enumerate(), self.count / 2) as f64 - HALF as f64) * WIDTH)
            .map(f64::exp)
    }

    /// Returns how many values are far from the rest.
    pub(super) fn far(&self) -> u64 {
        if self.count < ENOUGH {
            return 0;
        }
        let median = position(self.bins.iter().copied().enumerate(), self.count / 2);
        let mut deviations = vec![0; 2 * HALF + 1];
        for (bin, count) in self.bins.iter().enumerate() {
            deviations[bin.abs_diff(median)] += count;
        }
        let deviation = position(deviations.into_iter().enumerate(), self.count / 2) as f64 * WIDTH;
        let limit = (FAR * (1.4826 * deviation).max(LEAST) / WIDTH) as usize;
        self.bins.iter().enumerate().filter(|(bin, _)| bin.abs_diff(median) > limit).map(|(_, count)| count).sum()
    }
}

fn position(bins: impl Iterator<Item = (usize, u64)>, rank: u64) -> usize {
    let mut below = 0;
    for (bin, count) in bins {
        below += count;
        if below > rank {
            return bin;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_far_from_the_rest_is_far() {
        let mut spread = Spread::default();
        for n in 1..=1_000_u32 {
            spread.add(f64::from(n % 50 + 1));
        }
        assert_eq!(spread.far(), 0);
        spread.add(80_995.0);
        spread.add(0.0);
        spread.add(-4.0);
        assert_eq!(spread.far(), 1);
        assert!(spread.median().is_some_and(|median| (24.0..28.0).contains(&median)), "{:?}", spread.median());
        let mut ones = Spread::default();
        (0..200).for_each(|_| ones.add(1.0));
        ones.add(19.0);
        ones.add(21.0);
        assert_eq!(ones.far(), 1, "twenty times the usual is far where all are alike");
    }
}
