//! Rules as a Rust program writes them; the browser gets them flat from `npm/src/rules.ts`, whose twin this is.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// What a rule does with the items that it is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RuleAction {
    /// Raises by a share of the spread of the page's keys.
    Boost(f64),
    /// Lowers by a share of the spread of the page's keys.
    Bury(f64),
    /// Puts in a slot, 0 for the first.
    Pin(u32),
    /// Leaves out.
    Hide,
    /// Puts what is out of stock behind what is in stock.
    InStockFirst,
}

/// One rule: all conditions must hold; a list holds when one of its entries does.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What people call it.
    pub name: String,
    /// What it does.
    pub action: RuleAction,
    /// Item ids.
    pub items: Option<Vec<String>>,
    /// Category paths; each holds for all categories below it.
    pub categories: Option<Vec<String>>,
    /// Brand names.
    pub brands: Option<Vec<String>>,
    /// Segment names: visitors with events whose likeliest segment is one of these.
    pub segments: Option<Vec<String>>,
    /// Price bands, 0 to 4.
    pub price_bands: Option<Vec<u8>>,
    /// Whether the item is of the private label.
    pub private_label: Option<bool>,
    /// A name among the campaigns.
    pub campaign: Option<String>,
    /// The first and the last moment, in ms since 1970.
    pub dates: (f64, f64),
}

impl Rule {
    /// Makes a rule without conditions.
    pub fn new(name: &str, action: RuleAction) -> Self {
        Self {
            name: name.into(),
            action,
            items: None,
            categories: None,
            brands: None,
            segments: None,
            price_bands: None,
            private_label: None,
            campaign: None,
            dates: (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}

/// A named set of items and categories with dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Campaign {
    /// Item ids.
    pub items: Option<Vec<String>>,
    /// Category paths; each holds for all categories below it.
    pub categories: Option<Vec<String>>,
    /// The first and the last moment, in ms since 1970.
    pub dates: (f64, f64),
}

/// How alike the first products may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DiversityRule {
    /// At most `most` of a category among the `first`; by whole paths for level 0.
    Cap {
        /// The number of slots.
        first: u32,
        /// The most of a category.
        most: u32,
        /// How many parts of a path make the category.
        level: u32,
    },
    /// Maximal marginal relevance among the `first`.
    Mmr {
        /// The number of slots.
        first: u32,
        /// 1 for relevance alone, 0 for difference alone.
        lambda: f64,
    },
}

/// All that is said about pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// The rules; of two that conflict, the first wins.
    pub rules: Vec<Rule>,
    /// The campaigns that rules name.
    pub campaigns: BTreeMap<String, Campaign>,
    /// How alike the first products may be.
    pub diversity: Option<DiversityRule>,
}

impl Rules {
    /// Flattens the rules as `Personalizer::set_rules` takes them. A campaign that there is not becomes NaN, which is
    /// refused there.
    pub fn flat(&self) -> (String, Vec<f64>) {
        let mut flat = Flat { texts: String::new(), numbers: vec![self.campaigns.len() as f64] };
        for campaign in self.campaigns.values() {
            flat.numbers.extend([campaign.dates.0, campaign.dates.1]);
            flat.list(campaign.items.as_deref());
            flat.list(campaign.categories.as_deref());
        }
        flat.numbers.push(self.rules.len() as f64);
        for rule in &self.rules {
            flat.text(&rule.name);
            flat.numbers.extend(match rule.action {
                RuleAction::Boost(by) => [0.0, by],
                RuleAction::Bury(by) => [1.0, by],
                RuleAction::Pin(slot) => [2.0, f64::from(slot)],
                RuleAction::Hide => [3.0, 0.0],
                RuleAction::InStockFirst => [4.0, 0.0],
            });
            flat.numbers.extend([rule.dates.0, rule.dates.1]);
            flat.list(rule.items.as_deref());
            flat.list(rule.categories.as_deref());
            flat.list(rule.brands.as_deref());
            flat.list(rule.segments.as_deref());
            flat.numbers.push(rule.price_bands.as_ref().map_or(-1.0, |bands| bands.len() as f64));
            flat.numbers.extend(rule.price_bands.iter().flatten().map(|&band| f64::from(band)));
            flat.numbers.push(rule.private_label.map_or(-1.0, |is| f64::from(u8::from(is))));
            flat.numbers.push(rule.campaign.as_ref().map_or(-1.0, |wanted| {
                self.campaigns.keys().position(|name| name == wanted).map_or(f64::NAN, |place| place as f64)
            }));
        }
        flat.numbers.extend(match self.diversity {
            None => vec![0.0],
            Some(DiversityRule::Cap { first, most, level }) => vec![1.0, first.into(), most.into(), level.into()],
            Some(DiversityRule::Mmr { first, lambda }) => vec![2.0, first.into(), lambda, 0.0],
        });
        (flat.texts, flat.numbers)
    }
}

struct Flat {
    texts: String,
    numbers: Vec<f64>,
}

impl Flat {
    fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.texts.push('\0');
    }

    fn list(&mut self, texts: Option<&[String]>) {
        self.numbers.push(texts.map_or(-1.0, |texts| texts.len() as f64));
        texts.into_iter().flatten().for_each(|text| self.text(text));
    }
}
