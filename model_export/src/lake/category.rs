//! Categories for items that have none, by the words of their name (`rules.category_from_name`).

use super::Item;
use super::config::CategoryRule;

/// Gives each item without a category the first rule's whose words its name has.
pub(super) fn fill(items: &mut [Item], rules: &[CategoryRule]) {
    if rules.is_empty() {
        return;
    }
    let rules: Vec<(&str, Vec<String>)> = rules
        .iter()
        .map(|rule| (rule.category.as_str(), rule.words.iter().map(|word| wanted(word)).collect()))
        .collect();
    for item in items.iter_mut().filter(|item| item.category.is_none()) {
        let name = spaced(&item.name);
        let fits = |words: &Vec<String>| words.iter().any(|word| name.contains(word.as_str()));
        item.category = rules.iter().find(|(_, words)| fits(words)).map(|(category, _)| (*category).to_owned());
    }
}

/// Returns what to look for in a spaced name: ` WORD `, ` WORD` for `WORD*`, and nothing (always there) for `*`.
fn wanted(word: &str) -> String {
    match word.strip_suffix('*') {
        None => spaced(word),
        Some("") => String::new(),
        Some(start) => spaced(start).trim_end().to_owned(),
    }
}

/// Returns the text in capitals, each run of anything but letters and digits as one space, with a space at both ends.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 2);
    spaced.push(' ');
    for word in text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        spaced.extend(word.chars().flat_map(char::to_uppercase));
        spaced.push(' ');
    }
    spaced
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
                let mut item = [Item {
                    id: "1".into(),
                    name: name.to_owned(),
                    price: None,
                    category: None,
                    brand: None,
                    private_label: false,
                }];
                fill(&mut item, &rules);
                item[0].category.clone().unwrap_or_default()
            });
        assert_eq!(categories, ["Light", "Light", "Bags", "Other", "Other"]);
    }
}
