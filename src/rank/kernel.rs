//! The hot loop: an int8 row against an int16 vector, summed exactly in i32.
//!
//! An integer sum has the same value in any order, so the scalar loop and the SIMD one agree in every bit. This is the
//! one place of the crate with `unsafe`: two loads whose bounds the slices prove.

/// Returns Σ row·vector, the row's bytes taken as int8. Exact: |sum| ≤ 127 · 32,767 · 512 < 2³¹.
///
/// Both slices are as long as a model's row, a multiple of 8; a rest would be left out.
#[inline]
pub(super) fn dot(row: &[u8], vector: &[i16]) -> i32 {
    let (rows, vectors) = (row.as_chunks::<8>().0, vector.as_chunks::<8>().0);
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    return simd128(rows, vectors);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    scalar(rows, vectors)
}

#[cfg(any(test, not(all(target_arch = "wasm32", target_feature = "simd128"))))]
fn scalar(rows: &[[u8; 8]], vectors: &[[i16; 8]]) -> i32 {
    let products = rows.iter().zip(vectors).map(|(row, vector)| -> i32 {
        row.iter().zip(vector).map(|(&byte, &v)| i32::from(byte.cast_signed()) * i32::from(v)).sum()
    });
    products.sum()
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn simd128(rows: &[[u8; 8]], vectors: &[[i16; 8]]) -> i32 {
    use core::arch::wasm32::{
        i16x8_load_extend_i8x8, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, v128_load,
    };
    let mut sums = i32x4_splat(0);
    for (row, vector) in rows.iter().zip(vectors) {
        // SAFETY: `row` is eight readable bytes and `vector` eight readable i16; wasm loads need no alignment.
        let (row, vector) = unsafe { (i16x8_load_extend_i8x8(row.as_ptr().cast()), v128_load(vector.as_ptr().cast())) };
        sums = i32x4_add(sums, i32x4_dot_i16x8(row, vector));
    }
    (i32x4_extract_lane::<0>(sums) + i32x4_extract_lane::<1>(sums))
        + (i32x4_extract_lane::<2>(sums) + i32x4_extract_lane::<3>(sums))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::SplitMix64;

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn the_widest_row_does_not_overflow() {
        let row = [(-127_i8).cast_unsigned(); 512];
        assert_eq!(dot(&row, &[i16::MAX; 512]), -127 * 32_767 * 512);
    }

    #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
    #[cfg_attr(not(target_arch = "wasm32"), test)]
    fn the_fast_path_agrees_with_its_scalar_twin() {
        let mut random = SplitMix64(5);
        for n in (8..=512).step_by(8) {
            let row: Vec<u8> = (0..n).map(|_| random.next() as u8).collect();
            let vector: Vec<i16> = (0..n).map(|_| random.next() as i16 / 2).collect();
            assert_eq!(dot(&row, &vector), scalar(row.as_chunks().0, vector.as_chunks().0), "{n} factors");
        }
    }
}
