//! What the audit says, as it stands in `audit.json`: stable names, counts as numbers.

use serde::Serialize;

use super::personal::{PersonalKind, is_birth_date};
use super::profile::{FieldOf, Group, Profile, Profiles};
use super::verdict::{self, Step, Verdict};
use crate::lake::{Lake, Source, SourceReport};

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
    /// Rows (sessions, for `long_session`, `open_session` and `shared_session`).
    pub rows: u64,
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
    /// Customers who allow recommendations and did not object.
    pub customers_who_allow: Option<u64>,
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
    /// Items.
    pub items: u64,
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

/// Puts everything together.
pub(super) fn report(lake: &Lake, profiles: &Profiles, training: Training) -> Audit {
    let newest = profiles.newest();
    let sources: Vec<SourceAudit> = profiles.each().map(|profile| source(profile, newest)).collect();
    let coverage = coverage(profiles);
    let verdicts = verdict::verdicts(&sources, &coverage, &training);
    let first_steps = verdict::first_steps(&sources, &verdicts);
    Audit {
        lake: lake.name().to_owned(),
        currency: lake.currency().to_owned(),
        newest_day: newest.map(date),
        verdicts,
        first_steps,
        coverage,
        sources,
        training,
    }
}

fn source(profile: &Profile, newest: Option<i32>) -> SourceAudit {
    let sheet = &profile.sheet;
    let newest_or_own = newest.unwrap_or(i32::MAX);
    let of_customers = sheet.source == Source::Customers;
    let mut personal_data = Vec::new();
    for column in &sheet.columns {
        let suspicion = |(kind, cells)| Suspicion {
            column: column.name.clone(),
            mapped: !column.fields.is_empty(),
            kind,
            cells,
            of: column.filled,
        };
        personal_data.extend(column.search.suspects(&column.name, of_customers).into_iter().map(suspicion));
        if column.fields.is_empty() && is_birth_date(&column.name, &column.days, newest_or_own) {
            personal_data.push(suspicion((PersonalKind::BirthDate, column.days.count())));
        }
    }
    let finding = |(fault, rows): (super::Fault, u64)| Finding { kind: fault.name(), group: fault.group(), rows };
    SourceAudit {
        source: sheet.source,
        files: profile.files.clone(),
        rows: sheet.rows,
        period: period(profile, newest),
        fields: fields(profile),
        findings: profile.found().map(finding).collect(),
        filtered: profile.filtered.iter().map(|(name, rows)| Filtered { name: name.clone(), rows: *rows }).collect(),
        personal_data,
    }
}

fn fields(profile: &Profile) -> Vec<FieldAudit> {
    let of_field = |field: &FieldOf| {
        let FieldOf { name, required, is_constant } = *field;
        if is_constant {
            return Some(FieldAudit { field: name, required, column: None, filled: profile.sheet.rows, missing: 0 });
        }
        let column = profile.sheet.columns.iter().find(|column| column.fields.contains(&name))?;
        let (filled, missing) = (column.filled, column.missing);
        Some(FieldAudit { field: name, required, column: Some(column.name.clone()), filled, missing })
    };
    profile.fields.iter().filter_map(of_field).collect()
}

fn period(profile: &Profile, newest: Option<i32>) -> Option<Period> {
    let days = profile.days()?;
    let (first, last) = days.period()?;
    let mut months: Vec<Month> = Vec::new();
    let usual = days.each().filter(|(day, _)| (first..=last).contains(day)).map(|(day, count)| (date(day), count));
    for (day, count) in usual {
        let month = day.get(..7).unwrap_or_default().to_owned();
        while months.last().is_some_and(|last| last.month < month) {
            let next = following(&months[months.len() - 1].month);
            months.push(Month { month: next, rows: 0 });
        }
        if months.is_empty() {
            months.push(Month { month, rows: 0 });
        }
        if let Some(last) = months.last_mut() {
            last.rows += count;
        }
    }
    Some(Period {
        first_day: date(first),
        last_day: date(last),
        days: (last - first + 1) as u64,
        days_behind: newest.map_or(0, |newest| (newest - last).max(0) as u64),
        months,
    })
}

/// Returns the month after `YYYY-MM`.
fn following(month: &str) -> String {
    let (year, number) = month.split_once('-').unwrap_or((month, "12"));
    let (year, number): (i32, i32) = (year.parse().unwrap_or(0), number.parse().unwrap_or(12));
    if number >= 12 { format!("{:04}-01", year + 1) } else { format!("{year:04}-{:02}", number + 1) }
}

/// Writes a day since 1970-01-01 as `YYYY-MM-DD`.
fn date(day: i32) -> String {
    let start = jiff::civil::date(1970, 1, 1);
    start.saturating_add(jiff::Span::new().days(day)).to_string()
}

fn coverage(profiles: &Profiles) -> Coverage {
    let mut all = Coverage::default();
    if let Some(catalogue) = &profiles.catalogue {
        all.catalogue_items = Some(catalogue.items);
        all.items_with_price = Some(catalogue.with_price);
        all.items_with_category = Some(catalogue.with_category);
        all.private_label_items = Some(catalogue.private_label);
    }
    if let Some(customers) = &profiles.customers {
        all.customers = Some(customers.people);
        all.customers_who_allow = Some(customers.allow_recommendation);
        all.customers_suppressed = Some(customers.suppressed);
    }
    if let Some(orders) = &profiles.orders {
        all.orders = Some(orders.different);
        all.order_lines = Some(orders.profile.sheet.rows);
        all.lines_with_known_customer = Some(orders.known_customer);
        all.sale_lines = Some(orders.sales);
        all.items_sold = Some(orders.items_sold);
        if let Some((first, last)) = orders.sale_days.period() {
            // Weeks begin on Monday; 1970-01-01 was a Thursday.
            let week = |day: i32| (day + 3).div_euclid(7);
            let usual = orders.sale_days.each().filter(|(day, _)| (first..=last).contains(day));
            let mut weeks: Vec<i32> = usual.map(|(day, _)| week(day)).collect();
            weeks.dedup();
            all.weeks = Some((week(last) - week(first) + 1) as u64);
            all.weeks_with_sales = Some(weeks.len() as u64);
            all.sales_days = Some((last - first + 1) as u64);
        }
        if orders.compared > 0 {
            all.prices_compared = Some(orders.compared);
            all.median_paid_over_catalogue = orders.median_ratio.map(|ratio| (ratio * 1_000.0).round() / 1_000.0);
        }
        all.lines_compared_with_site = (orders.matched_with_site > 0).then_some(orders.matched_with_site);
    }
    if let Some(behaviour) = &profiles.behaviour {
        all.sessions = Some(behaviour.sessions);
        all.sessions_with_two_events = Some(behaviour.with_two_events);
        all.sessions_with_customer = Some(behaviour.with_customer);
        all.events = Some(behaviour.events);
        all.impressions = Some(behaviour.impressions);
    }
    if let Some(stock) = &profiles.stock {
        all.stock_days = Some(stock.days);
        all.stock_items = Some(stock.items);
        all.stock_outs = Some(stock.empty_levels);
    }
    if let Some(marketing) = &profiles.marketing {
        let [newsletters, promotions, holidays] = marketing.by_kind;
        all.actions = Some(marketing.actions);
        all.newsletters = Some(newsletters);
        all.promotions = Some(promotions);
        all.holidays = Some(holidays);
        all.actions_with_discount = Some(marketing.with_discount);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other() {
        assert_eq!([following("2024-11"), following("2024-12")], ["2024-12", "2025-01"]);
        assert_eq!([date(0), date(20_453)], ["1970-01-01", "2025-12-31"]);
    }
}
