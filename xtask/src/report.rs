//! What a run of the tests found: a count for each host, what broke outside a test, and the closing line.
//!
//! It refuses a host in which no test ran.

use crate::count::Count;
use crate::run::Ended;

/// What all stages found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    hosts: Vec<(String, Count)>,
    notes: Vec<String>,
    broken: Vec<String>,
}

impl Report {
    /// Counts the tests of an ended command. One that failed without a failed test is broken in itself.
    pub(crate) fn judged(&mut self, what: &str, ended: &Ended, count: fn(&[String]) -> Count) -> Count {
        let count = count(&ended.lines);
        if !ended.success() && count.failed == 0 {
            self.broken(format!("{what}: the command failed outside its tests; the lines above say why"));
        }
        count
    }

    /// Adds the tests of a host, of which there must be some.
    pub(crate) fn host(&mut self, host: &str, count: Count) {
        if count.ran() == 0 {
            self.broken(format!("{host}: no test ran"));
        }
        self.hosts.push((host.to_owned(), count));
    }

    pub(crate) fn broken(&mut self, what: String) {
        println!("    FAILED: {what}");
        self.broken.push(what);
    }

    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    /// Prints the table and the closing line; true when everything held.
    pub(crate) fn print(&self) -> bool {
        println!("\n{:<24} {:>7} {:>7} {:>7}", "host", "passed", "failed", "skipped");
        let mut sum = Count::default();
        for (host, count) in &self.hosts {
            println!("{host:<24} {:>7} {:>7} {:>7}", count.passed, count.failed, count.skipped);
            sum += *count;
        }
        for note in &self.notes {
            println!("{note}");
        }
        for broken in &self.broken {
            println!("FAILED outside a test: {broken}");
        }
        sum.failed += self.broken.len();
        println!("{} passed, {} failed, {} skipped", sum.passed, sum.failed, sum.skipped);
        sum.failed == 0
    }
}
