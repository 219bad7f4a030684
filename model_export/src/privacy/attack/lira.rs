//! The likelihood-ratio attack (Carlini et al. 2022), with normal distributions and one correlation for everybody.
//!
//! For a candidate, the shadows with and without them give each statistic a mean inside and one outside. Standardized by the
//! candidate's own variance, drawn towards that of candidates with as many items, the difference of the two is δ, and what
//! the target says, counted from their middle, is u. With R the correlation of the statistics, pooled over all candidates,
//! the logarithm of the likelihood ratio is δ·R⁻¹u. A difference seen in few shadows is mostly noise, so δ is drawn
//! towards its mean over candidates of the same stratum, by an empirical Bayes estimate along each principal axis: an axis
//! whose δ scatters no more than noise does counts by its mean alone.
//!
//! Invariants: without a leak the score has the same distribution for members and others (see [`Membership`]); nothing of
//! the target or its partner enters what is learned from the shadows.

use super::linear::{cholesky, eigen, forward};
use super::membership::Membership;

/// The degrees of freedom that the pooled variance is worth beside a candidate's own.
const POOLED_FREEDOM: f64 = 4.0;

/// What the correlation is drawn towards independence by: statistics that say the same must not cancel.
const CORRELATION_SHRINKAGE: f64 = 0.05;

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

/// What the attacker says of one candidate and one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The candidate.
    pub candidate: u32,
    /// Whether the candidate is in the target.
    pub is_member: bool,
    /// The logarithm of the likelihood ratio, inside over outside.
    pub score: f64,
    /// How far the shadows with and without the candidate are apart.
    pub exposure: f64,
}

impl Values {
    /// Returns the number of candidates.
    pub fn n_candidates(&self) -> usize {
        self.strata.len()
    }

    /// Tells whether a statistic is a number everywhere, and not the same of a candidate in every model.
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

    /// Judges every candidate by these statistics of `target`, with all but it and its partner as shadows.
    ///
    /// O(candidates · shadows · columns²). Needs six models or more.
    pub fn judge(&self, columns: &[usize], membership: &Membership, target: usize) -> Vec<Judgement> {
        let shadows: Vec<usize> = membership.shadows(target).collect();
        let moments = Moments::of(self, columns, membership, &shadows);
        let (k, half) = (columns.len(), shadows.len() as f64 / 2.0);
        let correlation = moments.correlation(self, columns, membership, &shadows);
        let Some(lower) = cholesky(&correlation.matrix, k) else { return Vec::new() };
        let mut deltas = moments.delta.clone();
        for delta in deltas.chunks_exact_mut(k) {
            delta.iter_mut().zip(&correlation.scale).for_each(|(d, scale)| *d *= scale);
            forward(&lower, delta);
        }
        draw_together(&mut deltas, k, &self.strata, 2.0 / half);
        // What a new observation varies by around means of `half` observations each.
        let variance = 1.0 + 0.5 / half;
        let judge = |(candidate, delta): (usize, &[f64])| {
            let mut u: Vec<f64> = (0..k)
                .map(|n| {
                    let at = candidate * k + n;
                    let value = self.get(target, candidate, columns[n]);
                    (value - moments.middle[at]) * moments.inverse_scale[at] * correlation.scale[n]
                })
                .collect();
            forward(&lower, &mut u);
            Judgement {
                candidate: candidate as u32,
                is_member: membership.of(target)[candidate],
                score: u.iter().zip(delta).map(|(u, d)| u * d).sum::<f64>() / variance,
                exposure: delta.iter().map(|d| d * d).sum(),
            }
        };
        deltas.chunks_exact(k).enumerate().map(judge).collect()
    }
}

/// What the shadows say of each candidate and statistic, `(n_candidates, columns)`.
struct Moments {
    /// Mean inside and outside.
    means: Vec<[f64; 2]>,
    middle: Vec<f64>,
    /// 1 / standard deviation around these means; 0 where a statistic never varies.
    inverse_scale: Vec<f64>,
    /// Inside less outside, in standard deviations.
    delta: Vec<f64>,
}

/// The correlation of standardized residuals, and what is left to bring their variance to 1.
struct Correlation {
    matrix: Vec<f64>,
    scale: Vec<f64>,
}

impl Moments {
    fn of(values: &Values, columns: &[usize], membership: &Membership, shadows: &[usize]) -> Self {
        let (k, n) = (columns.len(), values.n_candidates());
        let half = shadows.len() as f64 / 2.0;
        let freedom = 2.0 * half - 2.0;
        let mut means = vec![[0.0; 2]; n * k];
        let mut squares = vec![0.0; n * k];
        for &shadow in shadows {
            for candidate in 0..n {
                let side = usize::from(!membership.of(shadow)[candidate]);
                for (place, &column) in columns.iter().enumerate() {
                    means[candidate * k + place][side] += values.get(shadow, candidate, column) / half;
                }
            }
        }
        for &shadow in shadows {
            for candidate in 0..n {
                let side = usize::from(!membership.of(shadow)[candidate]);
                for (place, &column) in columns.iter().enumerate() {
                    let at = candidate * k + place;
                    squares[at] += (values.get(shadow, candidate, column) - means[at][side]).powi(2);
                }
            }
        }
        let n_strata = values.strata.iter().max().map_or(0, |most| most + 1);
        let mut pooled = vec![(0.0, 0.0); n_strata * k];
        for (at, &sum) in squares.iter().enumerate() {
            let (total, weight) = &mut pooled[values.strata[at / k] * k + at % k];
            (*total, *weight) = (*total + sum, *weight + freedom);
        }
        let inverse_scale: Vec<f64> = squares
            .iter()
            .enumerate()
            .map(|(at, &sum)| {
                let (total, weight) = pooled[values.strata[at / k] * k + at % k];
                let pooled = total / weight;
                let variance = (sum + POOLED_FREEDOM * pooled) / (freedom + POOLED_FREEDOM);
                // Rounding alone is no variation.
                let middle = 0.5 * (means[at][0] + means[at][1]);
                if variance > 1e-18 * middle.powi(2).max(1e-6) { variance.sqrt().recip() } else { 0.0 }
            })
            .collect();
        let middle = means.iter().map(|[inside, outside]| 0.5 * (inside + outside)).collect();
        let delta = means.iter().zip(&inverse_scale).map(|([inside, outside], s)| (inside - outside) * s).collect();
        Self { means, middle, inverse_scale, delta }
    }

    fn correlation(
        &self,
        values: &Values,
        columns: &[usize],
        membership: &Membership,
        shadows: &[usize],
    ) -> Correlation {
        let (k, n) = (columns.len(), values.n_candidates());
        let mut sums = vec![0.0; k * k];
        let mut residual = vec![0.0; k];
        for &shadow in shadows {
            for candidate in 0..n {
                let side = usize::from(!membership.of(shadow)[candidate]);
                for (place, &column) in columns.iter().enumerate() {
                    let at = candidate * k + place;
                    let value = values.get(shadow, candidate, column);
                    residual[place] = (value - self.means[at][side]) * self.inverse_scale[at];
                }
                for r in 0..k {
                    let by = residual[r];
                    sums[r * k..=r * k + r].iter_mut().zip(&residual).for_each(|(slot, v)| *slot += by * v);
                }
            }
        }
        let freedom = n as f64 * (shadows.len() as f64 - 2.0);
        let variance = |r: usize| sums[r * k + r] / freedom;
        let scale: Vec<f64> =
            (0..k).map(|r| if variance(r) > 0.0 { variance(r).sqrt().recip() } else { 0.0 }).collect();
        let mut matrix = vec![0.0; k * k];
        for r in 0..k {
            for c in 0..r {
                let value = (1.0 - CORRELATION_SHRINKAGE) * sums[r * k + c] / freedom * scale[r] * scale[c];
                (matrix[r * k + c], matrix[c * k + r]) = (value, value);
            }
            matrix[r * k + r] = 1.0;
        }
        Correlation { matrix, scale }
    }
}

/// Draws each row of `deltas` `(n, k)` towards the mean of its stratum, along each principal axis of what scatters around
/// these means, by the share of the scatter that `noise`, the variance of each coordinate's error, explains.
fn draw_together(deltas: &mut [f64], k: usize, strata: &[usize], noise: f64) {
    let n_strata = strata.iter().max().map_or(0, |most| most + 1);
    let mut means = vec![0.0; n_strata * k];
    let mut counts = vec![0.0; n_strata];
    for (row, &stratum) in deltas.chunks_exact(k).zip(strata) {
        counts[stratum] += 1.0;
        means[stratum * k..(stratum + 1) * k].iter_mut().zip(row).for_each(|(mean, d)| *mean += d);
    }
    for (stratum, count) in counts.iter().enumerate() {
        means[stratum * k..(stratum + 1) * k].iter_mut().for_each(|mean| *mean /= f64::max(*count, 1.0));
    }
    let mut scatter = vec![0.0; k * k];
    for (row, &stratum) in deltas.chunks_exact_mut(k).zip(strata) {
        row.iter_mut().zip(&means[stratum * k..]).for_each(|(d, mean)| *d -= mean);
        for r in 0..k {
            for c in 0..k {
                scatter[r * k + c] += row[r] * row[c];
            }
        }
    }
    let n = strata.len().max(1) as f64;
    scatter.iter_mut().for_each(|entry| *entry /= n);
    let (variances, axes) = eigen(&scatter, k);
    let kept: Vec<f64> = variances.iter().map(|&v| if v > noise { 1.0 - noise / v } else { 0.0 }).collect();
    for (row, &stratum) in deltas.chunks_exact_mut(k).zip(strata) {
        let along: Vec<f64> =
            (0..k).map(|axis| kept[axis] * (0..k).map(|r| axes[r * k + axis] * row[r]).sum::<f64>()).collect();
        for (r, slot) in row.iter_mut().enumerate() {
            *slot = means[stratum * k + r] + (0..k).map(|axis| axes[r * k + axis] * along[axis]).sum::<f64>();
        }
    }
}
