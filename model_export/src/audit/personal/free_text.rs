//! Free text: what people typed, which can hold anything.

use super::header::Words;

/// A cell with so many words may be free text.
const WORDS: usize = 4;
/// A column is free text when so many different such cells were seen, and so large a share of them differ.
const DIFFERENT: (usize, f64) = (20, 0.3);

/// Tells whether a cell has words enough to be a sentence.
pub(super) fn is_wordy(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().filter(|letter| letter.is_alphabetic()).count() >= 2;
    text.split_whitespace().filter(is_word).count() >= WORDS
}

/// Tells whether a column of `wordy` such cells, `different` of them different, is free text.
pub(super) fn is_free(header: &Words, wordy: u64, different: usize) -> bool {
    let announced = header.any(&[
        "note",
        "notes",
        "comment",
        "comments",
        "remark",
        "remarks",
        "message",
        "messages",
        "instruction",
        "instructions",
        "feedback",
        "review",
        "commentaire",
        "commentaires",
        "remarque",
        "bemerkung",
        "kommentar",
        "comentario",
    ]);
    wordy > 0 && (announced || (different >= DIFFERENT.0 && different as f64 >= DIFFERENT.1 * wordy as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_labels() {
        assert!(
            is_wordy("please leave it with the neighbour") && !is_wordy("Samsung Internet 5 7 9") && !is_wordy("22 LB")
        );
        let (note, other) = (Words::of("delivery_note"), Words::of("channel"));
        assert!(is_free(&note, 1, 1) && is_free(&other, 100, 60));
        assert!(
            !is_free(&note, 0, 0) && !is_free(&other, 1_000, 30),
            "a few sentences again and again are a list of choices"
        );
    }
}
