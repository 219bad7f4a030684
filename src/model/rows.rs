//! Rows of different lengths: for each item some places of another table, in two or three bytes each.

use super::ItemIx;

/// Returns the bytes of one place in a table of `n`.
pub(crate) const fn index_bytes(n: usize) -> usize {
    if n <= 65_536 { 2 } else { 3 }
}

/// The places of every item; in a model without such a table every row is empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    starts: &'a [u32],
    places: &'a [u8],
    width: usize,
}

impl<'a> Rows<'a> {
    /// Makes a view of rows from where each begins; the places are those of a table of `n`.
    pub(crate) fn new(starts: &'a [u32], places: &'a [u8], n: usize) -> Self {
        Self { starts, places, width: index_bytes(n) }
    }

    /// Returns the number of rows.
    pub(crate) fn len(self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns where the row of an item begins, counted in places, and the bytes of its places.
    // One copy in the shipped module.
    #[inline(never)]
    fn bytes(self, item: ItemIx) -> (usize, &'a [u8]) {
        match self.starts.get(item as usize..item as usize + 2) {
            Some(&[start, end]) => {
                (start as usize, &self.places[start as usize * self.width..end as usize * self.width])
            }
            _ => (0, &[]),
        }
    }

    /// Returns where the row of an item begins, counted in places, and its places.
    pub(crate) fn row(self, item: ItemIx) -> (usize, impl ExactSizeIterator<Item = u32> + 'a) {
        let (start, bytes) = self.bytes(item);
        (start, bytes.chunks_exact(self.width).map(place))
    }
}

fn place(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |place, &byte| place << 8 | u32::from(byte))
}
