//! The stages of a run, as a person follows them: a bar while one lasts, its seconds afterwards.

use std::time::{Duration, Instant};

use indicatif::ProgressBar;

use crate::progress;

/// What ran, in order, and how long it took. The times are for people alone: they never enter a file.
#[derive(Debug, Default)]
pub struct Stages {
    done: Vec<(&'static str, Duration)>,
    /// Whether no bar is shown.
    is_quiet: bool,
}

impl Stages {
    /// Returns stages that show no bar: for many runs at once.
    pub fn quiet() -> Self {
        Self { is_quiet: true, ..Self::default() }
    }

    /// Runs one stage under a bar of `n_steps` steps, or a spinner when their number is not known.
    pub fn run<R>(&mut self, label: &'static str, n_steps: Option<u64>, work: impl FnOnce(&ProgressBar) -> R) -> R {
        let bar = match n_steps {
            _ if self.is_quiet => ProgressBar::hidden(),
            Some(n_steps) => progress::bar(n_steps, label),
            None => progress::spinner(label),
        };
        let started = Instant::now();
        let result = work(&bar);
        bar.finish_and_clear();
        self.done.push((label, started.elapsed()));
        result
    }

    /// Returns the stages in order, those with the same label summed.
    pub fn done(&self) -> Vec<(&'static str, Duration)> {
        let mut summed: Vec<(&'static str, Duration)> = Vec::new();
        for &(label, duration) in &self.done {
            match summed.iter_mut().find(|(known, _)| *known == label) {
                Some((_, sum)) => *sum += duration,
                None => summed.push((label, duration)),
            }
        }
        summed
    }
}
