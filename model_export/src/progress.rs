//! Progress bars on standard error: silent when it is not a terminal, so that a log or a pipe stays clean.

use indicatif::{ProgressBar, ProgressStyle};

/// Returns a bar that counts to `len` steps of `label`.
pub fn bar(len: u64, label: &'static str) -> ProgressBar {
    ProgressBar::new(len).with_style(style("{msg:28} [{bar:32}] {human_pos}/{human_len} {eta}")).with_message(label)
}

/// Returns a spinner for work of unknown length.
pub fn spinner(label: &'static str) -> ProgressBar {
    ProgressBar::new_spinner().with_style(style("{msg:28} {spinner} {human_pos} {elapsed}")).with_message(label)
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
