//! What is learned from and what is asked for: published files as they are, or parts cut by a seed.

use std::path::Path;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::read;
use crate::evaluate::lines::ReadError;
use crate::lake::intern::Interner;
use crate::train::confidences::{Confidences, EntryError};

/// Who touched what while files are read.
#[derive(Debug, Default)]
pub(super) struct Touches {
    users: Interner,
    items: Interner,
    /// The items of each user, in order of arrival.
    pub(super) lists: Vec<Vec<u32>>,
}

impl Touches {
    /// Adds the items of a user; `None` when there are too many users or items to number.
    pub(super) fn add<'a>(&mut self, user: &str, items: impl IntoIterator<Item = &'a str>) -> Option<()> {
        let user = self.users.intern(user)? as usize;
        if user == self.lists.len() {
            self.lists.push(Vec::new());
        }
        for item in items {
            self.lists[user].push(self.items.intern(item)?);
        }
        Some(())
    }
}

/// Which of a user's items a validation part takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Any, chosen by this seed.
    Random(u64),
    /// The last ones of the user's line: where lines are in order of time, what a test part that is later in time asks.
    Last,
}

/// A question for each user: what was touched, and what should be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The items' ids, ascending in byte order. An item that only the test part knows is here too: it can be ranked,
    /// and has nothing to be ranked by.
    pub item_ids: Vec<Box<str>>,
    /// The items each user touched, ascending and distinct: learned from, and left out of the ranking.
    pub train: Vec<Vec<u32>>,
    /// The items to be found for each user, ascending and distinct, none of them in the user's `train`.
    pub test: Vec<Vec<u32>>,
}

impl Split {
    /// Reads published files: the lists of all `train` files are united.
    ///
    /// # Errors
    /// What [`ReadError`] says.
    pub fn read<P: AsRef<Path>>(train: &[P], test: &Path) -> Result<Self, ReadError> {
        let mut touches = Touches::default();
        for path in train {
            read::lists(path.as_ref(), &mut touches)?;
        }
        let kept: Vec<usize> = touches.lists.iter().map(Vec::len).collect();
        read::lists(test, &mut touches)?;
        Ok(Self::new(touches, |user, items| {
            let n_kept = kept.get(user).copied().unwrap_or(0);
            (items[..n_kept].to_vec(), items[n_kept..].to_vec())
        }))
    }

    /// Reads training files alone and cuts a share of each user's items off to be found: where hyper-parameters are
    /// chosen, without a look at any test file.
    ///
    /// # Errors
    /// What [`ReadError`] says.
    pub fn validation<P: AsRef<Path>>(train: &[P], share: f64, cut: Cut) -> Result<Self, ReadError> {
        let mut touches = Touches::default();
        for path in train {
            read::lists(path.as_ref(), &mut touches)?;
        }
        let mut rng = ChaCha8Rng::seed_from_u64(match cut {
            Cut::Random(seed) => seed,
            Cut::Last => 0,
        });
        Ok(Self::new(touches, |_, items| {
            let mut items = items.to_vec();
            if cut != Cut::Last {
                items = distinct(items);
                items.shuffle(&mut rng);
            }
            let n_test = (share * items.len() as f64).round() as usize;
            let found = items.split_off(items.len().saturating_sub(n_test));
            (items, found)
        }))
    }

    /// Reads ratings, one a line, and deals them into `n_folds` parts by `seed`; each split is tested on one part and
    /// learns from the others. Every rating is a touch, whatever its stars.
    ///
    /// # Errors
    /// What [`ReadError`] says.
    pub fn folds(path: &Path, n_folds: usize, seed: u64) -> Result<Vec<Self>, ReadError> {
        let mut touches = Touches::default();
        read::ratings(path, &mut touches)?;
        let whole = Self::new(touches, |_, items| (items.to_vec(), Vec::new()));
        let n_touches: usize = whole.train.iter().map(Vec::len).sum();
        let mut fold_of: Vec<usize> = (0..n_touches).map(|n| n % n_folds).collect();
        fold_of.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        let of_fold = |fold: usize| {
            let mut folds = fold_of.iter();
            let (train, test) = whole
                .train
                .iter()
                .map(|items| {
                    let (test, train): (Vec<_>, Vec<_>) =
                        items.iter().zip(folds.by_ref()).partition(|&(_, &of)| of == fold);
                    let items = |pairs: Vec<(&u32, &usize)>| pairs.into_iter().map(|(&item, _)| item).collect();
                    (items(train), items(test))
                })
                .unzip();
            Self { item_ids: whole.item_ids.clone(), train, test }
        };
        Ok((0..n_folds).map(of_fold).collect())
    }

    /// Numbers the items by their ids and lets `cut` divide each user's items, in order of arrival, in train and test.
    fn new(touches: Touches, mut cut: impl FnMut(usize, &[u32]) -> (Vec<u32>, Vec<u32>)) -> Self {
        let canonical = touches.items.canonical();
        let (train, test) = touches
            .lists
            .iter()
            .enumerate()
            .map(|(user, items)| {
                let items: Vec<u32> = items.iter().map(|&item| canonical.number[item as usize]).collect();
                let (train, test) = cut(user, &items);
                let train = distinct(train);
                let mut test = distinct(test);
                test.retain(|item| train.binary_search(item).is_err());
                (train, test)
            })
            .unzip();
        Self { item_ids: canonical.ids, train, test }
    }

    /// Returns the training part as a matrix `(n_users, n_items)` of ones.
    ///
    /// # Errors
    /// Never for a split made here; lists changed from outside may hold items out of order or out of range.
    pub fn confidences(&self) -> Result<Confidences, EntryError> {
        let entries = (0..).zip(&self.train).flat_map(|(user, items)| items.iter().map(move |&item| (user, item, 1.0)));
        Confidences::from_sorted(self.train.len(), self.item_ids.len(), entries)
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

    fn files(texts: &[&str]) -> (tempfile::TempDir, Vec<std::path::PathBuf>) {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = texts
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let path = folder.path().join(format!("{n}.txt"));
                std::fs::write(&path, text).expect("written");
                path
            })
            .collect();
        (folder, paths)
    }

    #[test]
    fn worked_example() {
        // User u touched a and c in two files; of the test items only d is new to u, and v is met in test alone.
        let (_folder, paths) = files(&["u c\n", "u a c\n", "u d a d\nv b\n"]);
        let split = Split::read(&paths[..2], &paths[2]).expect("readable");
        assert_eq!(split.item_ids.iter().map(|id| &**id).collect::<Vec<_>>(), ["a", "b", "c", "d"]);
        assert_eq!(split.train, [vec![0, 2], vec![]]);
        assert_eq!(split.test, [vec![3], vec![1]]);
        let confidences = split.confidences().expect("ascending and distinct");
        assert_eq!((confidences.n_rows(), confidences.n_columns(), confidences.n_entries()), (2, 4, 2));
    }

    #[test]
    fn a_validation_part_is_cut_by_the_seed_alone() {
        let text: Vec<String> = (0..40).map(|user| format!("{user} 1 2 3 4 5 6 7 8 9 10")).collect();
        let (_folder, paths) = files(&[&text.join("\n")]);
        let cut = |seed| Split::validation(&paths, 0.2, Cut::Random(seed)).expect("readable");
        assert_eq!(cut(1), cut(1));
        assert_ne!(cut(1), cut(2));
        assert!(cut(1).train.iter().all(|items| items.len() == 8) && cut(1).test.iter().all(|items| items.len() == 2));
    }

    #[test]
    fn the_last_of_a_line_can_be_what_is_asked() {
        let (_folder, paths) = files(&["u e d c b a\n"]);
        let split = Split::validation(&paths, 0.4, Cut::Last).expect("readable");
        assert_eq!((split.train, split.test), (vec![vec![2, 3, 4]], vec![vec![0, 1]]));
    }

    #[test]
    fn every_rating_is_tested_in_one_fold() {
        let text: Vec<String> = (0..50).map(|n| format!("{}\t{}\t{}\t0", n % 7, n, 1 + n % 5)).collect();
        let (_folder, paths) = files(&[&text.join("\n")]);
        let folds = Split::folds(&paths[0], 5, 3).expect("readable");
        for user in 0..7 {
            let mut tested: Vec<u32> = folds.iter().flat_map(|fold| fold.test[user].iter().copied()).collect();
            tested.sort_unstable();
            let mut all: Vec<u32> = [&folds[0].train[user][..], &folds[0].test[user]].concat();
            all.sort_unstable();
            assert_eq!(tested, all);
        }
        assert!(folds.iter().all(|fold| fold.test.iter().map(Vec::len).sum::<usize>() == 10));
    }
}
