//! `evaluate`: published protocols, each a verb of its own.

mod top_n;

use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    protocol: Protocol,
}

#[derive(Debug, Subcommand)]
enum Protocol {
    /// Ranks the whole catalogue for users with long histories.
    TopN(top_n::Args),
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    match &args.protocol {
        Protocol::TopN(args) => top_n::run(args),
    }
}
