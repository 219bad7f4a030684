//! `lake.toml` as types: what it may say, with the defaults for what it leaves out.
//!
//! Refused here: a key that nobody knows, a value that cannot mean anything (both with file, line and key), and
//! opening any data file.

mod filter;
mod rules;
mod template;
mod time_format;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use filter::{Action, Filter};
pub(in crate::lake) use rules::LEVEL;
pub use rules::{CatalogueRows, CategoryRule, Exception, IdCase, KeepOrDrop, Rules, SensitiveRules};
pub use template::{Piece, Template};
pub use time_format::TimeFormat;
pub(super) use time_format::{day_of, start_of};

use super::schema::{
    BehaviourField, CatalogueField, CustomersField, Field, MarketingField, OrdersField, StockField, SuppressionField,
};
use super::{Error, Source};

/// A whole `lake.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LakeFile {
    /// The shop's name.
    pub name: String,
    /// The currency of every price.
    pub currency: String,
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

/// Where one source's files are and how to read them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, bound = "F: Field")]
pub struct Table<F: Field> {
    /// A file, or a glob of files.
    pub path: String,
    /// CSV or Parquet; by default what the file's name ends in.
    pub format: Option<Format>,
    /// What stands between the fields of a CSV line; by default a tab in `.tsv`, else a comma.
    pub delimiter: Option<Delimiter>,
    /// Whether `"` quotes a CSV field.
    #[serde(default = "yes")]
    pub quotes: bool,
    /// Our field = the file's column. A field that is not named here is the column of the same name.
    #[serde(default = "BTreeMap::new")]
    pub columns: BTreeMap<F, String>,
    /// Our field = one value for every row.
    #[serde(default = "BTreeMap::new")]
    pub constants: BTreeMap<F, Constant>,
    /// Our field = a text made of columns, `"{year}-{month}-{day}"`.
    #[serde(default = "BTreeMap::new")]
    pub compose: BTreeMap<F, Template>,
    /// Our field = what its values mean: the file's value = ours.
    #[serde(default = "BTreeMap::new")]
    pub values: BTreeMap<F, BTreeMap<String, String>>,
    /// How times and dates are written; the first that fits wins.
    #[serde(default = "TimeFormat::defaults")]
    pub timestamp_formats: Vec<TimeFormat>,
    /// Texts that mean "no value", beside the empty text.
    #[serde(default)]
    pub missing_values: Vec<String>,
    /// What to do with rows whose columns say certain things; each row meets them in order.
    #[serde(default)]
    pub filters: Vec<Filter>,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text with a header line, gzip or not.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// The byte between two fields of a CSV line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Delimiter(pub u8);

impl Delimiter {
    /// Returns what a file of this name has when lake.toml does not say: a tab in `.tsv`, else a comma.
    pub(super) fn of(name: &str) -> Self {
        let is_tabbed = super::locate::plain_extension(name).eq_ignore_ascii_case("tsv");
        Self(if is_tabbed { b'\t' } else { b',' })
    }
}

impl<F: Field> Table<F> {
    /// Tells whether lake.toml says where the field comes from.
    fn maps(&self, field: F) -> bool {
        self.columns.contains_key(&field) || self.constants.contains_key(&field) || self.compose.contains_key(&field)
    }
}

fn yes() -> bool {
    true
}

impl TryFrom<String> for Delimiter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match *text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(Self(byte)),
            _ => Err(format!(
                "delimiter must be one ASCII character such as \",\" \";\" \"|\" or \"\\t\", found {text:?}"
            )),
        }
    }
}

/// One value for every row, as the text that a file would have had.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "Scalar")]
pub struct Constant(pub String);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text, a number, or true/false")]
enum Scalar {
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
}

impl From<Scalar> for Constant {
    fn from(scalar: Scalar) -> Self {
        Self(match scalar {
            Scalar::Flag(flag) => flag.to_string(),
            Scalar::Whole(whole) => whole.to_string(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Text(text) => text,
        })
    }
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

fn check_table<F: Field>(table: Option<&Table<F>>) -> Result<(), (String, String)> {
    let Some(table) = table else { return Ok(()) };
    let source = F::SOURCE;
    let origins = |field: &F| {
        let is_in =
            [table.columns.contains_key(field), table.constants.contains_key(field), table.compose.contains_key(field)];
        is_in.iter().filter(|is_in| **is_in).count()
    };
    if let Some(field) = F::ALL.iter().find(|field| origins(field) > 1) {
        let cure = "the field has two of a column, a constant and a text composed of columns: keep one".to_owned();
        return Err((format!("[{source}] {}", field.name()), cure));
    }
    if table.timestamp_formats.is_empty() {
        let cure = "an empty list reads no time at all: remove the key for the default, or name a format".to_owned();
        return Err((format!("[{source}] timestamp_formats"), cure));
    }
    if source != Source::Orders && table.filters.iter().any(|filter| filter.action() == &Action::Return) {
        let cure = "only a line of an order can be a return: use drop = \"reason\"".to_owned();
        return Err((format!("[[{source}.filters]] then"), cure));
    }
    Ok(())
}

/// Where lake.toml itself is, for relative paths.
pub(super) fn folder_of(lake_toml: &Path) -> PathBuf {
    match lake_toml.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}
