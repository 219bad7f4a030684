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

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::{Action, Compiled, Diversity, MAX_DIVERSE, MAX_RULES, RuleBook};
use crate::model::{Model, PRICE_BANDS, Strings};
use crate::{Error, ItemIx};

/// What a shape must be.
const A_LIST: &str = "a list as encodeRules makes it";

/// Reads the list in order.
struct Reader<'a> {
    model: &'a Model,
    texts: core::str::Split<'a, char>,
    numbers: core::slice::Iter<'a, f64>,
    /// Where in the rules it is, for errors.
    what: &'static str,
    index: usize,
}

/// Which items, or which numbers of an attribute, a condition holds for; nothing when there is no condition.
type Set = Option<Vec<bool>>;

impl RuleBook {
    /// Makes rules ready for a model. O(rules · items).
    ///
    /// # Errors
    /// [`Error::Rules`] with the rule's place and the field.
    pub(crate) fn compile(model: &Model, texts: &str, numbers: &[f64]) -> Result<Self, Error> {
        let mut reader =
            Reader { model, texts: texts.split('\0'), numbers: numbers.iter(), what: "campaigns", index: 0 };
        let mut campaigns = Vec::new();
        for index in 0..reader.count("length", numbers.len())?.unwrap_or(0) {
            reader.index = index;
            let dates = reader.dates()?;
            campaigns.push((dates, reader.items()?, reader.categories()?));
        }
        (reader.what, reader.index) = ("rules", 0);
        let n_rules = reader.count("length", MAX_RULES)?.unwrap_or(0);
        let mut book = Self { masks: vec![0; model.n_items()], ..Self::default() };
        for rule in 0..n_rules {
            reader.index = rule;
            let name = reader.text().to_owned();
            let action = reader.within("action", "a known action", 0.0, 4.0)?;
            let action = [Action::Boost, Action::Bury, Action::Pin, Action::Hide, Action::InStockFirst][action as usize];
            let value = match action {
                Action::Boost => reader.within("by", "a share from 0 to 1", 0.0, 1.0)?,
                Action::Bury => -reader.within("by", "a share from 0 to 1", 0.0, 1.0)?,
                Action::Pin => reader.whole("slot", "a slot, 0 or more", 0.0, 1e6)?,
                _ => reader.next(),
            };
            let mut dates = reader.dates()?;
            let (items, categories) = (reader.items()?, reader.categories()?);
            let brands = reader.names("brands", model.brands())?;
            let segments = reader.segments()?;
            let bands = reader.bands()?;
            let private = reader.whole("privateLabel", "true or false", -1.0, 1.0)?;
            let campaign = reader.whole("campaign", "a known campaign", -1.0, campaigns.len() as f64 - 1.0)?;
            let campaign = campaigns.get(campaign as usize).filter(|_| campaign >= 0.0);
            if let Some(([from, until], ..)) = campaign {
                dates = [dates[0].max(*from), dates[1].min(*until)];
            }
            let attributes = model.attributes();
            for (item, mask) in (0..).zip(&mut book.masks) {
                let flags = attributes.flags(item);
                let category = usize::from(attributes.category(item));
                let within = |set: &Set, place: usize| set.as_ref().is_none_or(|set| set.get(place) == Some(&true));
                let listed = |set: &Set, place: usize| set.is_some() && within(set, place);
                let about = within(&items, item as usize)
                    && within(&categories, category)
                    && within(&brands, attributes.brand(item).into())
                    && within(&bands, attributes.price_band(item).map_or(usize::MAX, usize::from))
                    && (private < 0.0 || flags.private_label == (private > 0.0))
                    && campaign.is_none_or(|(_, items, categories)| {
                        listed(items, item as usize) || listed(categories, category)
                    });
                if about {
                    *mask |= 1 << rule;
                }
            }
            book.rules.push(Compiled { name, action, value: value as f32, dates, segments });
        }
        (reader.what, reader.index) = ("diversity", 0);
        let method = reader.whole("method", "cap or mmr", 0.0, 2.0)?;
        if method > 0.0 {
            let first = reader.whole("first", "a number of slots from 1 to 100", 1.0, MAX_DIVERSE as f64)? as usize;
            book.diversity = Some(if method < 2.0 {
                let most = reader.whole("most", "a number of products, 1 or more", 1.0, 1e6)? as u32;
                let level = reader.whole("level", "a level, or 0 for whole paths", 0.0, 100.0)? as usize;
                Diversity::cap(first, most, level, model.categories())
            } else {
                Diversity::Mmr { first, lambda: reader.within("lambda", "a share from 0 to 1", 0.0, 1.0)? as f32 }
            });
        }
        Ok(book)
    }
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> f64 {
        self.numbers.next().copied().unwrap_or(f64::NAN)
    }

    fn text(&mut self) -> &'a str {
        self.texts.next().unwrap_or_default()
    }

    #[inline(never)]
    fn within(&mut self, field: &'static str, expected: &'static str, low: f64, high: f64) -> Result<f64, Error> {
        let found = self.next();
        if found >= low && found <= high {
            return Ok(found);
        }
        Err(Error::Rules { what: self.what, index: self.index, field, expected, found })
    }

    #[inline(never)]
    fn whole(&mut self, field: &'static str, expected: &'static str, low: f64, high: f64) -> Result<f64, Error> {
        let found = self.within(field, expected, low, high)?;
        if f64::from(found as i32) == found {
            return Ok(found);
        }
        Err(Error::Rules { what: self.what, index: self.index, field, expected, found })
    }

    /// Reads how many follow, or that the list is not there.
    fn count(&mut self, field: &'static str, most: usize) -> Result<Option<usize>, Error> {
        let expected = if most == MAX_RULES { "at most 64 rules" } else { A_LIST };
        let count = self.whole(field, expected, -1.0, most as f64)?;
        Ok((count >= 0.0).then_some(count as usize))
    }

    fn dates(&mut self) -> Result<[f64; 2], Error> {
        let expected = "milliseconds since 1970, from before until";
        let from = self.within("from", expected, f64::NEG_INFINITY, f64::INFINITY)?;
        Ok([from, self.within("until", expected, from, f64::INFINITY)?])
    }

    /// Reads a list of texts and marks in a set of `n` what `mark` makes of each.
    #[inline(never)]
    fn set(&mut self, field: &'static str, n: usize, mark: &dyn Fn(&str, &mut [bool])) -> Result<Set, Error> {
        // No list is longer than there are texts: what is missing of it is empty.
        let Some(count) = self.count(field, 1 << 20)? else { return Ok(None) };
        let mut set = vec![false; n];
        for _ in 0..count {
            mark(self.text(), &mut set);
        }
        Ok(Some(set))
    }

    fn items(&mut self) -> Result<Set, Error> {
        let model = self.model;
        self.set("items", model.n_items(), &|id, set| {
            if let Some(slot) = model.find(id).and_then(|item: ItemIx| set.get_mut(item as usize)) {
                *slot = true;
            }
        })
    }

    fn categories(&mut self) -> Result<Set, Error> {
        let categories = self.model.categories();
        self.set("categories", categories.len(), &|wanted, set| {
            for (slot, path) in set.iter_mut().zip(categories.iter()) {
                let below = path.strip_prefix(wanted);
                *slot |= below.is_some_and(|below| below.is_empty() || below.starts_with(" > "));
            }
        })
    }

    fn names(&mut self, field: &'static str, names: Strings<'_>) -> Result<Set, Error> {
        self.set(field, names.len(), &|wanted, set| {
            for (slot, name) in set.iter_mut().zip(names.iter()) {
                *slot |= name == wanted;
            }
        })
    }

    fn segments(&mut self) -> Result<Set, Error> {
        let segments = &self.model.meta().segments;
        self.set("segments", segments.len(), &|wanted, set| {
            for (slot, segment) in set.iter_mut().zip(segments) {
                *slot |= segment.name == wanted;
            }
        })
    }

    fn bands(&mut self) -> Result<Set, Error> {
        let Some(count) = self.count("priceBands", usize::from(u8::MAX))? else { return Ok(None) };
        let mut set = vec![false; usize::from(PRICE_BANDS)];
        for _ in 0..count {
            let band = self.whole("priceBands", "bands from 0 to 4", 0.0, 4.0)?;
            set[band as usize] = true;
        }
        Ok(Some(set))
    }
}
