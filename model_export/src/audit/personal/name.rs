//! Names of people: two words of which the first is a common given name, and headers that say so.
//!
//! Given names that are also words of a catalogue (Rose, Ruby, Jordan, Paris) are left out on purpose.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::header::Words;

/// Common given names of the shop's languages, in small letters.
static GIVEN: LazyLock<BTreeSet<&str>> = LazyLock::new(|| include_str!("given_names.txt").lines().collect());

/// Tells whether `text` has a given name before another capitalised word.
pub(super) fn has_name(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let given = word.trim_start_matches(|letter: char| !letter.is_alphabetic());
        if is_given(given) && words.peek().is_some_and(|next| is_capitalised(next)) {
            return true;
        }
    }
    false
}

/// Tells whether `text` is of the shape that names have: letters, blanks and the marks between parts of a name.
pub(super) fn is_shaped(text: &str) -> bool {
    let is_part = |letter: char| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '\u{2019}' | '.' | ',');
    text.chars().any(char::is_alphabetic) && text.chars().all(is_part) && text.split_whitespace().count() <= 5
}

/// Tells whether the words of a header say that the column holds names of people.
pub(super) fn announces(header: &Words, of_customers: bool) -> bool {
    let given = [
        "firstname",
        "lastname",
        "surname",
        "forename",
        "prenom",
        "vorname",
        "nachname",
        "fullname",
        "apellido",
        "cognome",
    ];
    let owner = [
        "customer",
        "client",
        "contact",
        "user",
        "buyer",
        "recipient",
        "holder",
        "person",
        "first",
        "last",
        "full",
        "family",
        "given",
    ];
    let name = ["name", "names", "nom", "noms", "nombre", "nome"];
    header.any(&given)
        || (header.any(&owner) && header.any(&name))
        || (header.any(&["recipient", "destinataire"]) && header.len() == 1)
        || (of_customers && header.len() == 1 && header.any(&name))
}

fn is_given(word: &str) -> bool {
    word.len() <= 12 && is_capitalised(word) && GIVEN.contains(word.to_lowercase().as_str())
}

/// Tells whether a word begins with a capital and goes on in small letters.
fn is_capitalised(word: &str) -> bool {
    let word = word.trim_end_matches(|letter: char| !letter.is_alphabetic());
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().count() >= 2
        && letters.all(|letter| letter.is_lowercase() || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_from_products_places_and_firms() {
        for text in ["Anna Berg", "ask for Lukas Keller, please", "Dr Marie Winter", "(Jan Novak)"] {
            assert!(has_name(text), "{text}");
        }
        for text in [
            "WHITE HANGING HEART",
            "Rose Gold ring",
            "United Kingdom",
            "Samsung Internet",
            "anna berg",
            "ANNA BERG",
            "Anna",
            "Jan 2024",
            "The Silent Harbour",
        ] {
            assert!(!has_name(text), "{text}");
        }
    }

    #[test]
    fn headers_announce_names_of_people_and_not_of_things() {
        for header in ["first_name", "LastName", "customer name", "prénom", "surname", "contactName"] {
            assert!(announces(&Words::of(header), false), "{header}");
        }
        for header in ["name", "product_name", "brand", "campaign_name", "filename", "item_name", "nominal"] {
            assert!(!announces(&Words::of(header), false), "{header}");
        }
        assert!(announces(&Words::of("nom"), true));
    }
}
