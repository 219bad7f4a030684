//! The parts of the tests, and which of them wait to be asked for.

use clap::ValueEnum;

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Rust tests on this machine.
    Native,
    /// The core's tests as wasm, in Node and in headless Chromium.
    Wasm,
    /// The npm package's unit tests.
    Npm,
    /// The npm package as it is published: in each build tool, beside each library, in headless Chromium.
    Package,
    /// The demo shop in headless Chromium.
    E2e,
    /// Formatting, clippy for both targets, documentation, JavaScript.
    Lint,
    /// The privacy audit, and faults planted one by one, each of which it must notice.
    Audit,
}

impl Stage {
    /// All of them, in the order in which they run.
    pub(crate) const ALL: [Self; 7] =
        [Self::Native, Self::Wasm, Self::Npm, Self::Package, Self::E2e, Self::Lint, Self::Audit];

    /// Whether it takes so long that it runs only when it is asked for.
    pub(crate) fn only_when_asked(self) -> bool {
        self == Self::Audit
    }

    /// Says that it did not run, and what runs it.
    pub(crate) fn not_run(self) -> String {
        let name = self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned());
        format!("not run: {name} (cargo xtask test --only {name})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stage_that_waits_to_be_asked_says_how() {
        let waiting: Vec<String> =
            Stage::ALL.into_iter().filter(|stage| stage.only_when_asked()).map(Stage::not_run).collect();
        assert_eq!(waiting, ["not run: audit (cargo xtask test --only audit)"]);
        assert_eq!(Stage::ALL.len(), Stage::value_variants().len(), "every stage has its turn");
    }
}
