//! The stopwatch of the native benches: contenders run in turns, one sample each a round, and are printed with their
//! ratio to the first.
//!
//! It refuses to judge: what the figures must be is in the tests, not here.

use std::hint::black_box;
use std::time::{Duration, Instant};

const ROUNDS: usize = 41;
/// Long against the clock, short against a scheduler's turns.
const SAMPLE: Duration = Duration::from_millis(2);

/// One way of doing something; what it returns is kept from being optimised away.
pub(crate) struct Contender<'a> {
    name: &'a str,
    call: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    /// Names a way of doing something.
    pub(crate) fn new<T>(name: &'a str, mut call: impl FnMut() -> T + 'a) -> Self {
        Self { name, call: Box::new(move || drop(black_box(call()))) }
    }

    fn sample(&mut self, calls: u32) -> f64 {
        let begin = Instant::now();
        (0..calls).for_each(|_| (self.call)());
        begin.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
    }

    /// Calls until caches and predictors have settled, and returns how many calls make a sample.
    fn warm_up(&mut self) -> u32 {
        let begin = Instant::now();
        let mut calls = 0;
        while calls < 3 || begin.elapsed() < 20 * SAMPLE {
            (self.call)();
            calls += 1;
        }
        let call = begin.elapsed().as_secs_f64() / f64::from(calls);
        (SAMPLE.as_secs_f64() / call).ceil().max(1.0) as u32
    }
}

/// Times contenders against each other and prints a line for each: median, middle half, ratio to the first.
pub(crate) fn race(what: &str, mut contenders: Vec<Contender<'_>>) {
    let calls: Vec<u32> = contenders.iter_mut().map(Contender::warm_up).collect();
    let mut times = vec![Vec::with_capacity(ROUNDS); contenders.len()];
    for _ in 0..ROUNDS {
        for ((contender, &calls), times) in contenders.iter_mut().zip(&calls).zip(&mut times) {
            times.push(contender.sample(calls));
        }
    }
    println!("\n{what}: us a call, median (middle half)");
    let mut first = None;
    for (contender, times) in contenders.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let [q1, median, q3] = [ROUNDS / 4, ROUNDS / 2, ROUNDS * 3 / 4].map(|at| times[at]);
        let first = *first.get_or_insert(median);
        println!("    {:<44}{median:>12.2} ({q1:.2}-{q3:.2}){:>10.2} x", contender.name, median / first);
    }
}
