//! The hot loop: int8 rows against an int16 vector, summed exactly in i32, four items at a time.
//!
//! An integer sum has the same value in any order, and what follows it is one rounding at a time, lane for lane; so the
//! scalar loops and the SIMD ones agree in every bit. This is the one place of the crate with `unsafe`: loads whose bounds
//! the slices prove.
//!
//! Four at once, because each part of the vector is then loaded once for four rows, and the four sums are added up
//! together.

#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
mod scalar;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use scalar as lanes;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128 as lanes;

pub(crate) use lanes::sqrt;

use crate::ItemIx;

/// The items of one block.
pub(super) const BLOCK: usize = 4;

/// What the linear part of every item's score is made of, as it lies in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns<'a> {
    /// int8, one row an item, as long as the query's vector.
    pub(super) rows: &'a [u8],
    /// f32, one an item.
    pub(super) scales: &'a [[u8; 4]],
    /// u16, one an item.
    pub(super) popularity: &'a [[u8; 2]],
    /// What each item gets beside; nothing for any when there is none.
    pub(super) next: &'a [f32],
}

/// What the columns are asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'a> {
    /// The visitor's vector, a multiple of 8 long.
    pub(super) vector: &'a [i16],
    /// The weight of a dot product, times the scale of its row.
    pub(super) unit: f32,
    /// The weight of a popularity.
    pub(super) popularity_unit: f32,
    /// The most that an item can get beside what the columns say.
    pub(super) most: f32,
}

/// Returns the linear parts `dot · (unit · scale) + popularity · popularity_unit` of four items, wherever they lie. Dot
/// products are exact: |sum| ≤ 127 · 32,767 · 512 < 2³¹. O(factors).
///
/// # Panics
/// Past the last item, as a slice does.
pub(super) fn linear(columns: &Columns<'_>, question: &Question<'_>, items: [ItemIx; BLOCK]) -> [f32; BLOCK] {
    let n = question.vector.len();
    let [a, b, c, d] = items;
    let row = |item: ItemIx| &columns.rows[item as usize * n..][..n];
    let (scales, popularity) = (columns.scales, columns.popularity);
    let scales = [scales[a as usize], scales[b as usize], scales[c as usize], scales[d as usize]];
    let popularity = [popularity[a as usize], popularity[b as usize], popularity[c as usize], popularity[d as usize]];
    lanes::linear([row(a), row(b), row(c), row(d)], &scales, &popularity, question)
}

/// Returns the first block from `block` on in which some item's `linear + most + next` is not below `bound`, and the
/// [`linear`] parts of its four items. What is left of the items beyond the last whole
/// block is not looked at. O(factors) for each block.
pub(super) fn next_block(
    columns: &Columns<'_>,
    question: &Question<'_>,
    mut block: usize,
    bound: f32,
) -> Option<(usize, [f32; BLOCK])> {
    let rows = columns.rows.chunks_exact(BLOCK * question.vector.len().max(1));
    let (scales, popularity) = (columns.scales.as_chunks::<BLOCK>().0, columns.popularity.as_chunks::<BLOCK>().0);
    let next = columns.next.as_chunks::<BLOCK>().0;
    for ((rows, scales), popularity) in rows.zip(scales).zip(popularity).skip(block) {
        if let Some(linear) = lanes::linear_above(rows, scales, popularity, next.get(block), question, bound) {
            return Some((block, linear));
        }
        block += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::SplitMix64;

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn the_widest_row_does_not_overflow() {
        let (rows, scales, popularity) = ([(-127_i8).cast_unsigned(); 512], [1.0_f32.to_le_bytes()], [[0; 2]]);
        let columns = Columns { rows: &rows, scales: &scales, popularity: &popularity, next: &[] };
        let question = Question { vector: &[i16::MAX; 512], unit: 1.0, popularity_unit: 1.0, most: 0.0 };
        assert_eq!(linear(&columns, &question, [0; 4]), [(-127 * 32_767 * 512) as f32; 4]);
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn a_root_agrees_with_its_scalar_twin() {
        let mut random = SplitMix64(6);
        let bits = (0..10_000).map(|_| random.next() >> 1);
        for value in bits.map(f64::from_bits).filter(|value| value.is_finite()).chain([0.0, 2.0, 1e-320]) {
            assert_eq!(sqrt(value).to_bits(), scalar::sqrt(value).to_bits(), "the root of {value}");
        }
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn the_fast_path_agrees_with_its_scalar_twin() {
        let mut random = SplitMix64(5);
        for n in (8..=512).step_by(8) {
            let rows: Vec<u8> = (0..BLOCK * n).map(|_| random.next() as u8).collect();
            let vector: Vec<i16> = (0..n).map(|_| random.next() as i16 / 2).collect();
            let scales = [0.01, 1.5, 3e-9, 0.0].map(f32::to_le_bytes);
            let popularity = [0, 1, 40_000, u16::MAX].map(u16::to_le_bytes);
            let next = [0.0, 0.1, -0.2, 0.0];
            let question = Question { vector: &vector, unit: 1e-5, popularity_unit: 0.3, most: 0.25 };
            let columns = Columns { rows: &rows, scales: &scales, popularity: &popularity, next: &next };
            let four = [0, 1, 2, 3].map(|row| &rows[row * n..(row + 1) * n]);
            let all = scalar::linear(four, &scales, &popularity, &question);
            let [a, b, c, d] = all.map(f32::to_bits);
            assert_eq!(linear(&columns, &question, [2, 3, 0, 1]).map(f32::to_bits), [c, d, a, b], "{n} factors");

            let bounds = all.iter().zip(&next).map(|(v, next)| v + question.most + next);
            let greatest = bounds.fold(f32::NEG_INFINITY, f32::max);
            for bound in [f32::NEG_INFINITY, greatest, greatest.next_up()] {
                let found = next_block(&columns, &question, 0, bound).map(|(_, linear)| linear.map(f32::to_bits));
                assert_eq!(found, (bound <= greatest).then_some([a, b, c, d]), "{n} factors, bound {bound}");
            }
        }
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn blocks_below_the_bound_are_passed_over() {
        // 9 items, two whole blocks: item n has popularity n and no factors to speak of.
        let (rows, scales) = ([0; 9 * 8], [[0; 4]; 9]);
        let popularity: [[u8; 2]; 9] = core::array::from_fn(|n| (n as u16).to_le_bytes());
        let columns = Columns { rows: &rows, scales: &scales, popularity: &popularity, next: &[] };
        let question = Question { vector: &[1; 8], unit: 1.0, popularity_unit: 1.0, most: 0.5 };
        assert_eq!(next_block(&columns, &question, 0, 3.5), Some((0, [0.0, 1.0, 2.0, 3.0])));
        assert_eq!(next_block(&columns, &question, 0, 3.6), Some((1, [4.0, 5.0, 6.0, 7.0])));
        assert_eq!(next_block(&columns, &question, 1, 7.5), Some((1, [4.0, 5.0, 6.0, 7.0])));
        assert_eq!(next_block(&columns, &question, 1, 7.6), None);
        assert_eq!(next_block(&columns, &question, 2, 0.0), None);
    }
}
