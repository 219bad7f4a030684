//! Files of who touched what, plain or gzip: one user a line (`user item item ...`), or one rating a line.

use std::path::Path;

use super::split::Touches;
use crate::evaluate::lines::{ReadError, each_line};

/// Reads lines of one user each, `user item item ...`, into `touches`. A user without items is known, and touched
/// nothing; empty lines are skipped.
///
/// # Errors
/// [`ReadError::Io`] when the file cannot be read to its end.
pub(super) fn lists(path: &Path, touches: &mut Touches) -> Result<(), ReadError> {
    each_line(path, |_, line| {
        let mut words = line.split_ascii_whitespace();
        let Some(user) = words.next() else { return Ok(()) };
        touches.add(user, words).ok_or_else(|| ReadError::TooMany { path: path.to_owned() })
    })
}

/// Reads lines of one rating each, `user item ...`, into `touches`; what follows the item is left aside, so that every
/// rating counts as a touch.
///
/// # Errors
/// [`ReadError::Io`] when the file cannot be read to its end, [`ReadError::Line`] for a line of fewer than two words.
pub(super) fn ratings(path: &Path, touches: &mut Touches) -> Result<(), ReadError> {
    each_line(path, |line_number, line| {
        let mut words = line.split_ascii_whitespace();
        let (Some(user), Some(item)) = (words.next(), words.next()) else {
            return Err(ReadError::Line { path: path.to_owned(), line: line_number, expected: "a user and an item" });
        };
        touches.add(user, [item]).ok_or_else(|| ReadError::TooMany { path: path.to_owned() })
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        (folder, path)
    }

    #[test]
    fn packed_and_plain_lists_are_read_alike() {
        let text = b"anna 7 9\n\nben\nanna 8 7\n";
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text).expect("in memory");
        let packed = packed.finish().expect("in memory");
        for (name, bytes) in [("lists.txt", &text[..]), ("lists.txt.gz", &packed)] {
            let (_folder, path) = file(name, bytes);
            let mut touches = Touches::default();
            lists(&path, &mut touches).expect("readable");
            assert_eq!(touches.lists, [vec![0, 1, 2, 0], vec![]]);
        }
    }

    #[test]
    fn a_rating_needs_two_words() {
        let (_folder, path) = file("ratings.tsv", b"1\t2\t5\t0\n1\n");
        let error = ratings(&path, &mut Touches::default()).expect_err("line 2 is cut").to_string();
        assert!(error.ends_with("line 2: expected a user and an item"), "{error}");
    }
}
