//! The shop's own trainer behind the attack's interface: what `train` would publish for a lake with fewer customers.

use etalage::{Model, format};

use super::published::{Invented, Published, Release};
use crate::lake::{Dataset, Lake, VisitorKind};
use crate::privacy::secret::Secret;
use crate::storefront::Storefront;
use crate::train::inputs::Inputs;
use crate::train::manifest::Manifest;
use crate::train::public_manifest::PublicManifest;
use crate::train::{Params, Privacy, Stages};

/// Trains releases of one lake.
#[derive(Debug)]
pub struct LakeTrainer<'a> {
    /// The lake.
    pub lake: &'a Lake,
    /// Everything that training is told but the seed.
    pub params: &'a Params,
    /// The ids of the whole lake's items, by which invented customers name theirs.
    pub item_ids: &'a [Box<str>],
}

impl LakeTrainer<'_> {
    /// Trains `release` on the lake read anew, everybody outside of it suppressed, and returns what would be published.
    /// The mix of the score is not fitted: no table depends on it.
    ///
    /// # Errors
    /// Those of reading and training.
    pub fn publish(&self, release: &Release<'_>) -> anyhow::Result<Published> {
        let mut dataset = self.lake.read_only_of(release.included)?;
        for invented in release.invented {
            insert(&mut dataset, invented, self.item_ids);
        }
        // The attacker knows neither the operator's first vectors nor the noise: every release has its own.
        let secret = Secret::of_seed(release.secret_seed);
        let privacy = Privacy { secret, ..self.params.privacy.clone() };
        let params = Params { seed: release.secret_seed, privacy, ..self.params.clone() };
        let fitted = params.clone().check()?.fit_tables(self.lake.name(), &dataset, &mut Stages::quiet())?;
        let model = format::encode(&fitted.parts).and_then(Model::decode)?;
        let published = fitted.published.as_ref().unwrap_or(&dataset);
        let catalogue =
            serde_json::to_vec(&Storefront::new(self.lake.name(), self.lake.currency(), published, &fitted.parts))?;
        let inputs = Inputs::of(self.lake, &dataset, &params)?;
        let manifest = Manifest::new(&model, &fitted, &dataset, (&inputs, &params, &catalogue));
        let manifest = PublicManifest::new(&model, &catalogue, &manifest);
        Ok(Published { manifest: serde_json::to_value(&manifest)?, model: model.into_bytes(), catalogue })
    }
}

/// Adds an invented customer where a real one with this id would stand; what is about items that the dataset lacks is
/// left out, and so is a customer of whom nothing is left.
fn insert(dataset: &mut Dataset, invented: &Invented, item_ids: &[Box<str>]) {
    let ix = |item: u32| {
        let id = item_ids.get(item as usize)?;
        dataset.items.binary_search_by(|item| item.id.cmp(id)).ok()
    };
    let first_session = dataset.interactions.iter().map(|event| event.session + 1).max().unwrap_or(0);
    let is_before = |place: usize| {
        dataset.visitors[place] == VisitorKind::Customer && dataset.customer_ids[place].as_ref() < Some(&invented.id)
    };
    let visitor = (0..dataset.visitors.len()).take_while(|&place| is_before(place)).count() as u32;
    let mut own: Vec<_> = invented.interactions.clone();
    own.retain_mut(|event| {
        event.visitor = visitor;
        event.session += first_session;
        ix(event.item).is_some_and(|item| {
            event.item = item as u32;
            true
        })
    });
    if own.is_empty() {
        return;
    }
    own.sort_by_key(|event| (event.at_ms, event.item, event.kind, event.session));
    dataset.visitors.insert(visitor as usize, VisitorKind::Customer);
    dataset.customer_ids.insert(visitor as usize, Some(invented.id.clone()));
    for event in dataset.interactions.iter_mut().filter(|event| event.visitor >= visitor) {
        event.visitor += 1;
    }
    let at = dataset.interactions.partition_point(|event| event.visitor < visitor);
    dataset.interactions.splice(at..at, own);
}
