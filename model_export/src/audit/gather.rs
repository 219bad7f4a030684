//! Gathering: the profiles of the sources and what training keeps become one [`Audit`].
//!
//! Refused here: counting anything that a profile did not count.

use super::personal::{PersonalKind, is_birth_date};
use super::profile::Group;
use super::profile::{FieldOf, Profile, Profiles};
use super::report::{Audit, Coverage, FieldAudit, Filtered, Finding, Month, Period, SourceAudit, Suspicion, Training};
use super::verdict;
use crate::lake::{Lake, Reason, Remark, Source};

/// Puts everything together.
pub(super) fn gather(lake: &Lake, profiles: &Profiles, training: Training) -> Audit {
    let newest = profiles.newest();
    let sources: Vec<SourceAudit> = profiles.each().map(|profile| source(profile, newest, &training)).collect();
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

/// What the reading finds and a look at each row alone does not: columns and ids that do not fit together.
const OF_READING: [(Reason, Group); 16] = [
    (Reason::NoConsentColumn, Group::Missing),
    (Reason::InSomeFiles, Group::Missing),
    (Reason::SpelledOtherwise, Group::Format),
    (Reason::MixedCustomerId, Group::Format),
    (Reason::MixedItemId, Group::Format),
    (Reason::ScientificId, Group::Format),
    (Reason::NoValueId, Group::Format),
    (Reason::SwallowedLines, Group::Format),
    (Reason::BadJson, Group::Format),
    (Reason::LongId, Group::Format),
    (Reason::CustomerIdForm, Group::Orphan),
    (Reason::ItemIdForm, Group::Orphan),
    (Reason::UnjoinedRow, Group::Orphan),
    (Reason::SessionsAreCustomers, Group::Consistency),
    (Reason::LinkedFolder, Group::Note),
    (Reason::TwinFile, Group::Note),
];

/// Returns what the reading of a source found.
fn of_reading(source: Source, training: &Training) -> Vec<Finding> {
    let report = training.sources.iter().find(|report| report.source == source);
    let remarks = report.into_iter().flat_map(|report| &report.remarks);
    let finding = |remark: &Remark| {
        let (reason, group) = OF_READING.iter().find(|(reason, _)| *reason == remark.reason)?;
        Some(Finding { kind: reason.audit_name(), group: *group, rows: remark.rows, advice: remark.advice.clone() })
    };
    remarks.filter_map(finding).collect()
}

fn source(profile: &Profile, newest: Option<i32>, training: &Training) -> SourceAudit {
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
    let finding =
        |(fault, rows): (super::Fault, u64)| Finding { kind: fault.name(), group: fault.group(), rows, advice: None };
    SourceAudit {
        source: sheet.source,
        files: profile.files.clone(),
        rows: sheet.rows,
        period: period(profile, newest),
        fields: fields(profile),
        findings: profile.found().map(finding).chain(of_reading(sheet.source, training)).collect(),
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
        all.customers_who_allow = customers.has_consent.then_some(customers.allow_recommendation);
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
    let of_rows = [profiles.orders.as_ref().map(|it| &it.profile), profiles.behaviour.as_ref().map(|it| &it.profile)];
    let said = of_rows
        .into_iter()
        .flatten()
        .map(|profile| profile.consent)
        .fold((0, 0), |sum, one| (sum.0 + one.said, sum.1 + one.allowed));
    if said.0 > 0 {
        (all.rows_with_purposes, all.rows_that_allow) = (Some(said.0), Some(said.1));
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
