//! Identifiers as 64-bit hashes: the audit counts who is who and keeps nobody's name.
//!
//! Two of n identifiers share a hash with probability n²/2^65: of ten million, three in a million.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

const STATE: FixedState = FixedState::with_seed(0x5e1f_a0d1);

/// A map whose keys are hashes already.
pub(in crate::audit) type ByHash<V> = HashMap<u64, V, BuildAsIs>;
/// A set of hashes.
pub(super) type Hashes = HashSet<u64, BuildAsIs>;

/// Makes hashers that take a hash for itself.
#[derive(Debug, Clone, Default)]
pub(in crate::audit) struct BuildAsIs;

/// The hasher of one hash.
#[derive(Debug, Default)]
pub(in crate::audit) struct AsIs(u64);

impl BuildHasher for BuildAsIs {
    type Hasher = AsIs;

    fn build_hasher(&self) -> AsIs {
        AsIs(0)
    }
}

impl Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash_of(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Returns the hash of some bytes, the same in every run.
pub(super) fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = STATE.build_hasher();
    hasher.write(bytes);
    hasher.finish()
}

/// Returns the hash of two hashes in this order.
pub(super) fn both(one: u64, other: u64) -> u64 {
    let mut hasher = STATE.build_hasher();
    hasher.write_u64(one);
    hasher.write_u64(other);
    hasher.finish()
}

/// Identifiers to dense numbers, in order of arrival.
#[derive(Debug, Default)]
pub(super) struct Ids(ByHash<u32>);

impl Ids {
    /// Returns the number of the identifier with this hash, and whether it is new.
    pub(super) fn number(&mut self, hash: u64) -> (u32, bool) {
        let next = self.0.len() as u32;
        let number = *self.0.entry(hash).or_insert(next);
        (number, number == next)
    }

    /// Tells whether the identifier is known.
    pub(super) fn has(&self, hash: u64) -> bool {
        self.0.contains_key(&hash)
    }

    /// Returns the number of the identifier when it is known.
    pub(super) fn get(&self, hash: u64) -> Option<u32> {
        self.0.get(&hash).copied()
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Counts the entries of a list that repeat an earlier one; sorts it.
pub(super) fn repeats<T: Ord>(list: &mut [T]) -> u64 {
    list.sort_unstable();
    list.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
}
