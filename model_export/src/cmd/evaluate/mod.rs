//! `evaluate`: published protocols, each a verb of its own.

mod curve;
mod lake;
mod next_item;
mod top_n;

use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    protocol: Protocol,
}

#[derive(Debug, Subcommand)]
enum Protocol {
    /// Draws accuracy against the bytes of the file.
    Curve(curve::Args),
    /// Asks about the latest visits of a retailer's own lake, with baselines and confidence intervals.
    Lake(lake::Args),
    /// Guesses the next item of anonymous sessions, one session a line.
    NextItem(next_item::Args),
    /// The same for clicks one a line, with their session and time.
    Sessions(next_item::ClickArgs),
    /// Ranks the whole catalogue for users with long histories.
    TopN(top_n::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.protocol {
        Protocol::Curve(args) => curve::run(args),
        Protocol::Lake(args) => lake::run(args),
        Protocol::NextItem(args) => next_item::run(args),
        Protocol::Sessions(args) => next_item::run_clicks(args),
        Protocol::TopN(args) => top_n::run(args),
    }
}

/// Reads a share of a whole.
pub(super) fn share(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|share| *share > 0.0 && *share < 1.0)
        .ok_or_else(|| "expected a number between 0 and 1".to_owned())
}
