//! Random streams: one independent `ChaCha8` stream per thing that is drawn (a customer, a session, a day).
//!
//! A stream depends on the seed, on what it is for and on an index, never on what was drawn before it. So the lake does
//! not change with the number of threads or with the order in which the work is done. It refuses ambient randomness:
//! nothing here can be made without a seed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a stream is for; the number is part of the lake's definition (docs/synth.md) and never reused.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    Catalogue = 1,
    Marketing = 2,
    Customer = 3,
    Taste = 4,
    Staple = 5,
    Schedule = 6,
    Session = 7,
    Stock = 8,
    Returns = 9,
    Dirt = 10,
    Robot = 11,
    Personal = 12,
}

/// The streams of one seed.
#[derive(Debug)]
pub(super) struct Streams {
    root: ChaCha8Rng,
}

impl Streams {
    /// Derives the streams of `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self { root: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// Opens stream `index` of `stream` at its beginning; `index` stays below 2^48.
    pub(super) fn open(&self, stream: Stream, index: u64) -> ChaCha8Rng {
        let mut rng = self.root.clone();
        rng.set_stream(((stream as u64) << 48) | index);
        rng
    }
}

/// Draws an index with probability proportional to the steps of `cumulative`; `None` when it is empty or all weights are 0.
///
/// O(log n). `cumulative` is the running sum of non-negative weights.
pub(super) fn pick(rng: &mut ChaCha8Rng, cumulative: &[f64]) -> Option<usize> {
    let total = *cumulative.last()?;
    if total <= 0.0 {
        return None;
    }
    let at = rng.random::<f64>() * total;
    // Rounding can bring `at` up to `total`: the last index is then the answer.
    Some(cumulative.partition_point(|&sum| sum <= at).min(cumulative.len() - 1))
}

/// Turns weights into their running sums.
pub(super) fn cumulate(weights: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sum = 0.0;
    weights
        .into_iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect()
}

/// Draws one element of a slice uniformly; `None` when it is empty.
pub(super) fn one_of<'a, T>(rng: &mut ChaCha8Rng, among: &'a [T]) -> Option<&'a T> {
    if among.is_empty() { None } else { among.get(rng.random_range(0..among.len() as u32) as usize) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_depends_on_seed_purpose_and_index_alone() {
        let draw = |seed, stream, index| Streams::new(seed).open(stream, index).random::<u64>();
        assert_eq!(draw(1, Stream::Session, 5), draw(1, Stream::Session, 5));
        assert_ne!(draw(1, Stream::Session, 5), draw(2, Stream::Session, 5));
        assert_ne!(draw(1, Stream::Session, 5), draw(1, Stream::Session, 6));
        assert_ne!(draw(1, Stream::Session, 5), draw(1, Stream::Taste, 5));
    }

    #[test]
    fn pick_follows_the_weights_and_skips_zeros() {
        let cumulative = cumulate([0.0, 3.0, 0.0, 1.0]);
        let mut rng = Streams::new(7).open(Stream::Stock, 0);
        let mut counts = [0_u32; 4];
        for _ in 0..4000 {
            counts[pick(&mut rng, &cumulative).expect("the weights sum to 4")] += 1;
        }
        assert_eq!((counts[0], counts[2]), (0, 0));
        assert!((2800..3200).contains(&counts[1]), "{counts:?}");
        assert_eq!(pick(&mut rng, &cumulate([0.0, 0.0])), None);
        assert_eq!(pick(&mut rng, &[]), None);
    }
}
