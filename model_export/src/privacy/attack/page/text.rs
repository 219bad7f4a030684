//! The two languages of the page: every text by its key, and figures as each language writes them.

use std::collections::BTreeMap;

use crate::audit::Lang;
use crate::evaluate::lake::Estimate;

/// The texts of one language.
#[derive(Debug)]
pub(super) struct Text(BTreeMap<String, BTreeMap<String, String>>);

impl Text {
    /// Reads the texts of a language.
    pub(super) fn of(lang: Lang) -> Self {
        let source = match lang {
            Lang::En => include_str!("en.toml"),
            Lang::Fr => include_str!("fr.toml"),
        };
        // The files are part of the program and a test parses both; one that cannot be read would show its keys.
        Self(toml::from_str(source).unwrap_or_default())
    }

    /// Returns a text of the page, or its key when there is none.
    pub(super) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.named("page", key)
    }

    /// Returns the name of a group or a statistic.
    pub(super) fn named<'a>(&'a self, table: &str, key: &'a str) -> &'a str {
        self.0.get(table).and_then(|texts| texts.get(key)).map_or(key, String::as_str)
    }

    /// Returns a text of the page with its placeholders filled.
    pub(super) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let fill = |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
        values.iter().fold(self.get(key).to_owned(), fill)
    }

    /// Writes a number with so many decimals.
    pub(super) fn number(&self, value: f64, decimals: usize) -> String {
        format!("{value:.decimals$}").replace('.', self.get("decimal"))
    }

    /// Writes a figure with its interval.
    pub(super) fn interval(&self, of: Estimate, decimals: usize) -> String {
        let [mean, low, high] = [of.mean, of.low, of.high].map(|value| self.number(value, decimals));
        format!("{mean} [{low} – {high}]")
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::statistics::{Group, STATISTICS};
    use super::*;

    #[test]
    fn both_languages_have_the_same_keys_and_placeholders() {
        let [en, fr] = [Lang::En, Lang::Fr].map(|lang| Text::of(lang).0);
        let keys = |texts: &BTreeMap<String, BTreeMap<String, String>>| -> Vec<(String, String)> {
            let of_table = |(table, texts): (&String, &BTreeMap<String, String>)| {
                texts.keys().map(|key| (table.clone(), key.clone())).collect::<Vec<_>>()
            };
            texts.iter().flat_map(of_table).collect()
        };
        assert_eq!(keys(&en), keys(&fr));
        assert!(keys(&en).len() > 80);
        let placeholders = |text: &str| text.matches('{').count();
        for (table, key) in keys(&en) {
            assert_eq!(placeholders(&en[&table][&key]), placeholders(&fr[&table][&key]), "{table}.{key}");
        }
    }

    #[test]
    fn every_statistic_and_group_has_a_name_in_french() {
        let french = Text::of(Lang::Fr).0;
        assert!(STATISTICS.iter().all(|statistic| french["statistic"].contains_key(statistic.name)));
        assert!(Group::ALL.iter().all(|group| french["group"].contains_key(group.name())));
    }
}
