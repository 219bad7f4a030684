//! Who comes on which day: the visits of the whole period, by day, before anything happens in them.
//!
//! It refuses visits before the customer's registration.

use rand::RngExt;
use rand_distr::{Distribution, Poisson};
use rayon::prelude::*;

use super::calendar::N_DAYS;
use super::customers::Customer;
use super::demand::DayPlan;
use super::stream::{Stream, Streams, cumulate};

/// A visit: its number in the whole period (the index of its random stream) and who comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub(super) number: u64,
    pub(super) customer: u32,
}

/// Draws the visits of each day, about `n_sessions` in all.
///
/// A customer's number of visits is Poisson with a mean proportional to its activity and to the traffic since its
/// registration; each falls on a day in proportion to the day's traffic.
pub(super) fn draw(streams: &Streams, days: &[DayPlan], customers: &[Customer], n_sessions: f64) -> Vec<Vec<Visit>> {
    let traffic = cumulate(days.iter().map(|day| day.traffic));
    let whole = traffic.last().copied().unwrap_or(0.0);
    let missed = |customer: &Customer| match customer.created {
        created if created <= 0 => 0.0,
        created => traffic[created as usize - 1],
    };
    let weight: f64 = customers.iter().map(|customer| customer.activity * (whole - missed(customer))).sum();
    let visits: Vec<Vec<u16>> = customers
        .par_iter()
        .enumerate()
        .map(|(index, customer)| {
            let mut rng = streams.open(Stream::Schedule, index as u64);
            let before = missed(customer);
            let mean = n_sessions * customer.activity * (whole - before) / weight;
            // A mean of zero has no distribution: nobody comes.
            let n = Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(&mut rng)) as usize;
            let mut draw = || {
                let at = before + rng.random::<f64>() * (whole - before);
                traffic.partition_point(|&sum| sum <= at).min(N_DAYS - 1) as u16
            };
            (0..n).map(|_| draw()).collect()
        })
        .collect();
    let mut by_day = vec![Vec::new(); N_DAYS];
    let mut number = 0;
    for (customer, days) in visits.iter().enumerate() {
        for &day in days {
            by_day[usize::from(day)].push(Visit { number, customer: customer as u32 });
            number += 1;
        }
    }
    by_day
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::Catalogue;
    use super::super::customers;
    use super::super::marketing::Marketing;
    use super::super::taxonomy::Taxonomy;
    use super::*;

    #[test]
    fn nobody_comes_before_registering_and_about_as_many_come_as_wanted() {
        let streams = Streams::new(2);
        let taxonomy = Taxonomy::read().expect("the embedded taxonomy is valid");
        let catalogue = Catalogue::draw(&streams, &taxonomy, 600);
        let marketing = Marketing::draw(&streams, &taxonomy, &catalogue).expect("a valid calendar");
        let days = DayPlan::of_period(&taxonomy, &marketing);
        let customers = customers::draw(&streams, &taxonomy, 2_000);
        let visits = draw(&streams, &days, &customers, 20_000.0);
        for (day, visits) in visits.iter().enumerate() {
            assert!(visits.iter().all(|visit| customers[visit.customer as usize].created <= day as i32));
        }
        let n: usize = visits.iter().map(Vec::len).sum();
        assert!((19_000..21_000).contains(&n), "{n} visits");
    }
}
