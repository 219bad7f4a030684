//! The stock source: the units of each item on sale at the opening of each day.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Date32Builder, Int32Builder, StringBuilder};
use arrow_schema::{DataType, Field};

use super::push_item;
use super::table::Columns;
use crate::synth::dirt::{Damage, FUTURE_DAYS, Rates};
use crate::synth::personal::Extra;

/// A clean row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) item_id: &'a str,
    /// Days since 1970-01-01.
    pub(crate) date: i32,
    pub(crate) quantity: i32,
}

/// The columns of the source.
#[derive(Debug, Default)]
pub(crate) struct Stock {
    item_id: StringBuilder,
    date: Date32Builder,
    quantity: Int32Builder,
}

impl Columns for Stock {
    const NAME: &'static str = "stock";
    const NUMBER: u64 = 4;
    /// 1.2 % of clean rows.
    const DIRT: Rates = &[
        (Damage::Duplicate, 0.003),
        (Damage::MissingItemId, 0.002),
        (Damage::OrphanItemId, 0.002),
        (Damage::NegativeQuantity, 0.003),
        (Damage::FutureTimestamp, 0.002),
    ];
    type Row<'a> = Row<'a>;

    fn fields() -> Vec<Field> {
        vec![
            Field::new("item_id", DataType::Utf8, true),
            Field::new("date", DataType::Date32, true),
            Field::new("quantity", DataType::Int32, true),
        ]
    }

    fn push(&mut self, row: &Row<'_>, _: &Extra, damage: Option<Damage>) -> std::fmt::Result {
        push_item(&mut self.item_id, row.item_id, damage)?;
        let late = if damage == Some(Damage::FutureTimestamp) { FUTURE_DAYS } else { 0 };
        self.date.append_value(row.date + late);
        let negative = damage == Some(Damage::NegativeQuantity);
        self.quantity.append_value(if negative { -1 - row.quantity } else { row.quantity });
        Ok(())
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        vec![Arc::new(self.item_id.finish()), Arc::new(self.date.finish()), Arc::new(self.quantity.finish())]
    }
}
