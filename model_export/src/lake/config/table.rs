//! A source's table in `lake.toml`: where its files are, how they are written, and what their columns mean.
//!
//! Does not: open a file, or know what any source needs beyond its fields.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Action, Filter, Join, NumberFormat, Template, TimeFormat};
use crate::lake::Source;
use crate::lake::schema::{Field, NoField};

/// The most bytes of one record unless lake.toml says otherwise: 1 MiB.
const RECORD_BYTES: usize = 1 << 20;

/// Where one source's files are and how to read them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, bound = "F: Field")]
pub struct Table<F: Field> {
    /// Files, globs of files or folders.
    pub path: Paths,
    /// The format; by default what the file's name ends in.
    pub format: Option<Format>,
    /// What stands between the fields of a CSV line; by default a tab in `.tsv`, else a comma.
    pub delimiter: Option<Delimiter>,
    /// Whether `"` quotes a CSV field.
    #[serde(default = "yes")]
    pub quotes: bool,
    /// What stands before a quote that belongs to the text, `"\\"` as Spark writes it.
    pub escape: Option<OneByte>,
    /// What a CSV line begins with that is no row.
    pub comment: Option<OneByte>,
    /// How many lines of a CSV file stand before its header.
    #[serde(default)]
    pub skip_lines: u32,
    /// The names of the columns of CSV files without a header line.
    pub header: Option<Vec<String>>,
    /// The most bytes of one record of CSV or JSON lines.
    #[serde(default = "record_bytes")]
    pub max_record_bytes: usize,
    /// Columns whose empty cells mean what the line before says, within one order, session, customer or item.
    pub fill_down: Option<Vec<String>>,
    /// The sheet of an Excel workbook; by default the first.
    pub sheet: Option<String>,
    /// What stands before the decimals of a number in text; a point unless it is given.
    pub decimal: Option<OneByte>,
    /// What stands between the thousands of a number in text.
    pub thousands: Option<OneByte>,
    /// Our field = the file's column. A field that is not named here is the column of the same name.
    #[serde(default = "BTreeMap::new")]
    pub columns: BTreeMap<F, String>,
    /// What a file without a column means that other files of the source have.
    #[serde(default)]
    pub absent_columns: Absent,
    /// Our field = one value for every row.
    #[serde(default = "BTreeMap::new")]
    pub constants: BTreeMap<F, Constant>,
    /// Our field = a text made of columns, `"{year}-{month}-{day}"`.
    #[serde(default = "BTreeMap::new")]
    pub compose: BTreeMap<F, Template>,
    /// Our field = what its values mean: the file's value = ours.
    #[serde(default = "BTreeMap::new")]
    pub values: BTreeMap<F, BTreeMap<String, String>>,
    /// Other files whose columns are looked up row by row.
    #[serde(default)]
    pub joins: Vec<Join>,
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

/// One path or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "expected a string, or a list of strings")]
pub enum Paths {
    /// One.
    One(String),
    /// Several, read in this order.
    Many(Vec<String>),
}

impl Paths {
    /// Returns them in their order.
    pub fn each(&self) -> &[String] {
        match self {
            Self::One(path) => std::slice::from_ref(path),
            Self::Many(paths) => paths,
        }
    }
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text with a header line, compressed or not.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// One JSON object a line, compressed or not.
    JsonLines,
    /// A sheet of an Excel workbook.
    Excel,
}

/// What a file means that lacks a column of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// An error where the column says who a row is of or what may be learned of them; a remark for any other.
    #[default]
    Refuse,
    /// The cells are empty: nobody is named, and nothing is allowed.
    Empty,
}

/// The byte between two fields of a CSV line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Delimiter(pub u8);

impl Delimiter {
    /// Returns what a file of this name has when lake.toml does not say: a tab in `.tsv`, else a comma.
    pub(in crate::lake) fn of(name: &str) -> Self {
        let is_tabbed = crate::lake::locate::plain_extension(name).eq_ignore_ascii_case("tsv");
        Self(if is_tabbed { b'\t' } else { b',' })
    }
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

/// One character that takes one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct OneByte(pub u8);

impl TryFrom<String> for OneByte {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match *text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'\n' | b'\r') => Ok(Self(byte)),
            _ => Err(format!("expected one ASCII character, found {text:?}")),
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

impl<F: Field> Table<F> {
    /// Tells whether lake.toml says where the field comes from.
    pub(super) fn maps(&self, field: F) -> bool {
        self.columns.contains_key(&field) || self.constants.contains_key(&field) || self.compose.contains_key(&field)
    }

    /// Returns how numbers in text are written, with prices in `currency`.
    pub(in crate::lake) fn numbers(&self, currency: &str) -> NumberFormat {
        NumberFormat::new(self.decimal.map(|byte| byte.0), self.thousands.map(|byte| byte.0), currency)
    }
}

impl Table<NoField> {
    /// Returns the table of a joined file.
    pub(in crate::lake) fn of_join(join: &Join) -> Self {
        Self {
            path: join.path.clone(),
            format: join.format,
            delimiter: join.delimiter,
            quotes: true,
            escape: None,
            comment: None,
            skip_lines: 0,
            header: None,
            max_record_bytes: RECORD_BYTES,
            fill_down: None,
            sheet: None,
            decimal: None,
            thousands: None,
            columns: BTreeMap::new(),
            absent_columns: Absent::default(),
            constants: BTreeMap::new(),
            compose: BTreeMap::new(),
            values: BTreeMap::new(),
            joins: Vec::new(),
            timestamp_formats: Vec::new(),
            missing_values: Vec::new(),
            filters: Vec::new(),
        }
    }
}

fn yes() -> bool {
    true
}

fn record_bytes() -> usize {
    RECORD_BYTES
}

/// Checks what serde cannot see of one table: the key that contradicts another, and the cure.
pub(super) fn check_table<F: Field>(table: Option<&Table<F>>) -> Result<(), (String, String)> {
    let Some(table) = table else { return Ok(()) };
    let source = F::SOURCE;
    let refused = |key: &str, cure: &str| Err((format!("[{source}] {key}"), cure.to_owned()));
    let origins = |field: &F| {
        let is_in =
            [table.columns.contains_key(field), table.constants.contains_key(field), table.compose.contains_key(field)];
        is_in.iter().filter(|is_in| **is_in).count()
    };
    if let Some(field) = F::ALL.iter().find(|field| origins(field) > 1) {
        return refused(
            field.name(),
            "the field has two of a column, a constant and a text composed of columns: keep one",
        );
    }
    if table.path.each().is_empty() {
        return refused("path", "an empty list names no file: name one");
    }
    if table.timestamp_formats.is_empty() {
        return refused(
            "timestamp_formats",
            "an empty list reads no time at all: remove the key for the default, or name a format",
        );
    }
    if table.decimal.is_some() && table.decimal == table.thousands {
        return refused("thousands", "decimals and thousands cannot be marked by one character: correct one of them");
    }
    if let Some(names) = &table.header
        && names.iter().enumerate().any(|(at, name)| names[..at].contains(name))
    {
        return refused("header", "two columns cannot have one name: name each differently");
    }
    if source != Source::Orders && table.filters.iter().any(|filter| filter.action() == &Action::Return) {
        let cure = "only a line of an order can be a return: use drop = \"reason\"".to_owned();
        return Err((format!("[[{source}.filters]] then"), cure));
    }
    Ok(())
}
