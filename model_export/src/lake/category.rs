//! Categories for items that have none, by the words of their name (`rules.category_from_name`).

use super::Item;
use super::config::CategoryRule;
use super::words::{Words, spaced};

/// The rules made ready.
#[derive(Debug)]
pub(super) struct CategoryRules<'a>(Vec<(&'a str, Words)>);

impl<'a> CategoryRules<'a> {
    /// Makes the rules ready.
    pub(super) fn new(rules: &'a [CategoryRule]) -> Self {
        let words = |rule: &'a CategoryRule| Words::new(rule.words.iter().map(String::as_str));
        Self(rules.iter().map(|rule| (rule.category.as_str(), words(rule))).collect())
    }

    /// Gives an item without a category that of the first rule whose words its name has.
    pub(super) fn fill(&self, item: &mut Item) {
        if self.0.is_empty() || item.category.is_some() {
            return;
        }
        let name = spaced(&item.name);
        let rule = self.0.iter().find(|(_, words)| words.are_in(&name));
        item.category = rule.map(|(category, _)| (*category).to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_with_a_whole_word_or_phrase_wins() {
        let rule = |category: &str, words: &[&str]| CategoryRule {
            category: category.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        let rules = [rule("Light", &["t-light", "candle*"]), rule("Bags", &["bag"]), rule("Other", &["*"])];
        let categories = ["WHITE HANGING HEART T-LIGHT HOLDER", "Candles & bag", "JUMBO BAG RED", "BAGATELLE", "?"]
            .map(|name| {
                let mut item = Item {
                    id: "1".into(),
                    name: name.to_owned(),
                    price: None,
                    category: None,
                    brand: None,
                    private_label: false,
                };
                CategoryRules::new(&rules).fill(&mut item);
                item.category.unwrap_or_default()
            });
        assert_eq!(categories, ["Light", "Light", "Bags", "Other", "Other"]);
    }
}
