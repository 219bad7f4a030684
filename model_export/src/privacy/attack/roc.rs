//! How well scores tell members from others: area under the curve, true positives at few false ones, and intervals.

use rayon::prelude::*;
use serde::Serialize;

use super::joint::Judgement;
use crate::evaluate::lake::{Estimate, Resamples};

/// The shares of false positives at which true ones are counted.
pub const FALSE_POSITIVES: [f64; 2] = [0.01, 0.001];

/// How well an attack does, each with its 95 % interval over customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Area under the ROC curve: the probability that a member's score is above another's.
    pub auc: Estimate,
    /// True positives at 1 % false ones.
    pub tpr_at_1_percent: Estimate,
    /// True positives at 0.1 % false ones.
    pub tpr_at_01_percent: Estimate,
}

/// Judgements in descending order of scores.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The candidate, whether they are a member, and whether the next score is lower.
    sorted: Vec<(u32, bool, bool)>,
}

impl Ranking {
    /// Sorts `judgements`, which may be of several targets.
    pub fn of(judgements: &[Judgement]) -> Self {
        let mut by_score: Vec<&Judgement> = judgements.iter().collect();
        by_score.sort_by(|a, b| b.score.total_cmp(&a.score));
        let ends = |at: usize| by_score.get(at + 1).is_none_or(|next| next.score < by_score[at].score);
        let sorted = by_score.iter().enumerate().map(|(at, j)| (j.candidate, j.is_member, ends(at))).collect();
        Self { sorted }
    }

    /// Returns the figures with their intervals: customers are drawn anew with all that was judged of them.
    /// O(judgements · resamples).
    pub fn figures(&self, resamples: &Resamples) -> Figures {
        let whole = self.weighted(&|_| 1.0);
        let drawn: Vec<[f64; 3]> = resamples.counts().par_iter().map(|n| self.weighted(&|c| f64::from(n[c]))).collect();
        let estimate = |figure: usize| {
            let mut values: Vec<f64> = drawn.iter().map(|figures| figures[figure]).collect();
            values.sort_unstable_by(f64::total_cmp);
            Estimate::of(whole[figure], &values)
        };
        Figures { auc: estimate(0), tpr_at_1_percent: estimate(1), tpr_at_01_percent: estimate(2) }
    }

    /// Returns points of the ROC curve, false and true positives, at most about `n` of them, dense where few are false.
    pub fn curve(&self, n: usize) -> Vec<(f64, f64)> {
        let mut points = vec![(0.0, 0.0)];
        let all = self.totals(&|_| 1.0);
        let (mut others, mut members, mut next) = (0.0, 0.0, 0.0);
        for &(_, is_member, ends) in &self.sorted {
            if is_member {
                members += 1.0;
            } else {
                others += 1.0;
            }
            if ends && others >= next {
                points.push((others / all.1, members / all.0));
                next = others + (others * 8.0 / n.max(1) as f64).max(1.0);
            }
        }
        points.push((1.0, 1.0));
        points
    }

    fn totals(&self, weight: &dyn Fn(usize) -> f64) -> (f64, f64) {
        self.sorted.iter().fold((0.0, 0.0), |(members, others), &(candidate, is_member, _)| {
            let weight = weight(candidate as usize);
            if is_member { (members + weight, others) } else { (members, others + weight) }
        })
    }

    /// Returns area and true positives with candidates weighed; an area of .5 where one side is empty.
    fn weighted(&self, weight: &dyn Fn(usize) -> f64) -> [f64; 3] {
        let (all_members, all_others) = self.totals(weight);
        if all_members <= 0.0 || all_others <= 0.0 {
            return [0.5, 0.0, 0.0];
        }
        let (mut members, mut others, mut tied_members, mut tied_others) = (0.0, 0.0, 0.0, 0.0);
        let (mut area, mut true_positives) = (0.0, [0.0; 2]);
        for &(candidate, is_member, ends) in &self.sorted {
            let weight = weight(candidate as usize);
            if is_member {
                tied_members += weight;
            } else {
                tied_others += weight;
            }
            if ends {
                area += tied_others * (members + 0.5 * tied_members);
                (members, others) = (members + tied_members, others + tied_others);
                (tied_members, tied_others) = (0.0, 0.0);
                for (slot, share) in true_positives.iter_mut().zip(FALSE_POSITIVES) {
                    if others <= share * all_others {
                        *slot = members / all_members;
                    }
                }
            }
        }
        [area / (all_members * all_others), true_positives[0], true_positives[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(scores: &[(f64, bool)]) -> Vec<Judgement> {
        let judge = |(candidate, &(score, is_member)): (usize, &(f64, bool))| Judgement {
            candidate: candidate as u32,
            is_member,
            score,
            exposure: 0.0,
        };
        scores.iter().enumerate().map(judge).collect()
    }

    #[test]
    fn worked_example() {
        // Of the nine pairs of a member and another, members lead in 3 + 2 + 1 and tie in one: 6.5 / 9.
        let judged = judged(&[(4.0, true), (3.0, true), (3.0, false), (2.0, false), (1.0, true), (0.0, false)]);
        let figures = Ranking::of(&judged).weighted(&|_| 1.0);
        assert!((figures[0] - 6.5 / 9.0).abs() < 1e-12, "{figures:?}");
        // Without a false positive one member of three is found.
        assert!((figures[1] - 1.0 / 3.0).abs() < 1e-12 && figures[1] == figures[2]);
    }

    #[test]
    fn one_false_positive_in_a_hundred_is_one_percent_and_not_a_tenth() {
        let mut scores: Vec<(f64, bool)> = (0..100).map(|n| (f64::from(n), false)).collect();
        scores.extend([(1_000.0, true), (98.5, true), (97.5, true), (-1.0, true)]);
        let figures = Ranking::of(&judged(&scores)).weighted(&|_| 1.0);
        assert_eq!(figures[1..], [0.5, 0.25]);
    }

    #[test]
    fn the_interval_of_the_area_holds_chance_where_there_is_no_leak() {
        let judged = judged(&(0..2_000).map(|n| (f64::from(n * 7_919 % 2_003), n % 2 == 0)).collect::<Vec<_>>());
        let figures = Ranking::of(&judged).figures(&Resamples::draw(2_000, 200, 1));
        assert!(figures.auc.low < 0.5 && figures.auc.high > 0.5, "{figures:?}");
        assert!(figures.auc.high - figures.auc.low < 0.08, "{figures:?}");
    }
}
