//! One visitor in front of one model: events in, orders out.

use alloc::vec::Vec;

use crate::Error;
use crate::model::{ItemIx, Model};
use crate::rank::{
    Arranged, Candidate, Explanation, Mode, Page, Ranker, Reason, RuleBook, Scored, Traces, Visitor, arrange, rerank,
    rerank_all,
};
use crate::session::{Event, EventKind, Session};

/// A model, a session, and what follows from both. Everything that is asked twice without an event between is answered
/// from the same visitor.
#[derive(Debug)]
pub struct Personalizer {
    ranker: Ranker,
    session: Session,
    enabled: bool,
    visitor: Visitor,
    rules: RuleBook,
    traces: Traces,
}

impl Personalizer {
    /// Puts a new visitor before a model. O(segments · d²).
    pub fn new(model: Model) -> Self {
        let ranker = Ranker::new(model);
        let visitor = ranker.visitor(&[]);
        Self {
            ranker,
            session: Session::default(),
            enabled: true,
            visitor,
            rules: RuleBook::default(),
            traces: Traces::default(),
        }
    }

    /// Returns the model.
    pub fn model(&self) -> &Model {
        self.ranker.model()
    }

    /// Returns the session so far.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns the visitor, as the session makes them.
    pub fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// Takes note of what the visitor did with an item at a time in ms since the Unix epoch. O(d³ / 3).
    ///
    /// # Errors
    /// `unknown_item` for a handle beyond the model's items, `bad_argument` for a time that no date holds.
    pub fn observe(&mut self, kind: EventKind, item: ItemIx, at_ms: i64) -> Result<(), Error> {
        self.check_item(item)?;
        self.session.observe(Event { at_ms, item, kind })?;
        self.look_again();
        Ok(())
    }

    /// Switches personalization on or off. While off, every order is the shop's own; the session stays until it is
    /// [erased](Self::erase).
    pub fn set_enabled(&mut self, enabled: bool) {
        self.enabled = enabled;
    }

    /// Forgets the visitor: afterwards nothing differs from a new personalizer, except whether it is enabled.
    pub fn erase(&mut self) {
        self.session.erase();
        self.traces = Traces::default();
        self.look_again();
    }

    /// Takes events in place of the present ones: afterwards nothing differs from a new personalizer that observed them.
    ///
    /// # Errors
    /// As [`observe`](Self::observe), for the first event that is refused; then the session is as before.
    pub fn replay(&mut self, events: impl IntoIterator<Item = Result<Event, Error>>) -> Result<(), Error> {
        let mut session = Session::default();
        for event in events {
            let event = event?;
            self.check_item(event.item)?;
            session.observe(event)?;
        }
        self.session = session;
        self.traces = Traces::default();
        self.look_again();
        Ok(())
    }

    /// Returns why an order would have the mode that it has.
    pub fn reason(&self) -> Reason {
        let (folded, enough) = (&self.visitor.folded, self.model().meta().session.personal_evidence);
        match self.enabled {
            false => Reason::Off,
            true if folded.evidence.is_empty() => Reason::NoEvents,
            true if folded.total_confidence < f64::from(enough) => Reason::FewEvents,
            true => Reason::EnoughEvents,
        }
    }

    /// Returns the new order of a page: entry `slot` is the original position of the product that comes there.
    ///
    /// `items` are the page's products in the shop's order; a handle that the model does not have marks a product that
    /// keeps its place, and so does the second one of a repeated handle. `out_of_stock` is parallel, or empty when all
    /// are in stock. `strength` in [0, 1] is the share of the visitor against the shop's own order.
    /// O(n · d + n log n).
    ///
    /// # Errors
    /// `bad_argument` for a strength outside [0, 1] or lists of different lengths.
    pub fn rerank(&self, items: &[ItemIx], out_of_stock: &[bool], strength: f32) -> Result<Vec<u32>, Error> {
        check_page(items, out_of_stock, strength)?;
        if self.reason().mode() == Mode::Original {
            return Ok((0..items.len() as u32).collect());
        }
        let (n_usual, scores) = self.usual(items);
        if n_usual == items.len() && !out_of_stock.contains(&true) {
            return Ok(rerank_all(&scores, strength));
        }
        Ok(rerank(&self.candidates(items, out_of_stock, &scores), strength))
    }

    /// Takes the rules that hold from here on, as a flat list: see `docs/rules.md`. Rules outlive the visitor.
    /// O(rules · items).
    ///
    /// # Errors
    /// `bad_rules` with the rule's place, the field, what it must be and what it is; then the rules are as before.
    pub fn set_rules(&mut self, texts: &str, numbers: &[f64]) -> Result<(), Error> {
        self.rules = RuleBook::compile(self.model(), texts, numbers)?;
        self.traces = Traces::default();
        Ok(())
    }

    /// Returns the name of a rule.
    pub fn rule_name(&self, rule: usize) -> &str {
        self.rules.name(rule)
    }

    /// Returns the order of a page under the rules in force at `now_ms`, as [`rerank`](Self::rerank) does without, and
    /// keeps what they did for [`explain`](Self::explain). While personalization is off, nor do rules touch the page.
    /// O(n · d + n log n + rules · n).
    ///
    /// # Errors
    /// As [`rerank`](Self::rerank).
    pub fn arrange(
        &mut self,
        items: &[ItemIx],
        out_of_stock: &[bool],
        strength: f32,
        now_ms: f64,
    ) -> Result<Arranged, Error> {
        self.traces = Traces::default();
        check_page(items, out_of_stock, strength)?;
        if self.reason().mode() == Mode::Original {
            return Ok(Arranged { order: (0..items.len() as u32).collect(), hidden: Vec::new() });
        }
        let (n_usual, scores) = self.usual(items);
        if self.rules.is_empty() && n_usual == items.len() && !out_of_stock.contains(&true) {
            return Ok(Arranged { order: rerank_all(&scores, strength), hidden: Vec::new() });
        }
        let candidates = self.candidates(items, out_of_stock, &scores);
        let page = Page { items, candidates: &candidates, strength, now_ms };
        let (arranged, traces) = arrange(self.ranker.model(), &self.rules, &self.visitor.folded, &page);
        self.traces = traces;
        Ok(arranged)
    }

    /// Scores the products up to the first that the model does not have, or that is there twice.
    fn usual(&self, items: &[ItemIx]) -> (usize, Vec<f32>) {
        let mut seen = Seen::new(self.model().meta().n_items);
        let n_usual = items.iter().take_while(|&&item| seen.is_new(item)).count();
        (n_usual, self.ranker.scorer(&self.visitor).scores(&items[..n_usual]))
    }

    /// Returns the products as candidates; `scores` are those of the first ones.
    fn candidates(&self, items: &[ItemIx], out_of_stock: &[bool], scores: &[f32]) -> Vec<Candidate> {
        let scorer = self.ranker.scorer(&self.visitor);
        let mut seen = Seen::new(self.model().meta().n_items);
        let mut candidates = Vec::with_capacity(items.len());
        for (position, &item) in items.iter().enumerate() {
            let new = seen.is_new(item);
            let score = match scores.get(position) {
                Some(&score) => Some(score),
                None => new.then(|| scorer.score(item)),
            };
            candidates.push(Candidate { score, out_of_stock: out_of_stock.get(position).copied().unwrap_or(false) });
        }
        candidates
    }

    /// Returns the `k` best items of the catalogue, best first, without those of `exclude`. While personalization is
    /// off there is nothing to recommend, and the list is empty. O(items · d).
    pub fn recommend(&self, k: usize, exclude: &[ItemIx]) -> Vec<Scored> {
        if !self.enabled {
            return Vec::new();
        }
        self.ranker.top_k(&self.visitor, k, exclude)
    }

    /// Returns the score of an item, as a ranking uses it.
    ///
    /// # Errors
    /// `unknown_item` for a handle beyond the model's items.
    pub fn score(&self, item: ItemIx) -> Result<f32, Error> {
        self.check_item(item)?;
        Ok(self.ranker.score(&self.visitor, item))
    }

    /// Splits the score of an item into parts that sum exactly to it, with what the rules of the latest order did.
    /// O(d² + d · evidence).
    ///
    /// # Errors
    /// `unknown_item` for a handle beyond the model's items.
    pub fn explain(&self, item: ItemIx) -> Result<Explanation, Error> {
        self.check_item(item)?;
        let mut explanation = self.ranker.explain(&self.visitor, self.reason().mode(), item);
        self.traces.explain(&self.rules, &mut explanation);
        Ok(explanation)
    }

    fn check_item(&self, item: ItemIx) -> Result<(), Error> {
        match self.model().item_id(item) {
            Some(_) => Ok(()),
            None => Err(Error::unknown_handle(item)),
        }
    }

    fn look_again(&mut self) {
        self.visitor = self.ranker.visitor(self.session.events());
    }
}

fn check_page(items: &[ItemIx], out_of_stock: &[bool], strength: f32) -> Result<(), Error> {
    if !(0.0..=1.0).contains(&strength) {
        return Err(Error::argument("strength", "a number in [0, 1]", f64::from(strength)));
    }
    if !out_of_stock.is_empty() && out_of_stock.len() != items.len() {
        let expected = "one entry for each product, or none";
        return Err(Error::argument("out_of_stock", expected, out_of_stock.len() as f64));
    }
    Ok(())
}

/// The items of a page so far.
struct Seen {
    n_items: ItemIx,
    bits: Vec<u64>,
}

impl Seen {
    fn new(n_items: ItemIx) -> Self {
        Self { n_items, bits: vec![0; n_items.div_ceil(64) as usize] }
    }

    /// Whether the model has the item and it was not there before; afterwards it was.
    fn is_new(&mut self, item: ItemIx) -> bool {
        let (word, bit) = (item as usize / 64, 1 << (item % 64));
        let new = item < self.n_items && self.bits[word] & bit == 0;
        if new {
            self.bits[word] |= bit;
        }
        new
    }
}
