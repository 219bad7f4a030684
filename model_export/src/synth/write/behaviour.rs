//! The behaviour source: one row per event and item of a session.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Int32Builder, StringBuilder, TimestampMillisecondBuilder};
use arrow_schema::{DataType, Field};
use rand_chacha::ChaCha8Rng;

use super::table::Columns;
use super::{instant_type, push_item, put};
use crate::synth::customers::CustomerId;
use crate::synth::dirt::{Damage, FUTURE_MS, Rates, UNSET_MS};
use crate::synth::personal::Extra;
use crate::synth::sessions::Place;

/// A clean row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) session: u64,
    pub(crate) at_ms: i64,
    pub(crate) event: &'static str,
    pub(crate) item_id: &'a str,
    pub(crate) customer: Option<u32>,
    pub(crate) place: Place,
}

/// The columns of the source.
#[derive(Debug, Default)]
pub(crate) struct Behaviour {
    session_id: StringBuilder,
    at: TimestampMillisecondBuilder,
    event: StringBuilder,
    item_id: StringBuilder,
    customer_id: StringBuilder,
    position: Int32Builder,
    list: StringBuilder,
    client: StringBuilder,
}

impl Columns for Behaviour {
    const NAME: &'static str = "behaviour";
    const NUMBER: u64 = 2;
    /// Robots apart, 1.2 % of clean rows.
    const DIRT: Rates = &[
        (Damage::Duplicate, 0.003),
        (Damage::MissingId, 0.001),
        (Damage::MissingItemId, 0.0015),
        (Damage::OrphanItemId, 0.0015),
        (Damage::UnknownEvent, 0.002),
        (Damage::BadTimestamp, 0.001),
        (Damage::FutureTimestamp, 0.001),
        (Damage::PaddedText, 0.001),
    ];
    type Row<'a> = Row<'a>;

    fn fields() -> Vec<Field> {
        vec![
            Field::new("session_id", DataType::Utf8, true),
            Field::new("at", instant_type(), true),
            Field::new("event", DataType::Utf8, true),
            Field::new("item_id", DataType::Utf8, true),
            Field::new("customer_id", DataType::Utf8, true),
            Field::new("position", DataType::Int32, true),
            Field::new("list", DataType::Utf8, true),
            Field::new("client", DataType::Utf8, true),
        ]
    }

    fn draw(rng: &mut ChaCha8Rng, row: &Row<'_>, extra: &mut Extra) {
        extra.of_event(rng, row.session);
    }

    fn push(&mut self, row: &Row<'_>, extra: &Extra, damage: Option<Damage>) -> std::fmt::Result {
        if damage == Some(Damage::MissingId) {
            self.session_id.append_null();
        } else {
            put(&mut self.session_id, format_args!("S{:08}", row.session))?;
        }
        self.at.append_value(match damage {
            Some(Damage::BadTimestamp) => UNSET_MS,
            Some(Damage::FutureTimestamp) => row.at_ms + FUTURE_MS,
            _ => row.at_ms,
        });
        match damage {
            Some(Damage::UnknownEvent) => self.event.append_value("page_scroll"),
            Some(Damage::PaddedText) => put(&mut self.event, format_args!("{} ", row.event))?,
            _ => self.event.append_value(row.event),
        }
        push_item(&mut self.item_id, row.item_id, damage)?;
        match row.customer {
            Some(customer) => put(&mut self.customer_id, format_args!("{}", CustomerId(customer)))?,
            None => self.customer_id.append_null(),
        }
        self.position.append_option(row.place.map(|(_, position)| i32::from(position)));
        self.list.append_option(row.place.map(|(list, _)| list));
        self.client.append_option(extra.text());
        Ok(())
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.session_id.finish()),
            Arc::new(self.at.finish().with_timezone("UTC")),
            Arc::new(self.event.finish()),
            Arc::new(self.item_id.finish()),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.position.finish()),
            Arc::new(self.list.finish()),
            Arc::new(self.client.finish()),
        ]
    }
}
