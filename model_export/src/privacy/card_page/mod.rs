//! The model card as a page, in English and French one below the other.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::attack::Figures;
use super::card::{Card, CardAttack};
use crate::train::public::Privacy;

const TEXTS: [(&str, &str); 2] = [("en", include_str!("en.toml")), ("fr", include_str!("fr.toml"))];

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f}\
h1{font-size:1.7rem}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}table{border-collapse:collapse;width:100%}\
td,th{border-bottom:1px solid #ddd;padding:.35rem .6rem .35rem 0;text-align:left;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.8rem;word-break:break-all}\
article+article{border-top:2px solid #1b1b1f;margin-top:3rem;padding-top:1rem}.tier{font-weight:600}nav a{margin-right:1rem}";

/// Returns the page of a card.
pub fn page(card: &Card) -> String {
    let texts = TEXTS.map(|(lang, text)| (lang, Texts::of(lang, text)));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (card.name) " · " (texts[0].1.get("title")) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                nav { @for (lang, text) in &texts { a href={ "#" (lang) } { (text.get("title")) } } }
                @for (lang, text) in &texts { (article(card, lang, text)) }
            }
        }
    }
    .into_string()
}

/// The texts of one language.
struct Texts {
    by_key: BTreeMap<String, String>,
    decimal: char,
}

impl Texts {
    fn of(lang: &str, text: &str) -> Self {
        // Shipped texts that a test parses.
        let by_key = toml::from_str(text).unwrap_or_default();
        Self { by_key, decimal: if lang == "fr" { ',' } else { '.' } }
    }

    fn get(&self, key: &str) -> &str {
        self.by_key.get(key).map_or("", String::as_str)
    }

    fn filled(&self, key: &str, values: &[(&str, String)]) -> String {
        values.iter().fold(self.get(key).to_owned(), |text, (slot, value)| text.replace(&format!("{{{slot}}}"), value))
    }

    fn number(&self, value: f64, digits: usize) -> String {
        format!("{value:.digits$}").replace('.', &self.decimal.to_string())
    }
}

fn article(card: &Card, lang: &str, t: &Texts) -> Markup {
    html! {
        article lang=(lang) id=(lang) {
            h1 { (t.get("title")) " · " (card.name) }
            p { (t.get("intro")) }
            table {
                tr { th { (t.get("file")) } td { code { (card.sha256) } " (" (card.version) ")" } }
                tr {
                    th { (t.get("trained_on")) }
                    td {
                        (card.trained[0].get(..10).unwrap_or_default()) " – " (card.trained[1].get(..10).unwrap_or_default()) ", "
                        (t.filled("customers", &[("n", card.about_customers.to_string())])) ", "
                        (t.filled("items", &[("n", card.n_items.to_string())]))
                    }
                }
                tr { th { (t.get("tier")) } td.tier { (t.get(&format!("tier_{}", card.tier))) } }
                @if !card.reason.is_empty() { tr { th { (t.get("reason")) } td { (card.reason) } } }
            }
            @if let Some(privacy) = &card.privacy { (noise(privacy, card.greatest_auc, t)) }
            h2 { (t.get("attack")) }
            @match &card.attack {
                None => p { (t.get("not_attacked")) },
                Some(found) => (attack(found, t)),
            }
            @if !card.left_out.is_empty() {
                h2 { (t.get("left_out")) }
                p { (card.left_out.join(", ").replace('_', " ")) }
            }
            h2 { (t.get("use")) }
            p { (t.get("use_text")) }
            h2 { (t.get("limits")) }
            p { (t.get("limits_text")) }
        }
    }
}

fn noise(privacy: &Privacy, greatest_auc: Option<f64>, t: &Texts) -> Markup {
    let values = [
        ("e", t.number(privacy.epsilon, 2)),
        ("d", format!("{:e}", privacy.delta)),
        ("a", t.number(greatest_auc.unwrap_or(1.0), 3)),
    ];
    html! {
        h2 { (t.get("noise")) }
        table {
            tr { th { (t.get("statistic")) } th.n { (t.get("numbers")) } th.n { (t.get("sigma")) } }
            @for released in &privacy.statistics {
                tr { td { (released.statistic) } td.n { (released.numbers) } td.n { (t.number(released.sigma, 2)) } }
            }
        }
        p { (t.filled("epsilon", &values)) }
        p { (t.get("unit")) }
    }
}

fn attack(found: &CardAttack, t: &Texts) -> Markup {
    let row = |who: &str, figures: &Figures| {
        let of = [figures.auc, figures.tpr_at_1_percent, figures.tpr_at_01_percent];
        html! {
            tr {
                td { (t.get(who)) }
                @for estimate in of {
                    td.n { (t.number(estimate.mean, 4)) " [" (t.number(estimate.low, 4)) " – " (t.number(estimate.high, 4)) "]" }
                }
            }
        }
    };
    html! {
        p { (t.filled("attack_how", &[("n", found.models.to_string())])) }
        table {
            tr { th { (t.get("who")) } th.n { (t.get("auc")) } th.n { (t.get("tpr1")) } th.n { (t.get("tpr01")) } }
            (row("all", &found.all))
            (row("exposed", &found.exposed))
        }
        p { (t.filled("control", &[("a", t.number(found.control_auc, 3))])) }
        p { (t.get(if found.passes { "passes" } else { "fails" })) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_say_the_same_things() {
        let [english, french] = TEXTS.map(|(lang, text)| Texts::of(lang, text));
        assert!(english.by_key.len() > 20);
        assert_eq!(english.by_key.keys().collect::<Vec<_>>(), french.by_key.keys().collect::<Vec<_>>());
        for (key, text) in &english.by_key {
            let slots = |text: &str| text.matches('{').count();
            assert_eq!(slots(text), slots(french.get(key)), "{key}");
        }
        assert_eq!(french.number(0.5, 2), "0,50");
    }
}
