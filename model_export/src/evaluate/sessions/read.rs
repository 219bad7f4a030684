//! Session logs as they are published: one session a line, or one click a line with its session and time.

use std::collections::HashMap;
use std::path::Path;

use super::log::SessionLog;
use crate::evaluate::lines::{ReadError, each_line};

/// What a line of clicks should hold.
const CLICK: &str = "SessionId, ItemId and Time (seconds), separated by tabs";

impl SessionLog {
    /// Reads sessions one a line, oldest first, `item item ...`, and questions one a line, `item item ... TAB item`.
    ///
    /// # Errors
    /// [`ReadError::Io`], or [`ReadError::Line`] for a question without a tab or without an item after it.
    pub fn read_lists(train: &Path, test: Option<&Path>) -> Result<Self, ReadError> {
        let mut sessions: Vec<Vec<Box<str>>> = Vec::new();
        each_line(train, |_, line| {
            let items = words(line);
            if !items.is_empty() {
                sessions.push(items);
            }
            Ok(())
        })?;
        let mut questions = Vec::new();
        if let Some(test) = test {
            each_line(test, |number, line| {
                if line.trim().is_empty() {
                    return Ok(());
                }
                let expected = "the items so far, a tab, and the next item";
                let wrong = || ReadError::Line { path: test.to_owned(), line: number, expected };
                let (seen, next) = line.split_once('\t').ok_or_else(wrong)?;
                let next = words(next);
                if next.len() != 1 {
                    return Err(wrong());
                }
                questions.push((words(seen), next));
                Ok(())
            })?;
        }
        let last = sessions.len().saturating_sub(1).max(1) as f32;
        let n_sessions = sessions.len();
        let aged = sessions.into_iter().enumerate().map(|(n, items)| ((n_sessions - 1 - n) as f32 / last, items));
        Ok(Self::new(&aged.collect::<Vec<_>>(), &questions))
    }

    /// Reads clicks one a line under a header, `SessionId TAB ItemId TAB Time`; every click of the test file but each
    /// session's first one is a question, with all of the session's later clicks to come.
    ///
    /// # Errors
    /// [`ReadError::Io`], or [`ReadError::Line`] for a line without the three fields or a time that is no number.
    pub fn read_clicks(train: &[impl AsRef<Path>], test: Option<&Path>) -> Result<Self, ReadError> {
        let mut clicks = Vec::new();
        for path in train {
            clicks.extend(read_clicks(path.as_ref())?);
        }
        let mut sessions = by_session(clicks);
        sessions.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let newest = sessions.last().map_or(0.0, |session| session.0);
        let covers = (newest - sessions.first().map_or(0.0, |session| session.0)).max(f64::MIN_POSITIVE);
        let aged =
            sessions.into_iter().map(|(end, items)| (((newest - end) / covers) as f32, items)).collect::<Vec<_>>();
        let mut questions = Vec::new();
        if let Some(test) = test {
            for (_, items) in by_session(read_clicks(test)?) {
                questions.extend((1..items.len()).map(|n| (items[..n].to_vec(), items[n..].to_vec())));
            }
        }
        Ok(Self::new(&aged, &questions))
    }
}

struct Click {
    session: Box<str>,
    item: Box<str>,
    time: f64,
}

fn read_clicks(path: &Path) -> Result<Vec<Click>, ReadError> {
    let mut clicks = Vec::new();
    each_line(path, |number, line| {
        if number == 1 || line.trim().is_empty() {
            return Ok(());
        }
        let wrong = || ReadError::Line { path: path.to_owned(), line: number, expected: CLICK };
        let mut fields = line.trim_end().split('\t');
        let (Some(session), Some(item), Some(time)) = (fields.next(), fields.next(), fields.next()) else {
            return Err(wrong());
        };
        let time: f64 = time.parse().ok().filter(|time: &f64| time.is_finite()).ok_or_else(wrong)?;
        clicks.push(Click { session: session.into(), item: item.into(), time });
        Ok(())
    })?;
    Ok(clicks)
}

/// Returns the time of each session's last click and its items in order of time, sessions in order of appearance.
/// Clicks of the same time stay in the order of the file.
fn by_session(clicks: Vec<Click>) -> Vec<(f64, Vec<Box<str>>)> {
    let mut places: HashMap<Box<str>, usize> = HashMap::new();
    let mut sessions: Vec<Vec<(f64, Box<str>)>> = Vec::new();
    for Click { session, item, time } in clicks {
        let place = *places.entry(session).or_insert_with(|| {
            sessions.push(Vec::new());
            sessions.len() - 1
        });
        sessions[place].push((time, item));
    }
    let ordered = |mut clicks: Vec<(f64, Box<str>)>| {
        clicks.sort_by(|a, b| a.0.total_cmp(&b.0));
        let end = clicks.last().map_or(0.0, |click| click.0);
        (end, clicks.into_iter().map(|(_, item)| item).collect())
    };
    sessions.into_iter().map(ordered).collect()
}

fn words(text: &str) -> Vec<Box<str>> {
    text.split_ascii_whitespace().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> std::path::PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    }

    #[test]
    fn lists_and_clicks_tell_the_same_story() {
        let folder = tempfile::tempdir().expect("a folder");
        let lists = file(&folder, "train.txt", "a b c\nb c\n\na c\n");
        let prefixes = file(&folder, "test.tsv", "a\tb\na b\tc\n");
        let header = "SessionId\tItemId\tTime\n";
        let train = "1\tb\t11.5\n1\ta\t10\n1\tc\t12\n2\tb\t15\n2\tc\t17\n3\ta\t21\n3\tc\t22.0\n";
        let clicks = file(&folder, "train.tsv", &format!("{header}{train}"));
        let test = file(&folder, "clicks.tsv", &format!("{header}9\ta\t30\n9\tb\t31\n9\tc\t32\n"));
        let of_lists = SessionLog::read_lists(&lists, Some(&prefixes)).expect("readable");
        let of_clicks = SessionLog::read_clicks(&[clicks], Some(&test)).expect("readable");
        assert_eq!(of_lists.sessions, of_clicks.sessions, "ages 1, 1/2 and 0 by rank and by time");
        assert_eq!(of_lists.questions.len(), 2);
        assert_eq!(of_clicks.questions[0].to_come, [1, 2]);
        assert_eq!(of_lists.questions[1], of_clicks.questions[1]);
    }

    #[test]
    fn a_line_that_is_cut_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let lists = file(&folder, "train.txt", "a b\n");
        let test = file(&folder, "test.tsv", "a\tb\na b\n");
        let error = SessionLog::read_lists(&lists, Some(&test)).expect_err("no tab").to_string();
        assert!(error.ends_with("test.tsv, line 2: expected the items so far, a tab, and the next item"), "{error}");
        let clicks = file(&folder, "clicks.tsv", "SessionId\tItemId\tTime\n1\ta\tnoon\n");
        let error = SessionLog::read_clicks(&[clicks], None).expect_err("no number").to_string();
        assert!(error.contains("line 2") && error.contains(CLICK), "{error}");
    }
}
