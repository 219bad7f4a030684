//! Two lakes that differ by one customer, trained with many secrets: what can be told of the customer from the published
//! popularity, the strongest statistic there is, stays under what the accountant allows; without noise it does not.

use etalage::session::EventKind;
use model_export::lake::{Assortment, Dataset, Interaction, Item, ReadReport, VisitorKind};
use model_export::privacy::accountant::greatest_auc;
use model_export::privacy::secret::Secret;
use model_export::train::{Params, Privacy, SegmentCount, Stages};

const N_ITEMS: u32 = 24;
const N_CUSTOMERS: u32 = 40;
/// Trainings of each of the two lakes.
const N_SECRETS: u64 = 250;

/// Customers who want three items each, one after the other; with the `last` one, who wants four that nobody else does.
fn lake(with_the_last: bool) -> Dataset {
    let event = |visitor: u32, item: u32, step: i64| Interaction {
        visitor,
        item,
        session: visitor,
        kind: EventKind::ViewItem,
        at_ms: 1_760_000_000_000 + step * 60_000,
        quantity: 1,
    };
    let mut interactions = Vec::new();
    for visitor in 0..N_CUSTOMERS {
        let mut items = [visitor % 18, (visitor * 5 + 1) % 18, (visitor * 7 + 2) % 18];
        items.sort_unstable();
        interactions.extend(items.iter().zip(0..).map(|(&item, step)| event(visitor, item, step)));
    }
    if with_the_last {
        interactions.extend((20..24).zip(0..).map(|(item, step)| event(N_CUSTOMERS, item, step)));
    }
    let n_visitors = N_CUSTOMERS as usize + usize::from(with_the_last);
    Dataset {
        items: (0..N_ITEMS)
            .map(|n| Item {
                id: format!("item-{n:02}").into(),
                name: format!("Thing {n}"),
                price: None,
                category: Some(format!("Category {}", n % 4)),
                brand: None,
                private_label: false,
            })
            .collect(),
        visitors: vec![VisitorKind::Customer; n_visitors],
        customer_ids: vec![None; n_visitors],
        interactions,
        window: (1_760_000_000_000, 1_760_000_600_000),
        stock: None,
        marketing: Vec::new(),
        assortment: Assortment::default(),
        report: ReadReport::default(),
    }
}

/// What an attacker who knows the last customer's items reads in the popularity of a model.
fn told(dataset: &Dataset, epsilon: f64, seed: u64) -> f64 {
    let privacy = Privacy { epsilon, secret: Secret::of_seed(seed), ..Privacy::default() };
    let params = Params { privacy, segments: SegmentCount::Fixed(2), ..Params::default() };
    let fitted = params.check().expect("in range").fit("Shop", dataset, &mut Stages::quiet()).expect("a model");
    let popularity = |item: usize| f64::from(fitted.parts.items[item].popularity);
    let own: f64 = (20..24).map(popularity).sum();
    own / 4.0 - (0..20).map(popularity).sum::<f64>() / 20.0
}

/// Returns how often a model with the customer tells more of them than one without.
fn auc(epsilon: f64) -> f64 {
    let of = |with: bool, offset: u64| -> Vec<f64> {
        let dataset = lake(with);
        (0..N_SECRETS).map(|seed| told(&dataset, epsilon, seed + offset)).collect()
    };
    let (with, without) = (of(true, 0), of(false, 1_000_000));
    let above =
        |a: &f64| without.iter().map(|b| if a > b { 1.0 } else { 0.5 * f64::from(u8::from(a == b)) }).sum::<f64>();
    with.iter().map(above).sum::<f64>() / (N_SECRETS * N_SECRETS) as f64
}

#[test]
fn nobody_tells_two_neighbouring_lakes_apart_better_than_epsilon_allows() {
    // Three standard errors of an AUC of two lists of 250.
    let error = 3.0 * (1.0 / (6.0 * N_SECRETS as f64)).sqrt();
    let stated = greatest_auc(Privacy::default().mu());
    let found = auc(Privacy::default().epsilon);
    println!("AUC {found:.3}, at most {stated:.3} and {error:.3} for chance");
    assert!(stated < 0.55, "the default allows no attack an AUC of .55: {stated}");
    assert!(found < stated + error, "{found}");
    // With hardly any noise the same statistic tells the customer for certain: the test can fail.
    assert!(auc(100.0) > 0.99);
}
