//! The sessions that a table is learned from: whose they are, how much they count, and their items in order.

/// The customer of sessions whose customer is not known: they count, but make no pair publishable.
pub const ANONYMOUS: u32 = u32::MAX;

/// Sessions in one row of memory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sessions {
    items: Vec<u32>,
    /// Where each session begins, and where the last one ends.
    starts: Vec<usize>,
    customers: Vec<u32>,
    weights: Vec<f32>,
}

/// One session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Session<'a> {
    pub(super) customer: u32,
    pub(super) weight: f32,
    /// In order of time; no item follows itself.
    pub(super) items: &'a [u32],
}

impl Sessions {
    /// Adds a session of `customer` that counts `weight`; an item that follows itself counts once.
    pub fn push(&mut self, customer: u32, weight: f32, items: impl IntoIterator<Item = u32>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let start = self.items.len();
        for item in items {
            if self.items.len() == start || self.items.last() != Some(&item) {
                self.items.push(item);
            }
        }
        self.starts.push(self.items.len());
        self.customers.push(customer);
        self.weights.push(weight);
    }

    /// Returns the number of sessions.
    pub fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether there is no session.
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Session<'_>> {
        let about = self.customers.iter().zip(&self.weights);
        self.starts.windows(2).zip(about).map(|(place, (&customer, &weight))| Session {
            customer,
            weight,
            items: &self.items[place[0]..place[1]],
        })
    }
}
