//! The period played day by day: the day's sessions in parallel, then their purchases against the stock in order of arrival.
//!
//! Everything is written as it happens, so memory does not grow with the period. It refuses to let two days overlap: what
//! a session sees is the shop as it opened, which is all that the days before it have left.

use std::path::Path;

use anyhow::Result;
use indicatif::ProgressBar;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::calendar::{DAY_MS, N_DAYS, epoch_day, midnight_ms};
use super::catalogue::Catalogue;
use super::customers::Customer;
use super::demand::DayPlan;
use super::dirt::{ROBOT, Robot};
use super::schedule::Visit;
use super::sessions::{Event, Line, Session, Shop};
use super::shelf::Shelf;
use super::stock::Warehouse;
use super::stream::{Stream, Streams};
use super::taxonomy::Taxonomy;
use super::write::behaviour::{self, Behaviour};
use super::write::orders::{self, Orders};
use super::write::stock::{self, Stock};
use super::write::{Format, Table, Written};

/// Days for which the shop keeps its stock snapshots.
const STOCK_KEPT_DAYS: usize = 400;
/// Share of order lines that are sent back, and after how many days.
const RETURNS: (f64, std::ops::Range<i64>) = (0.04, 5..26);
/// Pause between a robot's views, in ms.
const ROBOT_PACE_MS: i64 = 1_000;

/// A line that comes back on a later day.
#[derive(Clone, Copy, Debug)]
struct Return {
    order: u64,
    customer: Option<u32>,
    at_ms: i64,
    line: Line,
}

/// What does not change in the period.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) streams: &'a Streams,
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) catalogue: &'a Catalogue,
    pub(super) customers: &'a [Customer],
    pub(super) days: &'a [DayPlan],
}

/// How many of what the period saw.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) sessions: u64,
    pub(super) orders: u64,
    pub(super) returns: u64,
}

/// The period under way.
pub(super) struct Period<'a> {
    setting: Setting<'a>,
    warehouse: Warehouse,
    returns: Vec<Vec<Return>>,
    tally: Tally,
    behaviour: Table<Behaviour>,
    orders: Table<Orders>,
    stock: Table<Stock>,
}

impl<'a> Period<'a> {
    /// Opens the shop and the three sources that grow day by day.
    ///
    /// # Errors
    /// When a file cannot be created.
    pub(super) fn open(setting: Setting<'a>, warehouse: Warehouse, folder: &Path, format: Format) -> Result<Self> {
        Ok(Self {
            setting,
            warehouse,
            returns: vec![Vec::new(); N_DAYS],
            tally: Tally::default(),
            behaviour: Table::create(setting.streams, folder, format)?,
            orders: Table::create(setting.streams, folder, format)?,
            stock: Table::create(setting.streams, folder, format)?,
        })
    }

    /// Plays every day.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn play(&mut self, visits: &[Vec<Visit>], robots: &[Robot], bar: &ProgressBar) -> Result<()> {
        for (day, visits) in visits.iter().enumerate() {
            self.warehouse.receive(day);
            self.snapshot(day)?;
            for session in self.sessions(day, visits) {
                self.settle(day, &session)?;
            }
            for robot in robots.iter().filter(|robot| robot.day == day) {
                self.run_robot(robot)?;
            }
            self.take_back(day)?;
            self.warehouse.reorder(self.setting.streams, self.setting.catalogue, day);
            bar.inc(1);
        }
        Ok(())
    }

    /// Closes the sources: orders, behaviour, stock.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn close(self) -> Result<([Written; 3], Tally)> {
        Ok(([self.orders.close()?, self.behaviour.close()?, self.stock.close()?], self.tally))
    }

    /// Plays the day's sessions, each from its own stream, and puts them in the order of arrival.
    fn sessions(&self, day: usize, visits: &[Visit]) -> Vec<Session> {
        let Setting { streams, taxonomy, catalogue, customers, days } = self.setting;
        let stock = self.warehouse.levels();
        let shelf = Shelf::arrange(taxonomy, catalogue, stock, day);
        let shop = Shop { streams, taxonomy, catalogue, day, plan: &days[day], shelf: &shelf, stock };
        let play = |visit: &Visit| shop.play(*visit, &customers[visit.customer as usize]);
        let mut sessions: Vec<Session> = visits.par_iter().filter_map(play).collect();
        sessions.sort_by_key(|session| (session.steps[0].at_ms, session.visit.number));
        sessions
    }

    /// Writes a session, and its order as far as the stock still goes.
    fn settle(&mut self, day: usize, session: &Session) -> Result<()> {
        self.tally.sessions += 1;
        let items = &self.setting.catalogue.items;
        let number = self.tally.sessions;
        let customer = (!session.anonymous).then_some(session.visit.customer);
        let row = |at_ms, event: Event, item: u32, place| behaviour::Row {
            session: number,
            at_ms,
            event: event.ga4(),
            item_id: &items[item as usize].id,
            customer,
            place,
        };
        for step in &session.steps {
            self.behaviour.add(&row(step.at_ms, step.event, step.item, step.place))?;
        }
        let mut rng = self.setting.streams.open(Stream::Returns, session.visit.number);
        let mut ordered = false;
        for line in &session.checkout {
            let units = self.warehouse.take(line.item, line.units);
            if units == 0 {
                continue;
            }
            if !ordered {
                ordered = true;
                self.tally.orders += 1;
            }
            let line = Line { units, ..*line };
            let at_ms = session.checkout_ms;
            self.behaviour.add(&row(at_ms, Event::Purchase, line.item, None))?;
            let sold = Return { order: self.tally.orders, customer, at_ms, line };
            self.orders.add(&order_row(&items[line.item as usize].id, &sold, false))?;
            self.plan_return(&mut rng, day, sold);
        }
        Ok(())
    }

    /// Decides whether a line comes back within the period, and when.
    fn plan_return(&mut self, rng: &mut ChaCha8Rng, day: usize, sold: Return) {
        if rng.random_bool(RETURNS.0) {
            let days = rng.random_range(RETURNS.1);
            if let Some(returns) = self.returns.get_mut(day + days as usize) {
                returns.push(Return { at_ms: sold.at_ms + days * DAY_MS, ..sold });
            }
        }
    }

    fn take_back(&mut self, day: usize) -> Result<()> {
        for back in std::mem::take(&mut self.returns[day]) {
            self.tally.returns += 1;
            self.warehouse.put_back(back.line.item, back.line.units);
            let id = &self.setting.catalogue.items[back.line.item as usize].id;
            self.orders.add(&order_row(id, &back, true))?;
        }
        Ok(())
    }

    /// Writes the stock of every item on sale, as the day opens.
    fn snapshot(&mut self, day: usize) -> Result<()> {
        if day + STOCK_KEPT_DAYS < N_DAYS {
            return Ok(());
        }
        let date = epoch_day(day as i32);
        for (item, &quantity) in self.setting.catalogue.items.iter().zip(self.warehouse.levels()) {
            if item.available_from <= day as i32 {
                self.stock.add(&stock::Row { item_id: &item.id, date, quantity })?;
            }
        }
        Ok(())
    }

    /// Writes a robot's session: items at random, one a second, for longer than any person would.
    fn run_robot(&mut self, robot: &Robot) -> Result<()> {
        self.tally.sessions += 1;
        let items = &self.setting.catalogue.items;
        let mut rng = self.setting.streams.open(Stream::Robot, (1 << 32) | robot.number);
        let start = midnight_ms(robot.day) + 3 * 3_600_000;
        for nth in 0..robot.rows as i64 {
            let item = rng.random_range(0..items.len() as u32);
            let row = behaviour::Row {
                session: self.tally.sessions,
                at_ms: start + nth * ROBOT_PACE_MS,
                event: Event::ViewItem.ga4(),
                item_id: &items[item as usize].id,
                customer: None,
                place: None,
            };
            self.behaviour.add_dirt(&row, ROBOT)?;
        }
        Ok(())
    }
}

fn order_row<'a>(item_id: &'a str, sold: &Return, is_return: bool) -> orders::Row<'a> {
    let units = sold.line.units as i32;
    orders::Row {
        order: sold.order,
        item_id,
        customer: sold.customer,
        at_ms: sold.at_ms,
        quantity: if is_return { -units } else { units },
        price_cents: sold.line.price_cents,
        is_return,
    }
}
