//! Outsiders who are excluded for certain: every member's items are published, and one of theirs is not.

use serde::Serialize;

use super::membership::Membership;
use super::shadows::Observation;

/// How many customers held out of a model are known not to be in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Outsiders {
    /// Customers held out, over all models.
    pub held_out: usize,
    /// Those of them excluded for certain.
    pub excluded: usize,
    /// The most of one model.
    pub most_of_a_model: usize,
    /// Members one of whose items is not published: where there is one, a missing item proves nothing.
    pub members_lacking_an_item: usize,
}

/// Counts over all models; the rows of `membership` are the candidates.
pub(super) fn count(observations: &[Observation], membership: &Membership) -> Outsiders {
    let mut found = Outsiders::default();
    for (model, observation) in observations.iter().enumerate() {
        let lacking = |member: bool| {
            let both = membership.of(model).iter().zip(&observation.lacks_item);
            both.filter(|(is_in, lacks)| **is_in == member && **lacks).count()
        };
        let members = lacking(true);
        let excluded = if members == 0 { lacking(false) } else { 0 };
        found.held_out += membership.of(model).iter().filter(|is_in| !**is_in).count();
        found.excluded += excluded;
        found.most_of_a_model = found.most_of_a_model.max(excluded);
        found.members_lacking_an_item += members;
    }
    found
}
