//! Rows of different lengths: for each item some places of another table, which a file holds in two or three bytes each.

use alloc::vec::Vec;

use super::ItemIx;

/// Returns the bytes of one place in a table of `n`.
pub(crate) const fn index_bytes(n: usize) -> usize {
    if n <= 65_536 { 2 } else { 3 }
}

/// Reads places of so many bytes each: once, for they are asked for at every click.
#[inline(never)]
pub(crate) fn read_places(bytes: &[u8], width: usize) -> Vec<u32> {
    let place = |bytes: &[u8]| {
        let third = if width == 3 { u32::from(bytes[2]) } else { 0 };
        u32::from(bytes[0]) | u32::from(bytes[1]) << 8 | third << 16
    };
    bytes.chunks_exact(width).map(place).collect()
}

/// The places of every item; in a model without such a table every row is empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rows<'a> {
    starts: &'a [u32],
    places: &'a [u32],
}

impl<'a> Rows<'a> {
    /// Makes a view of rows from where each begins.
    pub(crate) fn new(starts: &'a [u32], places: &'a [u32]) -> Self {
        Self { starts, places }
    }

    /// Returns the number of rows.
    pub(crate) fn len(self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns where the row of an item begins and ends.
    #[inline(never)]
    pub(crate) fn range(self, item: ItemIx) -> core::ops::Range<usize> {
        match self.starts.get(item as usize..item as usize + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// Returns the places of an item.
    pub(crate) fn row(self, item: ItemIx) -> &'a [u32] {
        &self.places[self.range(item)]
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
    #[inline(never)]
    pub(crate) fn of(rows: Rows<'_>, n: usize) -> Self {
        let mut ends = vec![0_u32; n];
        for &place in rows.places {
            ends[place as usize] += 1;
        }
        // From numbers to where each place begins; what follows moves it to where it ends.
        let mut start = 0;
        for end in &mut ends {
            start += core::mem::replace(end, start);
        }
        let mut items = vec![0; rows.places.len()];
        for item in 0..rows.len() as ItemIx {
            for &place in rows.row(item) {
                let end = &mut ends[place as usize];
                items[*end as usize] = item;
                *end += 1;
            }
        }
        Self { ends, items }
    }

    /// Returns the items of a place, ascending.
    pub(crate) fn items(&self, place: usize) -> &[ItemIx] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.items[start as usize..self.ends[place] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Two rows, [1, 2] and [2], as a file has them in two bytes a place; 0 and 3 are in no row.
        let places = read_places(&[1, 0, 2, 0, 2, 0], index_bytes(4));
        let rows = Rows::new(&[0, 2, 3], &places);
        assert_eq!((rows.row(0), rows.row(1), rows.row(2)), (&[1, 2][..], &[2][..], &[][..]));
        let turned = Turned::of(rows, 4);
        assert_eq!([0, 1, 2, 3].map(|place| turned.items(place)), [&[][..], &[0], &[0, 1], &[]]);
        assert_eq!(read_places(&[1, 2, 3], index_bytes(65_537)), [0x03_0201]);
    }
}
