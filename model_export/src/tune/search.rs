//! Successive halving around the best so far.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

use super::Knob;

/// What part of the questions each stage of a round asks: one in so many.
const STAGES: [usize; 3] = [9, 3, 1];

/// The part of the field that a stage leaves: one in so many.
const SURVIVORS: usize = 3;

/// The choices of one round.
const ROUND: usize = 27;

/// How many knobs a choice differs in from the best so far, on average.
const MOVED: f64 = 4.0;

/// What the spread is multiplied by after a round that found nothing better.
const COOLING: f64 = 0.85;

/// The least spread: below it a choice is the best so far in other words.
const LEAST_SPREAD: f64 = 0.03;

/// How long and how far to search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Choices to try, the start not counted.
    pub trials: usize,
    /// Where all pseudo-random numbers come from.
    pub seed: u64,
    /// The standard deviation of the first round's moves: of the logarithm, or of half ranges.
    pub spread: f64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<T> {
    /// The best choice on all questions, which is the start when nothing beat it.
    pub best: T,
    /// Its score.
    pub score: f64,
    /// The score of the start.
    pub start_score: f64,
}

impl Plan {
    /// Returns a plan of so many trials with the usual spread of .35.
    pub fn new(trials: usize, seed: u64) -> Self {
        Self { trials, seed, spread: 0.35 }
    }

    /// Returns how often the search will ask for a score, the start's included.
    pub fn n_readings(&self) -> usize {
        1 + self.rounds().map(|round| stages(round).map(|(_, n)| n).sum::<usize>()).sum::<usize>()
    }

    /// Returns the sizes of the rounds.
    fn rounds(&self) -> impl Iterator<Item = usize> {
        let rest = self.trials % ROUND;
        core::iter::repeat_n(ROUND, self.trials / ROUND).chain((rest > 0).then_some(rest))
    }
}

/// Returns the stages of a round of `n` choices: one question in how many, and of how many choices.
fn stages(n: usize) -> impl Iterator<Item = (usize, usize)> {
    STAGES.into_iter().scan(n, |left, one_in| {
        let asked = *left;
        *left = left.div_ceil(SURVIVORS);
        Some((one_in, asked))
    })
}

/// Searches the knobs of `start` for the greatest `score(choice, one_in)`, where `one_in` says to ask one question in so
/// many: 9, 3, or 1 for all. A choice takes the place of the best so far only when it is better on all questions; of
/// equals the earlier one stays, and a score that is no number is worse than any.
///
/// The same start, plan and scores give the same choices in the same order.
///
/// # Errors
/// The first that `score` returns.
pub fn search<T: Clone, E>(
    knobs: &[Knob<T>],
    start: &T,
    plan: &Plan,
    mut score: impl FnMut(&T, usize) -> Result<f64, E>,
) -> Result<Found<T>, E> {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    let start_score = number(score(start, 1)?);
    let mut found = Found { best: start.clone(), score: start_score, start_score };
    let mut spread = plan.spread;
    for n in plan.rounds() {
        let mut field: Vec<T> = (0..n).map(|_| varied(knobs, &found.best, spread, &mut rng)).collect();
        let mut best = None;
        for (one_in, n_asked) in stages(n) {
            field.truncate(n_asked);
            let mut scored = Vec::with_capacity(n_asked);
            for choice in field {
                scored.push((number(score(&choice, one_in)?), choice));
            }
            // Stable: of equals the earlier one stands first.
            scored.sort_by(|a, b| b.0.total_cmp(&a.0));
            best = scored.first().map(|(score, _)| *score);
            field = scored.into_iter().map(|(_, choice)| choice).collect();
        }
        match (best, field.into_iter().next()) {
            (Some(score), Some(choice)) if score > found.score => (found.score, found.best) = (score, choice),
            _ => spread = (spread * COOLING).max(LEAST_SPREAD),
        }
    }
    Ok(found)
}

fn number(score: f64) -> f64 {
    if score.is_nan() { f64::NEG_INFINITY } else { score }
}

/// Returns `best` with some knobs moved, at least one when there is one.
fn varied<T: Clone>(knobs: &[Knob<T>], best: &T, spread: f64, rng: &mut ChaCha8Rng) -> T {
    let mut choice = best.clone();
    if knobs.is_empty() {
        return choice;
    }
    let always = rng.random_range(0..knobs.len());
    let chance = (MOVED / knobs.len() as f64).min(1.0);
    for (place, knob) in knobs.iter().enumerate() {
        // Both are drawn for every knob, so that one knob's luck does not shift another's.
        let (moves, distance) = (rng.random_bool(chance), StandardNormal.sample(rng));
        let distance: f64 = distance;
        if moves || place == always {
            (knob.set)(&mut choice, knob.moved((knob.get)(best), spread * distance));
        }
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::super::Scale;
    use super::*;

    /// Three choices.
    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Dish {
        salt: f64,
        heat: f64,
        minutes: usize,
    }

    const START: Dish = Dish { salt: 0.1, heat: 0.9, minutes: 5 };

    fn knobs() -> Vec<Knob<Dish>> {
        vec![
            Knob {
                name: "salt",
                range: 1e-3..=1e3,
                scale: Scale::Log,
                get: |dish| dish.salt,
                set: |dish, to| dish.salt = to,
            },
            Knob {
                name: "heat",
                range: 0.0..=1.0,
                scale: Scale::Linear,
                get: |dish| dish.heat,
                set: |dish, to| dish.heat = to,
            },
            Knob {
                name: "minutes",
                range: 1.0..=100.0,
                scale: Scale::Whole,
                get: |dish| dish.minutes as f64,
                set: |dish, to| dish.minutes = to as usize,
            },
        ]
    }

    /// Best at salt 3, heat 1/4, 20 minutes; a part of the questions has an opinion that is a bit off.
    fn taste(dish: &Dish, one_in: usize) -> f64 {
        let off = 0.02 * (one_in - 1) as f64;
        let salt = (dish.salt / 3.0).ln() - off;
        let minutes = (dish.minutes as f64 / 20.0).ln() + off;
        -salt * salt - (dish.heat - 0.25).powi(2) - minutes * minutes
    }

    fn cook(plan: &Plan) -> (Found<Dish>, Vec<(Dish, usize)>) {
        let mut asked = Vec::new();
        let found = search(&knobs(), &START, plan, |dish, one_in| {
            asked.push((*dish, one_in));
            Ok::<_, core::convert::Infallible>(taste(dish, one_in))
        });
        (found.unwrap_or_else(|never| match never {}), asked)
    }

    #[test]
    fn it_finds_the_optimum_of_a_known_function() {
        for seed in 1..=5 {
            let (found, _) = cook(&Plan::new(810, seed));
            assert_eq!(found.start_score, taste(&START, 1));
            assert!(found.score > -0.01, "seed {seed}: {found:?}");
            assert!((found.best.salt / 3.0).ln().abs() < 0.1 && found.best.minutes.abs_diff(20) <= 2, "{found:?}");
        }
    }

    #[test]
    fn a_seed_decides_everything_and_the_plan_says_how_much() {
        let plan = Plan::new(100, 7);
        let (once, twice) = (cook(&plan), cook(&plan));
        assert_eq!(once, twice);
        assert_ne!(once.1, cook(&Plan { seed: 8, ..plan }).1);
        // 1 + 3 · (27 + 9 + 3) + (19 + 7 + 3).
        assert_eq!((once.1.len(), plan.n_readings()), (147, 147));
        assert_eq!(once.1.iter().filter(|(_, one_in)| *one_in == 9).count(), 100);
    }

    #[test]
    fn nothing_better_leaves_the_start_and_an_error_ends_the_search() {
        let flat = search(&knobs(), &START, &Plan::new(54, 1), |_, _| Ok::<_, ()>(f64::NAN)).expect("no error");
        assert_eq!(flat.best, START);
        assert_eq!(search(&knobs(), &START, &Plan::new(54, 1), |_, one_in| Err::<f64, _>(one_in)), Err(1));
        let none = search(&[], &START, &Plan::new(3, 1), |_, _| Ok::<_, ()>(1.0)).expect("no error");
        assert_eq!((none.best, none.score), (START, 1.0));
    }
}
