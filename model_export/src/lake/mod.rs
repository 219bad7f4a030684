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
mod id_form;
pub(crate) mod intern;
mod locate;
mod look;
mod paid;
mod read;
mod reason;
mod report;
mod schema;
mod sensitive;
mod sources;
mod store;
mod table;
mod tolerance;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub use dataset::{
    Assortment, Dataset, Interaction, Item, MarketingAction, MarketingKind, Provenance, Stock, StockLevel, Target,
    VisitorKind,
};
pub use error::{ContentError, Error};
pub(crate) use id_form::Spelling;
pub use paid::Paid;
pub use reason::{Fate, Reason};
pub use report::{ReadReport, Remark, SourceReport};
pub(crate) use schema::{
    BehaviourField, CatalogueField, CustomersField, Field, MarketingField, OrdersField, StockField,
};
pub use schema::{Kind, Source};
pub(crate) use sources::catalogue::category_path;
pub use sources::customers::PURPOSE;
pub(crate) use sources::customers::allows;
pub use sources::suppression::SuppressionReport;
pub use store::Environment;
pub(crate) use table::{Cell, Malformed, Row};
pub use tolerance::MaxBadRows;

use config::LakeFile;
use locate::Folders;
use tolerance::Tolerance;

/// A lake whose mapping was read and checked; its files are read by [`Lake::read`].
#[derive(Debug)]
pub struct Lake {
    file: LakeFile,
    folders: Folders,
    tolerance: Tolerance,
}

impl Lake {
    /// Reads `lake_toml`. Relative paths in it start at `data` when that is given, else at the place named by the
    /// environment variable `ETALAGE_DATA`, else (or when nothing is there) at the folder of `lake_toml`. A place is a
    /// folder, or `s3://bucket/prefix`.
    ///
    /// # Errors
    /// When the file cannot be read, or says something that a lake file does not know: with file, line and key.
    pub fn open(lake_toml: &Path, data: Option<&Path>) -> Result<Self, Error> {
        let file = LakeFile::read(lake_toml)?;
        let start = std::env::var_os("ETALAGE_DATA").map(PathBuf::from);
        let folders = Folders::new(lake_toml, data, start, Environment::of_process());
        Ok(Self { file, folders, tolerance: Tolerance::default() })
    }

    /// Reads stores with these variables instead of those of this process.
    #[must_use]
    pub fn with_environment(mut self, environment: Environment) -> Self {
        self.folders.environment = environment;
        self
    }

    /// Goes on without at most so many faulty rows of each source; what is torn is then counted as well. Without a
    /// limit, a tenth of the rows may be faulty (ten in a small source), and nothing torn.
    #[must_use]
    pub fn with_max_bad_rows(mut self, limit: Option<MaxBadRows>) -> Self {
        self.tolerance = limit.map_or_else(Tolerance::default, Tolerance::from);
        self
    }

    /// Returns the shop's name.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// Returns the currency of every price, as ISO 4217 writes it.
    pub fn currency(&self) -> &str {
        &self.file.currency
    }

    /// Returns the rules in force.
    pub fn rules(&self) -> &config::Rules {
        &self.file.rules
    }

    /// Reads every source and joins them. `progress` is told, now and then, how many rows of a source were read.
    ///
    /// # Errors
    /// When a file or a column is missing, a column has the wrong type, a file is torn, too many rows of a source are
    /// faulty, or a store refuses.
    pub fn read(&self, progress: &mut dyn FnMut(Source, u64)) -> Result<Dataset, Error> {
        read::read(self, None, None, progress)
    }

    /// Reads the lake as if every customer outside of `only` stood on the suppression list; the report counts the list
    /// alone.
    ///
    /// # Errors
    /// Those of [`Lake::read`].
    pub fn read_only_of(&self, only: &BTreeSet<Box<str>>) -> Result<Dataset, Error> {
        read::read(self, Some(only), None, &mut |_, _| ())
    }

    /// Reads the lake, and what its known customers paid for each line that they kept.
    ///
    /// # Errors
    /// Those of [`Lake::read`].
    pub fn read_with_prices(&self, progress: &mut dyn FnMut(Source, u64)) -> Result<(Dataset, Vec<Paid>), Error> {
        let mut paid = Vec::new();
        let dataset = read::read(self, None, Some(&mut paid), progress)?;
        Ok((dataset, paid))
    }
}
