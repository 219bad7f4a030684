//! The orders source: one row per line of an order; returns are lines of their own.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Float64Builder, Int32Builder, StringBuilder, TimestampMillisecondBuilder};
use arrow_schema::{DataType, Field};
use rand_chacha::ChaCha8Rng;

use super::table::Columns;
use super::{instant_type, push_item, put};
use crate::synth::customers::CustomerId;
use crate::synth::dirt::{Damage, FUTURE_MS, Rates, UNSET_MS};
use crate::synth::personal::Extra;

/// A clean row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) order: u64,
    pub(crate) item_id: &'a str,
    pub(crate) customer: Option<u32>,
    pub(crate) at_ms: i64,
    /// Negative in a return.
    pub(crate) quantity: i32,
    pub(crate) price_cents: u32,
    pub(crate) is_return: bool,
}

/// The columns of the source.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    order_id: StringBuilder,
    item_id: StringBuilder,
    customer_id: StringBuilder,
    ordered_at: TimestampMillisecondBuilder,
    quantity: Int32Builder,
    unit_price: Float64Builder,
    is_return: BooleanBuilder,
    delivery_note: StringBuilder,
}

impl Columns for Orders {
    const NAME: &'static str = "orders";
    const NUMBER: u64 = 1;
    /// 1.6 % of clean rows.
    const DIRT: Rates = &[
        (Damage::Duplicate, 0.0025),
        (Damage::MissingId, 0.001),
        (Damage::MissingItemId, 0.0015),
        (Damage::OrphanItemId, 0.0015),
        (Damage::NegativeQuantity, 0.0015),
        (Damage::ZeroQuantity, 0.0015),
        (Damage::NegativePrice, 0.001),
        (Damage::ZeroPrice, 0.0015),
        (Damage::BadTimestamp, 0.0015),
        (Damage::FutureTimestamp, 0.0015),
        (Damage::PaddedText, 0.001),
    ];
    type Row<'a> = Row<'a>;

    fn fields() -> Vec<Field> {
        vec![
            Field::new("order_id", DataType::Utf8, true),
            Field::new("item_id", DataType::Utf8, true),
            Field::new("customer_id", DataType::Utf8, true),
            Field::new("ordered_at", instant_type(), true),
            Field::new("quantity", DataType::Int32, true),
            Field::new("unit_price", DataType::Float64, true),
            Field::new("is_return", DataType::Boolean, true),
            Field::new("delivery_note", DataType::Utf8, true),
        ]
    }

    fn draw(rng: &mut ChaCha8Rng, _: &Row<'_>, extra: &mut Extra) {
        extra.of_order(rng);
    }

    fn push(&mut self, row: &Row<'_>, extra: &Extra, damage: Option<Damage>) -> std::fmt::Result {
        if damage == Some(Damage::MissingId) {
            self.order_id.append_null();
        } else {
            put(&mut self.order_id, format_args!("O{:07}", row.order))?;
        }
        push_item(&mut self.item_id, row.item_id, damage)?;
        match row.customer {
            Some(customer) => put(&mut self.customer_id, format_args!("{}", CustomerId(customer)))?,
            None => self.customer_id.append_null(),
        }
        self.ordered_at.append_value(match damage {
            Some(Damage::BadTimestamp) => UNSET_MS,
            Some(Damage::FutureTimestamp) => row.at_ms + FUTURE_MS,
            _ => row.at_ms,
        });
        self.quantity.append_value(match damage {
            Some(Damage::NegativeQuantity) => -row.quantity.abs(),
            Some(Damage::ZeroQuantity) => 0,
            _ => row.quantity,
        });
        let price = f64::from(row.price_cents) / 100.0;
        self.unit_price.append_value(match damage {
            Some(Damage::NegativePrice) => -price,
            Some(Damage::ZeroPrice) => 0.0,
            _ => price,
        });
        // A negative quantity is dirt only where the line does not say that it is a return.
        self.is_return.append_value(row.is_return && damage != Some(Damage::NegativeQuantity));
        self.delivery_note.append_option(extra.text());
        Ok(())
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.order_id.finish()),
            Arc::new(self.item_id.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.ordered_at.finish().with_timezone("UTC")),
            Arc::new(self.quantity.finish()),
            Arc::new(self.unit_price.finish()),
            Arc::new(self.is_return.finish()),
            Arc::new(self.delivery_note.finish()),
        ]
    }
}
