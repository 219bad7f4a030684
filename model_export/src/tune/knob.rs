//! One number that can be chosen: its name, its range, and how it is varied.

use core::ops::RangeInclusive;

/// How far apart two values of a knob are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// By their ratio: positive numbers of any magnitude.
    Log,
    /// By their difference, against the length of the range.
    Linear,
    /// By their ratio, but only whole numbers.
    Whole,
}

/// A choice within a `T`.
#[derive(Debug, Clone)]
pub struct Knob<T> {
    /// What people call it.
    pub name: &'static str,
    /// The least and the greatest value that a search sets.
    pub range: RangeInclusive<f64>,
    /// How it is varied.
    pub scale: Scale,
    /// Reads it.
    pub get: fn(&T) -> f64,
    /// Sets it.
    pub set: fn(&mut T, f64),
}

impl<T> Knob<T> {
    /// Returns the value that lies `distance` from `from`: a ratio of e^distance, or `distance` half ranges; within the
    /// range, and of four significant digits, as a person would write it.
    pub fn moved(&self, from: f64, distance: f64) -> f64 {
        let (low, high) = (*self.range.start(), *self.range.end());
        let from = from.clamp(low, high);
        let to = match self.scale {
            Scale::Log => significant(from * distance.exp()),
            Scale::Linear => significant(from + distance * (high - low) / 2.0),
            Scale::Whole => (from * distance.exp()).round(),
        };
        to.clamp(low, high)
    }
}

/// Rounds to four significant digits.
fn significant(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let unit = 10_f64.powi(3 - value.abs().log10().floor() as i32);
    (value * unit).round() / unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knob(range: RangeInclusive<f64>, scale: Scale) -> Knob<f64> {
        Knob { name: "it", range, scale, get: |it| *it, set: |it, value| *it = value }
    }

    #[test]
    fn worked_example() {
        let log = knob(0.01..=10.0, Scale::Log);
        assert_eq!(log.moved(2.0, 2.0_f64.ln()), 4.0);
        assert_eq!(log.moved(1.0, 0.333), 1.395, "four digits of e^.333");
        assert_eq!(log.moved(9.0, 5.0), 10.0, "the range ends there");
        assert_eq!(log.moved(0.0, 0.0), 0.01, "a ratio of nothing leads nowhere: the range's start is taken");
        assert_eq!(knob(-1.0..=3.0, Scale::Linear).moved(0.0, 0.25), 0.5);
        assert_eq!(knob(1.0..=255.0, Scale::Whole).moved(45.0, 0.1), 50.0);
    }
}
