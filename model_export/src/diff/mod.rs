//! What changed between two models, for the person who signs a release off.
//!
//! ```text
//! catalogue   items, categories and brands in and out, vectors that became learned     segments   by name and size
//! beside      figures, rows and rules, from the manifests beside the files             answers    how far the order moved
//! verdict     which of it is worth a look, by fixed limits                             tables     all of it for people
//! ```
//!
//! Models are compared by public names alone (ids, paths, segments' names): the numbers of a file mean nothing in another.
//! Refused here: a judgement whether a change is good.

pub mod answers;
pub mod beside;
pub mod catalogue;
pub mod segments;
mod tables;
pub mod verdict;

use std::collections::BTreeMap;

use etalage::Model;
use etalage::rank::Ranker;
use serde::Serialize;

use crate::train::inspect::Inspection;
use crate::train::manifest::sha256;
use answers::Answers;
use beside::Beside;
use catalogue::CatalogueDiff;
use segments::SegmentChange;
use verdict::{Verdict, verdict};

/// The same thing before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change<T> {
    /// In the first model.
    pub before: T,
    /// In the second.
    pub after: T,
}

impl<T> Change<T> {
    /// Puts what two models say side by side.
    pub fn of<M>(models: [&M; 2], say: impl Fn(&M) -> T) -> Self {
        Self { before: say(models[0]), after: say(models[1]) }
    }
}

impl<T: PartialEq> Change<T> {
    /// Tells whether the two differ.
    pub fn is_any(&self) -> bool {
        self.before != self.after
    }
}

/// What changed between two models.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The shop's name.
    pub shop: Change<String>,
    /// SHA-256 of the files.
    pub sha256: Change<String>,
    /// First and last moment of the training data, RFC 3339.
    pub trained: Change<[String; 2]>,
    /// Length of the files.
    pub bytes: Change<usize>,
    /// Length of each section that either has.
    pub sections: BTreeMap<&'static str, Change<usize>>,
    /// Items, categories and brands.
    pub catalogue: CatalogueDiff,
    /// The segments, those of both first, by name.
    pub segments: Vec<SegmentChange>,
    /// Parameters and thresholds that are not the same, by name.
    pub parameters: BTreeMap<&'static str, Change<String>>,
    /// What the manifests beside the files say.
    pub beside: Beside,
    /// How far the answers moved.
    pub answers: Answers,
    /// What is worth a look.
    pub verdict: Verdict,
}

/// A model to compare: ready to rank, with the manifest beside it.
#[derive(Debug)]
pub struct Side {
    /// The model.
    pub ranker: Ranker,
    /// Its manifest, when there is one that seals this very file.
    pub manifest: Option<serde_json::Value>,
}

impl Side {
    fn model(&self) -> &Model {
        self.ranker.model()
    }
}

impl Diff {
    /// Compares two models. O(items · factors) for each of some hundred probes.
    pub fn of(before: &Side, after: &Side) -> Self {
        let models = [before.model(), after.model()];
        let seen = models.map(Inspection::of);
        let both = [&seen[0], &seen[1]];
        let mut sections: BTreeMap<&'static str, Change<usize>> = BTreeMap::new();
        for (side, one) in seen.iter().enumerate() {
            for section in &one.sections {
                let change = sections.entry(section.id).or_insert(Change { before: 0, after: 0 });
                *(if side == 0 { &mut change.before } else { &mut change.after }) = section.bytes;
            }
        }
        let of_first: BTreeMap<&str, &String> = seen[0].parameters.iter().map(|(name, value)| (*name, value)).collect();
        let changed = seen[1].parameters.iter().filter_map(|(name, after)| {
            let change = Change { before: (*of_first.get(name)?).clone(), after: after.clone() };
            change.is_any().then_some((*name, change))
        });
        let mut diff = Self {
            shop: Change::of(both, |one| one.name.clone()),
            sha256: Change::of(models, |model| sha256(model.bytes())),
            trained: Change::of(both, |one| one.trained.clone()),
            bytes: Change::of(both, |one| one.bytes),
            sections,
            catalogue: CatalogueDiff::of(models),
            segments: segments::compare(models),
            parameters: changed.collect(),
            beside: Beside::of([before.manifest.as_ref(), after.manifest.as_ref()]),
            answers: Answers::of([&before.ranker, &after.ranker]),
            verdict: Verdict::default(),
        };
        diff.verdict = verdict(&diff, &Change::of(models, |model| model.meta().thresholds.clone()));
        diff
    }
}
