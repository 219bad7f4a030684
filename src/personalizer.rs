//! One visitor in front of one model: events in, orders out.

use alloc::vec::Vec;

use crate::Error;
use crate::model::{ItemIx, Model};
use crate::rank::{Candidate, Explanation, Mode, Ranker, Reason, Scored, Visitor, rerank, rerank_all};
use crate::session::{Event, EventKind, Session};

/// A model, a session, and what follows from both. Everything that is asked twice without an event between is answered
/// from the same visitor.
#[derive(Debug)]
pub struct Personalizer {
    ranker: Ranker,
    session: Session,
    enabled: bool,
    visitor: Visitor,
}

impl Personalizer {
    /// Puts a new visitor before a model. O(segments · d²).
    pub fn new(model: Model) -> Self {
        let ranker = Ranker::new(model);
        let visitor = ranker.visitor(&[]);
        Self { ranker, session: Session::default(), enabled: true, visitor }
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
    /// [`Error::UnknownHandle`] for a handle beyond the model's items, [`Error::Argument`] for a time that no date holds.
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
        self.look_again();
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
    /// [`Error::Argument`] for a strength outside [0, 1] or lists of different lengths.
    pub fn rerank(&self, items: &[ItemIx], out_of_stock: &[bool], strength: f32) -> Result<Vec<u32>, Error> {
        if !(0.0..=1.0).contains(&strength) {
            return Err(Error::argument("strength", "a number in [0, 1]", f64::from(strength)));
        }
        if !out_of_stock.is_empty() && out_of_stock.len() != items.len() {
            return Err(Error::argument(
                "out_of_stock",
                "one entry for each product, or none",
                out_of_stock.len() as f64,
            ));
        }
        if self.reason().mode() == Mode::Original {
            return Ok((0..items.len() as u32).collect());
        }
        let scorer = self.ranker.scorer(&self.visitor);
        let n_items = self.model().meta().n_items;
        let mut seen = vec![0_u64; n_items.div_ceil(64) as usize];
        let mut is_new = |item: ItemIx| {
            let (word, bit) = (item as usize / 64, 1 << (item % 64));
            let new = item < n_items && seen[word] & bit == 0;
            if new {
                seen[word] |= bit;
            }
            new
        };
        let n_usual = items.iter().take_while(|&&item| is_new(item)).count();
        let scores = scorer.scores(&items[..n_usual]);
        if n_usual == items.len() && !out_of_stock.contains(&true) {
            return Ok(rerank_all(&scores, strength));
        }
        let mut candidates = Vec::with_capacity(items.len());
        for (position, &item) in items.iter().enumerate() {
            let score = match scores.get(position) {
                Some(&score) => Some(score),
                // The first that was not new stands at the end of the usual ones, and is no newer now.
                None => is_new(item).then(|| scorer.score(item)),
            };
            candidates.push(Candidate { score, out_of_stock: out_of_stock.get(position).copied().unwrap_or(false) });
        }
        Ok(rerank(&candidates, strength))
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
    /// [`Error::UnknownHandle`] for a handle beyond the model's items.
    pub fn score(&self, item: ItemIx) -> Result<f32, Error> {
        self.check_item(item)?;
        Ok(self.ranker.score(&self.visitor, item))
    }

    /// Splits the score of an item into parts that sum exactly to it. O(d² + d · evidence).
    ///
    /// # Errors
    /// [`Error::UnknownHandle`] for a handle beyond the model's items.
    pub fn explain(&self, item: ItemIx) -> Result<Explanation, Error> {
        self.check_item(item)?;
        Ok(self.ranker.explain(&self.visitor, self.reason().mode(), item))
    }

    fn check_item(&self, item: ItemIx) -> Result<(), Error> {
        match self.model().item_id(item) {
            Some(_) => Ok(()),
            None => Err(Error::UnknownHandle { handle: item }),
        }
    }

    fn look_again(&mut self) {
        self.visitor = self.ranker.visitor(self.session.events());
    }
}
