//! Item factors in int8 or four bits, one f32 scale per item: a fourth of the bytes of f32 for less than 0.5 % of the
//! accuracy, or an eighth where bytes are dearer.

use alloc::vec::Vec;

use super::{F32s, ItemIx};
use crate::Error;
use crate::model::meta::check_n_factors;

/// Item factors `(n_items, n_factors)` as they lie in a file: the vector of item i is `scale(i) · row(i)`.
#[derive(Debug, Clone, Copy)]
pub struct ItemFactors<'a> {
    n_factors: usize,
    rows: &'a [u8],
    scales: F32s<'a>,
}

impl<'a> ItemFactors<'a> {
    pub(crate) fn new(n_factors: usize, rows: &'a [u8], scales: F32s<'a>) -> Self {
        Self { n_factors, rows, scales }
    }

    /// Returns the number of items.
    pub fn n_items(self) -> usize {
        self.scales.len()
    }

    /// Returns the length of a row.
    pub fn n_factors(self) -> usize {
        self.n_factors
    }

    /// Returns the rows of all items, one after the other.
    pub(crate) fn rows(self) -> &'a [u8] {
        self.rows
    }

    /// Returns the int8 row of an item, each byte the two's complement of its value.
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    pub fn row(self, item: ItemIx) -> &'a [u8] {
        let start = item as usize * self.n_factors;
        &self.rows[start..start + self.n_factors]
    }

    /// Returns the scales of all items.
    pub fn scales(self) -> F32s<'a> {
        self.scales
    }

    /// Returns the scale of an item; 0 in a model without factors.
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    pub fn scale(self, item: ItemIx) -> f32 {
        if self.n_factors == 0 { 0.0 } else { self.scales.get(item as usize) }
    }

    /// Returns the vector of an item: `scale · row`.
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    pub fn vector(self, item: ItemIx) -> impl ExactSizeIterator<Item = f64> + 'a {
        let scale = f64::from(self.scale(item));
        self.row(item).iter().map(move |&byte| f64::from(byte.cast_signed()) * scale)
    }

    /// Returns the vector of an item as a list: one copy of the conversion in the shipped module.
    ///
    /// # Panics
    /// Past the last item, as a slice does.
    #[inline(never)]
    pub(crate) fn listed(self, item: ItemIx) -> Vec<f64> {
        self.vector(item).collect()
    }

    /// Returns the lower triangle of `YᵀY` over the vectors of the items for which `counts` holds, row by row, summed in
    /// f64. O(items · factors²).
    pub fn gram(self, counts: impl Fn(ItemIx) -> bool) -> Vec<f32> {
        let d = self.n_factors;
        let mut sum = vec![0.0_f64; d * (d + 1) / 2];
        let mut vector = vec![0.0_f64; d];
        for item in (0..self.n_items()).filter(|&item| counts(item as ItemIx)) {
            vector.iter_mut().zip(self.vector(item as ItemIx)).for_each(|(slot, v)| *slot = v);
            let mut rows = sum.as_mut_slice();
            for r in 0..d {
                let (row, rest) = rows.split_at_mut(r + 1);
                row.iter_mut().zip(&vector).for_each(|(entry, v)| *entry += vector[r] * v);
                rows = rest;
            }
        }
        sum.into_iter().map(|entry| entry as f32).collect()
    }
}

/// Item factors on their way into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuantizedFactors {
    n_factors: usize,
    bits: u8,
    /// One byte an entry, whatever the bits: -127..=127 or -7..=7.
    pub(crate) rows: Vec<u8>,
    pub(crate) scales: Vec<u8>,
}

impl QuantizedFactors {
    /// Returns the factors of a model that has none.
    pub fn none() -> Self {
        Self { n_factors: 0, bits: 8, rows: Vec::new(), scales: Vec::new() }
    }

    /// Quantises row-major factors `(n_items, n_factors)` to int8: `scale = max |v| / 127`, entries to the nearest
    /// integer.
    ///
    /// # Errors
    /// `bad_value` when `n_factors` is not a multiple of 8 in 8..=512, when a row is cut, or an entry not finite.
    pub fn quantize(factors: &[f32], n_factors: usize) -> Result<Self, Error> {
        Self::with_scales(factors, n_factors, 8, |row| greatest(row) / 127.0)
    }

    /// Quantises to four bits: entries from -7 to 7 at the scale with the least squared error, among 16 that cut the
    /// greatest entries more and more.
    ///
    /// # Errors
    /// As [`quantize`](Self::quantize).
    pub fn quantize_to_four_bits(factors: &[f32], n_factors: usize) -> Result<Self, Error> {
        Self::with_scales(factors, n_factors, 4, |row| {
            let widest = greatest(row) / 7.0;
            let scales = (0..16).map(|n| widest * (1.0 - 0.04 * n as f32));
            let squared_error = |scale: f32| -> f32 {
                row.iter()
                    .map(|v| v - libm::roundf(v / scale).clamp(-7.0, 7.0) * scale)
                    .map(|error| error * error)
                    .sum()
            };
            scales.min_by(|&a, &b| squared_error(a).total_cmp(&squared_error(b))).unwrap_or(widest)
        })
    }

    fn with_scales(
        factors: &[f32],
        n_factors: usize,
        bits: u8,
        scale_of: impl Fn(&[f32]) -> f32,
    ) -> Result<Self, Error> {
        check_n_factors(n_factors)?;
        if !factors.len().is_multiple_of(n_factors) {
            return Err(Error::length("factors", factors.len().next_multiple_of(n_factors) as u64, factors.len()));
        }
        if let Some(index) = factors.iter().position(|v| !v.is_finite()) {
            return Err(Error::value("factors", index, "a finite number", f64::from(factors[index])));
        }
        let limit = if bits == 4 { 7.0 } else { 127.0 };
        let mut rows = Vec::with_capacity(factors.len());
        let mut scales = Vec::with_capacity(factors.len() / n_factors * 4);
        for row in factors.chunks_exact(n_factors) {
            let scale = scale_of(row);
            // A subnormal scale would divide to infinity: such a row is nothing but zeros.
            let inverse = if scale >= f32::MIN_POSITIVE { 1.0 / scale } else { 0.0 };
            rows.extend(row.iter().map(|v| (libm::roundf(v * inverse).clamp(-limit, limit) as i8).cast_unsigned()));
            scales.extend((if inverse > 0.0 { scale } else { 0.0 }).to_le_bytes());
        }
        Ok(Self { n_factors, bits, rows, scales })
    }

    /// Returns the factors as a file will hold them.
    pub fn view(&self) -> ItemFactors<'_> {
        ItemFactors::new(self.n_factors, &self.rows, F32s::new(&self.scales))
    }

    /// Returns the bits of an entry in the file: 8 or 4.
    pub fn bits(&self) -> u8 {
        self.bits
    }

    /// Returns the rows as the file holds them: int8, or two entries a byte, the first one in the lower four bits.
    pub(crate) fn packed_rows(&self) -> Vec<u8> {
        match self.bits {
            4 => self.rows.as_chunks::<2>().0.iter().map(|[low, high]| low & 15 | high << 4).collect(),
            _ => self.rows.clone(),
        }
    }
}

/// Returns the int8 rows of packed four-bit ones.
pub(crate) fn unpack(packed: &[u8]) -> Vec<u8> {
    let entry = |nibble: u8| ((nibble << 4).cast_signed() >> 4).cast_unsigned();
    packed.iter().flat_map(|&byte| [entry(byte & 15), entry(byte >> 4)]).collect()
}

fn greatest(row: &[f32]) -> f32 {
    row.iter().fold(0.0_f32, |greatest, v| greatest.max(v.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // max |v| = 2.54, so scale = 0.02: -2.54 -> -127, 1.01 -> 50.5 -> 51 (half away from zero), 0 -> 0.
        let mut row = [0.0_f32; 8];
        (row[0], row[1]) = (-2.54, 1.01);
        let quantized = QuantizedFactors::quantize(&row, 8).expect("valid");
        let view = quantized.view();
        assert_eq!(view.row(0)[..3], [(-127_i8).cast_unsigned(), 51, 0]);
        assert!((view.scale(0) - 0.02).abs() < 1e-7);
        let gram = view.gram(|_| true);
        assert!((gram[0] - 2.54 * 2.54).abs() < 1e-5, "entry (0, 0)");
        assert!((gram[1] + 2.54 * 1.02).abs() < 1e-5, "entry (1, 0)");
    }

    #[test]
    fn rows_without_signal_stay_zero_and_bad_input_is_named() {
        let quantized = QuantizedFactors::quantize(&[f32::MIN_POSITIVE / 2.0; 8], 8).expect("valid");
        assert!(quantized.view().vector(0).all(|v| v == 0.0));
        for (factors, n_factors, code) in
            [(vec![f32::NAN; 8], 8, "bad_value"), (vec![0.0; 9], 8, "truncated"), (vec![0.0; 7], 7, "bad_value")]
        {
            assert_eq!(QuantizedFactors::quantize(&factors, n_factors).map_err(|e| e.code()), Err(code));
        }
    }

    #[test]
    fn four_bits_go_into_a_byte_by_twos_and_come_back() {
        let row: Vec<f32> = (0..16).map(|n| (n as f32 - 7.5) * 0.1).collect();
        let quantized = QuantizedFactors::quantize_to_four_bits(&row, 16).expect("valid");
        assert_eq!(quantized.packed_rows().len(), 8);
        assert_eq!(unpack(&quantized.packed_rows()), quantized.rows);
        for (wanted, found) in row.iter().zip(quantized.view().vector(0)) {
            assert!((f64::from(*wanted) - found).abs() < 0.06, "{wanted}: {found}");
        }
    }
}
