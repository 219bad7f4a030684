//! A marketplace's lake made by a documented generative story (docs/synth.md), for demonstrations, tests and measurements.
//!
//! The story is told in one direction: `taxonomy` and `names` make the `catalogue`; `calendar` and `marketing` make
//! each day's `demand`; `customers` of hidden types are given a `schedule` of visits; then `period` plays the days:
//! the `shelf` of the day, its `sessions`, and the `stock` that they draw from. `write` turns what happened into six
//! sources and plants `dirt`; `truth` keeps what the lake hides. The same seed and size give the same bytes, on any
//! number of threads. The room refuses everything real: no name, price or person in it comes from anywhere else.

mod calendar;
mod catalogue;
mod customers;
mod demand;
mod dirt;
mod marketing;
mod names;
mod period;
mod personal;
mod schedule;
mod sessions;
mod shelf;
mod size;
mod stock;
mod stream;
mod taxonomy;
mod truth;
mod write;

use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Serialize;

use self::calendar::{N_DAYS, epoch_day};
use self::catalogue::Catalogue;
use self::customers::Customer;
use self::demand::DayPlan;
use self::marketing::Marketing;
use self::period::{Period, Setting};
pub use self::size::Size;
use self::stock::Warehouse;
use self::stream::Streams;
use self::taxonomy::Taxonomy;
pub use self::write::{Format, Written};
use self::write::{Table, write_lake_toml};

/// Units sold per behaviour event, as measured on the story's own parameters; the warehouse is laid out for it.
const UNITS_PER_EVENT: f64 = 0.02;

/// What to make, and where.
#[derive(Clone, Debug)]
pub struct Recipe {
    /// The folder of the lake; made if need be.
    pub out: PathBuf,
    /// The file of the hidden truth; beside the folder when `None`.
    pub truth: Option<PathBuf>,
    /// The seed of everything.
    pub seed: u64,
    /// How much of everything.
    pub size: Size,
    /// The files' format.
    pub format: Format,
}

/// What was made.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The seed.
    pub seed: u64,
    /// The size.
    pub size: Size,
    /// The lake's configuration file.
    pub lake: PathBuf,
    /// The file of the hidden truth.
    pub truth: PathBuf,
    /// Sessions that left a row, robots' included.
    pub sessions: u64,
    /// Orders placed.
    pub orders: u64,
    /// Order lines that came back.
    pub returns: u64,
    /// The six sources, in the order catalogue, orders, behaviour, customers, stock, marketing.
    pub sources: Vec<Written>,
}

impl Recipe {
    /// Returns where the truth goes: as asked, else the folder's name with `-truth.json` appended.
    ///
    /// # Errors
    /// When the file would lie inside the lake, where training could find it, or the folder has no name to append to.
    pub fn truth_path(&self) -> Result<PathBuf> {
        let out = plain(&self.out)?;
        let path = if let Some(path) = &self.truth {
            plain(path)?
        } else {
            let name = out.file_name().with_context(|| {
                format!("{} has no name to make the truth file's from: give --truth FILE", self.out.display())
            })?;
            let mut name = name.to_os_string();
            name.push("-truth.json");
            out.with_file_name(name)
        };
        ensure!(
            !path.starts_with(&out),
            "the truth file {} would lie inside the lake {}, where training could read it: give --truth a path elsewhere",
            path.display(),
            out.display()
        );
        Ok(path)
    }
}

/// Returns an absolute path without `.` and `..`.
fn plain(path: &Path) -> Result<PathBuf> {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    Ok(plain)
}

/// Makes a lake: six files and `lake.toml` in the recipe's folder, and the truth file beside it.
///
/// # Errors
/// When a path cannot be used or a file cannot be written.
pub fn make(recipe: &Recipe) -> Result<Summary> {
    let truth = recipe.truth_path()?;
    let (folder, format) = (recipe.out.as_path(), recipe.format);
    for folder in [Some(folder), truth.parent()].into_iter().flatten() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }

    let streams = Streams::new(recipe.seed);
    let taxonomy = Taxonomy::read()?;
    let catalogue = Catalogue::draw(&streams, &taxonomy, recipe.size.items());
    let marketing = Marketing::draw(&streams, &taxonomy, &catalogue)?;
    let customers = customers::draw(&streams, &taxonomy, recipe.size.customers());
    let days = DayPlan::of_period(&taxonomy, &marketing);
    let visits = schedule::draw(&streams, &days, &customers, recipe.size.sessions());
    let robots = dirt::robots(&streams, recipe.size.events());

    let units_per_day = UNITS_PER_EVENT * recipe.size.events() as f64 / N_DAYS as f64;
    let warehouse = Warehouse::open(&streams, &taxonomy, &catalogue, units_per_day)?;
    let setting =
        Setting { streams: &streams, taxonomy: &taxonomy, catalogue: &catalogue, customers: &customers, days: &days };
    let mut period = Period::open(setting, warehouse, folder, format)?;
    let bar = crate::progress::bar(N_DAYS as u64, "playing the days");
    period.play(&visits, &robots, &bar)?;
    bar.finish_and_clear();
    let ([orders, behaviour, stock], tally) = period.close()?;

    let sources = vec![
        write_catalogue(setting, folder, format)?,
        orders,
        behaviour,
        write_customers(&streams, &customers, folder, format)?,
        stock,
        write_marketing(setting, &marketing, folder, format)?,
    ];
    write_lake_toml(folder, format)?;
    truth::Truth::new((recipe.seed, recipe.size), &taxonomy, &customers, &sources, tally.returns).write(&truth)?;
    Ok(Summary {
        seed: recipe.seed,
        size: recipe.size,
        lake: folder.join("lake.toml"),
        truth,
        sessions: tally.sessions,
        orders: tally.orders,
        returns: tally.returns,
        sources,
    })
}

fn write_catalogue(setting: Setting<'_>, folder: &Path, format: Format) -> Result<Written> {
    let taxonomy = setting.taxonomy;
    let mut table: Table<write::catalogue::Catalogue> = Table::create(setting.streams, folder, format)?;
    let mut items: Vec<_> = setting.catalogue.items.iter().collect();
    items.sort_by(|a, b| a.id.cmp(&b.id));
    for item in items {
        table.add(&write::catalogue::Row {
            item_id: &item.id,
            name: &item.name,
            price_cents: item.price_cents,
            category: &taxonomy.leaves[item.leaf].path,
            brand: &taxonomy.brands[usize::from(item.brand)],
            private_label: item.private_label(),
            available_from: epoch_day(item.available_from),
        })?;
    }
    table.close()
}

fn write_customers(streams: &Streams, customers: &[Customer], folder: &Path, format: Format) -> Result<Written> {
    let mut table: Table<write::customers::Customers> = Table::create(streams, folder, format)?;
    for (customer, index) in customers.iter().zip(0..) {
        table.add(&write::customers::Row {
            customer: index,
            created_at: epoch_day(customer.created),
            country: customer.country,
            allows: customer.allows,
            suppressed: customer.suppressed,
        })?;
    }
    table.close()
}

fn write_marketing(setting: Setting<'_>, marketing: &Marketing, folder: &Path, format: Format) -> Result<Written> {
    let mut table: Table<write::marketing::Marketing> = Table::create(setting.streams, folder, format)?;
    for (action, number) in marketing.actions.iter().zip(1..) {
        table.add(&write::marketing::Row {
            action: number,
            kind: action.kind.name(),
            name: &action.name,
            starts_on: epoch_day(action.first),
            ends_on: epoch_day(action.last),
            target: action.target.text(setting.taxonomy, setting.catalogue),
            discount: action.discount,
            audience: action.kind.audience(),
        })?;
    }
    table.close()
}
