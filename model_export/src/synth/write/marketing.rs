//! The marketing source: one row per action.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Date32Builder, Float64Builder, StringBuilder};
use arrow_schema::{DataType, Field};

use super::put;
use super::table::Columns;
use crate::synth::dirt::{Damage, Rates};
use crate::synth::personal::Extra;

/// A clean row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) action: u64,
    pub(crate) kind: &'static str,
    pub(crate) name: &'a str,
    /// Days since 1970-01-01.
    pub(crate) starts_on: i32,
    /// Days since 1970-01-01.
    pub(crate) ends_on: i32,
    pub(crate) target: Option<&'a str>,
    pub(crate) discount: f64,
    pub(crate) audience: &'static str,
}

/// The columns of the source.
#[derive(Debug, Default)]
pub(crate) struct Marketing {
    action_id: StringBuilder,
    kind: StringBuilder,
    name: StringBuilder,
    starts_on: Date32Builder,
    ends_on: Date32Builder,
    target: StringBuilder,
    discount: Float64Builder,
    audience: StringBuilder,
}

impl Columns for Marketing {
    const NAME: &'static str = "marketing";
    const NUMBER: u64 = 5;
    /// 1.8 % of clean rows, and at least one row of most kinds.
    const DIRT: Rates = &[
        (Damage::Duplicate, 0.003),
        (Damage::MissingId, 0.003),
        (Damage::MissingDates, 0.003),
        (Damage::ReversedDates, 0.003),
        (Damage::UnknownKind, 0.003),
        (Damage::ImpossibleDiscount, 0.003),
    ];
    type Row<'a> = Row<'a>;

    fn fields() -> Vec<Field> {
        vec![
            Field::new("action_id", DataType::Utf8, true),
            Field::new("kind", DataType::Utf8, true),
            Field::new("name", DataType::Utf8, true),
            Field::new("starts_on", DataType::Date32, true),
            Field::new("ends_on", DataType::Date32, true),
            Field::new("target", DataType::Utf8, true),
            Field::new("discount", DataType::Float64, true),
            Field::new("audience", DataType::Utf8, true),
        ]
    }

    fn push(&mut self, row: &Row<'_>, _: &Extra, damage: Option<Damage>) -> std::fmt::Result {
        if damage == Some(Damage::MissingId) {
            self.action_id.append_null();
        } else {
            put(&mut self.action_id, format_args!("M{:04}", row.action))?;
        }
        self.kind.append_value(if damage == Some(Damage::UnknownKind) { "tombola" } else { row.kind });
        self.name.append_value(row.name);
        let (starts_on, ends_on) = match damage {
            Some(Damage::MissingDates) => (None, None),
            Some(Damage::ReversedDates) => (Some(row.ends_on + 1), Some(row.starts_on)),
            _ => (Some(row.starts_on), Some(row.ends_on)),
        };
        self.starts_on.append_option(starts_on);
        self.ends_on.append_option(ends_on);
        self.target.append_option(row.target);
        // Percents where a fraction is due: the commonest mistake in a column of discounts.
        let percents = damage == Some(Damage::ImpossibleDiscount);
        self.discount.append_value(if percents { 100.0 * row.discount.max(0.1) } else { row.discount });
        self.audience.append_value(row.audience);
        Ok(())
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.action_id.finish()),
            Arc::new(self.kind.finish()),
            Arc::new(self.name.finish()),
            Arc::new(self.starts_on.finish()),
            Arc::new(self.ends_on.finish()),
            Arc::new(self.target.finish()),
            Arc::new(self.discount.finish()),
            Arc::new(self.audience.finish()),
        ]
    }
}
