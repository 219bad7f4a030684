//! The likelihood-ratio attack by one statistic (Carlini et al. 2022), with normal distributions.
//!
//! For a candidate, the shadows with and without them give the statistic a mean inside and one outside. Standardized by the
//! candidate's own variance, drawn towards that of candidates with as many items, the difference of the two is δ, and what
//! the target says, counted from their middle, is u: the logarithm of the likelihood ratio is δ·u. A difference seen in few
//! shadows is mostly noise, so δ is drawn towards its mean over the stratum by the share of its scatter that noise explains
//! (empirical Bayes). What lies more than three deviations beyond a mean counts as three: tails are not normal.
//!
//! Invariants: without a leak the score has the same distribution for members and others (see [`Membership`]); nothing of
//! the target or its partner enters what is learned from the shadows.

use super::membership::Membership;

/// The degrees of freedom that the pooled variance is worth beside a candidate's own.
const POOLED_FREEDOM: f64 = 4.0;

/// The most standard deviations that a value counts beyond the mean of its side.
const MOST_DEVIATIONS: f64 = 3.0;

/// The statistics of every model and candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// For each model `(n_candidates, n_statistics)`, row-major.
    pub of_models: Vec<Vec<f64>>,
    /// The number of statistics.
    pub n_statistics: usize,
    /// A number for each candidate: those with the same one are pooled.
    pub strata: Vec<usize>,
}

/// What one statistic says of every candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratios {
    /// The logarithm of the likelihood ratio, inside over outside `(n_candidates)`.
    pub log_ratios: Vec<f64>,
    /// What the ratio is expected to be for a member: δ²/2 `(n_candidates)`.
    pub expected: Vec<f64>,
}

/// How a statistic tells one candidate's presence: what it says has the log ratio `delta · (value − middle) · per_unit`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Separation {
    /// Half-way between the means inside and outside.
    pub middle: f64,
    /// Standard deviations in one unit of the statistic; 0 for what never varies.
    pub per_unit: f64,
    /// Inside less outside, in standard deviations, less what noise explains.
    pub delta: f64,
}

/// The shadows' two means of a candidate, and the sum of squares around them.
#[derive(Debug, Clone, Copy)]
struct Sides {
    inside: f64,
    outside: f64,
    squares: f64,
}

impl Values {
    /// Returns the number of candidates.
    pub fn n_candidates(&self) -> usize {
        self.strata.len()
    }

    /// Tells whether a statistic is a number everywhere, and not the same of every candidate in every model.
    pub fn varies(&self, statistic: usize) -> bool {
        let n_models = self.of_models.len();
        let of = |model, candidate| self.get(model, candidate, statistic);
        let is_finite = (0..n_models).all(|model| (0..self.n_candidates()).all(|c| of(model, c).is_finite()));
        let differs = |candidate: usize| {
            let first = of(0, candidate);
            (1..n_models).any(|model| (of(model, candidate) - first).abs() > 1e-9 * first.abs().max(1e-3))
        };
        is_finite && (0..self.n_candidates()).any(differs)
    }

    fn get(&self, model: usize, candidate: usize, statistic: usize) -> f64 {
        self.of_models[model][candidate * self.n_statistics + statistic]
    }

    /// Returns what `statistic` of `target` says of every candidate; each candidate must be in half of the `shadows`.
    /// O(candidates · shadows).
    pub fn ratios(&self, statistic: usize, membership: &Membership, target: usize, shadows: &[usize]) -> Ratios {
        let separations = self.separations(statistic, membership, shadows);
        let log_ratio = |(candidate, of): (usize, &Separation)| {
            let most = 0.5 * of.delta.abs() + MOST_DEVIATIONS;
            let above = (self.get(target, candidate, statistic) - of.middle) * of.per_unit;
            of.delta * above.clamp(-most, most)
        };
        Ratios {
            log_ratios: separations.iter().enumerate().map(log_ratio).collect(),
            expected: separations.iter().map(|of| 0.5 * of.delta * of.delta).collect(),
        }
    }

    /// Returns how `statistic` tells each candidate's presence in models like the `shadows`, of which each candidate must be
    /// in half. O(candidates · shadows).
    pub fn separations(&self, statistic: usize, membership: &Membership, shadows: &[usize]) -> Vec<Separation> {
        let half = shadows.len() as f64 / 2.0;
        let freedom = (2.0 * half - 2.0).max(1.0);
        let sides: Vec<Sides> =
            (0..self.n_candidates()).map(|candidate| self.sides(statistic, candidate, membership, shadows)).collect();
        let squares: Vec<f64> = sides.iter().map(|side| side.squares).collect();
        let pooled = means(&squares, &self.strata);
        let deviation = |(side, stratum): (&Sides, &usize)| {
            let variance = (side.squares + POOLED_FREEDOM * pooled[*stratum] / freedom) / (freedom + POOLED_FREEDOM);
            // Rounding alone is no variation.
            let least = 1e-18 * (side.inside + side.outside).powi(2).max(1e-6);
            if variance > least { variance.sqrt() } else { 0.0 }
        };
        let deviations: Vec<f64> = sides.iter().zip(&self.strata).map(deviation).collect();
        let standard = |of: f64, deviation: f64| if deviation > 0.0 { of / deviation } else { 0.0 };
        // Own variances drawn to pooled ones need not average 1 when residuals are counted in them.
        let total: f64 =
            squares.iter().zip(&deviations).map(|(sum, deviation)| standard(*sum, deviation.powi(2))).sum();
        let scale = standard(1.0, (total / (freedom * squares.len().max(1) as f64)).sqrt());
        let per_unit: Vec<f64> = deviations.iter().map(|deviation| standard(scale, *deviation)).collect();
        let mut deltas: Vec<f64> =
            sides.iter().zip(&per_unit).map(|(side, per_unit)| (side.inside - side.outside) * per_unit).collect();
        draw_together(&mut deltas, &self.strata, 2.0 / half);
        let separation = |((side, per_unit), delta): ((&Sides, f64), f64)| Separation {
            middle: 0.5 * (side.inside + side.outside),
            per_unit,
            delta,
        };
        sides.iter().zip(per_unit).zip(deltas).map(separation).collect()
    }

    fn sides(&self, statistic: usize, candidate: usize, membership: &Membership, shadows: &[usize]) -> Sides {
        let half = (shadows.len() / 2).max(1) as f64;
        let mut means = [0.0; 2];
        let side = |shadow: usize| usize::from(!membership.of(shadow)[candidate]);
        for &shadow in shadows {
            means[side(shadow)] += self.get(shadow, candidate, statistic) / half;
        }
        let square = |&shadow: &usize| (self.get(shadow, candidate, statistic) - means[side(shadow)]).powi(2);
        Sides { inside: means[0], outside: means[1], squares: shadows.iter().map(square).sum() }
    }
}

/// Draws each δ towards the mean of its stratum by the share of the scatter around these means that `noise`, the variance of
/// one δ's error, explains.
fn draw_together(deltas: &mut [f64], strata: &[usize], noise: f64) {
    let means = means(deltas, strata);
    let squares = deltas.iter().zip(strata).map(|(delta, stratum)| (delta - means[*stratum]).powi(2)).sum::<f64>();
    let scatter = squares / deltas.len().max(1) as f64;
    let kept = if scatter > noise { 1.0 - noise / scatter } else { 0.0 };
    for (delta, stratum) in deltas.iter_mut().zip(strata) {
        *delta = means[*stratum] + kept * (*delta - means[*stratum]);
    }
}

/// Returns the mean of the values of each stratum.
fn means(values: &[f64], strata: &[usize]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); strata.iter().max().map_or(0, |most| most + 1)];
    for (value, stratum) in values.iter().zip(strata) {
        let (sum, n) = &mut sums[*stratum];
        (*sum, *n) = (*sum + value, *n + 1.0);
    }
    sums.into_iter().map(|(sum, n): (f64, f64)| sum / f64::max(n, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // One candidate, shadows 2 to 5 of target 0: inside 3 and 5, outside 0 and 2. Means 4 and 1, variance 4 / 2 = 2, which
        // the pooled one equals. The target says 4: the ratio of N(4; 4, 2) and N(4; 1, 2) is exp(9 / 4).
        let membership = Membership::draw(1, 3, 1);
        let of = |model: usize, inside: f64, outside: f64| if membership.of(model)[0] { inside } else { outside };
        let of_models = [vec![4.0], vec![9.0], vec![of(2, 3.0, 0.0)], vec![of(3, 3.0, 0.0)], vec![of(4, 5.0, 2.0)]];
        let of_models = of_models.into_iter().chain([vec![of(5, 5.0, 2.0)]]).collect();
        let values = Values { of_models, n_statistics: 1, strata: vec![0] };
        let shadows: Vec<usize> = membership.shadows(0).collect();
        let ratios = values.ratios(0, &membership, 0, &shadows);
        assert!((ratios.log_ratios[0] - 2.25).abs() < 1e-12, "{ratios:?}");
        assert!((ratios.expected[0] - 2.25).abs() < 1e-12, "δ²/2 = 9 / 2 / 2");
    }

    #[test]
    fn differences_that_noise_explains_are_drawn_to_their_mean() {
        // Scatter 1 around means 0 and 10; noise of 1/4 explains a quarter of it.
        let mut deltas = [-1.0, 1.0, 9.0, 11.0];
        draw_together(&mut deltas, &[0, 0, 1, 1], 0.25);
        assert_eq!(deltas, [-0.75, 0.75, 9.25, 10.75]);
        draw_together(&mut deltas, &[0, 0, 1, 1], 5.0);
        assert_eq!(deltas, [0.0, 0.0, 10.0, 10.0]);
    }

    #[test]
    fn a_statistic_that_never_varies_or_is_no_number_is_found() {
        let of_models = vec![vec![1.0, 0.0, f64::NAN], vec![1.0, 0.5, 2.0]];
        let values = Values { of_models, n_statistics: 3, strata: vec![0] };
        assert_eq!([0, 1, 2].map(|statistic| values.varies(statistic)), [false, true, false]);
    }
}
