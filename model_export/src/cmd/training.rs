//! The options of a training run, which `train`, `evaluate lake` and `attack` share.

use std::path::{Path, PathBuf};

use anyhow::ensure;
use etalage::model::Tier;

use crate::privacy::secret::Secret;
use crate::train::{Params, Privacy, SegmentCount, next_item};

/// Options that say how a model is trained.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Training {
    /// What protects the customers: `public` adds noise to every statistic, `learned` keeps what the membership attack on
    /// this lake cannot use, `unchecked` protects nobody and needs a reason.
    #[arg(long, default_value = "public", value_parser = tier)]
    tier: Tier,
    /// Why a model is published unchecked; the words travel in the file.
    #[arg(long, value_name = "TEXT")]
    unchecked_reason: Option<String>,
    /// Epsilon of all statistics with noise together.
    #[arg(long, default_value_t = Privacy::default().epsilon)]
    epsilon: f64,
    /// Delta: the chance that epsilon does not hold; far below one in the number of customers.
    #[arg(long, default_value_t = Privacy::default().delta)]
    delta: f64,
    /// A file with 64 hexadecimal digits, from which noise is drawn; never publish it [default: the one of the private
    /// manifest beside the model, else a new one].
    #[arg(long, value_name = "FILE")]
    secret: Option<PathBuf>,
    /// Where first vectors and samples come from, in place of the secret: for experiments.
    #[arg(long)]
    seed: Option<u64>,
    /// Length of an item's vector, a multiple of 8.
    #[arg(long, default_value_t = Params::default().n_factors)]
    factors: usize,
    /// Iterations of the factorization.
    #[arg(long, default_value_t = Params::default().n_iterations)]
    sweeps: usize,
    /// Customer segments to look for: auto, or a number.
    #[arg(long, default_value = "auto", value_parser = segment_count)]
    segments: SegmentCount,
    /// Distinct customers below which nothing is learned of an item; 11 or more.
    #[arg(long, default_value_t = Params::default().min_item_customers)]
    min_item_customers: u32,
    /// Distinct customers below which a pair of items is not in the next-item table; 10 or more.
    #[arg(long, default_value_t = Params::default().next_item.min_pair_customers)]
    min_pair_customers: u32,
    /// Successors that an item has at most in the next-item table; 255 or fewer.
    #[arg(long, default_value_t = Params::default().next_item.n_successors)]
    successors: usize,
    /// The most bytes of the model file: factors, their bits, and pairs are divided as held-out visits like it best.
    #[arg(long, value_name = "N")]
    max_bytes: Option<usize>,
    /// Customers below which a segment is merged; 50 or more.
    #[arg(long, default_value_t = Params::default().min_segment_customers)]
    min_segment_customers: u32,
}

impl Training {
    /// Returns the parameters. `kept` is where an earlier run may have kept its secret.
    ///
    /// # Errors
    /// When the tier lacks its reason, or the secret cannot be read.
    pub(super) fn params(&self, kept: Option<&Path>) -> anyhow::Result<Params> {
        let reason = self.unchecked_reason.as_deref().unwrap_or_default().trim();
        match self.tier {
            Tier::Unchecked => ensure!(
                !reason.is_empty(),
                "--tier unchecked publishes what was learned from customers without any protection: say why with \
                 --unchecked-reason \"...\"; the words travel in the file"
            ),
            _ => ensure!(
                reason.is_empty(),
                "--unchecked-reason belongs to --tier unchecked, found --tier {}: leave one of the two out",
                self.tier.name()
            ),
        }
        let secret = match (&self.secret, kept) {
            (Some(path), _) => Secret::read(path)?,
            (None, Some(kept)) => Secret::kept(kept)?.map_or_else(Secret::draw, Ok)?,
            (None, None) => Secret::draw()?,
        };
        Ok(Params {
            seed: self.seed.unwrap_or_else(|| secret.seed()),
            n_factors: self.factors,
            n_iterations: self.sweeps,
            segments: self.segments,
            min_item_customers: self.min_item_customers,
            min_segment_customers: self.min_segment_customers,
            next_item: next_item::Params {
                n_successors: self.successors,
                min_pair_customers: self.min_pair_customers,
                ..Params::default().next_item
            },
            privacy: Privacy {
                tier: self.tier,
                unchecked_reason: reason.to_owned(),
                epsilon: self.epsilon,
                delta: self.delta,
                secret,
            },
            max_bytes: self.max_bytes,
            ..Params::default()
        })
    }
}

fn tier(text: &str) -> Result<Tier, String> {
    let found = Tier::ALL.into_iter().find(|tier| tier.name() == text);
    found.ok_or_else(|| "expected public, learned or unchecked".to_owned())
}

fn segment_count(text: &str) -> Result<SegmentCount, String> {
    match text {
        "auto" => Ok(SegmentCount::Auto),
        number => number.parse().map(SegmentCount::Fixed).map_err(|_| "expected auto or a whole number".to_owned()),
    }
}
