//! How often a reason occurred, and where first.

/// How many places a reason shows.
pub(super) const SAMPLES: usize = 5;

/// Where a row is: the number of its file, and its line (CSV) or row (Parquet) from 1. Line 0 is the file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lake) struct Place {
    pub(in crate::lake) file: u16,
    pub(in crate::lake) line: u32,
}

#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) rows: u64,
    /// The smallest places, sorted: the same whatever the order in which rows are judged.
    pub(super) first: Vec<Place>,
}

impl Tally {
    /// Counts rows from `place` on.
    pub(super) fn add(&mut self, place: Place, rows: u64) {
        self.rows += rows;
        let rank = self.first.partition_point(|known| *known < place);
        if rank < SAMPLES {
            self.first.insert(rank, place);
            self.first.truncate(SAMPLES);
        }
    }
}
