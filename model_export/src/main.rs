//! The `model_export` command.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use model_export::safe::safe;

fn main() -> ExitCode {
    match model_export::cmd::run(model_export::cmd::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, the exit code says it.
            let _ = writeln!(std::io::stderr(), "error: {}", safe(&format!("{error:#}")));
            ExitCode::FAILURE
        }
    }
}
