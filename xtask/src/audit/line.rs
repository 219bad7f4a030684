//! One line of the audit: what is expected, what was found, how to look again, and whether it holds.

use anyhow::Result;
use serde_json::{Value, json};

/// How a line came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It was looked at here, and it holds.
    Green,
    /// It does not hold, or could not be looked at though it should.
    Red,
    /// Nobody looked here: the line says what is missing.
    Grey,
}

impl State {
    /// The word for it on the page, in the JSON and on the terminal.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Red => "red",
            Self::Grey => "grey",
        }
    }
}

/// The parts of the page, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The shipped engine comes from this source.
    Build,
    /// What the engine and the scripts can reach.
    Reach,
    /// What the shop and the package do, in a browser and in Node.
    Behaviour,
    /// What the project is made of.
    Supply,
    /// The model file that is to be published.
    Model,
    /// The table of `docs/privacy`.
    Law,
}

impl Part {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [Self::Build, Self::Reach, Self::Behaviour, Self::Supply, Self::Model, Self::Law];

    /// The heading on the page.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Build => "The build",
            Self::Reach => "What the code can reach",
            Self::Behaviour => "What it does",
            Self::Supply => "What it is made of",
            Self::Model => "The model",
            Self::Law => "The GDPR table",
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Names the line in `audit.json`, in the sabotage tests and as an anchor on the page.
    pub(crate) id: String,
    pub(crate) part: Part,
    pub(crate) what: String,
    pub(crate) expected: String,
    /// The command that looks again.
    pub(crate) again: String,
    pub(crate) state: State,
    pub(crate) found: String,
    /// More to read: reasons of an allow-list, names of tests.
    pub(crate) details: Vec<String>,
}

impl Line {
    /// Begins a line that nobody has looked at yet.
    pub(crate) fn new(part: Part, id: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            part,
            what: what.into(),
            expected: String::new(),
            again: "cargo xtask audit".to_owned(),
            state: State::Grey,
            found: String::new(),
            details: Vec::new(),
        }
    }

    /// Says what the line expects.
    pub(crate) fn expects(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    /// Says which command looks again, where it is not the audit itself.
    pub(crate) fn again(mut self, again: impl Into<String>) -> Self {
        self.again = again.into();
        self
    }

    /// Adds what there is more to read.
    pub(crate) fn details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }

    /// Ends the line as it came out.
    pub(crate) fn ends(mut self, state: State, found: impl Into<String>) -> Self {
        self.state = state;
        self.found = found.into();
        self
    }

    /// Ends the line green with what was found, or red with the error.
    pub(crate) fn judged(self, found: Result<String>) -> Self {
        match found {
            Ok(found) => self.ends(State::Green, found),
            Err(error) => self.ends(State::Red, format!("{error:#}")),
        }
    }

    /// Gives the line as it stands in `audit.json`.
    pub(crate) fn json(&self) -> Value {
        json!({
            "id": self.id,
            "part": self.part.title(),
            "what": self.what,
            "state": self.state.word(),
            "expected": self.expected,
            "found": self.found,
            "again": self.again,
            "details": self.details,
        })
    }
}

/// Gives the first of many texts, and how many more there are.
pub(crate) fn first_of(many: &[String]) -> String {
    match many {
        [] => String::new(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} (and {} more)", rest.len()),
    }
}
