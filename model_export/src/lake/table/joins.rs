//! Joined files in memory: for each key the texts of the columns that the source's files lack.
//!
//! Does not: join by anything but one equal text, or keep a column that nobody asks for.

use rustc_hash::FxHashMap;

use super::Row;
use crate::lake::config::KeepOrDrop;
use crate::lake::error::ContentError;
use crate::lake::schema::NoField;
use crate::lake::{Error, Reason};

/// The rows of a joined file.
#[derive(Debug, Default)]
pub(super) struct JoinedTable {
    /// The names of the columns, as lake.toml calls them.
    pub(super) columns: Vec<String>,
    /// By key, the texts of the columns; the empty text where there is none.
    rows: FxHashMap<Box<str>, Box<[Box<str>]>>,
    /// Whether a row whose key is not here stays, without these columns.
    keeps_unmatched: bool,
}

impl JoinedTable {
    /// Returns a table of these columns without a row.
    pub(super) fn new(columns: Vec<String>, unmatched: KeepOrDrop) -> Self {
        Self { columns, rows: FxHashMap::default(), keeps_unmatched: unmatched == KeepOrDrop::Keep }
    }

    /// Adds a row whose first slot is the key called `key`, and whose others are the columns. `place` says where it is.
    ///
    /// # Errors
    /// When another row of the key says something else.
    pub(super) fn add(
        &mut self,
        row: &Row<'_, NoField>,
        key: &str,
        place: impl Fn() -> String,
    ) -> Result<Result<(), Reason>, Error> {
        let text = |slot: usize| row.slot(slot).unwrap_or_default();
        let Some(id) = row.slot(0).filter(|id| !id.is_empty()) else { return Ok(Err(Reason::MissingId)) };
        let said: Box<[Box<str>]> = (1..=self.columns.len()).map(|slot| Box::from(text(slot))).collect();
        match self.rows.entry(id.into()) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(said);
                Ok(Ok(()))
            }
            std::collections::hash_map::Entry::Occupied(entry) if *entry.get() == said => Ok(Err(Reason::Duplicate)),
            std::collections::hash_map::Entry::Occupied(_) => {
                Err(ContentError::DoubleKey { place: place(), key: key.to_owned() }.into())
            }
        }
    }

    /// Returns the texts of a key's row; of a key that is missing, or may be unmatched, `None`.
    ///
    /// # Errors
    /// [`Reason::UnjoinedRow`] when there is no such row.
    pub(super) fn find(&self, key: &str, missing_values: &[String]) -> Result<Option<&[Box<str>]>, Reason> {
        let key = key.trim();
        if key.is_empty() || missing_values.iter().any(|value| value == key) {
            return Ok(None);
        }
        match self.rows.get(key) {
            Some(texts) => Ok(Some(texts)),
            None if self.keeps_unmatched => Ok(None),
            None => Err(Reason::UnjoinedRow),
        }
    }
}
