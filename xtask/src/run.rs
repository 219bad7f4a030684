//! The one door to other programs. Each [`Step`] says in plain words what it is for and shows the command that runs;
//! when it fails, it shows the end of what the program printed and what helps.
//!
//! It refuses standard input: no step may wait for an answer.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, PipeReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::spinner::Spinner;

/// How many of the last lines a failure shows.
const TAIL: usize = 60;

/// Whether what we say goes to standard error, because standard output belongs to a program that reads it.
static TO_STANDARD_ERROR: AtomicBool = AtomicBool::new(false);

/// Leaves standard output to what a program is to read.
pub(crate) fn say_to_standard_error() {
    TO_STANDARD_ERROR.store(true, Ordering::Relaxed);
}

/// Says something to the person who started us.
pub(crate) fn say(text: &str) {
    if TO_STANDARD_ERROR.load(Ordering::Relaxed) { eprintln!("{text}") } else { println!("{text}") }
}

/// One external command, what it is for, and what helps when it fails.
pub(crate) struct Step {
    what: String,
    command: Command,
    cure: Option<String>,
    limit: Option<Duration>,
}

/// How a command ended, and every line it printed (standard output and error, as they came).
pub(crate) struct Ended {
    status: ExitStatus,
    pub(crate) lines: Vec<String>,
}

impl Ended {
    /// Says whether the command reported success.
    pub(crate) fn success(&self) -> bool {
        self.status.success()
    }
}

/// What becomes of the lines while the command runs.
#[derive(Clone, Copy, PartialEq)]
enum Echo {
    /// Each is printed.
    Shown,
    /// Only the last is seen, beside a spinner or in a heartbeat.
    Quiet,
}

impl Step {
    /// Describes a command; `what` completes "failed: ...", as in "Compiling the exporter".
    pub(crate) fn new(what: impl Into<String>, command: Command) -> Self {
        Self { what: what.into(), command, cure: None, limit: None }
    }

    /// Adds what helps when the command fails.
    pub(crate) fn cure(mut self, cure: impl Into<String>) -> Self {
        self.cure = Some(cure.into());
        self
    }

    /// Ends the command when it takes longer than this.
    pub(crate) fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Runs with a spinner or a heartbeat; the output is shown only on failure.
    ///
    /// # Errors
    /// When the program is missing, takes too long or reports failure.
    pub(crate) fn quiet(mut self) -> Result<()> {
        say(&format!("==> {}\n    $ {}", self.what, self.line()));
        let start = Instant::now();
        let ended = self.watch(Echo::Quiet)?;
        self.check(&ended)?;
        say(&format!("    done in {:.1} s", start.elapsed().as_secs_f64()));
        Ok(())
    }

    /// Runs and prints the output as it comes. The caller judges how it ended.
    ///
    /// # Errors
    /// When the program is missing or takes too long.
    pub(crate) fn shown(mut self) -> Result<Ended> {
        say(&format!("==> {}\n    $ {}", self.what, self.line()));
        self.watch(Echo::Shown)
    }

    /// Runs with a spinner or a heartbeat. The caller judges how it ended, and what was printed.
    ///
    /// # Errors
    /// When the program is missing or takes too long.
    pub(crate) fn judged(mut self) -> Result<Ended> {
        say(&format!("==> {}\n    $ {}", self.what, self.line()));
        self.watch(Echo::Quiet)
    }

    /// Runs on our own terminal, for programs that draw their progress there.
    ///
    /// # Errors
    /// When the program is missing or reports failure.
    pub(crate) fn live(mut self) -> Result<()> {
        say(&format!("==> {}\n    $ {}", self.what, self.line()));
        let status = self.command.stdin(Stdio::null()).status().with_context(|| self.not_started())?;
        self.check(&Ended { status, lines: Vec::new() })
    }

    /// Runs without a word and gives what was printed on standard output.
    ///
    /// # Errors
    /// When the program is missing or reports failure.
    pub(crate) fn read(mut self) -> Result<String> {
        let output = self.command.stdin(Stdio::null()).output().with_context(|| self.not_started())?;
        let lines = String::from_utf8_lossy(&output.stderr).lines().map(str::to_owned).collect();
        self.check(&Ended { status: output.status, lines })?;
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Runs without a word and gives whether the command reported success, and what it printed on standard output.
    ///
    /// # Errors
    /// When the program is missing, or says why it failed and answers nothing.
    pub(crate) fn answer(mut self) -> Result<(bool, String)> {
        let output = self.command.stdin(Stdio::null()).output().with_context(|| self.not_started())?;
        if output.stdout.is_empty() {
            let lines = String::from_utf8_lossy(&output.stderr).lines().map(str::to_owned).collect();
            self.check(&Ended { status: output.status, lines })?;
        }
        Ok((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Runs to the end, collecting lines. Both outputs share one pipe, which keeps the order of their lines.
    fn watch(&mut self, echo: Echo) -> Result<Ended> {
        let (reader, writer) = std::io::pipe()?;
        self.command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let mut child = self.command.spawn().with_context(|| self.not_started())?;
        // Drops our own ends of the pipe, which would keep it open for ever.
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        let (sender, receiver) = mpsc::channel();
        read_lines(reader, sender);
        let start = Instant::now();
        let mut spinner = (echo == Echo::Quiet).then(Spinner::new);
        let mut lines: Vec<String> = Vec::new();
        let mut ended = None;
        loop {
            match receiver.recv_timeout(Duration::from_millis(200)) {
                Ok(line) => {
                    if echo == Echo::Shown {
                        say(&line);
                    }
                    lines.push(line);
                }
                Err(RecvTimeoutError::Disconnected) => break,
                // A grandchild may hold the pipe open after the command itself has ended.
                Err(RecvTimeoutError::Timeout) if ended.is_some() => break,
                Err(RecvTimeoutError::Timeout) => ended = child.try_wait()?,
            }
            if let Some(spinner) = &mut spinner {
                spinner.turn(lines.last().map_or("", String::as_str));
            }
            if self.limit.is_some_and(|limit| start.elapsed() > limit) {
                self.stop(&mut child, &lines)?;
            }
        }
        let status = ended.map_or_else(|| child.wait(), Ok)?;
        Ok(Ended { status, lines })
    }

    /// Ends a command that took too long.
    fn stop(&self, child: &mut Child, lines: &[String]) -> Result<()> {
        child.kill().and_then(|()| child.wait())?;
        let limit = self.limit.unwrap_or_default().as_secs();
        bail!("{}: no end after {limit} s: {}{}{}", self.what, self.line(), tail(lines), self.advice());
    }

    /// Turns a reported failure into an error that shows the end of the output and the cure.
    fn check(&self, ended: &Ended) -> Result<()> {
        if ended.success() {
            return Ok(());
        }
        bail!("{} failed ({}): {}{}{}", self.what, ended.status, self.line(), tail(&ended.lines), self.advice());
    }

    fn not_started(&self) -> String {
        let program = self.command.get_program().to_string_lossy();
        format!("{}: `{program}` could not be started: {}{}", self.what, self.line(), self.advice())
    }

    fn advice(&self) -> String {
        self.cure.as_ref().map_or_else(String::new, |cure| format!("\nWhat helps: {cure}"))
    }

    /// Writes the command as one would type it.
    fn line(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
    }
}

/// Puts quotes around a word that a shell would split.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{word}'") }
}

/// Shows the last lines of an output, indented.
fn tail(lines: &[String]) -> String {
    let last = &lines[lines.len().saturating_sub(TAIL)..];
    last.iter().fold(String::new(), |mut text, line| {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n    | {line}");
        text
    })
}

/// Sends each line of a pipe, until it closes.
fn read_lines(pipe: PipeReader, sender: Sender<String>) {
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            if sender.send(text).is_err() {
                return;
            }
            line.clear();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    #[cfg(unix)]
    fn a_failure_shows_the_end_of_the_output_and_the_cure() {
        let step = Step::new("Trying", shell("seq 1 100; echo broken >&2; exit 3")).cure("try later");
        let error = step.quiet().expect_err("exit 3 is a failure").to_string();
        assert!(error.starts_with("Trying failed (exit status: 3): sh -c 'seq"), "{error}");
        assert!(error.contains("| 100\n    | broken\n") && !error.contains("| 30\n"), "{error}");
        assert!(error.ends_with("What helps: try later"), "{error}");
    }

    #[test]
    #[cfg(unix)]
    fn a_command_that_hangs_is_ended() {
        let step = Step::new("Waiting", shell("echo begun; exec sleep 60")).limit(Duration::from_millis(500));
        let start = Instant::now();
        let error = step.quiet().expect_err("one minute is over the limit").to_string();
        assert!(error.contains("no end after 0 s") && error.contains("| begun"), "{error}");
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_missing_program_is_named() {
        let step = Step::new("Calling", Command::new("no-such-program-as-this")).cure("install it");
        let error = format!("{:#}", step.read().expect_err("there is no such program"));
        assert!(error.contains("`no-such-program-as-this` could not be started"), "{error}");
    }
}
