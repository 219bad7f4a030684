//! What a person sees while another program runs quietly.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::run::say;

/// How often a step that takes long says so where there is no terminal to draw on.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// A spinner on a terminal; elsewhere a line now and then.
pub(crate) struct Spinner {
    bar: Option<ProgressBar>,
    start: Instant,
    said: Instant,
}

impl Spinner {
    /// Begins to turn.
    pub(crate) fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("    {spinner} {elapsed} {wide_msg}");
            ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        });
        Self { bar, start: Instant::now(), said: Instant::now() }
    }

    /// Turns on, beside the last line that was printed.
    pub(crate) fn turn(&mut self, last_line: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(last_line.trim().to_owned());
            bar.tick();
        } else if self.said.elapsed() > HEARTBEAT {
            say(&format!("    {:>4} s: {}", self.start.elapsed().as_secs(), last_line.trim()));
            self.said = Instant::now();
        }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
