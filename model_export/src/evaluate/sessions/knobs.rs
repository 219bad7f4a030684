//! What may be turned in a recipe, and how far.
//!
//! Not among them: `min_pair_customers`, which protects customers and is no matter of taste, and the number and length of
//! factors, which are a matter of bytes.

use super::Recipe;
use crate::tune::{Knob, Scale};

macro_rules! knob {
    ($scale:ident, $range:expr, $($field:ident).+) => {
        Knob {
            name: stringify!($($field).+),
            range: $range,
            scale: Scale::$scale,
            get: |recipe: &Recipe| recipe.$($field).+ as f64,
            set: |recipe: &mut Recipe, value| recipe.$($field).+ = value as _,
        }
    };
}

/// Returns the knobs that matter for a recipe: those of factors only where it has some, and what a budget prefers only
/// `under_budget`.
#[allow(clippy::cast_lossless, reason = "the macro reads fields of several types")]
pub(super) fn knobs(recipe: &Recipe, under_budget: bool) -> Vec<Knob<Recipe>> {
    let mut knobs = vec![
        knob!(Log, 0.02..=20.0, half_life),
        knob!(Log, 1e-5..=10.0, popularity),
        knob!(Log, 0.05..=5.0, ask.step_decay),
        knob!(Log, 0.01..=100.0, ask.second_hop),
        knob!(Log, 1e-3..=100.0, ask.repeat),
        knob!(Log, 1e-3..=100.0, ask.repeat_last),
        knob!(Log, 1e-3..=100.0, ask.repeat_only),
        knob!(Log, 1e-3..=100.0, ask.revisit),
        knob!(Linear, 0.0..=1.0, ask.repeat_decay),
        knob!(Log, 1e-5..=100.0, ask.floor),
        knob!(Whole, 1.0..=40.0, next_item.max_distance),
        knob!(Log, 0.05..=6.0, next_item.forward_decay),
        knob!(Log, 0.01..=3.0, next_item.backward),
        knob!(Log, 0.05..=6.0, next_item.backward_decay),
        knob!(Log, 0.01..=3.0, next_item.length_exponent),
        knob!(Linear, 0.0..=1.0, next_item.damping),
        knob!(Linear, 0.0..=1.5, next_item.row_exponent),
        knob!(Log, 1e-3..=100.0, next_item.smoothing),
        knob!(Log, 1e-3..=10.0, next_item.discount),
        knob!(Whole, 5.0..=120.0, next_item.n_successors),
    ];
    if under_budget {
        knobs.push(knob!(Linear, 0.0..=1.5, frequency_exponent));
    }
    if recipe.n_factors > 0 {
        knobs.push(knob!(Log, 0.01..=100.0, factors));
        knobs.push(knob!(Log, 1.0..=1e5, unobserved_total));
        knobs.push(knob!(Log, 1e-4..=10.0, regularization));
    }
    knobs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_knob_turns_what_its_name_says() {
        let recipe = Recipe { n_factors: 16, ..Recipe::default() };
        for knob in knobs(&recipe, true) {
            let mut turned = recipe.clone();
            (knob.set)(&mut turned, *knob.range.end());
            assert_eq!((knob.get)(&turned), f64::from(*knob.range.end() as f32), "{}", knob.name);
            let (was, is) = (recipe.to_toml().expect("numbers"), turned.to_toml().expect("numbers"));
            let changed: Vec<_> = was.lines().zip(is.lines()).filter(|(was, is)| was != is).collect();
            assert_eq!(changed.len(), 1, "{}", knob.name);
            let field = knob.name.rsplit('.').next().expect("a name");
            assert!(changed[0].1.starts_with(&format!("{field} = ")), "{changed:?}");
        }
        assert_eq!(knobs(&Recipe::default(), false).len() + 4, knobs(&recipe, true).len());
    }
}
