//! Texts made of several columns: `at = "{year}-{month}-{day}"`.
//!
//! Refused here: a brace that does not close, a name that is none, and a text in which no column stands.

use serde::Deserialize;

/// A text with columns of the file in it, as the file spells them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Template(Vec<Piece>);

/// A piece of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Stands as it is.
    Text(String),
    /// Stands for the value of this column.
    Column(String),
}

impl Template {
    /// Returns the pieces in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!("a composed field is a text with columns in braces, such as \"{{year}}-{{month}}\", found {text:?}")
        };
        let (mut pieces, mut rest) = (Vec::new(), text.as_str());
        while let Some((before, after)) = rest.split_once('{') {
            let (column, after) = after.split_once('}').ok_or_else(wrong)?;
            if column.is_empty() || column.contains('{') || before.contains('}') {
                return Err(wrong());
            }
            pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
            pieces.push(Piece::Column(column.to_owned()));
            rest = after;
        }
        if pieces.is_empty() || rest.contains('}') {
            return Err(wrong());
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        Ok(Self(pieces))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_in_braces() {
        let read = |text: &str| Template::try_from(text.to_owned());
        let column = |name: &str| Piece::Column(name.to_owned());
        let dash = || Piece::Text("-".to_owned());
        assert_eq!(
            read("{year}-{month of year}-1").map(|it| it.0),
            Ok(vec![column("year"), dash(), column("month of year"), Piece::Text("-1".to_owned())])
        );
        for wrong in ["", "year", "{", "{}", "{a", "a}", "{a}}", "{a{b}}"] {
            assert!(read(wrong).is_err_and(|message| message.contains("in braces")), "{wrong}");
        }
    }
}
