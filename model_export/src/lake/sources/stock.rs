//! Stock: units on hand per item and day.
//!
//! Refused here: two levels of one item on one day (the lower stands: a shop that promises less disappoints nobody), and a
//! day far from all others (a level of years ahead would be the latest for ever).

use crate::lake::config::{Table, start_of};
use crate::lake::schema::StockField as F;
use crate::lake::table::{Ledger, Malformed, Place, Reading, Row, Stop};
use crate::lake::{Error, Reason, Stock, StockLevel};

use super::catalogue::ItemIndex;
use super::window::Window;

/// Reads the source.
pub(in crate::lake) fn read(
    table: &Table<F>,
    reading: &mut Reading<'_>,
    items: &ItemIndex,
) -> Result<(Stock, Ledger), Error> {
    let mut levels: Vec<(StockLevel, Place)> = Vec::new();
    let mut ledger = reading.read(table, &mut |row, _| {
        levels.push((level(row, items)?, row.place()));
        Ok(())
    })?;
    let start_ms = |level: &StockLevel| start_of(level.date).unwrap_or(i64::MAX);
    let usual = Window::usual(levels.iter().map(|(level, _)| start_ms(level)).collect(), reading.rules);
    usual.keep_usual(&mut levels, |(level, place)| (start_ms(level), *place), reading, &mut ledger)?;
    levels.sort_unstable();
    levels.dedup_by(|(later, place), (first, _)| {
        let same = (later.item, later.date) == (first.item, first.date);
        if same {
            ledger.withdraw(Reason::DuplicateId, *place);
        }
        same
    });
    Ok((Stock { levels: levels.into_iter().map(|(level, _)| level).collect() }, ledger))
}

fn level(row: &Row<'_, F>, items: &ItemIndex) -> Result<StockLevel, Stop> {
    row.filter()?;
    let id = row.id(F::ItemId)?;
    let date = row.date(F::Date)?;
    let quantity = row.whole(F::Quantity).map_err(|Malformed| Reason::BadQuantity)?.ok_or(Reason::MissingQuantity)?;
    if quantity < 0 {
        return Err(Reason::NegativeQuantity.into());
    }
    let units = u32::try_from(quantity).map_err(|_| Reason::BadQuantity)?;
    Ok(StockLevel { item: items.get(id)?, date, units })
}
