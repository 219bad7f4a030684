//! The two languages: `en.toml` and `fr.toml`, every text of the audit by its key, and numbers and days as each writes them.
//!
//! Refused here: a text in one language alone (a test compares keys and placeholders), and a text in the code.

use std::collections::BTreeMap;

use super::report::{FieldAudit, Finding};
use super::verdict::{Fitness, Reason, Step};

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// Returns the code, as HTML and BCP 47 write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("en.toml"),
            Self::Fr => include_str!("fr.toml"),
        }
    }
}

/// The texts of one language.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) lang: Lang,
    texts: BTreeMap<String, BTreeMap<String, String>>,
}

impl Text {
    /// Reads the texts of a language.
    pub(super) fn of(lang: Lang) -> Self {
        // The files are part of the program and a test parses both; one that cannot be read would show its keys.
        Self { lang, texts: toml::from_str(lang.source()).unwrap_or_default() }
    }

    /// Returns the text of `table.key`, or the key with blanks when there is none (the name of a filter, say).
    pub(super) fn get(&self, table: &str, key: &str) -> String {
        let text = self.texts.get(table).and_then(|table| table.get(key));
        let text = text.cloned().unwrap_or_else(|| key.replace('_', " "));
        if self.lang == Lang::Fr { unbroken(&text) } else { text }
    }

    /// Returns a text with its placeholders filled.
    pub(super) fn with(&self, table: &str, key: &str, values: &[(&str, &str)]) -> String {
        fill(&self.get(table, key), values)
    }

    /// Returns the form of a text that goes with `n`, with `{n}` filled.
    pub(super) fn counted(&self, table: &str, key: &str, n: u64) -> String {
        let text = self.get(table, key);
        let is_one = n == 1 || (n == 0 && self.lang == Lang::Fr);
        let (one, many) = text.split_once('|').unwrap_or((&text, &text));
        fill(if is_one { one } else { many }, &[("n", &self.number(n))])
    }

    /// Writes a whole number with the language's mark between thousands.
    pub(super) fn number(&self, n: u64) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                out.push_str(&self.get("format", "thousands"));
            }
            out.push(digit);
        }
        out
    }

    /// Writes a share as a percentage: with a decimal below ten, and never 0 or 100 where it is not quite that.
    pub(super) fn percent(&self, share: f64) -> String {
        let percent = share * 100.0;
        let text = match percent {
            all if all >= 100.0 => format!("{all:.0}"),
            none if none <= 0.0 => "0".to_owned(),
            tiny if tiny < 0.1 => "< 0.1".to_owned(),
            close if close > 99.9 => "> 99.9".to_owned(),
            whole if (whole - whole.round()).abs() < 0.05 && whole < 99.0 => format!("{whole:.0}"),
            small if small < 10.0 => format!("{small:.1}"),
            high if high > 99.0 => format!("{high:.1}"),
            plain => format!("{plain:.0}"),
        };
        self.with("format", "percent", &[("n", &text.replace('.', &self.get("format", "decimal")))])
    }

    /// Writes `YYYY-MM-DD` as the language does.
    pub(super) fn date(&self, day: &str) -> String {
        let mut parts = day.split('-');
        let (year, month, number) = (parts.next(), parts.next(), parts.next());
        let (Some(year), Some(month), Some(number)) = (year, month, number) else { return day.to_owned() };
        let first = if self.lang == Lang::Fr && number == "01" { "1er" } else { number.trim_start_matches('0') };
        self.with("format", "date", &[("day", first), ("month", &self.month(month)), ("year", year)])
    }

    /// Writes `YYYY-MM` as the language does.
    pub(super) fn month_of(&self, month: &str) -> String {
        month.split_once('-').map_or_else(|| month.to_owned(), |(year, month)| format!("{} {year}", self.month(month)))
    }

    fn month(&self, number: &str) -> String {
        let months = self.get("format", "months");
        let place = number.parse::<usize>().unwrap_or(1).saturating_sub(1);
        months.split(',').nth(place).unwrap_or_default().to_owned()
    }

    /// Writes a list with "and" before its last.
    pub(super) fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [before @ .., last] => format!("{} {} {last}", before.join(", "), self.get("format", "list_and")),
        }
    }

    /// Writes what is so much.
    pub(super) fn labelled(&self, label: &str, value: &str) -> String {
        format!("{label}{}{value}", self.get("format", "colon"))
    }

    /// Writes a finding as a sentence.
    pub(super) fn finding(&self, finding: &Finding) -> String {
        self.counted("fault", finding.kind, finding.rows)
    }

    /// Writes the reason of a verdict as a sentence.
    pub(super) fn reason(&self, reason: &Reason) -> String {
        let show = |value: f64| if reason.is_share { self.percent(value) } else { self.number(value as u64) };
        let none = format!("{}_none", reason.name);
        let is_none = reason.found.is_none_or(|found| found == 0.0) && self.texts["why"].contains_key(&none);
        let found = reason.found.map_or_else(|| show(0.0), show);
        let [work, fit] = reason.thresholds.map(show);
        let key = if is_none { &none } else { reason.name };
        self.with("why", key, &[("found", &found), ("work", &work), ("fit", &fit)])
    }

    /// Writes what to do.
    pub(super) fn step(&self, step: &Step) -> String {
        let source = step.source.map(|source| self.get("source", source.name())).unwrap_or_default();
        match step.name {
            "remove_personal_data" => {
                let columns: Vec<String> = step.what.iter().map(|column| self.quoted(column)).collect();
                self.with("step", step.name, &[("source", &source), ("columns", &self.list(&columns))])
            }
            "mend" => {
                let kind = step.what.first().map(String::as_str).unwrap_or_default();
                let finding = self.counted("fault", kind, step.rows);
                self.with("step", step.name, &[("source", &source), ("finding", &finding)])
            }
            name => {
                let (purpose, causes) =
                    step.what.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
                let causes: Vec<String> = causes.iter().map(|cause| self.get("short", cause)).collect();
                self.with("step", name, &[("purpose", &self.get("purpose", purpose)), ("causes", &self.list(&causes))])
            }
        }
    }

    /// Writes the name of a column between the language's quotation marks.
    pub(super) fn quoted(&self, name: &str) -> String {
        match self.lang {
            Lang::En => format!("\u{201c}{name}\u{201d}"),
            Lang::Fr => format!("«\u{a0}{name}\u{a0}»"),
        }
    }

    /// Writes how fit something is.
    pub(super) fn fitness(&self, fitness: Fitness) -> String {
        self.get("fitness", fitness.name())
    }

    /// Writes what fills a field.
    pub(super) fn column(&self, field: &FieldAudit) -> String {
        field.column.clone().unwrap_or_else(|| self.get("page", "constant"))
    }
}

/// Returns French text whose high punctuation stays with the word before it.
fn unbroken(text: &str) -> String {
    let text =
        text.replace(" :", "\u{a0}:").replace("« ", "«\u{a0}").replace(" »", "\u{a0}»").replace(" %", "\u{202f}%");
    text.replace(" ;", "\u{202f};").replace(" ?", "\u{202f}?").replace(" !", "\u{202f}!")
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Fault;

    /// Returns every key with the placeholders of each of its forms.
    fn keys(lang: Lang) -> BTreeMap<(String, String), Vec<Vec<String>>> {
        let texts: BTreeMap<String, BTreeMap<String, String>> =
            toml::from_str(lang.source()).expect("the texts are TOML");
        let placeholders = |form: &str| {
            let mut names: Vec<String> =
                form.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
            names.sort();
            names
        };
        let mut keys = BTreeMap::new();
        for (table, texts) in texts {
            for (key, text) in texts {
                keys.insert((table.clone(), key), text.split('|').map(placeholders).collect());
            }
        }
        keys
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_figures() {
        assert_eq!(keys(Lang::En), keys(Lang::Fr));
    }

    #[test]
    fn every_fault_and_every_reason_of_the_lake_has_its_text() {
        for lang in [Lang::En, Lang::Fr] {
            let keys = keys(lang);
            let has = |table: &str, key: &str| keys.contains_key(&(table.to_owned(), key.to_owned()));
            for fault in Fault::ALL {
                assert!(has("fault", fault.name()), "{lang:?} lacks fault.{}", fault.name());
            }
            for reason in crate::lake::Reason::ALL {
                assert!(has("reason", reason.name()), "{lang:?} lacks reason.{}", reason.name());
            }
        }
    }

    #[test]
    fn numbers_and_days_are_written_as_each_language_does() {
        let (en, fr) = (Text::of(Lang::En), Text::of(Lang::Fr));
        assert_eq!([en.number(1_234_567), fr.number(1_234_567)], ["1,234,567", "1\u{202f}234\u{202f}567"]);
        assert_eq!([en.percent(0.0456), fr.percent(0.0456)], ["4.6%", "4,6\u{202f}%"]);
        assert_eq!([en.percent(0.02), fr.percent(0.2)], ["2%", "20\u{202f}%"]);
        assert_eq!([en.percent(0.9999), en.percent(1.0), en.percent(0.0001)], ["> 99.9%", "100%", "< 0.1%"]);
        assert_eq!(
            [en.date("2025-12-31"), fr.date("2024-01-01")],
            ["31\u{a0}December\u{a0}2025", "1er\u{a0}janvier\u{a0}2024"]
        );
        assert_eq!(en.counted("page", "behind", 1), "1 day behind");
        assert_eq!(fr.counted("page", "behind", 1_200), "1\u{202f}200 jours de retard");
        let list = ["a", "b", "c"].map(str::to_owned);
        assert_eq!([en.list(&list), fr.list(&list[..2])], ["a, b and c", "a et b"]);
    }
}
