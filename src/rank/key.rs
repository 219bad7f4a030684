//! One sort for every ranking: a score and an index packed in a u64 whose ascending order is best first.
//!
//! Of equal scores the lower index comes first. One key type means one copy of the sort in the shipped module, and lets
//! it be a counting sort, which is a fifth of the standard library's and no slower.

/// The most keys that are sorted by insertion alone, and the most moves for each of more keys.
const FEW: usize = 32;

/// Packs a score and an index; the smaller key is the better one.
pub(crate) fn key(score: f32, index: u32) -> u64 {
    // IEEE 754's total order as an unsigned integer: flip every bit of a negative number, the sign of a positive one.
    let bits = score.to_bits();
    let ascending = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    u64::from(!ascending) << 32 | u64::from(index)
}

/// Returns the index of a key.
pub(crate) fn index(key: u64) -> u32 {
    key as u32
}

/// Returns the score of a key.
pub(super) fn score(key: u64) -> f32 {
    let ascending = !((key >> 32) as u32);
    f32::from_bits(if ascending >> 31 == 0 { !ascending } else { ascending & !(1 << 31) })
}

/// Sorts keys whose lower halves ascend already, as those of a list in its own order do. O(n).
///
/// By the sixteen bits of the upper half that tell the keys apart first, a byte at a time from the lowest; what is equal
/// in these is put right by insertion. Where that turns out to be long, all four bytes are sorted by.
#[inline(never)]
pub(crate) fn sort(keys: &mut Vec<u64>) {
    if keys.len() > FEW {
        let (mut least, mut greatest) = (u64::MAX, 0);
        for &key in keys.iter() {
            least = least.min(key);
            greatest = greatest.max(key);
        }
        least = least >> 32 << 32;
        // The highest bit in which they differ is the highest of the sixteen.
        let lowest = (64 - (greatest - least).leading_zeros()).max(48) - 16;
        sort_by_byte(keys, least, lowest);
        sort_by_byte(keys, least, lowest + 8);
    }
    if !insert(keys) {
        for lowest in [32, 40, 48, 56] {
            sort_by_byte(keys, 0, lowest);
        }
    }
}

/// Sorts keys by the byte at a bit of what they are above `least`; what is equal in it keeps its order.
#[inline(never)]
fn sort_by_byte(keys: &mut Vec<u64>, least: u64, lowest: u32) {
    let byte = |key: u64| usize::from(((key - least) >> lowest) as u8);
    let mut places = [0_u32; 256];
    for &key in keys.iter() {
        places[byte(key)] += 1;
    }
    let mut start = 0;
    for place in &mut places {
        start += core::mem::replace(place, start);
    }
    let mut sorted = vec![0; keys.len()];
    for &key in keys.iter() {
        let place = &mut places[byte(key)];
        // The places of all keys are those of the list: there is always one.
        if let Some(slot) = sorted.get_mut(*place as usize) {
            *slot = key;
        }
        *place += 1;
    }
    *keys = sorted;
}

/// Sorts by insertion, and says whether it came to an end: it gives up on a long list that is in no order.
#[inline(never)]
fn insert(keys: &mut [u64]) -> bool {
    let mut moves = 0;
    for end in 1..keys.len() {
        let key = keys[end];
        let mut place = end;
        while place > 0 && keys[place - 1] > key {
            keys[place] = keys[place - 1];
            place -= 1;
        }
        keys[place] = key;
        moves += end - place;
        if moves > FEW * keys.len() {
            return false;
        }
    }
    true
}

/// Returns the indices of `scores` from the best to the worst. O(n log n).
pub(crate) fn best_first(scores: impl Iterator<Item = f32>) -> impl Iterator<Item = usize> {
    let mut keys: Vec<u64> = (0_u32..).zip(scores).map(|(n, score)| key(score, n)).collect();
    sort(&mut keys);
    keys.into_iter().map(|key| index(key) as usize)
}

use alloc::vec::Vec;

/// Keys that wait, the least to go first. O(waiting) for each: a page has few products that are out of stock.
#[derive(Debug, Default)]
pub(super) struct Waiting(Vec<u64>);

impl Waiting {
    /// Adds a key.
    pub(super) fn push(&mut self, key: u64) {
        self.0.push(key);
        // The others descend, so the new one passes all that are less.
        let mut place = self.0.len() - 1;
        while place > 0 && self.0[place - 1] < key {
            self.0.swap(place - 1, place);
            place -= 1;
        }
    }

    /// Returns the least key.
    pub(super) fn peek(&self) -> Option<u64> {
        self.0.last().copied()
    }

    /// Takes the least key out.
    pub(super) fn pop(&mut self) -> Option<u64> {
        self.0.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_like_total_cmp_and_give_back_what_went_in() {
        let scores = [f32::NEG_INFINITY, -2.5, -0.0, 0.0, 1e-30, 0.5, 7.0, f32::INFINITY];
        for (n, &a) in scores.iter().enumerate() {
            assert_eq!((score(key(a, 9)).to_bits(), index(key(a, 9))), (a.to_bits(), 9));
            assert!(key(a, 1) < key(a, 2), "of equal scores the lower index is better");
            for &b in &scores[n + 1..] {
                assert!(key(b, 5) < key(a, 5), "{b} is better than {a}");
            }
        }
    }

    #[test]
    fn the_sort_agrees_with_the_standard_librarys() {
        let mut random = crate::fixture::SplitMix64(5);
        // Spread out, on few values, in one narrow heap beside an outlier, all equal, already sorted.
        let lists: [fn(u64) -> f32; 5] = [
            |bits| (bits >> 40) as f32 - 8e6,
            |bits| (bits % 7) as f32,
            |bits| if bits.is_multiple_of(97) { 1e30 } else { 1.0 + (bits % 100_000) as f32 * 1e-7 },
            |_| 0.25,
            |bits| -(bits as f32),
        ];
        for n in [0, 1, 2, 31, 32, 33, 100, 1_000, 20_000] {
            for (kind, value) in lists.into_iter().enumerate() {
                let scores = (0..n).map(|n| if kind == 4 { n } else { random.next() }).map(value);
                let mut keys: Vec<u64> = scores.enumerate().map(|(n, score)| key(score, n as u32)).collect();
                let mut wanted = keys.clone();
                wanted.sort_unstable();
                sort(&mut keys);
                assert!(keys == wanted, "{n} keys of kind {kind}");
            }
        }
    }
}
