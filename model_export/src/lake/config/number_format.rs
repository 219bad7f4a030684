//! How text writes numbers: the mark before the decimals, the mark between thousands, and the currency beside a price.
//!
//! Does not: guess. `1.299` is a little more than one where the mark is a point, and a thousand where thousands have one.

/// The signs of currencies that shops write beside a price.
const SIGNS: [(&str, &[&str]); 14] = [
    ("EUR", &["€"]),
    ("USD", &["US$", "$"]),
    ("GBP", &["£"]),
    ("JPY", &["¥", "￥", "円"]),
    ("CHF", &["Fr.", "SFr."]),
    ("CAD", &["CA$", "C$", "$"]),
    ("AUD", &["A$", "$"]),
    ("PLN", &["zł"]),
    ("CZK", &["Kč"]),
    ("SEK", &["kr"]),
    ("DKK", &["kr.", "kr"]),
    ("NOK", &["kr"]),
    ("BRL", &["R$"]),
    ("INR", &["₹"]),
];

/// How the numbers of one table are written.
#[derive(Debug, Clone)]
pub struct NumberFormat {
    decimal: char,
    thousands: Option<char>,
    /// Whether lake.toml names the mark before the decimals.
    is_said: bool,
    currency: String,
}

impl NumberFormat {
    /// Returns the format of these marks, with prices in `currency`.
    pub fn new(decimal: Option<u8>, thousands: Option<u8>, currency: &str) -> Self {
        Self {
            decimal: decimal.map_or('.', char::from),
            thousands: thousands.map(char::from),
            is_said: decimal.is_some() || thousands.is_some(),
            currency: currency.to_owned(),
        }
    }

    /// Tells whether lake.toml names a mark.
    pub(in crate::lake) fn is_said(&self) -> bool {
        self.is_said
    }

    /// Reads a finite number; `None` when the text is none in this format.
    pub fn parse(&self, text: &str) -> Option<f64> {
        let plain = self.decimal == '.' && self.thousands.is_none();
        let read = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
        if plain && let Some(number) = read(text) {
            return Some(number);
        }
        let bare = self.without_currency(text);
        if plain {
            return read(bare);
        }
        read(&self.as_rust_writes(bare)?)
    }

    /// Returns the text without the lake's own currency, as code or sign, before or after the number.
    fn without_currency<'a>(&self, text: &'a str) -> &'a str {
        let signs =
            SIGNS.iter().filter(|(code, _)| self.currency.eq_ignore_ascii_case(code)).flat_map(|(_, signs)| *signs);
        let bare = text.trim_matches(char::is_whitespace);
        for name in std::iter::once(self.currency.as_str()).chain(signs.copied()).filter(|name| !name.is_empty()) {
            let rest = bare.strip_prefix(name).or_else(|| bare.strip_suffix(name));
            if let Some(rest) = rest {
                return rest.trim_matches(char::is_whitespace);
            }
        }
        bare
    }

    /// Returns the number with a point before its decimals and nothing between its thousands.
    fn as_rust_writes(&self, text: &str) -> Option<String> {
        let (sign, digits) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (if text.starts_with('-') { "-" } else { "" }, rest),
            None => ("", text),
        };
        let (whole, decimals) = digits.split_once(self.decimal).unwrap_or((digits, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let whole = match self.thousands {
            Some(mark) if whole.contains(|letter| is_mark(letter, mark)) => {
                let groups: Vec<&str> = whole.split(|letter| is_mark(letter, mark)).collect();
                let is_grouped = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
                is_grouped.then(|| groups.concat())?
            }
            _ => whole.to_owned(),
        };
        let is_number = is_digits(&whole) && is_digits(decimals) && !(whole.is_empty() && decimals.is_empty());
        is_number.then(|| format!("{sign}0{whole}.{decimals}0"))
    }
}

/// Tells whether a letter is the mark; a blank may be any that does not break.
fn is_mark(letter: char, mark: char) -> bool {
    letter == mark
        || (mark == ' ' && matches!(letter, '\u{a0}' | '\u{202f}' | '\u{2009}'))
        || (mark == '\'' && letter == '’')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_writing_reads_its_own_numbers_and_no_other() {
        let format = |decimal: &str, thousands: &str, currency: &str| {
            NumberFormat::new(decimal.bytes().next(), thousands.bytes().next(), currency)
        };
        for (decimal, thousands, currency, text, number) in [
            ("", "", "EUR", "9.90", Some(9.9)),
            ("", "", "EUR", "-1e3", Some(-1000.0)),
            ("", "", "EUR", "€ 9.90", Some(9.9)),
            ("", "", "EUR", "9.50 EUR", Some(9.5)),
            ("", "", "EUR", "9.50\u{a0}€", Some(9.5)),
            ("", "", "EUR", "$9.50", None),
            ("", "", "USD", "$9.50", Some(9.5)),
            ("", "", "EUR", "9,90", None),
            ("", "", "EUR", "inf", None),
            (",", "", "EUR", "9,90", Some(9.9)),
            (",", "", "EUR", "9.90", None),
            (",", "", "EUR", "1299", Some(1299.0)),
            (",", ".", "EUR", "1.299,00", Some(1299.0)),
            (",", ".", "EUR", "1.299", Some(1299.0)),
            (",", ".", "EUR", "-1.299.000,5 €", Some(-1_299_000.5)),
            (",", ".", "EUR", "9.90", None),
            (",", ".", "EUR", "12.99.000", None),
            (".", ",", "USD", "1,299.00", Some(1299.0)),
            (",", " ", "EUR", "1\u{202f}299,00", Some(1299.0)),
            (".", "'", "CHF", "CHF 1’299.50", Some(1299.5)),
            (",", ".", "EUR", ",", None),
            (",", ".", "EUR", "", None),
            (",", "", "EUR", ",5", Some(0.5)),
        ] {
            assert_eq!(format(decimal, thousands, currency).parse(text), number, "{decimal} {thousands} {text}");
        }
    }
}
