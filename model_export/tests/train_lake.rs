//! A model trained from a marketplace's lake finds the hidden types of its customers, and betrays none of them: what
//! fewer than eleven customers made is not in the file, and no segment has fewer than fifty.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use etalage::{Model, format};
use model_export::lake::{Dataset, Lake, VisitorKind};
use model_export::synth::{Format, Recipe, Size, make};
use model_export::train::segments::adjusted_rand_index;
use model_export::train::{Fitted, Params, Privacy, Stages};

/// The fewest events of a customer whose type must be found.
const MIN_EVENTS: usize = 10;

struct Trained {
    dataset: Dataset,
    fitted: Fitted,
    model: Model,
    /// The hidden type of each customer, by the customer's own id.
    types: BTreeMap<String, u32>,
}

/// Makes, reads and trains the small lake once for all tests of this file.
fn trained() -> &'static Trained {
    static TRAINED: OnceLock<Trained> = OnceLock::new();
    TRAINED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("lake");
        let recipe = Recipe { out: out.clone(), truth: None, seed: 7, size: Size::Small, format: Format::Parquet };
        let made = make(&recipe).expect("a lake");
        let lake = Lake::open(&made.lake, Some(&out)).expect("a mapping");
        let dataset = lake.read(&mut |_, _| {}).expect("rows");
        let unchecked = Privacy::unchecked("a test of learned parts");
        let fitted = Params { privacy: unchecked, ..Params::default() }.check().expect("the defaults are in range");
        let fitted = fitted.fit("Amazing", &dataset, &mut Stages::default()).expect("a model");
        let model = Model::decode(format::encode(&fitted.parts).expect("valid parts")).expect("a valid file");
        let truth = std::fs::read_to_string(&made.truth).expect("the truth");
        let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
        let types = truth["customers"].as_object().expect("customers by id").iter();
        let types = types.map(|(id, kind)| (id.clone(), kind.as_u64().expect("a number") as u32)).collect();
        Trained { dataset, fitted, model, types }
    })
}

/// Returns the distinct customers of each item, counted the plain way.
fn customers_of_items(dataset: &Dataset) -> Vec<usize> {
    let mut customers = vec![BTreeSet::new(); dataset.items.len()];
    for event in &dataset.interactions {
        if dataset.visitors[event.visitor as usize] == VisitorKind::Customer {
            customers[event.item as usize].insert(event.visitor);
        }
    }
    customers.iter().map(BTreeSet::len).collect()
}

#[test]
fn hidden_types_are_recovered_by_the_segments() {
    let Trained { dataset, fitted, types, .. } = trained();
    let mut events = vec![0_usize; dataset.visitors.len()];
    dataset.interactions.iter().for_each(|event| events[event.visitor as usize] += 1);
    let (segments, hidden): (Vec<u32>, Vec<u32>) = (0..dataset.visitors.len())
        .filter(|&visitor| events[visitor] >= MIN_EVENTS)
        .filter_map(|visitor| {
            let id = dataset.customer_ids[visitor].as_deref()?;
            Some((fitted.assignments[visitor]?, types[id]))
        })
        .unzip();
    assert!(hidden.len() > 300, "only {} customers to judge by", hidden.len());
    let index = adjusted_rand_index(&segments, &hidden);
    println!("adjusted Rand index {index:.3} on {} customers", hidden.len());
    assert!(index >= 0.6, "adjusted Rand index {index:.3}: expected 0.6 or more");
}

#[test]
fn items_that_few_customers_know_are_not_learned() {
    let Trained { dataset, model, .. } = trained();
    let (mut learned, mut cold_rows) = (0, BTreeMap::new());
    for (item, customers) in customers_of_items(dataset).into_iter().enumerate() {
        let ix = item as u32;
        assert_eq!(model.item_id(ix), Some(&*dataset.items[item].id));
        let flags = model.attributes().flags(ix);
        assert_eq!(flags.learned, customers >= 11, "{} has {customers} customers", dataset.items[item].id);
        if flags.learned {
            learned += 1;
            continue;
        }
        assert_eq!(model.popularity().get(item), 0, "{}", dataset.items[item].id);
        // A cold item's vector says nothing of the item itself: all of a category have the same.
        let vector: Vec<f64> = model.factors().vector(ix).collect();
        let same = cold_rows.entry(model.attributes().category(ix)).or_insert_with(|| vector.clone());
        assert_eq!(*same, vector, "{}", dataset.items[item].id);
    }
    assert!(learned > 100 && learned < dataset.items.len(), "{learned} learned: the test needs both sorts");
}

#[test]
fn segments_are_large_and_well_named() {
    let Trained { fitted, model, .. } = trained();
    let segments = &model.meta().segments;
    assert!(!segments.is_empty());
    for (number, segment) in segments.iter().enumerate() {
        let members = fitted.assignments.iter().filter(|&&assigned| assigned == Some(number as u32)).count();
        assert_eq!(members, segment.n_customers as usize, "{}", segment.name);
        assert!(members >= 50, "{} has {members} customers", segment.name);
    }
    let names: BTreeSet<&str> = segments.iter().map(|segment| segment.name.as_str()).collect();
    println!("{names:?}");
    assert_eq!(names.len(), segments.len(), "{names:?}");
    assert!(names.iter().all(|name| !name.trim().is_empty()));
}

#[test]
fn the_fitted_mix_answers_better_than_popularity() {
    let figures = trained().fitted.figures.as_ref().expect("visits held out");
    println!("{figures:?}");
    assert!(figures.visits >= 100);
    assert!(figures.ndcg_at_20 >= figures.ndcg_at_20_factors);
    assert!(figures.ndcg_at_20 > 1.5 * figures.ndcg_at_20_popularity);
}
