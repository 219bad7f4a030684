//! The catalogue source: one row per item.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, StringBuilder};
use arrow_schema::{DataType, Field};

use super::table::Columns;
use super::{push_item, put};
use crate::synth::dirt::{Damage, Rates, misread};
use crate::synth::personal::Extra;

/// A clean row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    pub(crate) item_id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) price_cents: u32,
    pub(crate) category: &'a str,
    pub(crate) brand: &'a str,
    pub(crate) private_label: bool,
    /// Days since 1970-01-01.
    pub(crate) available_from: i32,
}

/// The columns of the source.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    item_id: StringBuilder,
    name: StringBuilder,
    price: Float64Builder,
    category: StringBuilder,
    brand: StringBuilder,
    private_label: BooleanBuilder,
    available_from: Date32Builder,
}

impl Columns for Catalogue {
    const NAME: &'static str = "catalogue";
    const NUMBER: u64 = 0;
    /// 1.9 % of clean rows.
    const DIRT: Rates = &[
        (Damage::Duplicate, 0.004),
        (Damage::MissingItemId, 0.002),
        (Damage::NegativePrice, 0.002),
        (Damage::ZeroPrice, 0.002),
        (Damage::PaddedText, 0.003),
        (Damage::StrayEncoding, 0.004),
        (Damage::MissingCategory, 0.002),
    ];
    type Row<'a> = Row<'a>;

    fn fields() -> Vec<Field> {
        vec![
            Field::new("item_id", DataType::Utf8, true),
            Field::new("name", DataType::Utf8, true),
            Field::new("price", DataType::Float64, true),
            Field::new("category", DataType::Utf8, true),
            Field::new("brand", DataType::Utf8, true),
            Field::new("private_label", DataType::Boolean, true),
            Field::new("available_from", DataType::Date32, true),
        ]
    }

    fn push(&mut self, row: &Row<'_>, _: &Extra, damage: Option<Damage>) -> std::fmt::Result {
        push_item(&mut self.item_id, row.item_id, damage)?;
        match damage {
            Some(Damage::StrayEncoding) => self.name.append_value(misread(row.name)),
            Some(Damage::PaddedText) => put(&mut self.name, format_args!("  {}\t", row.name))?,
            _ => self.name.append_value(row.name),
        }
        let price = f64::from(row.price_cents) / 100.0;
        self.price.append_value(match damage {
            Some(Damage::NegativePrice) => -price,
            Some(Damage::ZeroPrice) => 0.0,
            _ => price,
        });
        self.category.append_option((damage != Some(Damage::MissingCategory)).then_some(row.category));
        self.brand.append_value(row.brand);
        self.private_label.append_value(row.private_label);
        self.available_from.append_value(row.available_from);
        Ok(())
    }

    fn finish(&mut self) -> Vec<ArrayRef> {
        vec![
            Arc::new(self.item_id.finish()),
            Arc::new(self.name.finish()),
            Arc::new(self.price.finish()),
            Arc::new(self.category.finish()),
            Arc::new(self.brand.finish()),
            Arc::new(self.private_label.finish()),
            Arc::new(self.available_from.finish()),
        ]
    }
}
