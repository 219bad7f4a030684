//! Rules: what the shop wants done with rows that are well-formed, and how it names categories.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, de};

use crate::train::features::Language;

/// What stands between the levels of a category path in `lake.toml`.
pub(in crate::lake) const LEVEL: char = '>';

/// The table `[rules]`; each key has a default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// How item ids are spelled, in every source.
    pub item_id_case: IdCase,
    /// What of an item id's form says nothing, in every source.
    pub item_id_form: IdForm,
    /// What of a customer id's form says nothing, in every source.
    pub customer_id_form: IdForm,
    /// A suppression list of which nearly nobody is known.
    pub unknown_suppressed: AllowOrRefuse,
    /// A visit ends where so many minutes pass before its next event; without it, the files say what a visit is.
    #[serde(deserialize_with = "minutes")]
    pub session_gap_minutes: Option<u32>,
    /// Items of order lines that are not products: postage, fees, adjustments. Compared after `item_id_case`.
    pub fee_items: BTreeSet<String>,
    /// Rows of orders and behaviour that say exactly what another row says.
    pub duplicates: KeepOrDrop,
    /// Order lines at price zero.
    pub zero_price: KeepOrDrop,
    /// Orders that name no customer.
    pub guest_orders: KeepOrDrop,
    /// Rows of orders and behaviour before this day (UTC) are left out.
    #[serde(deserialize_with = "day")]
    pub first_day: Option<Date>,
    /// Rows of orders and behaviour after this day (UTC) are left out.
    #[serde(deserialize_with = "day")]
    pub last_day: Option<Date>,
    /// Rows of orders and behaviour that are older than so many days before the newest are left out.
    #[serde(deserialize_with = "days")]
    pub retention_days: Option<u32>,
    /// A session, or a guest's order, with more events than this is a robot's or a wholesaler's, and is left out.
    pub max_events_per_session: usize,
    /// Of a customer with more events than this, the latest are kept: nobody weighs more in the model.
    pub max_events_per_customer: usize,
    /// What stands between the levels of a category path in the files.
    pub category_separator: String,
    /// Brands that are the shop's own: their items are private label, whatever the catalogue's flag says.
    pub private_label_brands: BTreeSet<String>,
    /// Categories for items that have none, by words of their name; the first that fits wins.
    pub category_from_name: Vec<CategoryRule>,
    /// Categories of which nothing is learned, beside those of the shipped list.
    pub sensitive: SensitiveRules,
    /// The language of the items' names, as ISO 639-1 writes it: their words are brought to their stem.
    pub language: Option<Language>,
    /// What a row of the catalogue is.
    pub catalogue_rows: CatalogueRows,
}

/// What a row of the catalogue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CatalogueRows {
    /// An item.
    #[default]
    Items,
    /// A line that names an item, as order lines do: what most lines say of an item is the item's.
    Lines,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            item_id_case: IdCase::AsIs,
            item_id_form: IdForm::AsIs,
            customer_id_form: IdForm::AsIs,
            unknown_suppressed: AllowOrRefuse::Refuse,
            session_gap_minutes: None,
            fee_items: BTreeSet::new(),
            duplicates: KeepOrDrop::Drop,
            zero_price: KeepOrDrop::Drop,
            guest_orders: KeepOrDrop::Keep,
            first_day: None,
            last_day: None,
            retention_days: None,
            max_events_per_session: 300,
            max_events_per_customer: 2_000,
            category_separator: ">".to_owned(),
            private_label_brands: BTreeSet::new(),
            category_from_name: Vec::new(),
            sensitive: SensitiveRules::default(),
            language: None,
            catalogue_rows: CatalogueRows::Items,
        }
    }
}

/// How item ids are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdCase {
    /// As the files have them.
    AsIs,
    /// In capitals, where the files mix `85123A` and `85123a`.
    Upper,
    /// In small letters.
    Lower,
}

/// What of an identifier's form says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdForm {
    /// Each text is an identifier of its own.
    AsIs,
    /// `17850.0` is 17850, and letters are composed: what spreadsheets and floats did to a number is undone.
    Whole,
    /// As `whole`, and `007` is 7.
    Unpadded,
}

/// What a rule does with a lake that looks wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AllowOrRefuse {
    /// It is right as it is.
    Allow,
    /// The reading stops.
    Refuse,
}

/// What a rule does with the rows that it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeepOrDrop {
    /// They are read like any other.
    Keep,
    /// They are left out and counted.
    Drop,
}

/// Words that put an item into a category.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// The category path, ` > ` between levels.
    pub category: String,
    /// Words or phrases of the name, in any case. A trailing `*` takes every word that begins so; `*` alone takes all.
    pub words: Vec<String>,
}

/// What the shop adds to the shipped list of sensitive categories, and what it excepts from it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct SensitiveRules {
    /// More words and phrases (of a level), or category paths (with `>`), that are denied.
    pub deny: Vec<String>,
    /// Categories of the shipped list that the shop has judged to be harmless.
    pub allow: Vec<Exception>,
}

/// A category that the shipped list denies and the shop allows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The levels that are cleared, `>` between them.
    pub pattern: String,
    /// Why, for whoever audits.
    #[serde(deserialize_with = "reason")]
    pub because: String,
}

/// Reads the reason of an exception, which is not empty.
fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.trim().is_empty() {
        return Err(de::Error::custom("expected a reason in words, found an empty text: an exception needs one"));
    }
    Ok(text)
}

/// Reads a number of days, at least one.
fn days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(deserializer)? {
        0 => Err(de::Error::custom("expected 1 or more days, found 0: remove the key to keep every row")),
        days => Ok(Some(days)),
    }
}

/// Reads a number of minutes, at least one.
fn minutes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    match u32::deserialize(deserializer)? {
        0 => Err(de::Error::custom("expected 1 or more minutes, found 0: remove the key to take sessions as they are")),
        minutes => Ok(Some(minutes)),
    }
}

/// Reads a day written as text, `"2011-10-31"`.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(|_| de::Error::custom(format!("expected a day like \"2011-10-31\", found {text:?}")))
}
