//! Cells that are empty because the line before says it: filled down where lake.toml asks for it, and noticed where a filter
//! would part the lines of one order.
//!
//! Does not: fill down beyond the order, session, customer or item.

use super::record::Record;
use crate::lake::Error;
use crate::lake::error::ContentError;
use crate::lake::schema::Field;
use crate::lake::store::DataFile;
use crate::lake::table::binding::Columns;
use crate::lake::table::plan::Plan;
use crate::lake::table::{Books, Row};

/// What the lines before say of the group that a line belongs to.
pub(in crate::lake::table) struct FillDown {
    /// The position of the column whose equal cells make a group.
    group: Option<usize>,
    /// The positions of the columns that are filled.
    columns: Vec<usize>,
    /// The cell of the group, and what its columns say.
    current: String,
    said: Vec<String>,
    filled: Record,
    parted: Parted,
}

/// A group whose first line a filter drops.
#[derive(Default)]
struct Parted {
    is_watched: bool,
    group: String,
    /// The slot of the filter's column, while lines of the group follow.
    slot: Option<usize>,
    rows: u64,
}

impl FillDown {
    /// Prepares for a file of `columns`.
    ///
    /// # Errors
    /// When a column that should be filled is not there.
    pub(in crate::lake::table) fn new<F: Field>(
        plan: &Plan<'_, F>,
        file: &DataFile,
        columns: &Columns,
        positions: &[Option<usize>],
    ) -> Result<Self, Error> {
        let names = plan.table.fill_down.as_deref().unwrap_or_default();
        let mut filled = Vec::with_capacity(names.len());
        for column in names {
            let position = columns.names[..columns.n_own].iter().position(|name| name == column);
            filled.push(position.ok_or_else(|| Error::MissingColumn {
                source_name: F::SOURCE,
                file: file.name.clone(),
                field: "fill_down",
                column: column.clone(),
                found: columns.names.clone(),
                required: false,
            })?);
        }
        let group = plan.group.and_then(|slot| positions[slot]).filter(|position| *position < columns.n_own);
        let is_watched = plan.table.fill_down.is_none() && !plan.table.filters.is_empty() && plan.group.is_some();
        Ok(Self {
            group,
            said: vec![String::new(); filled.len()],
            columns: filled,
            current: String::new(),
            filled: Record::default(),
            parted: Parted { is_watched, ..Parted::default() },
        })
    }

    /// Fills the empty cells of a record of `n_fields` fields.
    pub(in crate::lake::table) fn fill(&mut self, record: &mut Record, n_fields: usize) {
        if self.columns.is_empty() {
            return;
        }
        let group = self.group.and_then(|position| record.get(position)).unwrap_or_default().trim();
        if group != self.current {
            group.clone_into(&mut self.current);
            self.said.iter_mut().for_each(String::clear);
        }
        let mut is_changed = false;
        for (said, position) in self.said.iter_mut().zip(&self.columns) {
            let text = record.get(*position).unwrap_or_default();
            if text.trim().is_empty() {
                is_changed |= !said.is_empty();
            } else {
                text.clone_into(said);
            }
        }
        if is_changed {
            self.filled.clear();
            for (position, text) in record.each().take(n_fields).enumerate() {
                let filled = self.columns.iter().position(|column| *column == position);
                self.filled.push(filled.map_or(text, |column| &self.said[column]));
            }
            std::mem::swap(record, &mut self.filled);
        }
    }

    /// Checks that no filter parts the lines of a group.
    ///
    /// # Errors
    /// When one drops the first line of a group, and cells of its column are empty in the lines after it.
    pub(in crate::lake::table) fn check<F: Field>(
        &mut self,
        row: &Row<'_, F>,
        books: &Books<'_, F>,
    ) -> Result<(), Error> {
        let parted = &mut self.parted;
        let (true, Some(slot)) = (parted.is_watched, row.plan.group) else { return Ok(()) };
        let group = row.slot(slot).unwrap_or_default();
        if group != parted.group {
            group.clone_into(&mut parted.group);
            parted.slot = row.dropping_filter();
            return Ok(());
        }
        let Some(slot) = parted.slot.filter(|_| !group.is_empty()) else { return Ok(()) };
        if row.slot(slot).unwrap_or_default().is_empty() && row.dropping_filter() != Some(slot) {
            parted.rows += 1;
            return Err(ContentError::BlankContinuation {
                source_name: F::SOURCE,
                place: books.ledger.name(row.place()),
                column: row.plan.slots[slot].column.to_owned(),
                rows: parted.rows,
            }
            .into());
        }
        Ok(())
    }
}
