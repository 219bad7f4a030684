//! Where things lie on a panel: bytes by their logarithm, a figure between round numbers.

/// A panel's field, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Field {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The two scales of a panel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scales {
    field: Field,
    /// The smallest and the largest budget, in bytes.
    bytes: [f64; 2],
    /// The round values at which the panel has a line, ascending.
    pub(super) ticks: Vec<f64>,
}

impl Scales {
    /// Lays out `budgets`, ascending, and the values of a figure; `None` when there is no value.
    pub(super) fn new(field: Field, budgets: &[usize], values: &[f64]) -> Option<Self> {
        let (low, high) = (values.iter().copied().reduce(f64::min)?, values.iter().copied().reduce(f64::max)?);
        let step = step(high - low);
        // Room above the highest value for its number.
        let (first, last) = ((low / step).floor(), ((high + 0.2 * (high - low)) / step).ceil().max(1.0));
        let ticks = (first as i64..=last as i64).map(|n| n as f64 * step).collect();
        Some(Self { field, bytes: [*budgets.first()? as f64, *budgets.last()? as f64], ticks })
    }

    /// Returns where a budget lies from left to right; half a step of air is kept on both sides.
    pub(super) fn x(&self, bytes: usize) -> f64 {
        let steps = (self.bytes[1] / self.bytes[0]).log2();
        let place = (bytes as f64 / self.bytes[0]).log2() + 0.5;
        self.field.left + self.field.width * place / (steps + 1.0)
    }

    /// Returns where a value lies from top to bottom.
    pub(super) fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.ticks[0], self.ticks[self.ticks.len() - 1]);
        self.field.top + self.field.height * (high - value) / (high - low)
    }
}

/// Returns the least of 1, 2 and 5 times a power of ten that divides `range` into at most five parts.
fn step(range: f64) -> f64 {
    let mut power = 1e-4;
    loop {
        for step in [power, 2.0 * power, 5.0 * power] {
            if range <= 5.0 * step || step >= 1.0 {
                return step;
            }
        }
        power *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        let field = Field { left: 100.0, top: 10.0, width: 500.0, height: 200.0 };
        let scales = Scales::new(field, &[16, 32, 64, 128, 256], &[0.41, 0.5]).expect("two values");
        // Five budgets share 500 px: the second one is in the middle of the second hundred.
        assert!((scales.x(32) - 250.0).abs() < 1e-9);
        // .41 to .5 in steps of .02, with a fifth of the range above: .40 to .52; .46 is half of it.
        assert_eq!(scales.ticks.len(), 7, "{:?}", scales.ticks);
        assert!((scales.y(0.46) - 110.0).abs() < 1e-6);
        assert_eq!(Scales::new(field, &[16], &[]), None);
        assert!(Scales::new(field, &[16], &[0.0]).is_some_and(|scales| scales.y(0.0).is_finite()));
    }
}
