//! What this visitor did here: events in, evidence out.
//!
//! The room refuses clocks. Times come in with the events, in milliseconds since the Unix epoch, and age is measured from
//! the newest event, so that the same events give the same evidence whenever and in whatever order they are told.

use alloc::vec::Vec;

mod event;
mod evidence;

pub use event::{Event, EventKind};
pub(crate) use evidence::decay;
pub use evidence::{Evidence, evidence};

use crate::Error;

/// The most events that a session keeps; the oldest ones make room.
pub const MAX_EVENTS: usize = 256;

/// The largest time that JavaScript's `Date` can hold, in ms from the epoch either way.
pub const MAX_TIME_MS: i64 = 8_640_000_000_000_000;

/// What a time must be.
pub(crate) const EXPECTED_TIME: &str = "milliseconds since 1970, as Date.now() gives them";

/// The events of one visitor, in canonical order: by time, then item, then kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    events: Vec<Event>,
}

impl Session {
    /// Adds an event; when the session is full the oldest one is forgotten. O([`MAX_EVENTS`]).
    ///
    /// # Errors
    /// `bad_argument` when the time lies beyond [`MAX_TIME_MS`].
    pub fn observe(&mut self, event: Event) -> Result<(), Error> {
        if event.at_ms.unsigned_abs() > MAX_TIME_MS.unsigned_abs() {
            return Err(Error::argument("time", EXPECTED_TIME, event.at_ms as f64));
        }
        let place = self.events.partition_point(|known| *known <= event);
        self.events.insert(place, event);
        if self.events.len() > MAX_EVENTS {
            self.events.remove(0);
        }
        Ok(())
    }

    /// Returns the events in canonical order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Forgets every event.
    pub fn erase(&mut self) {
        self.events = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(item: u32, at_ms: i64) -> Event {
        Event { at_ms, item, kind: EventKind::ViewItem }
    }

    #[test]
    fn order_of_telling_does_not_matter() {
        let (mut forward, mut backward) = (Session::default(), Session::default());
        let events: Vec<_> = (0..300).map(|n| view(n % 7, i64::from(n / 3))).collect();
        for event in &events {
            forward.observe(*event).expect("in range");
        }
        for event in events.iter().rev() {
            backward.observe(*event).expect("in range");
        }
        assert_eq!(forward, backward);
        assert_eq!(forward.events().len(), MAX_EVENTS);
    }

    #[test]
    fn a_time_that_no_date_can_hold_is_refused() {
        let error = Session::default().observe(view(0, i64::MIN)).expect_err("too early");
        assert_eq!(error.code(), "bad_argument");
    }
}
