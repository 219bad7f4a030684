//! Ids that are one but for their form: looked up, and counted.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Form, bare, form_of, is_scientific};
use crate::lake::report::grouped;

/// Ids that are known, by what is left of them without their form.
#[derive(Debug, Default)]
pub(in crate::lake) struct Lookalikes(HashMap<Box<str>, u32>);

impl Lookalikes {
    /// Takes the ids that are not bare themselves, with their numbers. O(ids).
    pub(in crate::lake) fn of<'a>(ids: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let differing = |(id, number): (&'a str, u32)| {
            let bare = bare(id);
            (bare != id).then(|| (Box::from(bare.as_ref()), number))
        };
        Self(ids.filter_map(differing).collect())
    }

    /// Returns the number of the known id that is `id` but for its form; `get` looks for one as it is.
    pub(in crate::lake) fn find(&self, id: &str, get: impl Fn(&str) -> Option<u32>) -> Option<u32> {
        let bare = bare(id);
        self.0.get(bare.as_ref()).copied().or_else(|| if bare == id { None } else { get(&bare) })
    }
}

/// Which ids of one sort are one but for their form, and in which forms they come.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::lake) struct Mixture {
    /// Ids of which there is another form.
    pub(in crate::lake) ids: u64,
    forms: BTreeMap<Form, u64>,
    /// Ids in scientific notation.
    pub(in crate::lake) scientific: u64,
}

impl Mixture {
    /// Looks at all ids of one sort. O(ids).
    pub(in crate::lake) fn of<'a>(ids: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut mixture = Self::default();
        let bares: BTreeSet<Cow<'_, str>> =
            ids.clone().filter_map(|id| Some(bare(id)).filter(|bare| bare != id)).collect();
        let mut seen: BTreeMap<&str, Vec<Form>> = BTreeMap::new();
        for id in ids {
            mixture.scientific += u64::from(is_scientific(id));
            if let Some(key) = bares.get(bare(id).as_ref()) {
                seen.entry(key.as_ref()).or_default().push(form_of(id));
            }
        }
        for forms in seen.into_values().filter(|forms| forms.len() > 1) {
            mixture.ids += 1;
            for form in forms {
                *mixture.forms.entry(form).or_default() += 1;
            }
        }
        mixture
    }

    /// Says how many of the mixed ids have each form.
    pub(in crate::lake) fn forms(&self) -> String {
        let forms = self.forms.iter().map(|(form, ids)| format!("{} {form}", grouped(*ids)));
        forms.collect::<Vec<_>>().join(", ")
    }

    /// Returns the rule's value that makes them one.
    pub(in crate::lake) fn cure(&self) -> &'static str {
        if self.forms.contains_key(&Form::Padded) { "unpadded" } else { "whole" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixture_counts_each_form_of_the_ids_that_have_two() {
        let mixture = Mixture::of(["1", "1.0", "2.0", "3", "4", "004", "4.05678E+12", "9e5"].into_iter());
        assert_eq!((mixture.ids, mixture.scientific, mixture.cure()), (2, 1, "unpadded"));
        assert_eq!(mixture.forms(), "2 are plain, 1 end in .0, 1 begin with zeros");
        assert_eq!(Mixture::of(["1", "2", "x"].into_iter()), Mixture::default());
        assert_eq!(Mixture::of(["1.0", "2.0"].into_iter()).ids, 0, "all of one form");
    }
}
