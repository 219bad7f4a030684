//! The sparse matrix that training reads: one row per customer, one confidence per item the customer touched.
//!
//! Rows are compressed (CSR) and sorted by column, so that equal data gives an equal matrix whatever order it came in.
//! The matrix refuses entries out of range, duplicates, and confidences that are not finite and above zero: an entry
//! *is* a sign of interest, its absence is the only way to say "none".

use thiserror::Error;

/// A sparse matrix of confidences, shape `(n_rows, n_columns)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidences {
    n_columns: usize,
    /// `starts[row]..starts[row + 1]` are the entries of `row`; length `n_rows + 1`.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
}

/// One entry that cannot be part of a [`Confidences`].
#[derive(Debug, Error, PartialEq)]
pub enum EntryError {
    /// The row or the column lies outside the matrix.
    #[error("entry ({row}, {column}) lies outside a matrix of {n_rows} rows and {n_columns} columns")]
    OutOfRange {
        /// Row of the entry.
        row: u32,
        /// Column of the entry.
        column: u32,
        /// Rows of the matrix.
        n_rows: usize,
        /// Columns of the matrix.
        n_columns: usize,
    },
    /// Entries must come sorted by (row, column), each pair once.
    #[error("entry ({row}, {column}) is out of order or twice: entries must be sorted by row, then column, each once")]
    OutOfOrder {
        /// Row of the entry.
        row: u32,
        /// Column of the entry.
        column: u32,
    },
    /// A confidence must be finite and above zero.
    #[error("entry ({row}, {column}) has confidence {value}: expected a finite number above zero")]
    BadValue {
        /// Row of the entry.
        row: u32,
        /// Column of the entry.
        column: u32,
        /// The confidence found.
        value: f32,
    },
}

impl Confidences {
    /// Builds the matrix from `(row, column, confidence)` entries sorted by row, then column.
    ///
    /// # Errors
    /// The first entry that is out of range, out of order, duplicated, or not a finite number above zero.
    pub fn from_sorted(
        n_rows: usize,
        n_columns: usize,
        entries: impl IntoIterator<Item = (u32, u32, f32)>,
    ) -> Result<Self, EntryError> {
        let mut matrix = Self { n_columns, starts: vec![0; n_rows + 1], columns: Vec::new(), values: Vec::new() };
        let mut previous = None;
        for (row, column, value) in entries {
            if row as usize >= n_rows || column as usize >= n_columns {
                return Err(EntryError::OutOfRange { row, column, n_rows, n_columns });
            }
            if previous >= Some((row, column)) {
                return Err(EntryError::OutOfOrder { row, column });
            }
            if !value.is_finite() || value <= 0.0 {
                return Err(EntryError::BadValue { row, column, value });
            }
            previous = Some((row, column));
            matrix.columns.push(column);
            matrix.values.push(value);
            matrix.starts[row as usize + 1] += 1;
        }
        accumulate(&mut matrix.starts);
        Ok(matrix)
    }

    /// Returns the number of rows.
    pub fn n_rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the number of columns.
    pub fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// Returns the number of entries.
    pub fn n_entries(&self) -> usize {
        self.columns.len()
    }

    /// Returns the columns of `row`, ascending, and their confidences.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let entries = self.starts[row]..self.starts[row + 1];
        (&self.columns[entries.clone()], &self.values[entries])
    }

    /// Returns the matrix with rows and columns exchanged, in O(entries).
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut starts = vec![0; self.n_columns + 1];
        for &column in &self.columns {
            starts[column as usize + 1] += 1;
        }
        accumulate(&mut starts);
        let mut next = starts.clone();
        let mut columns = vec![0; self.columns.len()];
        let mut values = vec![0.0; self.values.len()];
        for row in 0..self.n_rows() {
            let (row_columns, row_values) = self.row(row);
            for (&column, &value) in row_columns.iter().zip(row_values) {
                let place = &mut next[column as usize];
                columns[*place] = row as u32;
                values[*place] = value;
                *place += 1;
            }
        }
        Self { n_columns: self.n_rows(), starts, columns, values }
    }
}

impl Confidences {
    /// Returns the matrix with each confidence divided by the number of its column's entries to the power `exponent`,
    /// and all multiplied by one number that keeps their mean: above 0, what many touch tells less of each of them.
    ///
    /// O(entries). Matrices whose confidences are all finite and above zero keep to that for any sensible exponent.
    #[must_use]
    pub fn damped(&self, exponent: f32) -> Self {
        let mut n_entries = vec![0_u32; self.n_columns];
        self.columns.iter().for_each(|&column| n_entries[column as usize] += 1);
        let weights: Vec<f64> = n_entries.iter().map(|&n| f64::from(n.max(1)).powf(-f64::from(exponent))).collect();
        let weight = |&column: &u32| weights[column as usize];
        let before: f64 = self.values.iter().map(|&value| f64::from(value)).sum();
        let after: f64 = self.columns.iter().zip(&self.values).map(|(c, &value)| weight(c) * f64::from(value)).sum();
        let scale = if after > 0.0 { before / after } else { 1.0 };
        let values = self.columns.iter().zip(&self.values);
        let values = values.map(|(column, &value)| (f64::from(value) * weight(column) * scale) as f32).collect();
        Self { n_columns: self.n_columns, starts: self.starts.clone(), columns: self.columns.clone(), values }
    }
}

/// Turns counts shifted by one into running totals.
fn accumulate(starts: &mut [usize]) {
    let mut total = 0;
    for start in starts {
        total += *start;
        *start = total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transposing_twice_gives_the_matrix_back() {
        let entries = [(0, 1, 1.0), (0, 3, 2.0), (2, 0, 3.0), (2, 1, 4.0)];
        let matrix = Confidences::from_sorted(3, 4, entries).expect("sorted and in range");
        assert_eq!(matrix.row(1), (&[][..], &[][..]));
        assert_eq!(matrix.transposed().row(1), (&[0, 2][..], &[1.0, 4.0][..]));
        assert_eq!(matrix.transposed().transposed(), matrix);
    }

    #[test]
    fn what_many_touch_can_be_made_to_tell_less() {
        // Column 0 has four entries, column 1 one: with exponent 1/2 they weigh 1/2 and 1 before the mean is restored,
        // which takes 5 / (4/2 + 1) = 5/3.
        let entries = [(0, 0, 1.0), (1, 0, 1.0), (2, 0, 1.0), (3, 0, 1.0), (3, 1, 1.0)];
        let matrix = Confidences::from_sorted(4, 2, entries).expect("sorted and in range");
        let damped = matrix.damped(0.5);
        let (columns, values) = damped.row(3);
        assert_eq!(columns, [0, 1]);
        assert!((values[0] - 5.0 / 6.0).abs() < 1e-6 && (values[1] - 5.0 / 3.0).abs() < 1e-6);
        assert_eq!(matrix.damped(0.0), matrix);
    }

    #[test]
    fn entries_that_mean_nothing_are_refused() {
        let from = |entries: &[(u32, u32, f32)]| Confidences::from_sorted(2, 2, entries.iter().copied());
        assert!(matches!(from(&[(2, 0, 1.0)]), Err(EntryError::OutOfRange { row: 2, .. })));
        assert!(matches!(from(&[(0, 1, 1.0), (0, 1, 1.0)]), Err(EntryError::OutOfOrder { .. })));
        assert!(matches!(from(&[(1, 0, 1.0), (0, 0, 1.0)]), Err(EntryError::OutOfOrder { .. })));
        assert!(matches!(from(&[(0, 0, f32::NAN)]), Err(EntryError::BadValue { .. })));
        assert!(matches!(from(&[(0, 0, 0.0)]), Err(EntryError::BadValue { .. })));
    }
}
