//! The loops with the 128-bit SIMD of WebAssembly.

use core::arch::wasm32::{
    f32x4_add, f32x4_convert_i32x4, f32x4_extract_lane, f32x4_lt, f32x4_mul, f32x4_splat, f64x2_extract_lane,
    f64x2_splat, f64x2_sqrt, i16x8_load_extend_i8x8, i32x4_add, i32x4_all_true, i32x4_dot_i16x8, i32x4_shuffle,
    i32x4_splat, i64x2_shuffle, u32x4_load_extend_u16x4, v128, v128_load,
};

use super::{BLOCK, Question};

/// Returns the square root, rounded once as IEEE 754 has it: the instruction, where `libm` would compute it.
pub(crate) fn sqrt(value: f64) -> f64 {
    f64x2_extract_lane::<0>(f64x2_sqrt(f64x2_splat(value)))
}

/// Returns the linear parts of four items.
///
/// # Panics
/// When a row is not as long as the vector.
pub(super) fn linear(
    [a, b, c, d]: [&[u8]; BLOCK],
    scales: &[[u8; 4]; BLOCK],
    popularity: &[[u8; 2]; BLOCK],
    question: &Question<'_>,
) -> [f32; BLOCK] {
    let n = question.vector.len();
    assert!(a.len() == n && b.len() == n && c.len() == n && d.len() == n, "a row is as long as the vector");
    // SAFETY: each row has as many bytes as the vector has entries.
    let sums = unsafe { sums([a.as_ptr(), b.as_ptr(), c.as_ptr(), d.as_ptr()], question.vector) };
    lanes_of(weigh(sums, scales, popularity, question))
}

/// Returns the linear parts of a block, or `None` when all are below the bound.
#[inline]
pub(super) fn linear_above(
    rows: &[u8],
    scales: &[[u8; 4]; BLOCK],
    popularity: &[[u8; 2]; BLOCK],
    next: Option<&[f32; BLOCK]>,
    question: &Question<'_>,
    bound: f32,
) -> Option<[f32; BLOCK]> {
    let n = question.vector.len();
    assert!(rows.len() == BLOCK * n, "a block is four rows");
    let row = rows.as_ptr();
    // SAFETY: four rows of as many bytes as the vector has entries.
    let sums = unsafe { sums([row, row.add(n), row.add(2 * n), row.add(3 * n)], question.vector) };
    let linear = weigh(sums, scales, popularity, question);
    let mut most = f32x4_add(linear, f32x4_splat(question.most));
    if let Some(next) = next {
        // SAFETY: four f32 are 16 bytes.
        most = f32x4_add(most, unsafe { v128_load(next.as_ptr().cast()) });
    }
    if i32x4_all_true(f32x4_lt(most, f32x4_splat(bound))) {
        return None;
    }
    Some(lanes_of(linear))
}

/// Returns `dot · (unit · scale) + popularity · popularity_unit` in each lane.
#[inline]
fn weigh(dots: v128, scales: &[[u8; 4]; BLOCK], popularity: &[[u8; 2]; BLOCK], question: &Question<'_>) -> v128 {
    // SAFETY: 16 bytes of scales, 8 bytes of popularity; wasm loads need no alignment.
    let (scales, popularity) =
        unsafe { (v128_load(scales.as_ptr().cast()), u32x4_load_extend_u16x4(popularity.as_ptr().cast())) };
    // Popularities are below 2¹⁶: the same as signed numbers.
    let popularity = f32x4_mul(f32x4_convert_i32x4(popularity), f32x4_splat(question.popularity_unit));
    f32x4_add(f32x4_mul(f32x4_convert_i32x4(dots), f32x4_mul(f32x4_splat(question.unit), scales)), popularity)
}

#[inline]
fn lanes_of(parts: v128) -> [f32; BLOCK] {
    [
        f32x4_extract_lane::<0>(parts),
        f32x4_extract_lane::<1>(parts),
        f32x4_extract_lane::<2>(parts),
        f32x4_extract_lane::<3>(parts),
    ]
}

/// Returns Σ row·vector of four rows, one in each lane.
///
/// # Safety
/// Each pointer has as many readable bytes behind it as the vector has entries.
#[inline(never)]
unsafe fn sums([a, b, c, d]: [*const u8; BLOCK], vector: &[i16]) -> v128 {
    let zero = i32x4_splat(0);
    let (mut at, mut sum_a, mut sum_b, mut sum_c, mut sum_d) = (0, zero, zero, zero, zero);
    // SAFETY: as far as the vector reaches there are eight bytes of each row for eight entries of 16 bytes in all.
    unsafe {
        for part in vector.as_chunks::<8>().0 {
            let part = v128_load(part.as_ptr().cast());
            sum_a = i32x4_add(sum_a, i32x4_dot_i16x8(i16x8_load_extend_i8x8(a.add(at).cast()), part));
            sum_b = i32x4_add(sum_b, i32x4_dot_i16x8(i16x8_load_extend_i8x8(b.add(at).cast()), part));
            sum_c = i32x4_add(sum_c, i32x4_dot_i16x8(i16x8_load_extend_i8x8(c.add(at).cast()), part));
            sum_d = i32x4_add(sum_d, i32x4_dot_i16x8(i16x8_load_extend_i8x8(d.add(at).cast()), part));
            at += 8;
        }
    }
    // Four times four lanes, added crosswise into one sum a lane.
    let ab = i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(sum_a, sum_b), i32x4_shuffle::<2, 6, 3, 7>(sum_a, sum_b));
    let cd = i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(sum_c, sum_d), i32x4_shuffle::<2, 6, 3, 7>(sum_c, sum_d));
    i32x4_add(i64x2_shuffle::<0, 2>(ab, cd), i64x2_shuffle::<1, 3>(ab, cd))
}
