//! What a model file holds, for people: read from the file alone.

use etalage::model::{Model, NONE, Protection, Tier};
use etalage::{Error, ItemIx, format};
use serde::Serialize;

use super::manifest::moment;

/// How many neighbours of an item are shown.
const N_NEAREST: usize = 10;

/// A model file as a person looks at it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// The shop's name.
    pub name: String,
    /// Format version of the file.
    pub format_version: u16,
    /// The oldest reader that may read it.
    pub min_reader: u16,
    /// Length of the file.
    pub bytes: usize,
    /// Every section.
    pub sections: Vec<Section>,
    /// First and last moment of the training data, RFC 3339.
    pub trained: [String; 2],
    /// Items and factors.
    pub shape: [usize; 2],
    /// What protects the customers that the model was trained on: the tier, and epsilon or the reason.
    pub protection: String,
    /// The numbers of the formulas, by name.
    pub parameters: Vec<(&'static str, String)>,
    /// Names and customers of the segments.
    pub segments: Vec<(String, u32)>,
    /// For how many items each attribute is known.
    pub coverage: Vec<(&'static str, usize)>,
}

/// A section of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Its four letters.
    pub id: &'static str,
    /// Where it begins.
    pub offset: usize,
    /// Its length.
    pub bytes: usize,
    /// Its CRC-32, in hexadecimal.
    pub crc32: String,
}

/// One item of a model and its neighbours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemView {
    /// Its id.
    pub id: String,
    /// Its category path.
    pub category: Option<String>,
    /// Its brand.
    pub brand: Option<String>,
    /// Its price band within its category, 0 the cheapest fifth.
    pub price_band: Option<u8>,
    /// Whether it is of the private label.
    pub private_label: bool,
    /// Whether its vector was learned; otherwise it is made from its category.
    pub learned: bool,
    /// Its popularity prior in [0, 1].
    pub popularity: f32,
    /// The learned items whose vectors point the most alike, with the cosine.
    pub nearest: Vec<(String, f64)>,
}

/// Says what protects the customers.
fn protection(protection: &Protection) -> String {
    let Protection { tier, reason, epsilon, delta } = protection;
    match tier {
        Tier::Public => format!("public: statistics with noise, epsilon {epsilon:.2} at delta {delta:e}"),
        Tier::Learned => {
            format!("learned: passed the membership attack on its lake; epsilon {epsilon:.2} at delta {delta:e}")
        }
        Tier::Unchecked if reason.is_empty() => "unchecked: nothing protects the customers".to_owned(),
        Tier::Unchecked => format!("unchecked: nothing protects the customers; reason given: {reason}"),
    }
}

impl Inspection {
    /// Looks at `model`.
    pub fn of(model: &Model) -> Self {
        let (meta, bytes) = (model.meta(), model.bytes());
        let section = |(id, place): (&'static str, core::ops::Range<usize>)| Section {
            id,
            offset: place.start,
            bytes: place.len(),
            crc32: format!("{:08x}", format::crc32(&bytes[place])),
        };
        let weights: Vec<String> = meta.session.event_weights.iter().map(ToString::to_string).collect();
        let (attributes, factors) = (model.attributes(), model.factors());
        let count = |has: &dyn Fn(ItemIx) -> bool| (0..model.n_items() as ItemIx).filter(|&item| has(item)).count();
        Self {
            name: meta.name.clone(),
            // Decoding has checked that the header is there.
            format_version: u16::from_le_bytes([bytes[8], bytes[9]]),
            min_reader: u16::from_le_bytes([bytes[10], bytes[11]]),
            bytes: bytes.len(),
            sections: model.sections().iter().map(section).collect(),
            trained: [moment(meta.trained_from_ms), moment(meta.trained_until_ms)],
            shape: [model.n_items(), model.n_factors()],
            protection: protection(&meta.protection),
            parameters: vec![
                ("event weights", weights.join(" ")),
                ("half-life (h)", (meta.session.half_life_ms as f64 / 3_600_000.0).to_string()),
                ("confidence cap", meta.session.confidence_cap.to_string()),
                ("personal from", meta.session.personal_evidence.to_string()),
                ("a0", meta.fold_in.unobserved_weight.to_string()),
                ("regularization", meta.fold_in.regularization.to_string()),
                ("its exponent", meta.fold_in.regularization_exponent.to_string()),
                ("prior strength", meta.fold_in.prior_strength.to_string()),
                ("concentration", meta.fold_in.segment_concentration.to_string()),
                ("mix: factors", meta.mix.factors.to_string()),
                ("mix: popularity", meta.mix.popularity.to_string()),
                ("mix: next item", meta.mix.next_item.to_string()),
                ("mix: category", meta.mix.category.to_string()),
                ("mix: brand", meta.mix.brand.to_string()),
                ("mix: price band", meta.mix.price_band.to_string()),
                ("mix: features", meta.mix.features.to_string()),
                ("features", model.features().len().to_string()),
                ("step decay", meta.next_item.step_decay.to_string()),
                ("second hop", meta.next_item.second_hop.to_string()),
                ("repeat", meta.next_item.repeat.to_string()),
                ("repeat of the last", meta.next_item.repeat_last.to_string()),
                ("repeat of the only", meta.next_item.repeat_only.to_string()),
                ("revisit", meta.next_item.revisit.to_string()),
                ("repeat decay", meta.next_item.repeat_decay.to_string()),
                ("floor", meta.next_item.floor.to_string()),
                ("pairs", model.next_items().n_pairs().to_string()),
                ("customers an item", meta.thresholds.item_customers.to_string()),
                ("customers a segment", meta.thresholds.segment_customers.to_string()),
                ("customers a pair", meta.thresholds.pair_customers.to_string()),
            ],
            segments: meta.segments.iter().map(|segment| (segment.name.clone(), segment.n_customers)).collect(),
            coverage: vec![
                ("learned", count(&|item| attributes.flags(item).learned)),
                ("vector", count(&|item| factors.scale(item) > 0.0)),
                ("category", count(&|item| attributes.category(item) != NONE)),
                ("brand", count(&|item| attributes.brand(item) != NONE)),
                ("price band", count(&|item| attributes.price_band(item).is_some())),
                ("private label", count(&|item| attributes.flags(item).private_label)),
            ],
        }
    }
}

impl ItemView {
    /// Looks at the item of `model` with this public id. O(items · factors).
    ///
    /// # Errors
    /// `unknown_item` when the model has no such item.
    pub fn of(model: &Model, id: &str) -> Result<Self, Error> {
        let item = model.item(id)?;
        let attributes = model.attributes();
        let name = |number: u16, names: etalage::model::Strings<'_>| names.get(usize::from(number)).map(str::to_owned);
        let flags = attributes.flags(item);
        Ok(Self {
            id: id.to_owned(),
            category: name(attributes.category(item), model.categories()),
            brand: name(attributes.brand(item), model.brands()),
            price_band: attributes.price_band(item),
            private_label: flags.private_label,
            learned: flags.learned,
            popularity: f32::from(model.popularity().get(item as usize)) / f32::from(u16::MAX),
            nearest: nearest(model, item),
        })
    }
}

/// Returns the learned items with the greatest cosine to `item`, of equals the first; none for an item without vector.
fn nearest(model: &Model, item: ItemIx) -> Vec<(String, f64)> {
    let factors = model.factors();
    let vector: Vec<f64> = factors.vector(item).collect();
    let length = |vector: &[f64]| vector.iter().map(|v| v * v).sum::<f64>().sqrt();
    let own = length(&vector);
    let others =
        (0..model.n_items() as ItemIx).filter(|&other| other != item && model.attributes().flags(other).learned);
    let mut cosines: Vec<(ItemIx, f64)> = others
        .filter_map(|other| {
            let row: Vec<f64> = factors.vector(other).collect();
            let lengths = own * length(&row);
            let dot: f64 = row.iter().zip(&vector).map(|(a, b)| a * b).sum();
            (lengths > 0.0).then(|| (other, dot / lengths))
        })
        .collect();
    cosines.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    cosines.truncate(N_NEAREST);
    cosines.into_iter().map(|(other, cosine)| (model.item_id(other).unwrap_or_default().to_owned(), cosine)).collect()
}
