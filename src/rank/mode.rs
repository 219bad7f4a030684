//! How personal an order is, and why.

/// What an order rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Mostly on this visitor's own events.
    Personal,
    /// Mostly on the segments that the first events resemble.
    Segment,
    /// On the whole shop's customers: nothing is known of this visitor.
    Popular,
    /// The shop's own order, untouched.
    Original,
}

impl Mode {
    /// Returns the name that the npm package uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Segment => "segment",
            Self::Popular => "popular",
            Self::Original => "original",
        }
    }
}

/// Why an order has its mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Personalization is switched off.
    Off,
    /// No event yet, or none with an item that the model knows.
    NoEvents,
    /// Some evidence, but less than the model asks for.
    FewEvents,
    /// Enough evidence.
    EnoughEvents,
}

impl Reason {
    /// Returns the stable code that the npm package uses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::NoEvents => "no_events",
            Self::FewEvents => "few_events",
            Self::EnoughEvents => "enough_events",
        }
    }

    /// Returns the mode that follows.
    pub const fn mode(self) -> Mode {
        match self {
            Self::Off => Mode::Original,
            Self::NoEvents => Mode::Popular,
            Self::FewEvents => Mode::Segment,
            Self::EnoughEvents => Mode::Personal,
        }
    }
}
