//! How many tests a runner says it ran, read from its closing lines.
//!
//! It refuses to count as passed a test that only said why it did nothing.

use std::ops::AddAssign;

/// The tests of one host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Count {
    /// Says how many tests did run.
    pub(crate) fn ran(self) -> usize {
        self.passed + self.failed
    }

    /// Reads the output of `cargo test -- --show-output`, or of wasm-bindgen's runner: for each test file one line
    /// `test result: ok. 3 passed; 0 failed; 1 ignored; ...`.
    ///
    /// A test that lacks its data prints `skipped: why` and returns. The harness calls that passed.
    pub(crate) fn of_cargo(lines: &[String]) -> Self {
        let mut count = Self::default();
        for result in lines.iter().filter_map(|line| line.strip_prefix("test result: ")) {
            let of = |what| result.split(['.', ';']).find_map(|part| number_before(part, what)).unwrap_or(0);
            count += Self { passed: of("passed"), failed: of("failed"), skipped: of("ignored") };
        }
        let said = lines.iter().filter(|line| line.starts_with("skipped: ")).count();
        count.passed = count.passed.saturating_sub(said);
        count.skipped += said;
        count
    }

    /// Reads the output of `node --test`: its closing lines are `# pass 3` (TAP) or `ℹ pass 3` (for people).
    pub(crate) fn of_node(lines: &[String]) -> Self {
        let of = |what: &str| -> usize {
            let numbers = lines.iter().filter_map(|line| {
                let line = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
                line.strip_prefix(what)?.strip_prefix(' ')?.parse::<usize>().ok()
            });
            numbers.sum()
        };
        Self { passed: of("pass"), failed: of("fail") + of("cancelled"), skipped: of("skipped") + of("todo") }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Reads the number from `3 passed`, when that is what the text says.
fn number_before(text: &str, what: &str) -> Option<usize> {
    text.trim().strip_suffix(what)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn every_test_file_of_cargo_is_counted() {
        let output = lines(
            "running 3 tests\n\
             test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s\n\
             test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 filtered out; finished in 0.02s",
        );
        assert_eq!(Count::of_cargo(&output), Count { passed: 13, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_test_that_says_it_was_skipped_did_not_pass() {
        let output = lines(
            "---- reads_the_real_shop stdout ----\n\
             skipped: no such folder\n\
             test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s",
        );
        assert_eq!(Count::of_cargo(&output), Count { passed: 2, failed: 0, skipped: 1 });
    }

    #[test]
    fn both_reporters_of_node_are_read() {
        let closing =
            ["tests 9", "suites 1", "pass 4", "fail 1", "cancelled 1", "skipped 2", "todo 1", "duration_ms 4.5"];
        let expected = Count { passed: 4, failed: 2, skipped: 3 };
        for mark in ["# ", "ℹ "] {
            let output = closing.map(|line| format!("{mark}{line}"));
            assert_eq!(Count::of_node(&output), expected, "{mark}");
        }
        assert_eq!(Count::of_node(&lines("    # pass 3\nok 1 - pass 3")), Count::default());
    }
}
