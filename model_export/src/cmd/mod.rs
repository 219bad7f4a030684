//! The command line: one file per verb, each of which parses its arguments, calls the library, and prints for people or as JSON.

mod attack;
mod audit;
mod diff;
mod evaluate;
mod inspect;
mod out;
mod synth;
mod train;
mod training;
mod tune;
mod verify;

use clap::{Parser, Subcommand};

/// Trains a shop's personalization model from its data lake and writes the file that the browser loads.
#[derive(Debug, Parser)]
#[command(name = "model_export", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Makes a marketplace's lake: six sources, dirty rows included.
    Synth(synth::Args),
    /// Says what a lake holds, what is wrong with it, and what it is fit for.
    Audit(audit::Args),
    /// Trains a model from a lake and writes it with its manifest.
    Train(train::Args),
    /// Tries to tell from what would be published who was in the training data.
    Attack(attack::Args),
    /// Measures how well models rank, by published protocols.
    Evaluate(evaluate::Args),
    /// Searches the hyper-parameters of a session model on validation questions.
    Tune(tune::Args),
    /// Shows what a model file holds.
    Inspect(inspect::Args),
    /// Checks a model file whole.
    Verify(verify::Args),
    /// Tells what changed between two model files.
    Diff(diff::Args),
}

/// Runs the verb that was asked for.
///
/// # Errors
/// Whatever the verb failed on, with its cure.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    let done = match cli.verb {
        Verb::Synth(args) => synth::run(&args),
        Verb::Audit(args) => audit::run(&args),
        Verb::Train(args) => train::run(&args),
        Verb::Attack(args) => attack::run(&args),
        Verb::Evaluate(args) => evaluate::run(&args),
        Verb::Tune(args) => tune::run(&args),
        Verb::Inspect(args) => inspect::run(&args),
        Verb::Verify(args) => verify::run(&args),
        Verb::Diff(args) => diff::run(&args),
    };
    // What a verb failed on explains more than what could not be printed.
    done.and_then(|()| out::finish())
}
