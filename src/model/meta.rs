//! The metadata of a model: the numbers that the formulas need, and what a person wants to know of the file.

use alloc::string::String;
use alloc::vec::Vec;

use bincode::Encode;

use crate::Error;
use crate::session::EventKind;

/// The longest vector: int8 times int16 summed over 512 factors still fits an i32.
pub const MAX_FACTORS: usize = 512;

/// The most segments.
pub const MAX_SEGMENTS: usize = 256;

/// What the section `META` holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The shop's name.
    pub name: String,
    /// The first moment of the training data, in ms since the Unix epoch.
    pub trained_from_ms: i64,
    /// The last moment of the training data.
    pub trained_until_ms: i64,
    /// The number of items.
    pub n_items: u32,
    /// The length of an item's vector: a multiple of 8, at most [`MAX_FACTORS`]; 0 in a model without factors.
    pub n_factors: u16,
    /// The bits of one entry of a vector in the file: 8 or 4.
    pub factor_bits: u8,
    /// How a session becomes evidence.
    pub session: SessionParams,
    /// How a session asks the next-item table.
    pub next_item: NextItemParams,
    /// How evidence becomes a vector.
    pub fold_in: FoldInParams,
    /// How a vector becomes a score.
    pub mix: Mix,
    /// The segments, as many as there are centroids.
    pub segments: Vec<SegmentMeta>,
    /// The thresholds that the exporter kept.
    pub thresholds: Thresholds,
    /// What protects the customers that the model was trained on.
    pub protection: Protection,
}

/// How far a model protects the customers that it was trained on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tier {
    /// Nothing is claimed: no test was passed. Files before version 3 are of this tier.
    #[default]
    Unchecked = 0,
    /// Parts were learned from customers, and the membership attack on this lake stayed within its bounds.
    Learned = 1,
    /// Public features, and statistics of customers to which noise was added: differentially private.
    Public = 2,
}

impl Tier {
    /// Every tier, in the order of its number in the file.
    pub const ALL: [Self; 3] = [Self::Unchecked, Self::Learned, Self::Public];

    /// Returns the name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::Learned => "learned",
            Self::Public => "public",
        }
    }
}

/// What protects the customers that a model was trained on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Protection {
    /// The tier.
    pub tier: Tier,
    /// Why the tier is [`Tier::Unchecked`], in the words of whoever trained it; empty otherwise.
    pub reason: String,
    /// ε of (ε, δ)-differential privacy of the statistics with noise; 0 where no noise was added.
    pub epsilon: f32,
    /// δ.
    pub delta: f32,
}

/// How events become evidence; see [`crate::session::evidence`].
#[derive(Debug, Clone, PartialEq)]
pub struct SessionParams {
    /// The weight of each [`EventKind`] in units of one product view; only leaving the cart may be negative.
    pub event_weights: [f32; EventKind::COUNT],
    /// The age in ms at which an event counts half.
    pub half_life_ms: u64,
    /// The most confidence that one item can gather.
    pub confidence_cap: f32,
    /// The total confidence from which the order is called personal rather than the segment's.
    pub personal_evidence: f32,
}

/// How a session asks the next-item table; see [`crate::rank::NextScores`].
#[derive(Debug, Clone, PartialEq)]
pub struct NextItemParams {
    /// How fast an item of the session asks with less weight the more events came after it.
    pub step_decay: f32,
    /// The weight of what comes after the successors against the successors themselves; 0 for one hop.
    pub second_hop: f32,
    /// The repeat term of an item of the session.
    pub repeat: f32,
    /// That of the item touched last.
    pub repeat_last: f32,
    /// That of the item touched last when the session has no other event.
    pub repeat_only: f32,
    /// What each earlier event with it adds.
    pub revisit: f32,
    /// The repeat term after one more event, against that before it.
    pub repeat_decay: f32,
    /// The sum of successors' weights at which the logarithm begins to bend; above 0.
    pub floor: f32,
}

impl NextItemParams {
    /// Those of a model that asks nothing.
    pub const NONE: Self = Self {
        step_decay: 0.0,
        second_hop: 0.0,
        repeat: 0.0,
        repeat_last: 0.0,
        repeat_only: 0.0,
        revisit: 0.0,
        repeat_decay: 0.0,
        floor: 1.0,
    };
}

/// How evidence becomes a vector; see [`crate::rank::FoldIn`].
#[derive(Debug, Clone, PartialEq)]
pub struct FoldInParams {
    /// a0: the weight of every pair of visitor and item that nobody observed.
    pub unobserved_weight: f32,
    /// λ of the regularization λ (n + a0 · items)^ν, with n the total confidence.
    pub regularization: f32,
    /// ν.
    pub regularization_exponent: f32,
    /// κ in [0, 1]: 0 ignores the segments, 1 pulls the visitor fully towards them.
    pub prior_strength: f32,
    /// γ: how fast the segment posterior sharpens with evidence.
    pub segment_concentration: f32,
}

/// The weights of the parts of a score, as fitted by the exporter on held-out sessions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mix {
    /// Of the factor score x·y.
    pub factors: f32,
    /// Of the popularity prior.
    pub popularity: f32,
    /// Of the next-item table and of being in the session already.
    pub next_item: f32,
    /// Of the share of the session's evidence that lies in the item's category.
    pub category: f32,
    /// The same of its brand.
    pub brand: f32,
    /// The same of its price band.
    pub price_band: f32,
    /// Of the cosine of public features.
    pub features: f32,
}

/// What is known of a segment.
#[derive(Debug, Clone, PartialEq, Encode)]
pub struct SegmentMeta {
    /// A name made from what its customers buy more than others.
    pub name: String,
    /// The number of customers in it.
    pub n_customers: u32,
}

/// The k-anonymity thresholds of the export.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// An item with fewer distinct customers has no learned vector.
    pub item_customers: u32,
    /// No segment has fewer customers.
    pub segment_customers: u32,
    /// No pair of items is in the next-item table that fewer customers made.
    pub pair_customers: u32,
}

/// The number of single numbers.
pub(crate) const N_NUMBERS: usize = 24;

/// How many of them a file of version 1, 2 and 3 has.
pub(crate) const SINCE: [usize; 3] = [9, 21, N_NUMBERS];

/// The name and range of each single number, in the order of the file: see [`Meta::numbers`].
static RANGES: [(&str, f32, f32); N_NUMBERS] = [
    ("confidence_cap", 1e-3, 1e6),
    ("personal_evidence", 0.0, 1e6),
    ("unobserved_weight", 0.0, 1e3),
    // Above 0: the matrix of the fold-in stays positive definite for any Gram matrix.
    ("regularization", 1e-9, 1e6),
    ("regularization_exponent", 0.0, 2.0),
    ("prior_strength", 0.0, 1.0),
    ("segment_concentration", 0.0, 1e3),
    ("mix.factors", 0.0, 1e3),
    ("mix.popularity", 0.0, 1e3),
    ("next_item.step_decay", 0.0, 1e3),
    ("next_item.second_hop", 0.0, 1e3),
    ("next_item.repeat", 0.0, 1e3),
    ("next_item.repeat_last", 0.0, 1e3),
    ("next_item.repeat_only", 0.0, 1e3),
    ("next_item.revisit", 0.0, 1e3),
    ("next_item.repeat_decay", 0.0, 1.0),
    ("next_item.floor", 1e-9, 1e6),
    ("mix.next_item", 0.0, 1e3),
    ("mix.category", 0.0, 1e3),
    ("mix.brand", 0.0, 1e3),
    ("mix.price_band", 0.0, 1e3),
    ("mix.features", 0.0, 1e3),
    ("epsilon", 0.0, 1e6),
    ("delta", 0.0, 1.0),
];

impl Meta {
    /// What is known before a file is read: nothing, int8 factors, and a floor by which can be divided.
    pub(crate) const NOTHING: Self = Self {
        name: String::new(),
        trained_from_ms: 0,
        trained_until_ms: 0,
        n_items: 0,
        n_factors: 0,
        factor_bits: 8,
        session: SessionParams {
            event_weights: [0.0; EventKind::COUNT],
            half_life_ms: 0,
            confidence_cap: 0.0,
            personal_evidence: 0.0,
        },
        next_item: NextItemParams::NONE,
        fold_in: FoldInParams {
            unobserved_weight: 0.0,
            regularization: 0.0,
            regularization_exponent: 0.0,
            prior_strength: 0.0,
            segment_concentration: 0.0,
        },
        mix: Mix {
            factors: 0.0,
            popularity: 0.0,
            next_item: 0.0,
            category: 0.0,
            brand: 0.0,
            price_band: 0.0,
            features: 0.0,
        },
        segments: Vec::new(),
        thresholds: Thresholds { item_customers: 0, segment_customers: 0, pair_customers: 0 },
        protection: Protection { tier: Tier::Unchecked, reason: String::new(), epsilon: 0.0, delta: 0.0 },
    };

    /// Returns every single number, in the order of the file.
    // One list for reading and for checking: each takes a twentieth of the reader in the shipped module.
    #[inline(never)]
    pub(crate) fn numbers(&mut self) -> [&mut f32; N_NUMBERS] {
        let (fold_in, session, next, mix) = (&mut self.fold_in, &mut self.session, &mut self.next_item, &mut self.mix);
        [
            &mut session.confidence_cap,
            &mut session.personal_evidence,
            &mut fold_in.unobserved_weight,
            &mut fold_in.regularization,
            &mut fold_in.regularization_exponent,
            &mut fold_in.prior_strength,
            &mut fold_in.segment_concentration,
            &mut mix.factors,
            &mut mix.popularity,
            &mut next.step_decay,
            &mut next.second_hop,
            &mut next.repeat,
            &mut next.repeat_last,
            &mut next.repeat_only,
            &mut next.revisit,
            &mut next.repeat_decay,
            &mut next.floor,
            &mut mix.next_item,
            &mut mix.category,
            &mut mix.brand,
            &mut mix.price_band,
            &mut mix.features,
            &mut self.protection.epsilon,
            &mut self.protection.delta,
        ]
    }

    /// Checks every number against its range.
    ///
    /// # Errors
    /// `bad_value` with the field's name.
    #[inline(never)]
    pub(crate) fn check(&mut self) -> Result<(), Error> {
        if self.n_factors != 0 {
            check_n_factors(usize::from(self.n_factors))?;
        }
        if ![4, 8].contains(&self.factor_bits) {
            return Err(Error::value("factor_bits", 0, "8 or 4", f64::from(self.factor_bits)));
        }
        if self.segments.len() > MAX_SEGMENTS {
            return Err(Error::value("segments", 0, "at most 256 segments", self.segments.len() as f64));
        }
        if self.trained_from_ms > self.trained_until_ms {
            return Err(Error::value(
                "trained_from_ms",
                0,
                "no later than trained_until_ms",
                self.trained_from_ms as f64,
            ));
        }
        for (kind, &weight) in EventKind::ALL.iter().zip(&self.session.event_weights) {
            let lowest = if *kind == EventKind::RemoveFromCart { -1e3 } else { 0.0 };
            in_range("event_weights", *kind as usize, weight, lowest, 1e3)?;
        }
        if self.session.half_life_ms == 0 {
            return Err(Error::value("half_life_ms", 0, "above 0", 0.0));
        }
        for (&(what, low, high), value) in RANGES.iter().zip(self.numbers()) {
            in_range(what, 0, *value, low, high)?;
        }
        for (index, segment) in self.segments.iter().enumerate() {
            if segment.n_customers < self.thresholds.segment_customers.max(1) {
                return Err(Error::value(
                    "segments",
                    index,
                    "as many customers as the threshold",
                    f64::from(segment.n_customers),
                ));
            }
        }
        Ok(())
    }
}

pub(crate) fn check_n_factors(n_factors: usize) -> Result<(), Error> {
    if n_factors == 0 || n_factors > MAX_FACTORS || !n_factors.is_multiple_of(8) {
        return Err(Error::value("n_factors", 0, "a multiple of 8 in 8..=512", n_factors as f64));
    }
    Ok(())
}

/// Checks a number against its range, which NaN is never in.
#[inline]
pub(crate) fn in_range(what: &'static str, index: usize, value: f32, low: f32, high: f32) -> Result<(), Error> {
    if value >= low && value <= high {
        return Ok(());
    }
    Err(Error::value(what, index, "a finite number in the range of docs/format.md", f64::from(value)))
}
