//! Code families: what the ids of a product's variants have in common, and of its neighbours in the shop's numbering.
//!
//! `85099B` and `85099C` are colours of one bag, `TS-100-M` and `TS-100-L` sizes of one shirt. Many shops number what they
//! introduce together one after the other, so ids that differ in their last character alone are a family too. Ids made
//! at random share no more than chance; the weight of the group is fitted like that of any other.

use std::collections::HashMap;

/// The greatest share of the catalogue that a family may have: a longer one is a prefix that all ids have.
const MAX_SHARE: f64 = 0.05;

/// The fewest characters of a family.
const MIN_CHARACTERS: usize = 2;

/// The families of a catalogue.
#[derive(Debug)]
pub(super) struct Families {
    sizes: HashMap<String, u32>,
    most: u32,
}

impl Families {
    /// Finds the families among `ids`.
    pub(super) fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let (mut sizes, mut n_ids) = (HashMap::new(), 0.0);
        for id in ids {
            n_ids += 1.0;
            for family in candidates(id) {
                *sizes.entry(family).or_default() += 1;
            }
        }
        // A small catalogue may have a family of two all the same.
        Self { sizes, most: (MAX_SHARE * n_ids).max(2.0) as u32 }
    }

    /// Returns the families of an id.
    pub(super) fn of_id(&self, id: &str) -> impl Iterator<Item = String> {
        let fits = |family: &String| self.sizes.get(family).is_some_and(|&size| size > 1 && size <= self.most);
        candidates(id).into_iter().filter(fits)
    }
}

/// Returns the id without the letters or the part that name a variant, and that without its last character and its last
/// two.
fn candidates(id: &str) -> Vec<String> {
    let stem = match id.rfind(['-', '_', '.', '/']) {
        Some(place) if place >= MIN_CHARACTERS => &id[..place],
        _ => {
            let digits = id.trim_end_matches(char::is_alphabetic);
            if digits.is_empty() { id } else { digits }
        }
    };
    let mut found = Vec::new();
    let mut part = stem;
    for _ in 0..3 {
        if part.chars().count() < MIN_CHARACTERS {
            break;
        }
        // The item alone is no family, nor is the same text twice.
        if part != id && !found.iter().any(|other| other == part) {
            found.push(part.to_owned());
        }
        part = &part[..part.char_indices().next_back().map_or(0, |(start, _)| start)];
    }
    if stem == id && found.is_empty() {
        return found;
    }
    // An id without a variant belongs to the family that its variants name.
    if stem == id {
        found.insert(0, id.to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_share_a_family() {
        let ids = ["85099B", "85099C", "85099", "TS-100-M", "TS-100-L", "é", "47566"];
        let families = Families::of(ids.into_iter());
        let of = |id: &str| families.of_id(id).collect::<Vec<_>>();
        assert_eq!(of("85099B"), of("85099C"));
        assert!(of("TS-100-M").contains(&"TS-100".to_owned()));
        assert!(of("é").is_empty() && of("47566").is_empty());
    }

    #[test]
    fn what_every_id_begins_with_is_no_family() {
        let ids: Vec<String> = (0..200).map(|n| format!("B0-{n:04}")).collect();
        let families = Families::of(ids.iter().map(String::as_str));
        assert!(families.of_id("B0-0007").next().is_none(), "all 200 share B0");
    }
}
