//! A model trained on a lake without some customers, and one trained on the lake where they are suppressed, are the same
//! file, byte for byte.
//!
//! The lake "without" has no row of the customers in any of its six sources: their orders, every row of their sessions,
//! and themselves are filtered out of the files.

use std::collections::BTreeSet;

use model_export::lake::{Dataset, ReadReport};
use rand::SeedableRng as _;
use rand::seq::IteratorRandom as _;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::lake::{Columns, CsvLake, files};

/// How a customer may be suppressed.
#[derive(Debug, Clone, Copy)]
enum Way {
    Flag,
    List,
}

/// Returns a field of a row, trimmed as a reader trims it.
fn field<'a>(row: &'a [String], columns: &Columns, name: &str) -> &'a str {
    columns.get(name).and_then(|at| row.get(at)).map_or("", |text| text.trim())
}

/// Returns the lake as if the customers had never been there.
fn without(lake: &CsvLake, gone: &BTreeSet<&str>) -> CsvLake {
    let mut sessions = BTreeSet::new();
    lake.rows("behaviour", |columns, record| {
        let row: Vec<String> = record.iter().map(|field| String::from_utf8_lossy(field).into_owned()).collect();
        if gone.contains(field(&row, columns, "customer_id")) {
            sessions.insert(field(&row, columns, "session_id").to_owned());
        }
    });
    sessions.remove("");
    lake.edited(|_, columns, row| {
        !gone.contains(field(row, columns, "customer_id")) && !sessions.contains(field(row, columns, "session_id"))
    })
}

/// Returns the lake with the customers suppressed.
fn suppressed(lake: &CsvLake, gone: &BTreeSet<&str>, way: Way) -> CsvLake {
    let edited = lake.edited(|source, columns, row| {
        if matches!(way, Way::Flag) && source == "customers" && gone.contains(field(row, columns, "customer_id")) {
            "true".clone_into(&mut row[columns.get("suppressed").expect("the customers have a flag")]);
        }
        true
    });
    match way {
        Way::Flag => edited,
        Way::List => edited.with_list(gone),
    }
}

/// Returns the dataset without what only the report knows.
fn unreported(lake: &CsvLake) -> Dataset {
    Dataset { report: ReadReport::default(), ..lake.read() }
}

/// Compares the lake without `gone` with the lake where they are suppressed, in both ways: the datasets, and the files
/// that training writes.
fn leaves_no_trace(lake: &CsvLake, gone: &BTreeSet<&str>, trained: &[Way]) -> [[Vec<u8>; 2]; 2] {
    let expected = unreported(&without(lake, gone));
    let written = files(&expected);
    for way in [Way::Flag, Way::List] {
        let found = unreported(&suppressed(lake, gone, way));
        assert!(found == expected, "{way:?}: the datasets without {} customers are not one", gone.len());
        if trained.iter().any(|one| std::mem::discriminant(one) == std::mem::discriminant(&way)) {
            assert!(files(&found) == written, "{way:?}: the files without {} customers are not one", gone.len());
        }
    }
    written
}

#[test]
fn suppressing_a_customer_leaves_no_byte_of_them() {
    let lake = CsvLake::make(11).lately();
    let whole = unreported(&lake);
    let active: Vec<&str> = whole.customer_ids.iter().flatten().map(AsRef::as_ref).collect();
    let of_whole = files(&whole);
    let mut random = ChaCha8Rng::seed_from_u64(20);
    let twenty = active.iter().sample(&mut random, 20);
    let changed = twenty.par_iter().enumerate().filter(|(number, gone)| {
        // Both ways are read for each customer, and trained on in turn: what is trained on was equal before.
        let way = if number % 2 == 0 { Way::Flag } else { Way::List };
        let files = leaves_no_trace(&lake, &BTreeSet::from([***gone]), &[way]);
        files[1][0] != of_whole[1][0]
    });
    let changed = changed.count();
    assert!(changed >= 15, "only {changed} of 20 customers can be told from the model at all: the test says little");
    let some: BTreeSet<&str> = active.iter().copied().sample(&mut random, active.len() / 20).into_iter().collect();
    assert!(some.len() >= 20, "{} customers", some.len());
    let files = leaves_no_trace(&lake, &some, &[Way::Flag, Way::List]);
    assert!(files[1][0] != of_whole[1][0]);
}
