//! Several statistics together: a logistic regression on their log ratios, learned from the shadows.
//!
//! Log ratios of independent statistics would add up. These are not independent, and some tails are far from normal: so the
//! attacker, who knows who is in each shadow, attacks shadows with the other shadows, sees which ratios were right there,
//! and weighs them so. Each ratio r goes in as sign(r)·ln(1 + |r|).
//!
//! Invariants: neither the target nor its partner is among what the weights are learned from. One weight each, the same for
//! every candidate, without an intercept: exchanging inside and outside changes the sign of the score and nothing else.

use super::linear::{backward, cholesky, forward};
use super::lira::Values;
use super::membership::Membership;

/// The most shadows that are attacked to learn the weights.
const MAX_REHEARSALS: usize = 6;

/// Newton steps; four or five bring the weights to the last digits.
const MAX_STEPS: usize = 20;

/// What the squared weights of standardized ratios cost.
const RIDGE: f64 = 1.0;

/// What the attacker says of one candidate and one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The candidate.
    pub candidate: u32,
    /// Whether the candidate is in the target.
    pub is_member: bool,
    /// The greater, the more likely a member.
    pub score: f64,
    /// The score that the shadows let expect of a member.
    pub exposure: f64,
}

/// The compressed log ratios of one target and of its rehearsals, `(n_candidates, n_statistics)` each.
#[derive(Debug)]
pub struct Evidence<'a> {
    membership: &'a Membership,
    target: usize,
    n_statistics: usize,
    ratios: Vec<f32>,
    expected: Vec<f32>,
    rehearsals: Vec<(usize, Vec<f32>)>,
}

impl<'a> Evidence<'a> {
    /// Attacks `target`, and one shadow of each of a few other pairs by the rest. O(candidates · statistics · shadows).
    pub fn gather(values: &Values, membership: &'a Membership, target: usize) -> Self {
        let shadows: Vec<usize> = membership.shadows(target).collect();
        let all = |attacked: usize, shadows: &[usize]| {
            let (n, k) = (values.n_candidates(), values.n_statistics);
            let (mut ratios, mut expected) = (vec![0.0_f32; n * k], vec![0.0_f32; n * k]);
            for statistic in 0..k {
                let found = values.ratios(statistic, membership, attacked, shadows);
                for (candidate, (ratio, hoped)) in found.log_ratios.iter().zip(&found.expected).enumerate() {
                    ratios[candidate * k + statistic] = compressed(*ratio) as f32;
                    expected[candidate * k + statistic] = compressed(*hoped) as f32;
                }
            }
            (ratios, expected)
        };
        let (ratios, expected) = all(target, &shadows);
        // One of each pair, now the first and now the second.
        let rehearsed = shadows.iter().copied().filter(|shadow| (shadow + shadow / 2 + target).is_multiple_of(2));
        let rehearse = |shadow: usize| {
            let others: Vec<usize> = shadows.iter().copied().filter(|other| other / 2 != shadow / 2).collect();
            (shadow, all(shadow, &others).0)
        };
        let rehearsals = rehearsed.take(MAX_REHEARSALS).map(rehearse).collect();
        Self { membership, target, n_statistics: values.n_statistics, ratios, expected, rehearsals }
    }

    /// Judges every candidate by these statistics.
    pub fn judge(&self, columns: &[usize]) -> Vec<Judgement> {
        let weights = if columns.len() == 1 { vec![1.0] } else { self.weights(columns) };
        let weighed =
            |row: &[f32]| columns.iter().zip(&weights).map(|(&c, weight)| weight * f64::from(row[c])).sum::<f64>();
        let rows = self.ratios.chunks_exact(self.n_statistics).zip(self.expected.chunks_exact(self.n_statistics));
        rows.zip(self.membership.of(self.target))
            .enumerate()
            .map(|(candidate, ((ratios, expected), &is_member))| Judgement {
                candidate: candidate as u32,
                is_member,
                score: weighed(ratios),
                exposure: weighed(expected),
            })
            .collect()
    }

    /// Returns the weights that tell members from others best in the rehearsals.
    pub(super) fn weights(&self, columns: &[usize]) -> Vec<f64> {
        let k = columns.len();
        let rows = || self.rehearsals.iter().flat_map(|(_, ratios)| ratios.chunks_exact(self.n_statistics));
        let members = self.rehearsals.iter().flat_map(|(shadow, _)| self.membership.of(*shadow));
        let mut scales = vec![0.0; k];
        let n = rows().fold(0.0, |n: f64, row| {
            scales.iter_mut().zip(columns).for_each(|(scale, &c)| *scale += f64::from(row[c]).powi(2));
            n + 1.0
        });
        for scale in &mut scales {
            *scale = if *scale > 0.0 { (n / *scale).sqrt() } else { 0.0 };
        }
        let features: Vec<f64> =
            rows().flat_map(|row| columns.iter().zip(&scales).map(|(&c, scale)| f64::from(row[c]) * scale)).collect();
        let members: Vec<bool> = members.copied().collect();
        logistic(&features, &members, k).iter().zip(&scales).map(|(weight, scale)| weight * scale).collect()
    }
}

/// Returns sign(ratio)·ln(1 + |ratio|).
pub(super) fn compressed(ratio: f64) -> f64 {
    ratio.signum() * ratio.abs().ln_1p()
}

/// Fits ridge-penalized logistic weights without intercept by Newton's method; `features` is `(members, k)`, row-major.
fn logistic(features: &[f64], members: &[bool], k: usize) -> Vec<f64> {
    let mut weights = vec![0.0; k];
    for _ in 0..MAX_STEPS {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -RIDGE * weight).collect();
        let mut curvature = vec![0.0; k * k];
        (0..k).for_each(|at| curvature[at * k + at] = RIDGE);
        for (row, &is_member) in features.chunks_exact(k).zip(members) {
            let score: f64 = row.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let probability = 1.0 / (1.0 + (-score).exp());
            let (off, bend) = (f64::from(u8::from(is_member)) - probability, probability * (1.0 - probability));
            for (r, &x) in row.iter().enumerate() {
                gradient[r] += off * x;
                let scale = bend * x;
                curvature[r * k..=r * k + r].iter_mut().zip(row).for_each(|(slot, other)| *slot += scale * other);
            }
        }
        let Some(lower) = cholesky(&curvature, k) else { break };
        forward(&lower, &mut gradient);
        backward(&lower, &mut gradient);
        weights.iter_mut().zip(&gradient).for_each(|(weight, step)| *weight += step);
        if gradient.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_of_one_feature_solves_its_equation() {
        // Three of four are right: without a ridge σ(w) would be 3/4; with it 4·(3/4 − σ(w)) = w.
        let weight = logistic(&[1.0, 1.0, 1.0, 1.0], &[true, true, true, false], 1)[0];
        let sigma = 1.0 / (1.0 + (-weight).exp());
        assert!((4.0 * (0.75 - sigma) - weight).abs() < 1e-9 && weight > 0.0, "{weight}");
    }

    #[test]
    fn what_says_nothing_weighs_nothing_beside_what_tells() {
        let features: Vec<f64> =
            (0..400).flat_map(|n| [f64::from(n % 2 * 2 - 1), f64::from(n / 2 % 2 * 2 - 1)]).collect();
        let members: Vec<bool> = (0..400).map(|n| (n % 2 == 1) != (n % 40 < 2)).collect();
        let weights = logistic(&features, &members, 2);
        assert!(weights[0] > 1.0 && weights[1].abs() < 1e-3, "{weights:?}");
    }
}
