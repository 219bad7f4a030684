//! The next-item table: for each item its few strongest successors, as indices and one-byte weights.

use alloc::vec::Vec;

use super::rows::{Rows, index_bytes};
use super::{F32s, ItemIx};
use crate::Error;

/// The number of values that a weight can have.
pub const CODEBOOK: usize = 256;

/// The most successors of one item.
pub const MAX_SUCCESSORS: usize = 255;

/// The successors of every item, `n_items` rows of different lengths; in a model without a table every row is empty.
#[derive(Debug, Clone, Copy)]
pub struct NextItems<'a> {
    rows: Rows<'a>,
    weights: &'a [u8],
    codebook: F32s<'a>,
}

impl<'a> NextItems<'a> {
    pub(crate) fn new(rows: Rows<'a>, weights: &'a [u8], codebook: F32s<'a>) -> Self {
        Self { rows, weights, codebook }
    }

    /// Returns the places of the successors.
    pub(crate) fn rows(self) -> Rows<'a> {
        self.rows
    }

    /// Whether the model has no table.
    pub fn is_empty(self) -> bool {
        self.weights.is_empty()
    }

    /// Returns the number of pairs.
    pub fn n_pairs(self) -> usize {
        self.weights.len()
    }

    /// Returns the successors of an item with their weights, in ascending order of items.
    pub fn row(self, item: ItemIx) -> impl Iterator<Item = (ItemIx, f32)> + 'a {
        let codes = &self.weights[self.rows.range(item)];
        self.rows.row(item).iter().zip(codes).map(move |(&item, &code)| (item, self.codebook.get(usize::from(code))))
    }

    /// Returns the weight of one successor of an item, 0 for an item that is none.
    #[inline(never)]
    pub(crate) fn weight(self, from: ItemIx, to: ItemIx) -> f64 {
        for (item, weight) in self.row(from) {
            if item == to {
                return f64::from(weight);
            }
        }
        0.0
    }

    /// Returns the weights that the codes stand for, [`CODEBOOK`] of them, or none in a model without a table.
    pub fn codebook(self) -> F32s<'a> {
        self.codebook
    }
}

/// A next-item table on its way into a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NextItemTable {
    pub(crate) counts: Vec<u8>,
    pub(crate) items: Vec<ItemIx>,
    pub(crate) codes: Vec<u8>,
    pub(crate) codebook: Vec<f32>,
}

impl NextItemTable {
    /// Makes a table from one row for each item: its successors with weights above 0, in ascending order of items.
    ///
    /// Each weight becomes the nearest of 256 values that lie at equal ratios between the least and the greatest
    /// weight, so the relative error of each is the same: at most (greatest / least)^(1/510) - 1.
    ///
    /// # Errors
    /// `bad_value` when a row has more than [`MAX_SUCCESSORS`], is out of order, or has a weight that is not above
    /// 0 and finite.
    pub fn quantize(rows: &[Vec<(ItemIx, f32)>]) -> Result<Self, Error> {
        let mut table = Self::default();
        let (mut least, mut greatest) = (f32::INFINITY, 0.0_f32);
        for (item, row) in rows.iter().enumerate() {
            let count = u8::try_from(row.len())
                .map_err(|_| Error::value("NXTN", item, "at most 255 successors", row.len() as f64))?;
            table.counts.push(count);
            for (n, &(successor, weight)) in row.iter().enumerate() {
                if (n > 0 && row[n - 1].0 >= successor) || successor as usize >= rows.len() {
                    return Err(Error::value("NXTI", item, "ascending items of the catalogue", f64::from(successor)));
                }
                if !(weight > 0.0 && weight.is_finite()) {
                    return Err(Error::value("NXTW", item, "a finite weight above 0", f64::from(weight)));
                }
                (least, greatest) = (least.min(weight), greatest.max(weight));
                table.items.push(successor);
            }
        }
        if table.items.is_empty() {
            return Ok(Self::default());
        }
        let step = libm::log(f64::from(greatest) / f64::from(least)) / (CODEBOOK - 1) as f64;
        let value = |code: usize| (f64::from(least) * libm::exp(step * code as f64)) as f32;
        table.codebook = (0..CODEBOOK).map(value).collect();
        let code = |weight: f32| {
            let place = libm::log(f64::from(weight) / f64::from(least)) / step.max(f64::MIN_POSITIVE);
            libm::round(place).clamp(0.0, (CODEBOOK - 1) as f64) as u8
        };
        table.codes = rows.iter().flatten().map(|&(_, weight)| code(weight)).collect();
        Ok(table)
    }

    /// Returns the bytes that a pair takes in the file of a catalogue of `n_items`.
    pub const fn bytes_of_pair(n_items: usize) -> usize {
        index_bytes(n_items) + 1
    }

    /// Returns the number of pairs.
    pub fn n_pairs(&self) -> usize {
        self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Weights 1 and 16: 255 steps of ratio 16^(1/255); 4 = 16^(1/2) lies between codes 127 and 128.
        let table = NextItemTable::quantize(&[vec![(1, 1.0), (2, 16.0)], vec![], vec![(0, 4.0)]]).expect("valid");
        assert_eq!((table.counts, table.items), (vec![2, 0, 1], vec![1, 2, 0]));
        assert_eq!(table.codes[..2], [0, 255]);
        let (found, ratio) = (table.codebook[usize::from(table.codes[2])], 16.0_f32.powf(1.0 / 510.0));
        assert!(found / 4.0 < ratio * 1.0001 && 4.0 / found < ratio * 1.0001, "{found}");
    }

    #[test]
    fn rows_that_cannot_be_written_are_refused() {
        let long = (0..256).map(|n| (n, 1.0)).collect();
        for row in [vec![(1, 1.0), (1, 1.0)], vec![(999, 1.0)], vec![(0, 0.0)], vec![(0, f32::NAN)], long] {
            let mut rows = vec![Vec::new(); 300];
            rows[0] = row;
            assert_eq!(NextItemTable::quantize(&rows).map_err(|e| e.code()), Err("bad_value"));
        }
        assert_eq!(NextItemTable::quantize(&vec![Vec::new(); 3]), Ok(NextItemTable::default()));
    }
}
