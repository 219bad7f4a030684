//! Spherical k-means: rows go to the direction they point along most, directions follow their rows.

use ndarray::Array2;
use rayon::prelude::*;

use super::compass::Compass;
use super::{SegmentsError, ValidParams, init};

/// Rows that are summed by one thread: fixed, so that the order of the sum never depends on how many threads there are.
const CHUNK: usize = 1024;

/// Rows grouped by direction.
#[derive(Debug, Clone, PartialEq)]
pub struct Segmentation {
    /// The segment of each row, `n_rows` long.
    pub assignments: Vec<u32>,
    /// The mean direction of each segment, of length one: `(n_segments, n_factors)`.
    pub directions: Array2<f32>,
    /// The mean over all rows of the cosine with the own segment's direction: 1 when all rows of a segment agree.
    pub cohesion: f64,
}

/// Returns each row divided by its length; rows of zeros stay zeros. Shape `(n_rows, n_factors)`.
pub fn directions(vectors: &Array2<f32>) -> Array2<f32> {
    let mut directions = vectors.clone();
    for mut row in directions.rows_mut() {
        let length = row.dot(&row).sqrt();
        if length > 0.0 {
            row /= length;
        }
    }
    directions
}

impl Segmentation {
    /// Sends each row, of length one, to the direction with the greatest cosine, of equals to the first.
    /// `rows` is `(n_rows, n_factors)`, `directions` `(n_segments, n_factors)`. O(rows·segments·factors).
    pub fn of(rows: &Array2<f32>, directions: Array2<f32>) -> Self {
        let compass = Compass::new(&directions);
        let nearest: Vec<(u32, f32)> = row_major(rows)
            .par_chunks(rows.ncols())
            .with_min_len(CHUNK)
            .map_init(Vec::new, |cosines, row| {
                compass.cosines(row, cosines);
                let first = (0, f32::NEG_INFINITY);
                cosines.iter().zip(0..).fold(first, |best, (&c, segment)| if c > best.1 { (segment, c) } else { best })
            })
            .collect();
        let cohesion = nearest.iter().map(|&(_, cosine)| f64::from(cosine)).sum::<f64>() / rows.nrows().max(1) as f64;
        Self { assignments: nearest.into_iter().map(|(segment, _)| segment).collect(), directions, cohesion }
    }

    /// Returns how many rows each segment has.
    pub fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.directions.nrows()];
        self.assignments.iter().for_each(|&segment| sizes[segment as usize] += 1);
        sizes
    }
}

impl ValidParams {
    /// Groups `directions`, rows of length one `(n_rows, n_factors)`: Dhillon and Modha 2001.
    ///
    /// Uses the threads of the current rayon pool; the result does not depend on their number.
    /// O(runs·iterations·rows·segments·factors).
    ///
    /// # Errors
    /// [`SegmentsError::TooFewRows`] when there are fewer rows than segments.
    pub fn fit(&self, directions: &Array2<f32>) -> Result<Segmentation, SegmentsError> {
        let (n_segments, n_rows) = (self.n_segments, directions.nrows());
        if n_rows < n_segments {
            return Err(SegmentsError::TooFewRows { n_segments, n_rows });
        }
        let first = self.run(directions, self.seed);
        let others = (1..self.n_runs as u64).map(|run| self.run(directions, self.seed.wrapping_add(run << 32)));
        Ok(others.fold(first, |best, other| if other.cohesion > best.cohesion { other } else { best }))
    }

    fn run(&self, rows: &Array2<f32>, seed: u64) -> Segmentation {
        let mut segmentation = Segmentation::of(rows, init::plus_plus(rows, self.n_segments, seed));
        for _ in 0..self.max_iterations {
            let next = Segmentation::of(rows, mean_directions(rows, &segmentation));
            let settled = next.assignments == segmentation.assignments;
            segmentation = next;
            if settled {
                break;
            }
        }
        segmentation
    }
}

/// Returns the numbers of a matrix row by row.
///
/// # Panics
/// When the matrix was transposed or sliced: matrices made here never are.
pub(super) fn row_major(rows: &Array2<f32>) -> &[f32] {
    rows.as_slice().expect("made row-major by Array2::zeros, select or clone, none of which changes the layout")
}

/// Returns the mean direction of each segment's rows; a segment that lost all its rows starts again at the row that
/// fits its own segment least.
fn mean_directions(rows: &Array2<f32>, segmentation: &Segmentation) -> Array2<f32> {
    let mut means = sums(rows, &segmentation.assignments, segmentation.directions.nrows());
    for mut mean in means.rows_mut() {
        let length = mean.dot(&mean).sqrt();
        if length > 0.0 {
            mean /= length;
        } else {
            let cosine =
                |row: usize| rows.row(row).dot(&segmentation.directions.row(segmentation.assignments[row] as usize));
            let lonely = (0..rows.nrows()).min_by(|&a, &b| cosine(a).total_cmp(&cosine(b))).unwrap_or(0);
            mean.assign(&rows.row(lonely).mapv(f64::from));
        }
    }
    means.mapv(|value| value as f32)
}

/// Returns the sum of each segment's rows, `(n_segments, n_factors)`, chunk by chunk in a fixed order.
pub fn sums(rows: &Array2<f32>, assignments: &[u32], n_segments: usize) -> Array2<f64> {
    let chunks: Vec<Array2<f64>> = assignments
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, assignments)| {
            let mut sums = Array2::<f64>::zeros((n_segments, rows.ncols()));
            for (offset, &segment) in assignments.iter().enumerate() {
                let row = rows.row(chunk * CHUNK + offset);
                sums.row_mut(segment as usize).zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
            }
            sums
        })
        .collect();
    chunks.into_iter().fold(Array2::zeros((n_segments, rows.ncols())), |total, chunk| total + chunk)
}
