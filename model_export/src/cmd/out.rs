//! Standard output: the one place through which every verb prints.
//!
//! Invariants: no text of a file reaches the terminal as something that it obeys ([`safe`]), and a reader that closes the pipe, or
//! a full disk behind it, costs no run: the files are written all the same.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write as _};
use std::sync::Mutex;

use crate::safe::{safe, safe_json};

/// Why nothing more is printed.
static FAILED: Mutex<Option<ErrorKind>> = Mutex::new(None);

/// Prints text for people, and a line end.
pub(in crate::cmd) fn line(text: impl Display) {
    print(&safe(&text.to_string()));
}

/// Prints JSON, and a line end.
pub(in crate::cmd) fn json(text: &str) {
    print(&safe_json(text.trim_end()));
}

fn print(text: &str) {
    // A thread that panicked while it held the lock leaves what it knew.
    let mut failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if failed.is_none() {
        *failed = write(text).err().map(|error| error.kind());
    }
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// Tells whether everything was printed that somebody wanted to read.
///
/// # Errors
/// When standard output could not be written to; a closed pipe is no error.
pub(in crate::cmd) fn finish() -> anyhow::Result<()> {
    let failed = FAILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    match *failed {
        None | Some(ErrorKind::BrokenPipe) => Ok(()),
        Some(kind) => {
            anyhow::bail!("cannot print to standard output: {kind}; what the verb writes to files is complete")
        }
    }
}
