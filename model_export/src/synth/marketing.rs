//! The shop's marketing history: a newsletter every Thursday, two promotions a week, and the holidays.
//!
//! An action has a target (the whole shop, a department, a leaf or an item), dates and perhaps a discount. It refuses
//! individual prices: an offer is the same for everybody who sees it.

use anyhow::Result;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::calendar::{Holiday, N_DAYS, holidays};
use super::catalogue::Catalogue;
use super::stream::{Stream, Streams, cumulate, one_of, pick};
use super::taxonomy::Taxonomy;

/// Days for which a newsletter works, the day of sending included.
pub(super) const NEWSLETTER_DAYS: i32 = 3;
/// Promotions that start in a week.
const PROMOTIONS_PER_WEEK: u32 = 2;
/// Discounts of promotions, equally likely.
const DISCOUNTS: [f64; 6] = [0.10, 0.15, 0.20, 0.25, 0.30, 0.40];

/// What an action is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Shop,
    Department(usize),
    Leaf(usize),
    Item(u32),
}

/// The kind of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Newsletter,
    Promotion,
    Holiday,
}

impl Kind {
    /// Returns the word used in the lake.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Newsletter => "newsletter",
            Self::Promotion => "promotion",
            Self::Holiday => "holiday",
        }
    }

    /// Returns whom an action of this kind reaches.
    pub(super) fn audience(self) -> &'static str {
        if matches!(self, Self::Newsletter) { "newsletter subscribers" } else { "everyone" }
    }
}

/// One action of the marketing history; days are counted from the period's first, both inclusive.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) target: Target,
    pub(super) discount: f64,
}

/// The history, and the holidays that it contains.
#[derive(Debug)]
pub(super) struct Marketing {
    /// Sorted by first day; those on the same day in the order newsletter, promotion, holiday.
    pub(super) actions: Vec<Action>,
    pub(super) holidays: Vec<Holiday>,
}

impl Marketing {
    /// Draws the history of the period.
    ///
    /// # Errors
    /// When the calendar cannot be formed.
    pub(super) fn draw(streams: &Streams, taxonomy: &Taxonomy, catalogue: &Catalogue) -> Result<Self> {
        let mut actions = Vec::new();
        for week in 0..N_DAYS.div_ceil(7) {
            let mut rng = streams.open(Stream::Marketing, week as u64);
            let monday = 7 * week as i32;
            let mut newsletter = draw_newsletter(&mut rng, taxonomy);
            (newsletter.first, newsletter.last) = (monday + 3, monday + 3 + NEWSLETTER_DAYS - 1);
            actions.push(newsletter);
            for _ in 0..PROMOTIONS_PER_WEEK {
                actions.push(draw_promotion(&mut rng, taxonomy, catalogue, monday));
            }
        }
        let holidays: Vec<Holiday> =
            holidays()?.into_iter().filter(|holiday| holiday.first >= 0 && holiday.last < N_DAYS as i32).collect();
        actions.extend(holidays.iter().map(|holiday| Action {
            kind: Kind::Holiday,
            name: holiday.name.clone(),
            first: holiday.first,
            last: holiday.last,
            target: Target::Shop,
            discount: holiday.discount,
        }));
        actions.retain(|action| action.last < N_DAYS as i32);
        actions.sort_by_key(|action| action.first);
        Ok(Self { actions, holidays })
    }
}

impl Target {
    /// Returns the text of the target in the lake: a category path, an item id, or nothing for the whole shop.
    pub(super) fn text<'a>(self, taxonomy: &'a Taxonomy, catalogue: &'a Catalogue) -> Option<&'a str> {
        match self {
            Self::Shop => None,
            Self::Department(department) => Some(&taxonomy.departments[department]),
            Self::Leaf(leaf) => Some(&taxonomy.leaves[leaf].path),
            Self::Item(item) => Some(&catalogue.items[item as usize].id),
        }
    }
}

fn draw_newsletter(rng: &mut ChaCha8Rng, taxonomy: &Taxonomy) -> Action {
    let target = match rng.random_range(0..10_u32) {
        0..3 => Target::Shop,
        3..7 => Target::Department(rng.random_range(0..taxonomy.departments.len() as u32) as usize),
        _ => Target::Leaf(draw_leaf(rng, taxonomy)),
    };
    let about = match target {
        Target::Department(department) => taxonomy.departments[department].clone(),
        Target::Leaf(leaf) => last_level(&taxonomy.leaves[leaf].path).to_owned(),
        Target::Shop | Target::Item(_) => "the week's favourites".to_owned(),
    };
    Action { kind: Kind::Newsletter, name: format!("Newsletter: {about}"), first: 0, last: 0, target, discount: 0.0 }
}

fn draw_promotion(rng: &mut ChaCha8Rng, taxonomy: &Taxonomy, catalogue: &Catalogue, monday: i32) -> Action {
    let first = monday + rng.random_range(0..7);
    let last = first + rng.random_range(2..10);
    let leaf = draw_leaf(rng, taxonomy);
    let target = match rng.random_range(0..20_u32) {
        0..5 => Target::Department(taxonomy.leaves[leaf].department),
        5..16 => Target::Leaf(leaf),
        _ => catalogue.draw_from(rng, leaf).map_or(Target::Leaf(leaf), Target::Item),
    };
    let discount = one_of(rng, &DISCOUNTS).copied().unwrap_or(0.10);
    let about = match target {
        Target::Department(department) => taxonomy.departments[department].clone(),
        Target::Item(item) => catalogue.items[item as usize].name.clone(),
        Target::Leaf(_) | Target::Shop => last_level(&taxonomy.leaves[leaf].path).to_owned(),
    };
    Action {
        kind: Kind::Promotion,
        name: format!("{:.0} % off {about}", discount * 100.0),
        first,
        last,
        target,
        discount,
    }
}

fn draw_leaf(rng: &mut ChaCha8Rng, taxonomy: &Taxonomy) -> usize {
    pick(rng, &cumulate(taxonomy.leaves.iter().map(|leaf| leaf.weight))).unwrap_or(0)
}

fn last_level(path: &str) -> &str {
    path.rsplit(" > ").next().unwrap_or(path)
}
