//! What the lake hides: each customer's type and the dirt that was planted. Written beside the lake, never into it, and read
//! by tests and evaluation alone.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::customers::{Customer, CustomerId};
use super::personal::Counts;
use super::size::Size;
use super::taxonomy::{CustomerType, Taxonomy};
use super::write::Written;

/// The truth of a lake.
#[derive(serde::Serialize)]
pub(super) struct Truth<'a> {
    seed: u64,
    size: Size,
    n_types: usize,
    types: Vec<Type<'a>>,
    /// Clean rows by source.
    clean: BTreeMap<&'static str, u64>,
    /// Dirty rows by source and kind.
    planted: BTreeMap<&'static str, &'a BTreeMap<&'static str, u64>>,
    /// Rows with personal data by source, column and kind.
    personal: BTreeMap<&'static str, &'a Counts>,
    /// Lines that brought goods back; they are no dirt.
    returns: u64,
    customers: Types<'a>,
}

#[derive(serde::Serialize)]
struct Type<'a> {
    name: &'a str,
    favourite_categories: Vec<&'a str>,
}

/// Customer id -> index of the type, in the order of ids.
struct Types<'a>(&'a [Customer]);

impl Serialize for Types<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (customer, index) in self.0.iter().zip(0..) {
            map.serialize_entry(&CustomerId(index).to_string(), &customer.kind)?;
        }
        map.end()
    }
}

impl<'a> Truth<'a> {
    /// Gathers the truth.
    pub(super) fn new(
        (seed, size): (u64, Size),
        taxonomy: &'a Taxonomy,
        customers: &'a [Customer],
        sources: &'a [Written],
        returns: u64,
    ) -> Self {
        let describe = |kind: &'a CustomerType| Type {
            name: &kind.name,
            favourite_categories: kind.core.iter().map(|&leaf| taxonomy.leaves[leaf].path.as_str()).collect(),
        };
        Self {
            seed,
            size,
            n_types: taxonomy.types.len(),
            types: taxonomy.types.iter().map(describe).collect(),
            clean: sources.iter().map(|source| (source.source, source.clean)).collect(),
            planted: sources.iter().map(|source| (source.source, &source.planted)).collect(),
            personal: sources
                .iter()
                .filter(|source| !source.personal.is_empty())
                .map(|source| (source.source, &source.personal))
                .collect(),
            returns,
            customers: Types(customers),
        }
    }

    /// Writes the truth as JSON.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let cannot = || format!("cannot write {}", path.display());
        let mut file = BufWriter::new(File::create(path).with_context(cannot)?);
        serde_json::to_writer(&mut file, self).with_context(cannot)?;
        file.write_all(b"\n").and_then(|()| file.flush()).with_context(cannot)
    }
}
