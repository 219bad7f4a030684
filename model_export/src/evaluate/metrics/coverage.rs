//! Coverage@k: how much of the catalogue anyone gets to see.

/// Gathers the items that the first k ranks of many lists show.
#[derive(Debug, Clone)]
pub struct Coverage {
    shown: Vec<bool>,
}

impl Coverage {
    /// Starts with nothing shown of a catalogue of `n_items`.
    pub fn new(n_items: usize) -> Self {
        Self { shown: vec![false; n_items] }
    }

    /// Counts the first `k` items of one list as shown.
    ///
    /// # Panics
    /// When one of them is not below `n_items`.
    pub fn add(&mut self, ranked: &[u32], k: usize) {
        for &item in ranked.iter().take(k) {
            self.shown[item as usize] = true;
        }
    }

    /// Returns |items in the first k of any list| / `n_items`, 0 for an empty catalogue (Ge, Delgado-Battenfeld and
    /// Jannach 2010: catalogue coverage).
    pub fn share(&self) -> f64 {
        self.shown.iter().filter(|&&shown| shown).count() as f64 / self.shown.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_example() {
        // Of ten items, the first two ranks of two lists show 0, 1 and 4; item 7 is at rank 3.
        let mut coverage = Coverage::new(10);
        coverage.add(&[0, 1, 7], 2);
        coverage.add(&[4, 0], 2);
        assert_eq!(coverage.share(), 0.3);
        assert_eq!(Coverage::new(0).share(), 0.0);
    }
}
