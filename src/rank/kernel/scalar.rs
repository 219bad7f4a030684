//! The loops as they are meant: one item after the other. The exporter runs them, and the tests compare.
#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signatures of the SIMD twin, which loads what they point to"
)]

use super::{BLOCK, Question};

/// Returns the square root, rounded once as IEEE 754 has it.
pub(crate) fn sqrt(value: f64) -> f64 {
    libm::sqrt(value)
}

/// Returns the linear parts of four items.
pub(super) fn linear(
    rows: [&[u8]; BLOCK],
    scales: &[[u8; 4]; BLOCK],
    popularity: &[[u8; 2]; BLOCK],
    question: &Question<'_>,
) -> [f32; BLOCK] {
    core::array::from_fn(|lane| {
        let (scale, popularity) = (f32::from_le_bytes(scales[lane]), u16::from_le_bytes(popularity[lane]));
        let dot = dot(rows[lane], question.vector) as f32;
        dot * (question.unit * scale) + f32::from(popularity) * question.popularity_unit
    })
}

/// Returns the linear parts of a block, or `None` when all are below the bound.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(super) fn linear_above(
    rows: &[u8],
    scales: &[[u8; 4]; BLOCK],
    popularity: &[[u8; 2]; BLOCK],
    next: Option<&[f32; BLOCK]>,
    question: &Question<'_>,
    bound: f32,
) -> Option<[f32; BLOCK]> {
    let n = question.vector.len();
    let rows = core::array::from_fn(|lane| &rows[lane * n..(lane + 1) * n]);
    let linear = linear(rows, scales, popularity, question);
    let next = next.unwrap_or(&[0.0; BLOCK]);
    let below = linear.iter().zip(next).all(|(part, next)| part + question.most + next < bound);
    (!below).then_some(linear)
}

fn dot(row: &[u8], vector: &[i16]) -> i32 {
    row.iter().zip(vector).map(|(&byte, &v)| i32::from(byte.cast_signed()) * i32::from(v)).sum()
}
