//! A log of sessions: what is learned from, and the questions that are asked afterwards.

use std::collections::HashMap;

/// Sessions in the order of time, and questions about other ones.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionLog {
    /// The ids of the items of the sessions, ascending in byte order.
    pub item_ids: Vec<Box<str>>,
    /// What is learned from, oldest first.
    pub sessions: Vec<LoggedSession>,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// One session that is learned from.
#[derive(Debug, Clone, PartialEq)]
pub struct LoggedSession {
    /// Its age at the end of the log, as a share of the time that the log covers; by rank where the log has no times.
    pub age: f32,
    /// Its items in order of time.
    pub items: Vec<u32>,
}

/// What was seen so far of a session, and what came then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The items so far that the log knows, in order of time.
    pub seen: Vec<u32>,
    /// The next item; one that the log does not know has a number beyond its items.
    pub next: u32,
    /// All items to come that count, ascending and distinct.
    pub to_come: Vec<u32>,
    /// The events that those are, an item that comes twice counted twice.
    pub n_to_come: usize,
}

/// The public ids of a session's items in order of time.
pub(super) type Ids = Vec<Box<str>>;

impl SessionLog {
    /// Numbers the items by their ids; `sessions` come with their ages, oldest first, `questions` as what was seen and
    /// what came.
    pub(super) fn new(sessions: &[(f32, Ids)], questions: &[(Ids, Ids)]) -> Self {
        let mut item_ids: Vec<Box<str>> = sessions.iter().flat_map(|(_, items)| items.iter().cloned()).collect();
        item_ids.sort_unstable();
        item_ids.dedup();
        let mut numbers: HashMap<&str, u32> = item_ids.iter().zip(0..).map(|(id, number)| (&**id, number)).collect();
        let numbered = |items: &[Box<str>], numbers: &HashMap<&str, u32>| -> Vec<u32> {
            items.iter().filter_map(|id| numbers.get(&**id).copied()).collect()
        };
        let sessions =
            sessions.iter().map(|(age, items)| LoggedSession { age: *age, items: numbered(items, &numbers) }).collect();
        // What was seen and is not known is dropped; what came and is not known can only be missed.
        let seen: Vec<Vec<u32>> = questions.iter().map(|(seen, _)| numbered(seen, &numbers)).collect();
        for id in questions.iter().flat_map(|(_, came)| came) {
            let unknown = numbers.len() as u32;
            numbers.entry(id).or_insert(unknown);
        }
        let questions = seen.into_iter().zip(questions).filter_map(|(seen, (_, came))| {
            let came = numbered(came, &numbers);
            Some(Question { seen, next: *came.first()?, n_to_come: came.len(), to_come: distinct(came) })
        });
        let questions = questions.collect();
        Self { item_ids, sessions, questions }
    }

    /// Cuts the newest `share` of the sessions off and asks for each next item in them: where hyper-parameters are
    /// chosen, without a look at any test file.
    #[must_use]
    pub fn validation(&self, share: f64) -> Self {
        let n_kept = self.sessions.len() - (share * self.sessions.len() as f64).round() as usize;
        let (kept, asked) = self.sessions.split_at(n_kept.min(self.sessions.len()));
        let newest = kept.last().map_or(0.0, |session| session.age);
        let rest = (1.0 - newest).max(f32::MIN_POSITIVE);
        let again = |session: &LoggedSession| LoggedSession { age: (session.age - newest) / rest, ..session.clone() };
        let mut known = vec![false; self.item_ids.len()];
        kept.iter().flat_map(|session| &session.items).for_each(|&item| known[item as usize] = true);
        let questions = asked.iter().flat_map(|session| {
            (1..session.items.len()).map(|n| {
                let (seen, came) = session.items.split_at(n);
                let seen = seen.iter().copied().filter(|&item| known[item as usize]).collect();
                Question { seen, next: came[0], to_come: vec![came[0]], n_to_come: 1 }
            })
        });
        Self {
            item_ids: self.item_ids.clone(),
            sessions: kept.iter().map(again).collect(),
            questions: questions.collect(),
        }
    }
}

fn distinct(mut items: Vec<u32>) -> Vec<u32> {
    items.sort_unstable();
    items.dedup();
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<Box<str>> {
        text.split_whitespace().map(Into::into).collect()
    }

    #[test]
    fn worked_example() {
        let sessions = vec![(1.0, ids("b a")), (0.5, ids("a c")), (0.0, ids("c b c"))];
        let log = SessionLog::new(&sessions, &[(ids("a new b"), ids("c")), (ids("b"), ids("other new a"))]);
        assert_eq!(log.item_ids.len(), 3);
        assert_eq!(log.sessions[0].items, [1, 0]);
        assert_eq!(log.questions[0], Question { seen: vec![0, 1], next: 2, to_come: vec![2], n_to_come: 1 });
        assert_eq!(log.questions[1].next, 3, "an item that no session has lies beyond the known ones");
        assert_eq!(log.questions[1].to_come, [0, 3, 4]);
        let validation = log.validation(1.0 / 3.0);
        assert_eq!(validation.sessions.len(), 2);
        assert_eq!((validation.sessions[0].age, validation.sessions[1].age), (1.0, 0.0));
        assert_eq!(validation.questions[1], Question { seen: vec![2, 1], next: 2, to_come: vec![2], n_to_come: 1 });
    }
}
