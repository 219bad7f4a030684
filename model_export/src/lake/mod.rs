//! The lake: a retailer's own files, read into the one [`Dataset`] that training sees.
//!
//! `lake.toml` (see [`config`], and `docs/lake.md` for people) maps files and column names to six sources: catalogue,
//! orders, behaviour, customers, stock and marketing. [`Lake::open`] reads and checks that mapping; [`Lake::read`]
//! streams the files, joins the sources, and tells in a [`ReadReport`] what became of every row.
//!
//! Refused here: a row of a customer who objected or did not allow recommendations (dropped before anything else sees
//! it), a row dropped in silence (each has a reason and a count), a customer's identifier in any message, and any
//! order but the canonical one (the same rows give the same dataset, however they are spread over files).

mod category;
pub mod config;
mod dataset;
mod error;
mod gather;
pub(crate) mod intern;
mod locate;
mod look;
mod read;
mod reason;
mod report;
mod schema;
mod sources;
mod table;

use std::path::{Path, PathBuf};

pub use dataset::{Dataset, Interaction, Item, MarketingAction, MarketingKind, Stock, StockLevel, Target, VisitorKind};
pub use error::Error;
pub use reason::{Fate, Reason};
pub use report::{ReadReport, Remark, SourceReport};
pub(crate) use schema::{
    BehaviourField, CatalogueField, CustomersField, Field, MarketingField, OrdersField, StockField,
};
pub use schema::{Kind, Source};
pub(crate) use sources::catalogue::{category_path, spelled};
pub(crate) use table::{Cell, Malformed, Row};

use config::LakeFile;
use locate::Folders;

/// A lake whose mapping was read and checked; its files are read by [`Lake::read`].
#[derive(Debug)]
pub struct Lake {
    file: LakeFile,
    folders: Folders,
}

impl Lake {
    /// Reads `lake_toml`. Relative paths in it start at `data` when that is given, else at the folder named by the
    /// environment variable `ETALAGE_DATA`, else (or when nothing is there) at the folder of `lake_toml`.
    ///
    /// # Errors
    /// When the file cannot be read, or says something that a lake file does not know: with file, line and key.
    pub fn open(lake_toml: &Path, data: Option<&Path>) -> Result<Self, Error> {
        let file = LakeFile::read(lake_toml)?;
        let folders = Folders::new(lake_toml, data, std::env::var_os("ETALAGE_DATA").map(PathBuf::from));
        Ok(Self { file, folders })
    }

    /// Returns the shop's name.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Returns the currency of every price, as ISO 4217 writes it.
    pub fn currency(&self) -> &str {
        &self.file.currency
    }

    /// Reads every source and joins them. `progress` is told, now and then, how many rows of a source were read.
    ///
    /// # Errors
    /// When a file or a column is missing, a column has the wrong type, a file is torn, or no row of a source is usable.
    pub fn read(&self, progress: &mut dyn FnMut(Source, u64)) -> Result<Dataset, Error> {
        read::read(self, progress)
    }
}
