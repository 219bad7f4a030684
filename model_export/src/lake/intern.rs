//! Identifiers as dense numbers while reading, and their canonical numbers at the end.
//!
//! Refused here: any trace of the order of arrival in what leaves ([`Interner::canonical`] sorts by the bytes of the id).

use rustc_hash::FxHashMap;

/// Text to dense number, in order of arrival. The hasher is a fast one: its order never leaves.
#[derive(Debug, Default)]
pub(crate) struct Interner(FxHashMap<Box<str>, u32>);

/// The canonical numbering of an [`Interner`].
#[derive(Debug)]
pub(crate) struct Canonical {
    /// Sorted by bytes; the position is the canonical number.
    pub(crate) ids: Vec<Box<str>>,
    /// Number of arrival to canonical number.
    pub(crate) number: Vec<u32>,
}

impl Interner {
    /// Returns the number of `text`, new or known; `None` when 2^32 - 1 are taken ([`u32::MAX`] means "nobody").
    pub(crate) fn intern(&mut self, text: &str) -> Option<u32> {
        if let Some(&number) = self.0.get(text) {
            return Some(number);
        }
        let number = u32::try_from(self.0.len()).ok().filter(|&number| number != u32::MAX)?;
        self.0.insert(text.into(), number);
        Some(number)
    }

    /// Returns the number of `text` when it is known.
    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        self.0.get(text).copied()
    }

    /// Returns how many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns every text with its number, in no order.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&str, u32)> + Clone {
        self.0.iter().map(|(text, number)| (&**text, *number))
    }

    /// Numbers the texts anew, by their bytes.
    pub(crate) fn canonical(self) -> Canonical {
        let mut known: Vec<(Box<str>, u32)> = self.0.into_iter().collect();
        known.sort_unstable();
        let mut number = vec![0; known.len()];
        let ids = known
            .into_iter()
            .zip(0..)
            .map(|((id, arrival), canonical)| {
                number[arrival as usize] = canonical;
                id
            })
            .collect();
        Canonical { ids, number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrival_leaves_no_trace() {
        let read = |ids: [&str; 4]| {
            let mut interner = Interner::default();
            let arrivals = ids.map(|id| interner.intern(id).expect("far below 2^32"));
            let canonical = interner.canonical();
            let mut pairs: Vec<(u32, &str)> =
                arrivals.iter().zip(ids).map(|(&arrival, id)| (canonical.number[arrival as usize], id)).collect();
            pairs.sort_unstable();
            (pairs.into_iter().map(|(number, id)| (number, id.to_owned())).collect::<Vec<_>>(), canonical.ids)
        };
        assert_eq!(read(["b", "a", "c", "a"]), read(["a", "c", "a", "b"]));
    }
}
