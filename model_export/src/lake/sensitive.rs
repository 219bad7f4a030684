//! Categories that say something of a person's health, sexual life, religion, politics or trade union: their items are
//! not in the dataset at all.
//!
//! The list is `sensitive.toml`, beside this file; `[rules.sensitive]` of `lake.toml` adds to it, and narrows it by
//! exceptions that each give a reason. Refused here: switching the list off, and an exception that clears more than the
//! levels it names.

use std::sync::LazyLock;

use serde::Deserialize;

use super::config::{LEVEL, SensitiveRules};
use super::words::{Words, spaced};

/// The group of what the shop itself denies.
const OWN_GROUP: &str = "denied_by_shop";

/// The shipped list.
static SHIPPED: LazyLock<Vec<Group>> = LazyLock::new(|| {
    // The file is part of the program and a test reads it; were it unreadable, no lake may be learned from.
    let list: List = toml::from_str(include_str!("sensitive.toml")).expect("sensitive.toml is read by a test");
    list.group
});

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    group: Vec<Group>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    levels: Vec<String>,
    words: Vec<String>,
}

/// What is denied, made ready to look for.
#[derive(Debug)]
pub(super) struct Sensitive {
    groups: Vec<Denied>,
    /// Paths of the shop that are denied level by level, and words anywhere in a level.
    own_paths: Vec<Vec<String>>,
    own_words: Words,
    /// Paths that the shop has judged to be harmless.
    allowed: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Denied {
    name: &'static str,
    /// Spaced, each a whole level.
    levels: Vec<String>,
    words: Words,
}

impl Sensitive {
    /// Returns the shipped list with what the shop adds and excepts.
    pub(super) fn new(rules: &SensitiveRules) -> Self {
        let group = |group: &'static Group| Denied {
            name: &group.name,
            levels: group.levels.iter().map(|level| spaced(level)).collect(),
            words: Words::new(group.words.iter().map(String::as_str)),
        };
        let (paths, words): (Vec<&String>, Vec<&String>) = rules.deny.iter().partition(|text| text.contains('>'));
        Self {
            groups: SHIPPED.iter().map(group).collect(),
            own_paths: paths.into_iter().map(|path| levels(path)).collect(),
            own_words: Words::new(words.into_iter().map(String::as_str)),
            allowed: rules.allow.iter().map(|exception| levels(&exception.pattern)).collect(),
        }
    }

    /// Returns the group that denies a category path, if one does: the shop's own, else the first of the list that hits
    /// a level which no exception names.
    pub(super) fn group_of(&self, category: Option<&str>) -> Option<&'static str> {
        let path = levels(category?);
        if self.own_paths.iter().any(|denied| places(&path, denied).next().is_some())
            || path.iter().any(|level| self.own_words.are_in(level))
        {
            return Some(OWN_GROUP);
        }
        let excepted = |at: usize| {
            self.allowed
                .iter()
                .any(|allowed| places(&path, allowed).any(|start| (start..start + allowed.len()).contains(&at)))
        };
        let hit = |group: &Denied| {
            let hits = |level: &String| group.levels.contains(level) || group.words.are_in(level);
            path.iter().enumerate().any(|(at, level)| hits(level) && !excepted(at))
        };
        self.groups.iter().find(|group| hit(group)).map(|group| group.name)
    }
}

/// Returns the levels of a category path, spaced.
fn levels(path: &str) -> Vec<String> {
    path.split(LEVEL).map(spaced).collect()
}

/// Returns where the levels of `part` stand in `path`, one after the other.
fn places(path: &[String], part: &[String]) -> impl Iterator<Item = usize> {
    path.windows(part.len().max(1)).enumerate().filter(move |(_, window)| *window == part).map(|(start, _)| start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lake::config::Exception;

    fn shipped(path: &str) -> Option<&'static str> {
        Sensitive::new(&SensitiveRules::default()).group_of(Some(path))
    }

    #[test]
    fn the_shipped_list_denies_in_three_languages() {
        for (path, group) in [
            ("DRUG GM > COLD AND FLU > ADULT LIQUID", "health"),
            ("Beauty and health > Health > Vitamins", "health"),
            ("Parapharmacie > Compléments alimentaires", "health"),
            ("Drogerie > Nahrungsergänzungsmittel", "health"),
            ("Mode > Grossesse", "health"),
            ("Apothekenprodukte", "health"),
            ("Wellbeing > Sexual wellness", "sexual_life"),
            ("Hygiène > PRESERVATIFS", "sexual_life"),
            ("Drogerie > Kondome & Gleitgel", "sexual_life"),
            ("Books > Religion & Spirituality", "religion"),
            ("Boucherie > Halal", "religion"),
            ("Bücher > Bibeln", "religion"),
            ("Books > Politics", "politics"),
            ("Livres > Élections", "politics"),
            ("Livres > Syndicalisme", "trade_union"),
            ("Bücher > Gewerkschaften", "trade_union"),
        ] {
            assert_eq!(shipped(path), Some(group), "{path}");
        }
    }

    #[test]
    fn names_that_only_sound_so_are_not_denied() {
        for path in [
            "Health & Beauty > Hair care > Shampoo",
            "Beauty and health > Skincare > Face",
            "DRUG GM > CANDY - PACKAGED",
            "GROCERY > COLD CEREAL",
            "Seasonal > Christmas",
            "Seasonal > Easter",
            "Home > Ornaments",
            "Fashion > Unisex",
            "Pâtisserie > Religieuses",
            "Livres > Sélection de la semaine",
            "Flags > Union Jack",
            "Pet supplies > Adult dogs",
            "Sport > Fitness > Protein",
            "Parfums > Christian Dior",
            "Films > Neon Genesis Evangelion",
            "",
        ] {
            assert_eq!(shipped(path), None, "{path}");
        }
        assert_eq!(Sensitive::new(&SensitiveRules::default()).group_of(None), None);
    }

    #[test]
    fn an_exception_clears_the_levels_it_names_and_no_other() {
        let exception =
            |pattern: &str| Exception { pattern: pattern.to_owned(), because: "no person behind it".to_owned() };
        let allow = vec![exception("health > VITAMINS"), exception("Maternity")];
        let deny = vec!["Guns*".to_owned(), "Books > Crime".to_owned(), "maternity".to_owned()];
        let sensitive = Sensitive::new(&SensitiveRules { deny, allow });
        let group = |path: &str| sensitive.group_of(Some(path));
        assert_eq!(group("Beauty > Health > Vitamins"), None);
        assert_eq!(group("Beauty > Health > Vitamins > Pregnancy"), Some("health"));
        assert_eq!(group("Health > Thermometers"), Some("health"));
        assert_eq!(group("Grocery > Vitamins"), Some("health"), "another path than the excepted one");
        assert_eq!(group("Sport > Gunsmith"), Some(OWN_GROUP));
        assert_eq!(group("Media > Books > Crime"), Some(OWN_GROUP));
        assert_eq!(group("Media > Crime"), None);
        assert_eq!(group("Fashion > Maternity"), Some(OWN_GROUP), "what the shop denies, no exception clears");
    }
}
