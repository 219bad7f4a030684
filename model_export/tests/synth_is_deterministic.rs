//! The same seed gives the same bytes, on any number of threads; another seed gives another lake.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::collections::BTreeMap;
use std::path::Path;

use model_export::synth::{Format, Recipe, Size, make};
use sha2::{Digest, Sha256};

/// Makes a small lake on `threads` threads and returns the digest of each file, the truth's included.
fn digests(seed: u64, format: Format, threads: usize) -> BTreeMap<String, Vec<u8>> {
    let home = tempfile::tempdir().unwrap();
    let recipe = Recipe { out: home.path().join("lake"), truth: None, seed, size: Size::Small, format };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| make(&recipe)).unwrap();
    let mut digests = BTreeMap::new();
    for folder in [home.path(), &home.path().join("lake")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                digests.insert(file_name(&path), Sha256::digest(std::fs::read(&path).unwrap()).to_vec());
            }
        }
    }
    digests
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn parquet_is_the_same_on_each_run_and_for_any_number_of_threads() {
    let once = digests(7, Format::Parquet, 1);
    assert_eq!(once.len(), 8, "six sources, lake.toml and the truth: {:?}", once.keys());
    assert_eq!(once, digests(7, Format::Parquet, 1));
    assert_eq!(once, digests(7, Format::Parquet, 5));
}

#[test]
fn csv_is_the_same_for_any_number_of_threads() {
    assert_eq!(digests(7, Format::Csv, 1), digests(7, Format::Csv, 3));
}

#[test]
fn another_seed_is_another_lake() {
    let (one, other) = (digests(7, Format::Parquet, 2), digests(8, Format::Parquet, 2));
    for (file, digest) in &one {
        assert!(file == "lake.toml" || other[file] != *digest, "{file} does not depend on the seed");
    }
}
