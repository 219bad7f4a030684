//! `lake.toml` as types: what it may say, with the defaults for what it leaves out.
//!
//! Refused here: a key that nobody knows, a value that cannot mean anything (both with file, line and key), and
//! opening any data file.

mod filter;
mod join;
mod number_format;
mod rules;
mod table;
mod template;
mod time_format;

use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use filter::{Action, Filter};
pub use join::Join;
pub use number_format::NumberFormat;
pub(in crate::lake) use rules::LEVEL;
pub use rules::{
    AllowOrRefuse, CatalogueRows, CategoryRule, Exception, IdCase, IdForm, KeepOrDrop, Rules, SensitiveRules,
};
pub use table::{Absent, Constant, Delimiter, Format, OneByte, Paths, Table};
pub use template::{Piece, Template};
pub use time_format::{TimeFormat, Zone};
pub(super) use time_format::{day_of, start_of};

use super::Error;
use super::schema::{
    BehaviourField, CatalogueField, CustomersField, Field, MarketingField, OrdersField, StockField, SuppressionField,
};
use table::check_table;

/// A whole `lake.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LakeFile {
    /// The shop's name.
    pub name: String,
    /// The currency of every price.
    pub currency: String,
    /// The time zone of times that name no offset; UTC unless it is given.
    #[serde(default)]
    pub timezone: Zone,
    /// What to do with rows that are valid but not wanted as they are.
    #[serde(default)]
    pub rules: Rules,
    /// The items. Without this table they are derived from the orders.
    pub catalogue: Option<Table<CatalogueField>>,
    /// Who may be learned from. Without this table, everybody in the other sources.
    pub customers: Option<Table<CustomersField>>,
    /// Who objected or asked for erasure, where that is kept apart from the customers.
    pub suppression: Option<Table<SuppressionField>>,
    /// What was bought.
    pub orders: Option<Table<OrdersField>>,
    /// What was done on the site.
    pub behaviour: Option<Table<BehaviourField>>,
    /// What was on hand.
    pub stock: Option<Table<StockField>>,
    /// What marketing did and plans.
    pub marketing: Option<Table<MarketingField>>,
}

impl LakeFile {
    /// Reads and checks the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read, is not TOML, has an unknown key or an impossible value, or its tables contradict.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_path_buf(), source })?;
        Self::parse(&text, path)
    }

    /// Parses `text`; `path` is for messages alone.
    ///
    /// # Errors
    /// As [`LakeFile::read`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let file: Self = toml::from_str(text).map_err(|error| Error::toml(path, text, &error))?;
        file.check().map_err(|(key, cure)| Error::Contradiction { path: path.to_path_buf(), key, cure })?;
        Ok(file)
    }

    /// Checks what serde cannot see: how the tables fit together.
    fn check(&self) -> Result<(), (String, String)> {
        if self.orders.is_none() && self.behaviour.is_none() {
            let cure = "training needs purchases or events: add an [orders] or a [behaviour] table".to_owned();
            return Err(("[orders]".to_owned(), cure));
        }
        if let (Some(_), Some(orders)) = (&self.catalogue, &self.orders) {
            for field in [OrdersField::ItemName, OrdersField::ItemCategory, OrdersField::ItemBrand] {
                if orders.maps(field) {
                    let cure = "the [catalogue] describes the items: map it there, or remove [catalogue]".to_owned();
                    return Err((format!("[orders] {}", field.name()), cure));
                }
            }
        }
        if let (true, Some(behaviour)) = (self.catalogue.is_some() || self.orders.is_some(), &self.behaviour) {
            use BehaviourField::{ItemBrand, ItemCategory, ItemName, ItemPrice};
            if let Some(field) = [ItemName, ItemCategory, ItemBrand, ItemPrice].iter().find(|it| behaviour.maps(**it)) {
                let cure = "[catalogue] or [orders] describe the items: map it there, or remove the key".to_owned();
                return Err((format!("[behaviour] {}", field.name()), cure));
            }
        }
        check_table(self.catalogue.as_ref())?;
        check_table(self.customers.as_ref())?;
        check_table(self.suppression.as_ref())?;
        check_table(self.orders.as_ref())?;
        check_table(self.behaviour.as_ref())?;
        check_table(self.stock.as_ref())?;
        check_table(self.marketing.as_ref())
    }
}

/// Where lake.toml itself is, for relative paths.
pub(super) fn folder_of(lake_toml: &Path) -> PathBuf {
    match lake_toml.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
