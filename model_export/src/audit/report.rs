//! What the audit says, as it stands in `audit.json`: stable names, counts as numbers.

use serde::Serialize;

use super::personal::PersonalKind;
use super::profile::Group;
use super::verdict::{Step, Verdict};
use crate::lake::{Source, SourceReport};

/// A whole audit.
#[derive(Debug, Clone, Serialize)]
pub struct Audit {
    /// The shop's name.
    pub lake: String,
    /// The currency of every price.
    pub currency: String,
    /// The newest day of orders, behaviour and stock, `YYYY-MM-DD`: the audit's "today".
    pub newest_day: Option<String>,
    /// What the lake is fit for.
    pub verdicts: Vec<Verdict>,
    /// What to do first, most urgent first.
    pub first_steps: Vec<Step>,
    /// What the sources hold together.
    pub coverage: Coverage,
    /// The sources that the lake has.
    pub sources: Vec<SourceAudit>,
    /// What training would keep and drop.
    pub training: Training,
}

/// One source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceAudit {
    /// Which source.
    pub source: Source,
    /// Its files.
    pub files: Vec<String>,
    /// Rows in them.
    pub rows: u64,
    /// When they are from; a catalogue and customers have no period.
    pub period: Option<Period>,
    /// How complete each field of lake.toml is.
    pub fields: Vec<FieldAudit>,
    /// Faults and notes, in the order of docs/audit.md.
    pub findings: Vec<Finding>,
    /// Rows that filters of lake.toml drop, by the name given there.
    pub filtered: Vec<Filtered>,
    /// Columns that seem to hold personal data.
    pub personal_data: Vec<Suspicion>,
}

/// When a source's rows are from, without stray clocks.
#[derive(Debug, Clone, Serialize)]
pub struct Period {
    /// First day.
    pub first_day: String,
    /// Last day.
    pub last_day: String,
    /// Days from the first to the last, both included.
    pub days: u64,
    /// Days between this source's last day and the lake's.
    pub days_behind: u64,
    /// Rows by month, every month of the period.
    pub months: Vec<Month>,
}

/// The rows of one month.
#[derive(Debug, Clone, Serialize)]
pub struct Month {
    /// `YYYY-MM`.
    pub month: String,
    /// How many.
    pub rows: u64,
}

/// How complete a field is.
#[derive(Debug, Clone, Serialize)]
pub struct FieldAudit {
    /// Our name of the field.
    pub field: &'static str,
    /// Whether the source is unreadable without it.
    pub required: bool,
    /// The file's column; `None` when lake.toml gives one value for all rows.
    pub column: Option<String>,
    /// Rows with a value.
    pub filled: u64,
    /// Rows without.
    pub missing: u64,
}

/// A fault or a note.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Its stable name.
    pub kind: &'static str,
    /// What sort of finding it is.
    pub group: Group,
    /// Rows (sessions, for `long_session`, `open_session` and `shared_session`; files, customers and items where the name says so).
    pub rows: u64,
    /// What might put them right, when the reading can tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// Rows of one filter.
#[derive(Debug, Clone, Serialize)]
pub struct Filtered {
    /// The name that lake.toml gives.
    pub name: String,
    /// How many.
    pub rows: u64,
}

/// A column that seems to hold personal data.
#[derive(Debug, Clone, Serialize)]
pub struct Suspicion {
    /// The column, as the file spells it.
    pub column: String,
    /// Whether a field of lake.toml reads it.
    pub mapped: bool,
    /// What it seems to hold.
    pub kind: PersonalKind,
    /// Cells that look so.
    pub cells: u64,
    /// Cells that are not empty.
    pub of: u64,
}

/// What the sources hold together; `None` where the lake lacks the source.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Coverage {
    /// Items of the catalogue.
    pub catalogue_items: Option<u64>,
    /// Of them, those with a price, a category, the shop's own brand.
    pub items_with_price: Option<u64>,
    /// With a category.
    pub items_with_category: Option<u64>,
    /// Of the shop's own brand.
    pub private_label_items: Option<u64>,
    /// Customers of the customers source.
    pub customers: Option<u64>,
    /// Customers who allow recommendations and did not object; none where their table has no column that says it.
    pub customers_who_allow: Option<u64>,
    /// Rows of orders and behaviour that say what they may be used for.
    pub rows_with_purposes: Option<u64>,
    /// Those of them that allow recommendations.
    pub rows_that_allow: Option<u64>,
    /// Customers who objected.
    pub customers_suppressed: Option<u64>,
    /// Different orders.
    pub orders: Option<u64>,
    /// Lines of orders, of all kinds.
    pub order_lines: Option<u64>,
    /// Lines of a known customer.
    pub lines_with_known_customer: Option<u64>,
    /// Lines that sell something.
    pub sale_lines: Option<u64>,
    /// Different items sold.
    pub items_sold: Option<u64>,
    /// Weeks from the first sale to the last, and those with a sale.
    pub weeks: Option<u64>,
    /// Weeks with a sale.
    pub weeks_with_sales: Option<u64>,
    /// Days from the first sale to the last.
    pub sales_days: Option<u64>,
    /// Sale lines whose price was compared with the catalogue's.
    pub prices_compared: Option<u64>,
    /// Median of price paid over catalogue price.
    pub median_paid_over_catalogue: Option<f64>,
    /// Sale lines compared with the purchases that the site saw.
    pub lines_compared_with_site: Option<u64>,
    /// Sessions.
    pub sessions: Option<u64>,
    /// Sessions with two events or more.
    pub sessions_with_two_events: Option<u64>,
    /// Sessions that name a customer.
    pub sessions_with_customer: Option<u64>,
    /// Things done on the site.
    pub events: Option<u64>,
    /// Items shown in lists.
    pub impressions: Option<u64>,
    /// Days with stock levels, and items that have one.
    pub stock_days: Option<u64>,
    /// Items with a stock level.
    pub stock_items: Option<u64>,
    /// Levels of zero.
    pub stock_outs: Option<u64>,
    /// Sound marketing actions.
    pub actions: Option<u64>,
    /// Newsletters.
    pub newsletters: Option<u64>,
    /// Promotions.
    pub promotions: Option<u64>,
    /// Holidays.
    pub holidays: Option<u64>,
    /// Actions with a discount.
    pub actions_with_discount: Option<u64>,
}

/// What training would keep and drop, and what there is to learn from then: after consent and rules.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Training {
    /// What becomes of every row.
    pub sources: Vec<SourceReport>,
    /// The source at which training would stop: too many of its rows cannot be used.
    pub stopped_at: Option<Source>,
    /// Items.
    pub items: u64,
    /// Items with a category, of the catalogue or derived.
    pub items_with_category: u64,
    /// Items with at least 11 different visitors: enough for factors.
    pub items_with_enough_visitors: u64,
    /// Interactions.
    pub interactions: u64,
    /// Visitors: customers, and sessions and orders of nobody known.
    pub visitors: u64,
    /// Customers.
    pub customers: u64,
    /// Customers with five interactions or more.
    pub customers_with_five_interactions: u64,
}

impl SourceAudit {
    /// Returns how many rows have the fault called `kind`.
    pub fn rows_of(&self, kind: &str) -> u64 {
        self.findings.iter().find(|finding| finding.kind == kind).map_or(0, |finding| finding.rows)
    }
}

impl Audit {
    /// Returns what was found in `source`, if the lake has it.
    pub fn source(&self, source: Source) -> Option<&SourceAudit> {
        self.sources.iter().find(|audit| audit.source == source)
    }
}
