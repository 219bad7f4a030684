//! `evaluate`: published protocols, each a verb of its own.

mod lake;
mod top_n;

use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    protocol: Protocol,
}

#[derive(Debug, Subcommand)]
enum Protocol {
    /// Asks about the latest visits of a retailer's own lake, with baselines and confidence intervals.
    Lake(lake::Args),
    /// Ranks the whole catalogue for users with long histories.
    TopN(top_n::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.protocol {
        Protocol::Lake(args) => lake::run(args),
        Protocol::TopN(args) => top_n::run(args),
    }
}
