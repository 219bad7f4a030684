//! `inspect`: what a model file holds, or what it knows of one item.

use std::fmt::Display;
use std::path::PathBuf;

use anyhow::Context;
use comfy_table::{Table, presets};
use etalage::Model;

use crate::cmd::out;
use crate::train::inspect::{Inspection, ItemView};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The model file.
    file: PathBuf,
    /// Show this item and its nearest items instead.
    #[arg(long, value_name = "ID")]
    item: Option<String>,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let bytes = std::fs::read(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let model = Model::decode(bytes).with_context(|| args.file.display().to_string())?;
    let text = match (&args.item, args.json) {
        (None, false) => model_tables(&Inspection::of(&model)),
        (None, true) => serde_json::to_string_pretty(&Inspection::of(&model))?,
        (Some(id), false) => item_tables(&ItemView::of(&model, id)?),
        (Some(id), true) => serde_json::to_string_pretty(&ItemView::of(&model, id)?)?,
    };
    out::line(&text);
    Ok(())
}

fn model_tables(model: &Inspection) -> String {
    let [n_items, n_factors] = model.shape;
    let sections = model.sections.iter();
    let sections = sections.map(|s| vec![s.id.to_owned(), s.offset.to_string(), s.bytes.to_string(), s.crc32.clone()]);
    [
        format!("{}: {n_items} items of {n_factors} factors, {} bytes", model.name, model.bytes),
        format!("format {}, for readers of format {} or above", model.format_version, model.min_reader),
        format!("trained on {} to {}", model.trained[0], model.trained[1]),
        format!("tier {}", model.protection),
        table(&["section", "offset", "bytes", "crc32"], sections),
        table(&["parameter", "value"], model.parameters.iter().map(|(name, value)| pair(name, value))),
        table(&["segment", "customers"], model.segments.iter().map(|(name, customers)| pair(name, customers))),
        table(&["items with", "of all"], model.coverage.iter().map(|(name, items)| pair(name, items))),
    ]
    .join("\n")
}

fn item_tables(item: &ItemView) -> String {
    let none = || "none".to_owned();
    let rows = [
        pair("category", item.category.as_deref().unwrap_or("none")),
        pair("brand", item.brand.as_deref().unwrap_or("none")),
        pair("price band", item.price_band.map_or_else(none, |band| band.to_string())),
        pair("private label", item.private_label),
        pair("vector learned", item.learned),
        pair("popularity", format!("{:.4}", item.popularity)),
    ];
    let nearest = item.nearest.iter().map(|(id, cosine)| pair(id, format!("{cosine:.4}")));
    table(&["item", &item.id], rows) + "\n" + &table(&["nearest", "cosine"], nearest)
}

fn pair(left: impl Display, right: impl Display) -> Vec<String> {
    vec![left.to_string(), right.to_string()]
}

fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY).set_header(header.to_vec()).add_rows(rows);
    table.to_string()
}
