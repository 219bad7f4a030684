//! How a column is bound over all files of a source: which column of a file fills which slot, and what it means when one
//! file has a column that another lacks.
//!
//! Invariants: a column that says who a row is of, or what may be learned of them, is in every file of a source or in none,
//! and in each but once; or reading stops.
//! Does not: read a row.

use std::collections::BTreeMap;

use super::plan::{Plan, Slot};
use crate::lake::config::Absent;
use crate::lake::error::ContentError;
use crate::lake::schema::Field;
use crate::lake::{Error, Reason};

/// The columns of a file: its own, those that its folders or its table's log tell, and those of joined files.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// All names, in that order.
    pub(super) names: Vec<String>,
    /// How many are the file's own.
    pub(super) n_own: usize,
    /// How many are its own or told.
    pub(super) n_known: usize,
}

/// Which optional columns the files read so far have.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    /// For each slot whether the first file has it.
    first: Vec<bool>,
    /// The first file's name and the names of its columns.
    file: String,
    names: Vec<String>,
    /// For each slot, whether any file has it.
    any: Vec<bool>,
    /// For each slot, whether a file without a header had it in any row, and the last that had not.
    unseen: BTreeMap<usize, (bool, Error)>,
}

/// Something that somebody may have expected otherwise.
pub(super) type Notice = (Reason, String);

impl Columns {
    /// Returns the columns of a file whose own are `own`.
    pub(super) fn new<F: Field>(plan: &Plan<'_, F>, own: Vec<String>, told: &[(String, String)]) -> Self {
        let n_own = own.len();
        let mut names = own;
        names.extend(told.iter().map(|(column, _)| column.clone()));
        let n_known = names.len();
        names.extend(plan.joins.iter().flat_map(|(_, joined)| joined.columns.iter().cloned()));
        Self { names, n_own, n_known }
    }
}

impl Bindings {
    /// Returns, for each slot, the position of its column among the file's, or `None` for an optional one that is not there;
    /// and what to remark.
    ///
    /// # Errors
    /// When a demanded column is not there, a wanted one is there twice, or one that [guards](Field::guards) is spelled
    /// otherwise or is not in every file.
    pub(super) fn bind<F: Field>(
        &mut self,
        plan: &Plan<'_, F>,
        file: &str,
        columns: &Columns,
    ) -> Result<(Vec<Option<usize>>, Vec<Notice>), Error> {
        let mut notices = Vec::new();
        let mut positions = Vec::with_capacity(plan.slots.len());
        for slot in &plan.slots {
            let position = position(slot, file, columns)?;
            if position.is_none() && !slot.demanded {
                notices.extend(spelled_otherwise(slot, file, columns)?);
            }
            positions.push(position);
        }
        let has: Vec<bool> = positions.iter().map(Option::is_some).collect();
        if self.first.is_empty() {
            (self.first, self.any) = (has.clone(), has);
            file.clone_into(&mut self.file);
            self.names.clone_from(&columns.names);
            return Ok((positions, notices));
        }
        for (number, slot) in plan.slots.iter().enumerate().filter(|(number, _)| has[*number] != self.first[*number]) {
            let Some(field) = slot.field else { continue };
            let (without, with) = if has[number] { (&*self.file, file) } else { (file, &*self.file) };
            if field.guards() && plan.table.absent_columns == Absent::Refuse {
                return Err(ContentError::InSomeFiles {
                    source_name: F::SOURCE,
                    without: without.to_owned(),
                    with: with.to_owned(),
                    field: field.name(),
                    column: slot.column.to_owned(),
                }
                .into());
            }
            let advice =
                format!("{}.{}: {with} has a column {:?}, {without} has none", F::SOURCE, field.name(), slot.column);
            notices.push((Reason::InSomeFiles, advice));
        }
        self.any.iter_mut().zip(has).for_each(|(any, has)| *any |= has);
        Ok((positions, notices))
    }

    /// Remembers which columns a file without a header really had; `saw` tells by position.
    ///
    /// # Errors
    /// When it has not what every row needs, or has one that [guards](Field::guards) under another spelling.
    pub(super) fn saw<F: Field>(
        &mut self,
        plan: &Plan<'_, F>,
        file: &str,
        columns: &Columns,
        saw: impl Fn(usize) -> bool,
    ) -> Result<(), Error> {
        for (number, slot) in plan.slots.iter().enumerate().filter(|(_, slot)| slot.demanded) {
            let position = columns.names.iter().position(|name| name == slot.column);
            let is_seen = position.is_none_or(&saw);
            if !is_seen {
                spelled_otherwise(slot, file, columns)?;
            }
            let missing = missing(slot, file, columns);
            if !is_seen && slot.field.is_some_and(Field::required) {
                return Err(missing);
            }
            let (before, error) = self.unseen.remove(&number).unwrap_or((false, missing));
            self.unseen.insert(number, (before || is_seen, error));
        }
        Ok(())
    }

    /// Checks that each column which lake.toml names was in some file.
    ///
    /// # Errors
    /// When one was not.
    pub(super) fn check_seen(&mut self) -> Result<(), Error> {
        match std::mem::take(&mut self.unseen).into_values().find(|(is_seen, _)| !is_seen) {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }

    /// Tells whether a field comes from anywhere: a column of a file, a constant, or a text composed of columns.
    pub(super) fn fills<F: Field>(&self, plan: &Plan<'_, F>, field: F) -> bool {
        match plan.origins[field.ix()] {
            super::plan::Origin::Slot(slot) => self.any.get(slot).copied().unwrap_or(false),
            _ => true,
        }
    }

    /// Returns the names of the first file's columns.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }
}

/// Returns where the slot's column is: in the file itself, else in what is told, else in what is joined.
fn position<F: Field>(slot: &Slot<'_, F>, file: &str, columns: &Columns) -> Result<Option<usize>, Error> {
    let Columns { names, n_own, .. } = columns;
    let own = names[..*n_own].iter().filter(|name| *name == slot.column).count();
    if own > 1 {
        return Err(ContentError::DoubleColumn {
            source_name: F::SOURCE,
            file: file.to_owned(),
            column: slot.column.to_owned(),
            times: own,
            field: slot.field_name(),
        }
        .into());
    }
    let position = names.iter().position(|name| name == slot.column);
    if position.is_none() && slot.demanded { Err(missing(slot, file, columns)) } else { Ok(position) }
}

fn missing<F: Field>(slot: &Slot<'_, F>, file: &str, columns: &Columns) -> Error {
    Error::MissingColumn {
        source_name: F::SOURCE,
        file: file.to_owned(),
        field: slot.field_name(),
        column: slot.column.to_owned(),
        found: columns.names.iter().filter(|name| *name != slot.column).cloned().collect(),
        required: slot.field.is_some_and(Field::required),
    }
}

/// Looks for a column that is spelled nearly as the slot's, but for capitals, blanks and marks.
fn spelled_otherwise<F: Field>(slot: &Slot<'_, F>, file: &str, columns: &Columns) -> Result<Option<Notice>, Error> {
    let letters =
        |name: &str| -> String { name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    let wanted = letters(slot.column);
    let Some(found) = columns.names.iter().find(|name| *name != slot.column && letters(name) == wanted) else {
        return Ok(None);
    };
    let Some(field) = slot.field else { return Ok(None) };
    if field.guards() {
        return Err(ContentError::SpelledOtherwise {
            source_name: F::SOURCE,
            file: file.to_owned(),
            field: field.name(),
            column: slot.column.to_owned(),
            found: found.clone(),
        }
        .into());
    }
    let (source, name) = (F::SOURCE, field.name());
    Ok(Some((Reason::SpelledOtherwise, format!("set [{source}.columns] {name} = {found:?} if it is meant"))))
}
