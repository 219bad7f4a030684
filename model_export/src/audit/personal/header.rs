//! The words of a column's header.

/// The words of a header in small letters without accents: `customerFirstName` is customer, first, name.
#[derive(Debug)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// Splits a header at everything that is no letter, and before capitals that follow small letters.
    pub(super) fn of(header: &str) -> Self {
        let mut words = vec![String::new()];
        let mut before_small = false;
        for letter in header.chars() {
            let breaks = !letter.is_alphabetic() || (before_small && letter.is_uppercase());
            if breaks {
                words.push(String::new());
            }
            if let (true, Some(word)) = (letter.is_alphabetic(), words.last_mut()) {
                word.extend(letter.to_lowercase().map(plain));
            }
            before_small = letter.is_lowercase();
        }
        words.retain(|word| !word.is_empty());
        Self(words)
    }

    /// Tells whether one of `wanted` is a word of the header.
    pub(super) fn any(&self, wanted: &[&str]) -> bool {
        self.0.iter().any(|word| wanted.contains(&word.as_str()))
    }

    /// Returns how many words there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

fn plain(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_split_into_words() {
        assert_eq!(Words::of("customerFirst_Prénom 2").0, ["customer", "first", "prenom"]);
        assert_eq!(Words::of("SKU").0, ["sku"]);
    }
}
