//! The commands of the project: `cargo xtask demo`, `test`, `audit` and `bench`. Each prepares this
//! machine by itself and says what it does.
//!
//! They refuse to leave anything outside the target folder, `node_modules` and `npm/dist`, but for packages of the
//! system (Chromium, Debian's compiler) and rustup's library for wasm32 where those are missing.

mod apt;
mod audit;
mod bench;
mod browser;
mod count;
mod demo;
mod imports;
mod lint;
mod model;
mod npm;
mod pictures;
mod report;
mod run;
mod serve;
mod site;
mod sizes;
mod spinner;
mod stage;
mod test;
mod toolchain;
mod wasm;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::audit::Audit;
use crate::bench::Bench;
use crate::demo::Demo;
use crate::stage::Stage;
use crate::workspace::Workspace;

/// The first argument with which `cargo test --target wasm32-unknown-unknown` calls us back to run one test file.
const WASM_TEST_RUNNER: &str = "wasm-test-runner";

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Builds, shows and tests the whole project, and prepares this machine for it")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Builds the demo shop from a synthetic lake and serves it.
    Demo(Demo),
    /// Runs every test in every host, and the lint checks.
    Test {
        /// Only this part.
        #[arg(long, value_enum)]
        only: Option<Stage>,
    },
    /// Checks every promise about privacy, and writes one page with a line for each.
    Audit(Audit),
    /// Times the shipped engine beside its rivals in Node and Chromium, and the core on this machine.
    Bench(Bench),
}

fn main() -> ExitCode {
    // The runner parses what cargo passes on by itself, and names itself in its own usage text.
    let result = if env::args_os().nth(1).is_some_and(|verb| verb == WASM_TEST_RUNNER) {
        wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(env::args_os().skip(1)).map(|()| true)
    } else {
        run(Cli::parse().verb)
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; false when tests failed, which the report has said.
fn run(verb: Verb) -> Result<bool> {
    let workspace = Workspace::find()?;
    match verb {
        Verb::Demo(demo) => demo.run(&workspace).map(|()| true),
        Verb::Test { only } => Ok(test::run(&workspace, only)),
        Verb::Audit(audit) => audit.run(&workspace),
        Verb::Bench(bench) => bench.run(&workspace).map(|()| true),
    }
}
