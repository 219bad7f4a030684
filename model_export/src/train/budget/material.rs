//! What was learned, cut to a budget.

use etalage::format;
use etalage::model::{ModelParts, NextItemTable, QuantizedFactors};
use ndarray::ArrayView2;
use serde::Serialize;

use super::PrincipalAxes;
use crate::train::TrainError;
use crate::train::next_item::{Rows, prune};

/// What a model file spends on the table beside a byte an item and its pairs: the codebook and the padding of four
/// sections.
const TABLE_OVERHEAD: usize = 1024 + 64;

/// The factor counts that are tried, beside all there are.
const FACTOR_COUNTS: [usize; 14] = [0, 8, 16, 24, 32, 48, 64, 80, 96, 128, 192, 256, 384, 512];

/// How the bytes of a file are divided: the table has what the factors leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ByteMix {
    /// Length of an item's vector; 0 for none.
    pub n_factors: usize,
    /// Bits of one entry: 8 or 4.
    pub factor_bits: u8,
}

impl ByteMix {
    /// A model without factors.
    pub const NOTHING: Self = Self { n_factors: 0, factor_bits: 8 };
}

/// A mix that was tried on held-out questions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TriedMix {
    /// The mix.
    pub mix: ByteMix,
    /// The pairs of the table that the factors left room for.
    pub n_pairs: usize,
    /// How well it did.
    pub score: f64,
}

/// What was learned of a catalogue, before it is cut to size.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    parts: ModelParts,
    factors: ArrayView2<'a, f32>,
    axes: PrincipalAxes,
    rows: &'a Rows,
    frequency: &'a [f32],
}

impl<'a> Material<'a> {
    /// Takes the `parts` that every file has, and centroids of as many factors as `factors` `(n_items, n_factors)` has
    /// columns, with the factors' axes; the factors and the table of `parts` themselves are left aside. `rows` are all successors there are, and
    /// `frequency` is how often each item asks for its own, as [`prune`] takes it.
    pub fn new(
        parts: &ModelParts,
        (factors, axes): (ArrayView2<'a, f32>, PrincipalAxes),
        rows: &'a Rows,
        frequency: &'a [f32],
    ) -> Self {
        Self { parts: parts.clone(), factors, axes, rows, frequency }
    }

    /// Tries every mix that fits in `max_bytes` and returns them, the best first; of equals the one with fewer bytes of
    /// factors. `score` tells how good a model is: the greater the better.
    ///
    /// # Errors
    /// [`TrainError::Budget`] when not even a model without factors and pairs fits, and what `score` returns.
    pub fn rank(
        &self,
        max_bytes: usize,
        mut score: impl FnMut(&ModelParts) -> Result<f64, TrainError>,
    ) -> Result<Vec<TriedMix>, TrainError> {
        let mut tried = Vec::new();
        for mix in self.mixes() {
            let parts = match self.arrange(mix, max_bytes) {
                Err(TrainError::Budget { .. }) if mix != ByteMix::NOTHING => continue,
                parts => parts?,
            };
            tried.push(TriedMix { mix, n_pairs: parts.next_items.n_pairs(), score: score(&parts)? });
        }
        // Stable: of equals the first stays the first.
        tried.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(tried)
    }

    /// Makes the model of one mix, with the most valuable pairs that `max_bytes` leave room for.
    ///
    /// # Errors
    /// [`TrainError::Budget`] when the factors alone are too many, [`TrainError::Model`] when the core refuses the model.
    ///
    /// # Panics
    /// When the mix has more factors than there are.
    pub fn arrange(&self, mix: ByteMix, max_bytes: usize) -> Result<ModelParts, TrainError> {
        let mut parts = self.with_factors(mix)?;
        let n_pairs = pairs_beside(&parts, max_bytes)?;
        let mut rows = self.rows.clone();
        prune(&mut rows, n_pairs, self.frequency);
        parts.next_items = NextItemTable::quantize(&rows)?;
        Ok(parts)
    }

    /// Makes the model of the first mix that fits: what was ranked with a draft may be a few bytes longer at last.
    ///
    /// # Errors
    /// [`TrainError::Budget`] when none fits, and those of [`arrange`](Self::arrange).
    pub fn arrange_first(&self, ranked: &[TriedMix], max_bytes: usize) -> Result<(TriedMix, ModelParts), TrainError> {
        let mut needed = None;
        for tried in ranked {
            match self.arrange(tried.mix, max_bytes) {
                Err(TrainError::Budget { needed: bytes, .. }) => needed = needed.max(Some(bytes)),
                parts => return Ok((*tried, parts?)),
            }
        }
        Err(TrainError::Budget { max_bytes, needed: needed.unwrap_or(0) })
    }

    /// Returns the model without a table.
    fn with_factors(&self, mix: ByteMix) -> Result<ModelParts, TrainError> {
        let ByteMix { n_factors, factor_bits } = mix;
        let mut parts = self.parts.clone();
        let row_major = |vectors: &ArrayView2<'_, f32>| self.axes.turn(vectors, n_factors).into_raw_vec_and_offset().0;
        let n_segments = parts.meta.segments.len();
        let centroids = core::mem::take(&mut parts.centroids);
        let centroids = ArrayView2::from_shape((n_segments, self.factors.ncols()), &centroids);
        parts.centroids = centroids.map_or_else(|_| Vec::new(), |centroids| row_major(&centroids));
        parts.factors = match factor_bits {
            _ if n_factors == 0 => QuantizedFactors::none(),
            4 => QuantizedFactors::quantize_to_four_bits(&row_major(&self.factors), n_factors)?,
            _ => QuantizedFactors::quantize(&row_major(&self.factors), n_factors)?,
        };
        parts.meta.n_factors = n_factors as u16;
        parts.meta.factor_bits = parts.factors.bits();
        parts.next_items = NextItemTable::default();
        Ok(parts)
    }

    /// Returns the mixes that can be tried, by the bytes of their factors.
    fn mixes(&self) -> Vec<ByteMix> {
        let n_factors = self.factors.ncols();
        let counts = FACTOR_COUNTS.into_iter().filter(|&count| count < n_factors).chain([n_factors]);
        let mut mixes: Vec<ByteMix> = counts
            .flat_map(|n_factors| [4, 8].map(|factor_bits| ByteMix { n_factors, factor_bits }))
            .filter(|mix| mix.n_factors > 0 || mix.factor_bits == 8)
            .collect();
        mixes.sort_by_key(|mix| (mix.n_factors * usize::from(mix.factor_bits), mix.n_factors));
        mixes
    }
}

/// Returns how many pairs of a next-item table fit in `max_bytes` beside the other `parts`, which have none yet.
///
/// # Errors
/// [`TrainError::Budget`] when the parts alone do not fit.
pub fn pairs_beside(parts: &ModelParts, max_bytes: usize) -> Result<usize, TrainError> {
    let (n_items, needed) = (parts.items.len(), format::encode(parts)?.len());
    let left = max_bytes.checked_sub(needed).ok_or(TrainError::Budget { max_bytes, needed })?;
    Ok(left.saturating_sub(n_items + TABLE_OVERHEAD) / NextItemTable::bytes_of_pair(n_items))
}
