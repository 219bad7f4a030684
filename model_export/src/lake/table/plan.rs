//! Which columns of a file are read for which field, before any file is opened.

use crate::lake::Error;
use crate::lake::config::{Piece, Table, Template};
use crate::lake::schema::{Field, Kind};

/// What to read of each file of one table.
pub(super) struct Plan<'a, F: Field> {
    pub(super) table: &'a Table<F>,
    /// The columns that are wanted: those of the fields, then those that texts are composed of, then one per filter.
    pub(super) slots: Vec<Slot<'a, F>>,
    /// Where each field comes from, by [`Field::ix`].
    pub(super) origins: Vec<Origin<'a>>,
    /// The number of the first filter's slot.
    pub(super) first_filter: usize,
    /// The texts to compose for each row.
    pub(super) composed: Vec<Vec<Part<'a>>>,
    /// Whether every column of the file is wanted beside the slots, as the file has it.
    pub(super) whole: bool,
}

/// A column that is wanted.
pub(super) struct Slot<'a, F> {
    pub(super) column: &'a str,
    pub(super) kind: Kind,
    /// The field that it fills; `None` for a filter.
    pub(super) field: Option<F>,
    /// Whether a file without it is unreadable.
    demanded: bool,
}

/// Where a field's value comes from.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// The same for every row.
    Constant(&'a str),
    /// The slot of this number.
    Slot(usize),
    /// The composed text of this number.
    Composed(usize),
}

/// A part of a composed text.
pub(super) enum Part<'a> {
    /// As it is.
    Text(&'a str),
    /// The value of the slot of this number.
    Slot(usize),
}

impl<'a, F: Field> Plan<'a, F> {
    pub(super) fn new(table: &'a Table<F>) -> Self {
        let mut slots = Vec::new();
        let mut origins = Vec::with_capacity(F::ALL.len());
        let mut templates: Vec<&Template> = Vec::new();
        for &field in F::ALL {
            if let Some(constant) = table.constants.get(&field) {
                origins.push(Origin::Constant(&constant.0));
                continue;
            }
            if let Some(template) = table.compose.get(&field) {
                origins.push(Origin::Composed(templates.len()));
                templates.push(template);
                continue;
            }
            let mapped = table.columns.get(&field);
            origins.push(Origin::Slot(slots.len()));
            slots.push(Slot {
                column: mapped.map_or(field.name(), String::as_str),
                kind: field.kind(),
                field: Some(field),
                demanded: mapped.is_some() || field.required(),
            });
        }
        let extra = |column: &'a str| Slot { column, kind: Kind::Text, field: None, demanded: true };
        let mut composed = Vec::with_capacity(templates.len());
        for template in templates {
            let part = |piece: &'a Piece| match piece {
                Piece::Text(text) => Part::Text(text),
                Piece::Column(column) => {
                    slots.push(extra(column));
                    Part::Slot(slots.len() - 1)
                }
            };
            composed.push(template.pieces().iter().map(part).collect());
        }
        let first_filter = slots.len();
        slots.extend(table.filters.iter().map(|filter| extra(filter.column())));
        Self { table, slots, origins, first_filter, composed, whole: false }
    }

    /// Returns, for each slot, the position of its column in `found`, or `None` for an optional one that is not there.
    ///
    /// # Errors
    /// When a demanded column is not there.
    pub(super) fn bind(&self, file: &str, found: &[String]) -> Result<Vec<Option<usize>>, Error> {
        let position = |slot: &Slot<'_, F>| {
            let position = found.iter().position(|name| name == slot.column);
            if position.is_none() && slot.demanded {
                return Err(Error::MissingColumn {
                    source_name: F::SOURCE,
                    file: file.to_owned(),
                    field: slot.field_name(),
                    column: slot.column.to_owned(),
                    found: found.to_vec(),
                    required: slot.field.is_some_and(Field::required),
                });
            }
            Ok(position)
        };
        self.slots.iter().map(position).collect()
    }
}

impl<F: Field> Slot<'_, F> {
    /// Returns the field's name for a message.
    pub(super) fn field_name(&self) -> &'static str {
        self.field.map_or("filters or compose", Field::name)
    }
}
