//! Segments are the groups that are there: blobs are found whole, their number too, none is published too small.

use std::collections::BTreeSet;

use model_export::train::segments::{Params, Segmentation, choose, directions, merge_small};
use ndarray::Array2;

/// `sizes` rows around each of five directions, shape `(Σ sizes, 3)`, of all lengths; and the direction of each row.
fn blobs(sizes: &[usize]) -> (Array2<f32>, Vec<u32>) {
    let corners = [[1.0, 0.1, 0.1], [0.1, 1.0, 0.1], [0.1, 0.1, 1.0], [-1.0, 0.2, 0.2], [0.2, -1.0, 0.2]];
    let truth: Vec<u32> = sizes.iter().enumerate().flat_map(|(blob, &size)| vec![blob as u32; size]).collect();
    let noise = |n: usize| ((n * 7919 + 13) % 101) as f32 / 101.0 - 0.5;
    let rows = Array2::from_shape_fn((truth.len(), 3), |(row, column)| {
        let length = 0.5 + (row % 7) as f32;
        length * (corners[truth[row] as usize][column] + 0.3 * noise(row * 3 + column))
    });
    (rows, truth)
}

/// Whether two labellings group the same rows together.
fn same_groups(a: &[u32], b: &[u32]) -> bool {
    let pairs: BTreeSet<(u32, u32)> = a.iter().copied().zip(b.iter().copied()).collect();
    let labels = |side: &[u32]| side.iter().collect::<BTreeSet<_>>().len();
    pairs.len() == labels(a) && pairs.len() == labels(b)
}

#[test]
fn separate_blobs_are_found_whole() {
    let (rows, truth) = blobs(&[300, 200, 100, 80, 60]);
    let found = Params::new(5, 1).check().expect("in range").fit(&directions(&rows)).expect("enough rows");
    assert!(same_groups(&found.assignments, &truth), "cohesion {}", found.cohesion);
    assert!(found.directions.rows().into_iter().all(|row| (row.dot(&row) - 1.0).abs() < 1e-5));
}

#[test]
fn their_number_is_found_too() {
    for sizes in [&[300, 200][..], &[200, 100, 150], &[100, 100, 100, 100, 100]] {
        let (rows, _) = blobs(sizes);
        assert_eq!(choose(&directions(&rows), 2..=12, 1), Ok(sizes.len()));
    }
}

#[test]
fn a_small_blob_joins_its_nearest_neighbour() {
    let (rows, truth) = blobs(&[300, 200, 100, 80, 20]);
    let rows = directions(&rows);
    let found = Params::new(5, 1).check().expect("in range").fit(&rows).expect("enough rows");
    let merged = merge_small(&rows, found.clone(), 50);
    assert_eq!(merged.directions.nrows(), 4);
    assert!(merged.sizes().iter().all(|&size| size >= 50));
    assert_eq!(merged.sizes().iter().sum::<u32>(), truth.len() as u32);
    let none = merge_small(&rows, found, 10_000);
    assert_eq!((none.directions.nrows(), none.assignments.len()), (0, 0));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let (rows, _) = blobs(&[3000, 2000, 1000]);
    let rows = directions(&rows);
    let fit = |threads: usize| -> Segmentation {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| Params::new(7, 5).check().expect("in range").fit(&rows)).expect("enough rows")
    };
    assert_eq!(fit(1), fit(2));
}

#[test]
fn more_segments_than_customers_are_refused() {
    let (rows, _) = blobs(&[3]);
    let error = Params::new(4, 1).check().expect("in range").fit(&directions(&rows)).expect_err("too few rows");
    assert!(error.to_string().contains("4 segments of 3 customers"), "{error}");
    assert!(Params::new(0, 1).check().is_err());
}
