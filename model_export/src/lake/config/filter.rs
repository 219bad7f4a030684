//! Filters: "a row whose column says this is a return", "is dropped, and the report calls it that".
//!
//! A filter names a column of the file as the file spells it, so that columns which no field uses can decide too.
//! Refused here: a filter with no condition or with two, a filter that does nothing, and a drop without a reason.

use serde::Deserialize;

use super::NumberFormat;

/// One condition on one column, and what it does to the row.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "Written")]
pub struct Filter {
    column: String,
    test: Test,
    ignore_case: bool,
    action: Action,
}

/// What a filter does to a row that meets its condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Leaves the row out; the report counts it under this name.
    Drop(Box<str>),
    /// Marks the row as a return.
    Return,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Equals(Vec<String>),
    NotEquals(Vec<String>),
    StartsWith(Vec<String>),
    EndsWith(Vec<String>),
    Contains(Vec<String>),
    Empty(bool),
    Below(f64),
    Above(f64),
}

/// A filter as lake.toml writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    column: String,
    equals: Option<OneOrMany>,
    not_equals: Option<OneOrMany>,
    starts_with: Option<OneOrMany>,
    ends_with: Option<OneOrMany>,
    contains: Option<OneOrMany>,
    empty: Option<bool>,
    below: Option<f64>,
    above: Option<f64>,
    #[serde(default)]
    ignore_case: bool,
    drop: Option<Box<str>>,
    then: Option<Then>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    Return,
}

impl TryFrom<Written> for Filter {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let ignore_case = written.ignore_case;
        let texts = |list: OneOrMany| -> Vec<String> {
            let list = match list {
                OneOrMany::One(text) => vec![text],
                OneOrMany::Many(texts) => texts,
            };
            if ignore_case { list.iter().map(|text| text.to_lowercase()).collect() } else { list }
        };
        let mut tests: Vec<Test> = [
            written.equals.map(|list| Test::Equals(texts(list))),
            written.not_equals.map(|list| Test::NotEquals(texts(list))),
            written.starts_with.map(|list| Test::StartsWith(texts(list))),
            written.ends_with.map(|list| Test::EndsWith(texts(list))),
            written.contains.map(|list| Test::Contains(texts(list))),
            written.empty.map(Test::Empty),
            written.below.map(Test::Below),
            written.above.map(Test::Above),
        ]
        .into_iter()
        .flatten()
        .collect();
        let (Some(test), true) = (tests.pop(), tests.is_empty()) else {
            return Err(
                "a filter has exactly one of equals, not_equals, starts_with, ends_with, contains, empty, below, \
                        above; write two filters for two conditions"
                    .to_owned(),
            );
        };
        let action = match (written.drop, written.then) {
            (Some(reason), None) if is_reason(&reason) => Action::Drop(reason),
            (Some(reason), None) => {
                return Err(format!(
                    "drop = {reason:?} is not a reason: it names the row's fate in the report, in small letters, \
                     digits and _, unlike any reason of docs/lake.md"
                ));
            }
            (None, Some(Then::Return)) => Action::Return,
            _ => return Err("a filter has exactly one of drop = \"reason\" and then = \"return\"".to_owned()),
        };
        Ok(Self { column: written.column, test, ignore_case, action })
    }
}

/// Tells whether `name` can stand in the report without being taken for a built-in reason.
fn is_reason(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !name.is_empty() && name.bytes().all(plain) && crate::lake::Reason::ALL.iter().all(|reason| reason.name() != name)
}

impl Filter {
    /// Returns the column, as the file spells it.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// Returns what happens to a row that meets the condition.
    pub fn action(&self) -> &Action {
        &self.action
    }

    /// Tells whether the column's trimmed text, `""` when there is none, meets the condition; `numbers` are how it writes
    /// numbers.
    pub fn meets(&self, text: &str, numbers: &NumberFormat) -> bool {
        if self.ignore_case {
            self.meets_exactly(&text.to_lowercase(), numbers)
        } else {
            self.meets_exactly(text, numbers)
        }
    }

    fn meets_exactly(&self, text: &str, numbers: &NumberFormat) -> bool {
        let number = || numbers.parse(text);
        match &self.test {
            Test::Equals(list) => list.iter().any(|wanted| text == wanted),
            Test::NotEquals(list) => list.iter().all(|wanted| text != wanted),
            Test::StartsWith(list) => list.iter().any(|wanted| text.starts_with(wanted.as_str())),
            Test::EndsWith(list) => list.iter().any(|wanted| text.ends_with(wanted.as_str())),
            Test::Contains(list) => list.iter().any(|wanted| text.contains(wanted.as_str())),
            Test::Empty(wanted) => text.is_empty() == *wanted,
            Test::Below(limit) => number().is_some_and(|number| number < *limit),
            Test::Above(limit) => number().is_some_and(|number| number > *limit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(toml: &str) -> Result<Filter, String> {
        toml::from_str(toml).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn each_condition_reads_the_text() -> Result<(), String> {
        for (condition, yes, no) in [
            ("equals = ['M', 'POST']", "POST", "post"),
            ("not_equals = ['paid', 'shipped']", "refunded", "paid"),
            ("starts_with = 'C'", "C536379", "536379"),
            ("ends_with = 'x'", "ax", "xa"),
            ("contains = ['gift', 'bag']\nignore_case = true", "A Gift", "present"),
            ("empty = true", "", "a"),
            ("below = 0", "-0.5", "0"),
            ("above = 10000", "80995", "word"),
        ] {
            let filter = filter(&format!("column = 'X'\ndrop = 'why'\n{condition}"))?;
            let numbers = NumberFormat::new(None, None, "EUR");
            assert!(filter.meets(yes, &numbers) && !filter.meets(no, &numbers), "{condition}");
        }
        Ok(())
    }

    #[test]
    fn a_filter_has_one_condition_and_one_effect() {
        let message = |toml| filter(toml).expect_err("the filter is faulty");
        assert!(message("column = 'X'\ndrop = 'y'").contains("exactly one of equals"));
        assert!(message("column = 'X'\ndrop = 'y'\nempty = true\nbelow = 0").contains("two filters"));
        assert!(message("column = 'X'\nempty = true").contains("exactly one of drop"));
        assert!(message("column = 'X'\nempty = true\ndrop = 'Not a name'").contains("is not a reason"));
        assert!(message("column = 'X'\nempty = true\ndrop = 'missing_id'").contains("is not a reason"));
    }
}
