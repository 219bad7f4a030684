//! The `model_export` command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match model_export::cmd::run(model_export::cmd::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
