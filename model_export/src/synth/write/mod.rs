//! The six sources as files: one module per source says its columns, its dirt, and what each kind of dirt does to a row.
//!
//! [`table`] writes them. The room refuses to invent rows: it is given the clean story and damages copies.

pub(super) mod behaviour;
pub(super) mod catalogue;
mod csv;
pub(super) mod customers;
pub(super) mod marketing;
pub(super) mod orders;
pub(super) mod stock;
mod table;

use std::fmt::{Arguments, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use arrow_array::builder::StringBuilder;
use arrow_schema::{DataType, TimeUnit};
use jiff::ToSpan as _;

use super::calendar::{FIRST_DAY, N_DAYS};
use super::dirt::{Damage, ORPHAN};
pub(super) use table::Table;
pub use table::{Format, Written};

/// Appends formatted text.
fn put(column: &mut StringBuilder, text: Arguments<'_>) -> std::fmt::Result {
    column.write_fmt(text)?;
    column.append_value("");
    Ok(())
}

/// Appends an item id, damaged if asked for.
fn push_item(column: &mut StringBuilder, id: &str, damage: Option<Damage>) -> std::fmt::Result {
    match damage {
        Some(Damage::MissingItemId) => column.append_null(),
        Some(Damage::OrphanItemId) => column.append_value(ORPHAN),
        Some(Damage::PaddedText) => put(column, format_args!(" {id}  "))?,
        _ => column.append_value(id),
    }
    Ok(())
}

fn instant_type() -> DataType {
    DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
}

/// Writes the `lake.toml` that maps the six files to the six sources, all columns by their default names.
pub(super) fn write_lake_toml(folder: &Path, format: Format) -> Result<()> {
    let last_day = FIRST_DAY.checked_add((N_DAYS as i64 - 1).days())?;
    let mut text = format!(
        "# The six sources of a generated lake (docs/synth.md). Paths are relative to this file.\n\
         name = \"Amazing\"\n\
         currency = \"EUR\"\n\n\
         [rules]\n\
         first_day = \"{FIRST_DAY}\"\n\
         last_day = \"{last_day}\"\n"
    );
    for source in ["catalogue", "orders", "behaviour", "customers", "stock", "marketing"] {
        write!(text, "\n[{source}]\npath = \"{source}.{}\"\n", format.extension())?;
    }
    let path = folder.join("lake.toml");
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
