//! The customers source: one row per customer, with consents.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Date32Builder, StringBuilder};
use arrow_schema::{DataType, Field};
use rand_chacha::ChaCha8Rng;

use super::put;
use super::table::Columns;
use crate::synth::customers::{CustomerId, PURPOSES};
use crate::synth::dirt::{Damage, FUTURE_DAYS, Rates};
use crate::synth::personal::Extra;

/// A clean row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) customer: u32,
    /// Days since 1970-01-01.
    pub(crate) created_at: i32,
    pub(crate) country: &'static str,
    /// Consents, in the order of [`PURPOSES`].
    pub(crate) allows: [bool; 3],
    pub(crate) suppressed: bool,
}

/// The columns of the source.
#[derive(Debug, Default)]
pub(crate) struct Customers {
    customer_id: StringBuilder,
    created_at: Date32Builder,
    country: StringBuilder,
    allowed_purposes: StringBuilder,
    suppressed: BooleanBuilder,
    birth_date: Date32Builder,
    acquired_by: StringBuilder,
}

impl Columns for Customers {
    const NAME: &'static str = "customers";
    const NUMBER: u64 = 3;
    /// 1.4 % of clean rows.
    const DIRT: Rates = &[
        (Damage::Duplicate, 0.004),
        (Damage::MissingId, 0.003),
        (Damage::PaddedText, 0.002),
        (Damage::UnknownPurpose, 0.003),
        (Damage::FutureTimestamp, 0.002),
    ];
    type Row<'a> = Row;

    fn fields() -> Vec<Field> {
        vec![
            Field::new("customer_id", DataType::Utf8, true),
            Field::new("created_at", DataType::Date32, true),
            Field::new("country", DataType::Utf8, true),
            Field::new("allowed_purposes", DataType::Utf8, true),
            Field::new("suppressed", DataType::Boolean, true),
            Field::new("birth_date", DataType::Date32, true),
            Field::new("acquired_by", DataType::Utf8, true),
        ]
    }

    fn draw(rng: &mut ChaCha8Rng, _: &Row, extra: &mut Extra) {
        extra.of_customer(rng);
    }

    fn push(&mut self, row: &Row, extra: &Extra, damage: Option<Damage>) -> std::fmt::Result {
        match damage {
            Some(Damage::MissingId) => self.customer_id.append_null(),
            Some(Damage::PaddedText) => put(&mut self.customer_id, format_args!(" {} ", CustomerId(row.customer)))?,
            _ => put(&mut self.customer_id, format_args!("{}", CustomerId(row.customer)))?,
        }
        let late = if damage == Some(Damage::FutureTimestamp) { FUTURE_DAYS } else { 0 };
        self.created_at.append_value(row.created_at + late);
        self.country.append_value(row.country);
        let allowed = PURPOSES.iter().zip(row.allows).filter_map(|(purpose, allowed)| allowed.then_some(*purpose));
        let mut purposes = allowed.collect::<Vec<_>>().join(";");
        if damage == Some(Damage::UnknownPurpose) {
            purposes.push_str(";telepathy");
        }
        self.allowed_purposes.append_value(purposes);
        self.suppressed.append_value(row.suppressed);
        self.birth_date.append_option(extra.born);
        self.acquired_by.append_option(extra.text());
        Ok(())
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.customer_id.finish()),
            Arc::new(self.created_at.finish()),
            Arc::new(self.country.finish()),
            Arc::new(self.allowed_purposes.finish()),
            Arc::new(self.suppressed.finish()),
            Arc::new(self.birth_date.finish()),
            Arc::new(self.acquired_by.finish()),
        ]
    }
}
