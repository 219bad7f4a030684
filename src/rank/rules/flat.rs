//! Rules as a flat list, which is how they cross from JavaScript: texts, each ended by a NUL, and numbers.
//!
//! ```text
//! campaigns, then each: from, until, items*, categories*
//! rules, then each:     action, value, from, until, items*, categories*, brands*, segments*, bands*, private, campaign
//! diversity:            0, or 1 (cap), first, most, level, or 2 (mmr), first, lambda, 0
//! ```
//!
//! A star is a count, -1 for a condition that is not there; `bands` are numbers after their count, all others are texts.
//! The texts of a rule begin with its name. `private` is 0, 1, or -1 for either; `campaign` is a place, -1 for none.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Action, Compiled, Diversity, MAX_DIVERSE, MAX_RULES, RuleBook};
use crate::Error;
use crate::model::{Model, PRICE_BANDS};

/// More than any list has.
const MANY: f64 = 1_048_576.0;

/// Reads the list in order. The first number that has no meaning is kept as the error, and read as the least that has
/// one, so that reading goes on to an end: a check at each step would be a third of this room in the shipped module.
struct Reader<'a> {
    texts: &'a [u8],
    numbers: core::slice::Iter<'a, f64>,
    /// Where in the rules it is, for errors.
    what: &'static str,
    index: usize,
    problem: Option<Error>,
}

/// Which items, or which numbers of an attribute, a condition holds for; nothing when there is no condition.
type Set = Option<Vec<bool>>;

/// What a list of texts names.
///
/// An enum and not a closure for each: a call through a pointer would keep the module's table of functions, and with it
/// thousands of bytes of closures of `js-sys` that nobody calls.
#[derive(Clone, Copy, PartialEq)]
enum Among {
    Items,
    Categories,
    Brands,
    Segments,
}

impl RuleBook {
    /// Makes rules ready for a model. O(rules · items).
    ///
    /// # Errors
    /// `bad_rules` with the rule's place and the field.
    #[inline(never)]
    pub(crate) fn compile(model: &Model, texts: &str, numbers: &[f64]) -> Result<Self, Error> {
        let mut reader =
            Reader { texts: texts.as_bytes(), numbers: numbers.iter(), what: "campaigns", index: 0, problem: None };
        let mut campaigns = Vec::new();
        // What runs past the end of the list is a problem at the next number: no count can make this long.
        for index in 0..reader.whole("length", "a list as encodeRules makes it", 0.0, MANY) as usize {
            reader.index = index;
            campaigns.push((reader.dates(), reader.set(Among::Items, model), reader.set(Among::Categories, model)));
            if reader.problem.is_some() {
                break;
            }
        }
        (reader.what, reader.index) = ("rules", 0);
        let mut book = Self { masks: vec![0; model.n_items()], ..Self::default() };
        for rule in 0..reader.whole("length", "at most 64 rules", 0.0, MAX_RULES as f64) as usize {
            reader.index = rule;
            let name = String::from_utf8(reader.text().to_vec()).unwrap_or_default();
            let action = reader.whole("action", "a known action", 0.0, 4.0);
            let action =
                [Action::Boost, Action::Bury, Action::Pin, Action::Hide, Action::InStockFirst][action as usize];
            let value = match action {
                Action::Boost => reader.share("by"),
                Action::Bury => -reader.share("by"),
                Action::Pin => reader.whole("slot", "a slot, 0 or more", 0.0, MANY),
                _ => reader.within("value", "0", 0.0, 0.0),
            };
            let mut dates = reader.dates();
            let [items, categories, brands, segments] =
                [Among::Items, Among::Categories, Among::Brands, Among::Segments].map(|among| reader.set(among, model));
            let bands = reader.bands();
            let private = reader.whole("privateLabel", "true or false", -1.0, 1.0);
            let campaign = reader.whole("campaign", "a known campaign", -1.0, campaigns.len() as f64 - 1.0);
            let campaign = campaigns.get(campaign as isize as usize);
            if let Some(([from, until], ..)) = campaign {
                dates = [dates[0].max(*from), dates[1].min(*until)];
            }
            let attributes = model.attributes();
            for (item, mask) in (0..).zip(&mut book.masks) {
                let category = usize::from(attributes.category(item));
                let placed = item as usize;
                let about = within(&items, placed)
                    && within(&categories, category)
                    && within(&brands, attributes.brand(item).into())
                    && within(&bands, attributes.raw(item)[4].into())
                    && (private < 0.0 || attributes.flags(item).private_label == (private > 0.0))
                    && campaign.is_none_or(|(_, items, categories)| {
                        (items.is_some() && within(items, placed))
                            || (categories.is_some() && within(categories, category))
                    });
                *mask |= u64::from(about) << rule;
            }
            book.rules.push(Compiled { name, action, value: value as f32, dates, segments });
        }
        (reader.what, reader.index) = ("diversity", 0);
        let method = reader.whole("method", "cap or mmr", 0.0, 2.0);
        if method > 0.0 {
            let first = reader.whole("first", "a number of slots from 1 to 100", 1.0, MAX_DIVERSE as f64) as usize;
            book.diversity = Some(if method < 2.0 {
                let most = reader.whole("most", "a number of products, 1 or more", 1.0, MANY) as u32;
                let level = reader.whole("level", "a level, or 0 for whole paths", 0.0, MANY) as usize;
                Diversity::cap(first, most, level, model.categories())
            } else {
                Diversity::Mmr { first, lambda: reader.share("lambda") as f32 }
            });
        }
        match reader.problem {
            None => Ok(book),
            Some(problem) => Err(problem),
        }
    }
}

#[inline(never)]
fn within(set: &Set, place: usize) -> bool {
    set.as_ref().is_none_or(|set| set.get(place) == Some(&true))
}

/// Whether a category's path begins with levels.
fn below(path: Option<&[u8]>, levels: &[u8]) -> bool {
    let below = path.and_then(|path| path.strip_prefix(levels));
    below.is_some_and(|below| below.is_empty() || below.starts_with(b" > "))
}

impl<'a> Reader<'a> {
    fn text(&mut self) -> &'a [u8] {
        let mut pieces = self.texts.splitn(2, |byte| *byte == 0);
        let text = pieces.next().unwrap_or_default();
        self.texts = pieces.next().unwrap_or_default();
        text
    }

    #[inline(never)]
    fn within(&mut self, field: &'static str, expected: &'static str, low: f64, high: f64) -> f64 {
        let found = self.numbers.next().copied().unwrap_or(f64::NAN);
        if found >= low && found <= high {
            return found;
        }
        self.refuse(field, expected, found);
        low
    }

    #[cold]
    #[inline(never)]
    fn refuse(&mut self, field: &'static str, expected: &'static str, found: f64) {
        if self.problem.is_none() {
            self.problem = Some(Error::rules(self.what, self.index, field, expected, found));
        }
    }

    #[inline(never)]
    fn whole(&mut self, field: &'static str, expected: &'static str, low: f64, high: f64) -> f64 {
        let found = self.within(field, expected, low, high);
        if f64::from(found as i32) == found {
            return found;
        }
        self.refuse(field, expected, found);
        low
    }

    fn share(&mut self, field: &'static str) -> f64 {
        self.within(field, "a share from 0 to 1", 0.0, 1.0)
    }

    fn dates(&mut self) -> [f64; 2] {
        let expected = "milliseconds since 1970, from before until";
        let from = self.within("from", expected, f64::NEG_INFINITY, f64::INFINITY);
        [from, self.within("until", expected, from, f64::INFINITY)]
    }

    /// Reads the length of a list; nothing where there is none.
    #[inline(never)]
    fn count(&mut self, field: &'static str) -> Option<usize> {
        let count = self.whole(field, "a list as encodeRules makes it", -1.0, MANY);
        (count >= 0.0).then_some(count as usize)
    }

    /// Reads a list of texts, each of which marks what it means.
    #[inline(never)]
    fn set(&mut self, among: Among, model: &Model) -> Set {
        let (field, n) = match among {
            Among::Items => ("items", model.n_items()),
            Among::Categories => ("categories", model.categories().len()),
            Among::Brands => ("brands", model.brands().len()),
            Among::Segments => ("segments", model.meta().segments.len()),
        };
        let mut set = vec![false; n];
        for _ in 0..self.count(field)? {
            // No count can make this longer than the texts are.
            if self.texts.is_empty() {
                break;
            }
            let wanted = self.text();
            // An item is looked up: there may be as many in the list as in the catalogue.
            if among == Among::Items {
                if let Some(slot) = model.ids().search(wanted).and_then(|item| set.get_mut(item as usize)) {
                    *slot = true;
                }
                continue;
            }
            for (place, slot) in set.iter_mut().enumerate() {
                *slot |= match among {
                    Among::Segments => model.meta().segments[place].name.as_bytes() == wanted,
                    Among::Brands => model.brands().raw(place) == Some(wanted),
                    _ => below(model.categories().raw(place), wanted),
                };
            }
        }
        Some(set)
    }

    fn bands(&mut self) -> Set {
        let count = self.count("priceBands")?;
        let mut set = vec![false; usize::from(PRICE_BANDS)];
        for _ in 0..count {
            set[self.whole("priceBands", "bands from 0 to 4", 0.0, 4.0) as usize] = true;
        }
        Some(set)
    }
}
