//! Which columns of a file are read for which field, before any file is opened.

use super::joins::JoinedTable;
use crate::lake::config::{Absent, NumberFormat, Piece, Table, Template, Zone};
use crate::lake::schema::{Field, Kind, NoField};

/// What the lake says of every table.
#[derive(Clone, Copy)]
pub(in crate::lake) struct Customs<'a> {
    /// The currency of prices.
    pub(in crate::lake) currency: &'a str,
    /// The zone of times that name no offset.
    pub(in crate::lake) zone: &'a Zone,
}

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
    /// How numbers in text are written.
    pub(super) numbers: NumberFormat,
    /// The zone of times that name no offset.
    pub(super) zone: &'a Zone,
    /// For each join the slot of the column that names the joined row, and the joined rows.
    pub(super) joins: Vec<(usize, JoinedTable)>,
    /// The slot of the column within whose equal cells empty cells are filled down.
    pub(super) group: Option<usize>,
}

/// A column that is wanted.
pub(super) struct Slot<'a, F> {
    pub(super) column: &'a str,
    pub(super) kind: Kind,
    /// The field that it fills; `None` where it serves something else.
    pub(super) field: Option<F>,
    /// What it serves, for a message.
    serves: &'static str,
    /// Whether a file without it is unreadable.
    pub(super) demanded: bool,
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
    pub(super) fn new(table: &'a Table<F>, customs: Customs<'a>) -> Self {
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
                serves: field.name(),
                demanded: mapped.is_some() || field.required(),
            });
        }
        let slot = |column: &'a str, serves| Slot { column, kind: Kind::Text, field: None, serves, demanded: true };
        let extra = |column: &'a str| slot(column, "filters or compose");
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
        let joins = table.joins.iter().map(|join| {
            slots.push(slot(&join.on, "joins"));
            (slots.len() - 1, JoinedTable::default())
        });
        let joins = joins.collect();
        let group = group(F::ALL).and_then(|field| match origins[field] {
            Origin::Slot(slot) => Some(slot),
            Origin::Constant(_) | Origin::Composed(_) => None,
        });
        let (numbers, zone) = (table.numbers(customs.currency), customs.zone);
        Self { table, slots, origins, first_filter, composed, whole: false, numbers, zone, joins, group }
    }

    /// Tells whether rows of a file without the slot's column are read as if its cells were empty.
    pub(super) fn is_empty_where_absent(&self, slot: usize) -> bool {
        self.table.absent_columns == Absent::Empty && self.slots[slot].field.is_some_and(Field::guards)
    }
}

impl<'a> Plan<'a, NoField> {
    /// Plans to read a key and columns as text, in this order, by their own names.
    pub(super) fn of_columns(
        table: &'a Table<NoField>,
        key: &'a str,
        columns: &'a [String],
        customs: Customs<'a>,
    ) -> Self {
        let slot =
            |column: &'a str, demanded| Slot { column, kind: Kind::Text, field: None, serves: "joins", demanded };
        let mut slots = vec![slot(key, true)];
        slots.extend(columns.iter().map(|column| slot(column, false)));
        Self { slots, ..Self::new(table, customs) }
    }
}

/// Returns the number of the field within whose equal cells a blank cell may continue the row before.
fn group<F: Field>(fields: &[F]) -> Option<usize> {
    let wanted = ["order_id", "session_id", "action_id", "customer_id", "item_id"];
    wanted.iter().find_map(|name| fields.iter().position(|field| field.name() == *name))
}

impl<F: Field> Slot<'_, F> {
    /// Returns the field's name for a message.
    pub(super) fn field_name(&self) -> &'static str {
        self.serves
    }
}
