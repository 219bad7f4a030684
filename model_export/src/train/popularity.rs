//! The popularity prior: what the order rests on before anything is known of the visitor.

use super::interest::Audience;

/// Returns the popularity prior of each item, in [0, 1]: ln(1 + w) / ln(1 + w of the most popular), where w counts
/// recent customers. Items that are not learned get the floor, 0, so that no number tells how few customers they had.
pub(super) fn popularity(audience: &Audience, learned: &[bool]) -> Vec<f32> {
    let weights = || audience.recent.iter().zip(learned).map(|(&weight, &learned)| if learned { weight } else { 0.0 });
    let largest = weights().fold(0.0, f64::max).ln_1p();
    weights().map(|weight| if largest > 0.0 { (weight.ln_1p() / largest) as f32 } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::VisitorKind;

    #[test]
    fn worked_example() {
        // ln 16 / ln 16 = 1, ln 4 / ln 16 = 0.5; the third has too few customers and gets the floor.
        let audience =
            Audience { customers: vec![20, 12, 10], recent: vec![15.0, 3.0, 9.0], counted: VisitorKind::Customer };
        let prior = popularity(&audience, &[true, true, false]);
        assert!((prior[0] - 1.0).abs() < 1e-6 && (prior[1] - 0.5).abs() < 1e-6);
        assert_eq!(prior[2].to_bits(), 0.0_f32.to_bits());
    }
}
