//! Rows of different lengths: for each item some places of another table, in two or three bytes each.

use alloc::vec::Vec;

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

    /// Calls a function with every entry: an item, and a place of its row.
    fn for_each(self, mut call: impl FnMut(ItemIx, u32)) {
        for item in 0..self.len() as ItemIx {
            self.row(item).1.for_each(|place| call(item, place));
        }
    }
}

/// Rows turned around: for each place the items whose rows have it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Turned {
    /// Where the items of each place end, which is where those of the next one begin.
    ends: Vec<u32>,
    items: Vec<ItemIx>,
}

impl Turned {
    /// Turns rows around whose places are below `n`. O(entries).
    pub(crate) fn of(rows: Rows<'_>, n: usize) -> Self {
        let mut ends = vec![0_u32; n];
        let mut n_entries = 0;
        rows.for_each(|_, place| ends[place as usize] += 1);
        // From numbers to where each place begins; what follows moves it to where it ends.
        for end in &mut ends {
            n_entries += core::mem::replace(end, n_entries);
        }
        let mut items = vec![0; n_entries as usize];
        rows.for_each(|item, place| {
            let end = &mut ends[place as usize];
            items[*end as usize] = item;
            *end += 1;
        });
        Self { ends, items }
    }

    /// Returns the items of each place in turn, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[ItemIx]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.items[core::mem::replace(&mut start, end as usize)..end as usize])
    }
}

fn place(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |place, &byte| place << 8 | u32::from(byte))
}
